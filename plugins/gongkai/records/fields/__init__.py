"""How each kind of value is typed, understood, documented and, when not understood, explained.

A field type is a function from the text as typed to a value. It raises `PydanticCustomError` with
a Chinese sentence that shows what was typed and what is accepted, and carries the JSON Schema by
which an editor accepts every form that we accept.
"""

from gongkai.records.fields.dates import DATE_PATTERN, Day, parse_date
from gongkai.records.fields.markers import STAFF, OneOrMore, StaffOnly, listed
from gongkai.records.fields.numbers import (
    CELL_SCHEMA,
    NOT_APPLICABLE,
    NUMBER_PATTERN,
    Cell,
    Count,
    Money,
    parse_cell,
    parse_decimal,
)
from gongkai.records.fields.periods import Period, Span, parse_period
from gongkai.records.fields.quantities import Figure, Quantity, Share, parse_quantity
from gongkai.records.fields.references import (
    AgreementReference,
    BasisReference,
    DecisionReference,
    MeetingReference,
    NoticeReference,
    Reference,
    Refers,
    RegulationReference,
    ResolutionReference,
)
from gongkai.records.fields.sessions import Session, SessionNumber, chinese_number, parse_session, to_chinese
from gongkai.records.fields.texts import BIDI, Phone, Text, YesNo
from gongkai.records.fields.times import DayOrMoment, Moment, TimeOfDay, TimeSpan, Weekday
from gongkai.records.fields.typed import excerpt, misread

__all__ = [
    "BIDI",
    "CELL_SCHEMA",
    "DATE_PATTERN",
    "NOT_APPLICABLE",
    "NUMBER_PATTERN",
    "STAFF",
    "AgreementReference",
    "BasisReference",
    "Cell",
    "Count",
    "Day",
    "DayOrMoment",
    "DecisionReference",
    "Figure",
    "MeetingReference",
    "Moment",
    "Money",
    "NoticeReference",
    "OneOrMore",
    "Period",
    "Phone",
    "Quantity",
    "Reference",
    "Refers",
    "RegulationReference",
    "ResolutionReference",
    "Session",
    "SessionNumber",
    "Share",
    "Span",
    "StaffOnly",
    "Text",
    "TimeOfDay",
    "TimeSpan",
    "Weekday",
    "YesNo",
    "chinese_number",
    "excerpt",
    "listed",
    "misread",
    "parse_cell",
    "parse_date",
    "parse_decimal",
    "parse_period",
    "parse_quantity",
    "parse_session",
    "to_chinese",
]
