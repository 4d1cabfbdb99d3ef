"""An office collects the reports of its units: the roster, versions, sums, and what explains a gap."""
