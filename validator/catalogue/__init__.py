"""The data files as dataclasses: forms and rules, read strictly."""
