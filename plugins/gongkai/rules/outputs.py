"""What the gate objects to in outputs; the gate itself runs after the pages are made (`gate.py`)."""

from gongkai.findings import Code

HIDDEN = Code("G01", "hidden-value-in-output", "产物里有不该公开的内容")
PERSONAL = Code("G02", "personal-data-in-output", "产物里有个人信息")
ACTIVE = Code("G03", "active-content", "网站文件里有能运行的内容")
DEAD_LINK = Code("G04", "dead-link", "网站里有通不到的链接")
STRAY_FILE = Code("G05", "stray-file", "网站里有不该公开的文件")

CODES = (HIDDEN, PERSONAL, ACTIVE, DEAD_LINK, STRAY_FILE)
