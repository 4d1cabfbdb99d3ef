"""退回说明: what goes back to a unit with its report, in words. The text is pure; docxtpl is known to one module."""
