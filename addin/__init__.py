"""The Excel add-in: a ribbon tab that runs the validator on the open workbook, and what installs it."""

import sys

# Xlwings tries its PRO part, which is not used here, whenever it is imported: that reads ~/.xlwings/xlwings.conf,
# another tool's, and stops where its encoding is not the system's.
sys.modules.setdefault("xlwings.pro", None)  # type: ignore[arg-type]  # None: a module that is not to be had
