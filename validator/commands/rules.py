"""``gouji rules`` and ``gouji explain``: the catalogue, and one rule of it."""

from __future__ import annotations

import argparse
import json
import sys

from validator.api import shipped
from validator.commands import CommandError, no_rule


def run(args: argparse.Namespace) -> int:
    """Print the whole catalogue as text, JSON or Markdown."""
    from validator.writers.pages import catalogue_markdown, catalogue_text, rule_data

    rules = shipped().rules
    if args.format == "json":
        text = json.dumps([rule_data(rule) for rule in rules], ensure_ascii=False, indent=1) + "\n"
    elif args.format == "markdown":
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
