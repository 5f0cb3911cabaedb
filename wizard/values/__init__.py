"""Answer types: what a person types becomes a canonical value, a reason why not, or a question back.

`make("orgnr").read("16556592-9717", ctx)` is how the other rooms use this one; `base` holds the contract.
Importing this package loads no library; the few that are needed (telephone numbers, e-mail) load on first use.
"""

from __future__ import annotations

from wizard.values.attachments import Attachment
from wizard.values.base import DONT_KNOW, NOT_APPLICABLE, Context, Reading, Status, Value, ValueType
from wizard.values.catalogue import TYPES, make
from wizard.values.choices import Choice, MultiChoice
from wizard.values.contact import Email, Phone
from wizard.values.dates import Date
from wizard.values.giro import Bankgiro, Plusgiro
from wizard.values.hours import DAY_KEYS, OpeningHours, TimeSpan
from wizard.values.matching import Option
from wizard.values.measures import UNITS, Measure
from wizard.values.money import Amount
from wizard.values.numbers import DecimalNumber, Integer
from wizard.values.orgnr import HsaId, Orgnr
from wizard.values.personnummer import Personnummer
from wizard.values.places import Address, Postcode
from wizard.values.scalar import special
from wizard.values.shares import Fte, Percent
from wizard.values.texts import LongText, Text
from wizard.values.web import Url
from wizard.values.yesno import YesNo

__all__ = [
    "DAY_KEYS",
    "DONT_KNOW",
    "NOT_APPLICABLE",
    "TYPES",
    "UNITS",
    "Address",
    "Amount",
    "Attachment",
    "Bankgiro",
    "Choice",
    "Context",
    "Date",
    "DecimalNumber",
    "Email",
    "Fte",
    "HsaId",
    "Integer",
    "LongText",
    "Measure",
    "MultiChoice",
    "OpeningHours",
    "Option",
    "Orgnr",
    "Percent",
    "Personnummer",
    "Phone",
    "Plusgiro",
    "Postcode",
    "Reading",
    "Status",
    "Text",
    "TimeSpan",
    "Url",
    "Value",
    "ValueType",
    "YesNo",
    "make",
    "special",
]
