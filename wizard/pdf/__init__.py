"""A general engine for PDF forms (AcroForm): describe, fill, lay out, read. It knows nothing of LOV.

    template = Template.compile(data)           parse and measure once
    template = cached_template(data)            the same, remembered on disk
    filled = template.fill(values)              one incremental update, deterministic byte for byte
    read(filled.data) == values                 of any program's PDF
    read_increment(filled.data, template)       faster, and with proof that only values changed
    flatten(filled.data)                        the same pages without a form
    shared_guard().read(data)                   reading what may come from anyone, in a process of its own

Everything that goes wrong is a `PdfError` with a sentence for the user. PDF libraries are imported only when a
file is opened.
"""

from __future__ import annotations

from wizard.pdf.answers import Given
from wizard.pdf.cache import cached_template, kept_template
from wizard.pdf.errors import (
    BadValue,
    Damaged,
    Encrypted,
    Foreign,
    Locked,
    NoForm,
    NoGlyph,
    NotAPdf,
    Overflow,
    PdfError,
    Problem,
    PureXfa,
    TooLarge,
    TooLong,
    Unfillable,
    UnknownField,
    Unsafe,
)
from wizard.pdf.fields import Field, Place
from wizard.pdf.flatten import flatten
from wizard.pdf.forms import FieldType
from wizard.pdf.guard import Budget, Guard, Reading, shared_guard
from wizard.pdf.inspection import Inspection, inspect
from wizard.pdf.labels import FIELD_MARK, Survey, survey
from wizard.pdf.layout import Fit, Layout
from wizard.pdf.limits import FORMS, Limits
from wizard.pdf.printed import PrintedLine, PrintedPage, printed_pages
from wizard.pdf.reading import read, read_increment
from wizard.pdf.rights import Certification, Signature
from wizard.pdf.sheets import Cell, Entry, Heading, Paragraph, Sheet, Table
from wizard.pdf.stamp import Stamp
from wizard.pdf.template import Filled, Template
from wizard.pdf.values import Option, Value

__all__ = [
    "FIELD_MARK",
    "FORMS",
    "BadValue",
    "Budget",
    "Cell",
    "Certification",
    "Damaged",
    "Encrypted",
    "Entry",
    "Field",
    "FieldType",
    "Filled",
    "Fit",
    "Foreign",
    "Given",
    "Guard",
    "Heading",
    "Inspection",
    "Layout",
    "Limits",
    "Locked",
    "NoForm",
    "NoGlyph",
    "NotAPdf",
    "Option",
    "Overflow",
    "Paragraph",
    "PdfError",
    "Place",
    "PrintedLine",
    "PrintedPage",
    "Problem",
    "PureXfa",
    "Reading",
    "Sheet",
    "Signature",
    "Stamp",
    "Survey",
    "Table",
    "Template",
    "TooLarge",
    "TooLong",
    "Unfillable",
    "UnknownField",
    "Unsafe",
    "Value",
    "cached_template",
    "flatten",
    "inspect",
    "kept_template",
    "printed_pages",
    "read",
    "read_increment",
    "shared_guard",
    "survey",
]
