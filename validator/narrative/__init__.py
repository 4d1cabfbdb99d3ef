"""What the Chinese text of a report says: pure functions from text to what was found, with its place and words.

Nothing here knows a filing or a rule. Everything found quotes the original: ``text[start:end] == quote``.

=========================  =========================================================================================
`statements`               quantities: the grammar of this room, with `breakdown`, `claims`, `rates` for its clauses
`relevance`, `signs`       which sentences can say anything, so that the others stay uncut; what may begin with a sign
`passage`                  a text while `statements` reads it: what was said so far
`phrases`, `agents`,       which words belong to a figure; the body that a clause names as doing it; words that a figure
`lending`, `carries`       leaves out; 结转 and the years beside it
`lexicon`, `subjects`      every word of the grammar; which noun, verb and topic make which subject. Both read data
                           (``words.toml``, ``subjects.toml``), each row with a sentence that needs it
`stated`                   what `statements` gives
`foreign`, `required`,     another year's work; what a report must mention; what must not have slipped in; whether a
`slips`, `casework`        case of 复议诉讼 is about 信息公开
=========================  =========================================================================================

One sentence on its way through `statements`. A text:

>>> text = "本年度共收到政府信息公开申请 ４０ 件，同比增长25%。"

in plain form, which knows where each character stood:

>>> from validator.language.normal import normalise
>>> plain = normalise(text)
>>> plain.text
'本年度共收到政府信息公开申请40件,同比增长25%。'

is cut into tokens, words of the lexicon and figures:

>>> from validator.narrative.tokens import tokenise
>>> tokens = tokenise(plain.text)
>>> [f"{one.sort} {one.text}" for one in tokens[:5]]
['fill 本年度', 'verb 共收到', 'noun 政府信息公开申请', 'figure 40件', 'mark ,']

The words around a figure that say what it counts are its phrase:

>>> from validator.narrative.phrases import left_phrase, right_phrase
>>> phrase = right_phrase(tokens, left_phrase(tokens, figure=3))
>>> [str(head.meaning) for head in phrase.heads]
['收到', '申请']

The first row of ``subjects.toml`` that fits says which subject this is:

>>> from validator.narrative.subjects import Topic, resolve
>>> str(resolve(phrase, Topic.NONE).subject)
'收到'

So the sentence states a count, and behind it a change that refers to it:

>>> from validator.narrative.statements import statements
>>> received, change = statements(text).statements
>>> f"{received.subject} {received.kind} {received.low}", received.quote, received.written
('收到 数量 40', '共收到政府信息公开申请 ４０ 件', '４０')
>>> f"{change.subject} {change.kind} {change.low}{change.unit}", change.quote, change.refers
('收到 同比 25%', '同比增长25%', 0)

What a statement can mean in the tables is for the checks to say. Writers differ in what 收到 counts:

>>> from validator import load_form
>>> from validator.checks.openness.meanings import meanings
>>> [one.label for one in meanings(received, load_form("2021"))]
['本年新收', '本年新收+上年结转', '办理结果总计', '办理结果总计+结转下年']
"""
