"""Excel workbooks as files: read cell by cell as they are, written as forms, returned with remarks.

A leaf: it knows sheets, cells and their formats, and nothing of a school. Reading is our own, straight
from the parts of the file: libraries give a number as a float, believe the size that a sheet says of
itself (WPS says A1), and build a million empty cells. Writing is openpyxl's.
"""

from gongkai.workbooks.opening import Unreadable
from gongkai.workbooks.reading import Cell, Kind, Sheet, Workbook, read_workbook
from gongkai.workbooks.references import reference

__all__ = ["Cell", "Kind", "Sheet", "Unreadable", "Workbook", "read_workbook", "reference"]
