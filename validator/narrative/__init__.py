"""What the Chinese text of a report says: pure functions from text to statements with spans.

Nothing here knows a filing or a rule, and nothing opens a file: `periods` reads the statistical period,
`foreign` the work of another year, `titles` a title, `statements` the quantities, `mentions` the small things
the structure rules ask for. Every finding quotes the original words: ``text[start:end] == quote``.
"""
