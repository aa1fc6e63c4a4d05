"""Plain rows in, an Excel file out.

No cell can become a formula: every text is written as a text cell, with its characters unchanged
(security D05, V23, V24). What XLSX cannot hold is replaced and what is too long is cut (D06). The
sheets are written straight into the archive in memory, so that no copy of who is coming is left in
a temporary folder.
"""

from forum.spreadsheets.sheets import LONGEST, Column, Sheet, Value, clean
from forum.spreadsheets.writing import workbook

__all__ = ["LONGEST", "Column", "Sheet", "Value", "clean", "workbook"]
