"""What rules and runs share: the policy on blanks, waivers, last year's report, what a run knows."""
