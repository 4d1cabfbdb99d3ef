"""``gouji rules`` and ``gouji explain``: the catalogue, and one rule of it."""

from __future__ import annotations

import argparse
import sys

from validator.catalogue.shipped import shipped
from validator.commands import CommandError, no_rule


def run(args: argparse.Namespace) -> int:
    """Print the whole catalogue as text, JSON or Markdown."""
    from validator.writers.rule_list import catalogue_text, rule_data

    rules = shipped().rules
    if args.format == "json":
        import json

        text = json.dumps([rule_data(rule) for rule in rules], ensure_ascii=False, indent=1) + "\n"
    elif args.format == "markdown":
        from validator.writers.pages import catalogue_markdown  # its examples are checked as reports are

        text = catalogue_markdown(shipped())
    else:
        text = catalogue_text(rules, args.lang)
    sys.stdout.write(text)
    return 0


def explain(args: argparse.Namespace) -> int:
    """Print one rule: what, why, basis, formula, an example that passes and one that fails."""
    from validator.writers.pages import rule_text

    wanted = args.code.upper()
    rule = next((one for one in shipped().rules if one.code == wanted), None)
    if rule is None:
        raise CommandError(no_rule(args.code, (one.code for one in shipped().rules)))
    sys.stdout.write(rule_text(rule, shipped(), args.lang))
    return 0
