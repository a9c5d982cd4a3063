"""From bytes on a disk to plain data that still knows where each value was typed.

This is the only room that reads or writes YAML. Positions cost nothing on a good file: only
`Document.place` goes over the text a second time, and only findings ask for places.
"""

from gongkai.source.codes import CODES
from gongkai.source.configuration import configuration
from gongkai.source.document import Document, Section, parse, read
from gongkai.source.edits import Slip
from gongkai.source.encoding import Decoded, decode
from gongkai.source.slips import find_slips
from gongkai.source.writing import quoted, to_yaml

__all__ = [
    "CODES",
    "Decoded",
    "Document",
    "Section",
    "Slip",
    "configuration",
    "decode",
    "find_slips",
    "parse",
    "quoted",
    "read",
    "to_yaml",
]
