"""The add-in on this machine: put in place, diagnosed, removed."""
