"""Browser text to clean values: what the forms of all storeys are made of."""

from governance.forms.choosing import (
    BoardField,
    LaterMeetingField,
    MeetingField,
    NamedField,
    OrganisationField,
    PlainSelect,
)
from governance.forms.fields import LastDayField, RecordForm, Ticks, TicksField, date_field
from governance.forms.plain import Plain, PlainForm

__all__ = [
    "BoardField",
    "LastDayField",
    "LaterMeetingField",
    "MeetingField",
    "NamedField",
    "OrganisationField",
    "Plain",
    "PlainForm",
    "PlainSelect",
    "RecordForm",
    "Ticks",
    "TicksField",
    "date_field",
]
