"""A template: compiled once, filled many times.

    template = Template.compile(data)
    filled = template.fill({"name": "Åsa Öberg", "agree": True})
    filled.data.startswith(template.data)  # always

What must stay true: a template is immutable and can be shared between threads and pickled; the same values give
the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from wizard.i18n import Message, msg
from wizard.pdf.answers import Given
from wizard.pdf.compile import compile_template
from wizard.pdf.drawing import lay_out
from wizard.pdf.errors import Locked, Unfillable
from wizard.pdf.fields import Field
from wizard.pdf.filling import Filler, unknown_field
from wizard.pdf.fontset import FontSet
from wizard.pdf.increment import Increment
from wizard.pdf.layout import Fit, Layout
from wizard.pdf.limits import FORMS, Limits
from wizard.pdf.plan import Plan
from wizard.pdf.ready import USUAL
from wizard.pdf.rights import Certification
from wizard.pdf.sheets import Sheet, add_sheets
from wizard.pdf.stamp import Stamp, draw_stamp

__all__ = ["Filled", "Template"]


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled form: the template's bytes, and what is appended to them.

    `notices` are what the user should be told; `replaced` the fields that got their substitute.
    """

    base: bytes = field(repr=False)
    increment: bytes = field(repr=False)
    notices: tuple[Message, ...] = ()
    replaced: tuple[str, ...] = ()

    @property
    def data(self) -> bytes:
        """The whole file. Writing `base` and `increment` one after the other saves the copy."""
        return self.base + self.increment


@dataclass(frozen=True, slots=True)
class Template:
    """A form to fill.

    `data` are the bytes that every filled form begins with: those given to `compile`, except for a damaged file,
    which is written anew (and a notice says so). What is made of an encrypted template opens with its password.
    """

    data: bytes = field(repr=False)
    plan: Plan = field(repr=False)

    @classmethod
    def compile(cls, data: bytes, password: str | None = None, limits: Limits = FORMS) -> Template:
        """Read a template. Raises `PdfError`: `NotAPdf`, `Damaged`, `Encrypted`, `NoForm`, `PureXfa`, ..."""
        base, plan = compile_template(data, password, limits)
        return cls(base, plan)

    @property
    def fields(self) -> Mapping[str, Field]:
        """The form's fields by full name, in the file's order."""
        return self.plan.fields

    @property
    def notices(self) -> tuple[Message, ...]:
        """What is peculiar about this template and what filling it changes besides its fields."""
        return self.plan.notices

    def fill(  # noqa: PLR0913  each is a choice of its own, given by name
        self,
        values: Mapping[str, Given],
        *,
        substitutes: Mapping[str, str] | None = None,
        sheets: Sequence[Sheet] = (),
        stamp: Stamp | None = None,
        fit: Fit = USUAL,
        compact: bool = False,
    ) -> Filled:
        """Put `values` (by full field name) into the form.

        Text, combo and radio take `str` (an export value or the text shown for it), tick boxes `bool` or an
        export value, list boxes a list of `str`; None and "" clear a field. A text that does not fit, even at
        the smallest size `fit` allows, or is longer than the field holds, is a problem, unless `substitutes`
        has another text to put there instead. `sheets` are appended as pages, `stamp` is drawn on every page.
        `compact` makes what is appended less than half as large for a fifth more time, where the template has
        object streams.

        Raises `Unfillable` with every problem there is, `Locked` where the author's certification forbids the
        change; then nothing has been written.
        """
        self._check_rights(values, adds=bool(sheets or stamp))
        increment = Increment(self.plan.base, compact=compact)
        for ref, written in self.plan.fixed:
            increment.put(ref, written)
        fonts = FontSet(increment)
        filler = Filler(self.plan, increment, fonts, fit)
        filler.fill(values, substitutes or {})
        pages = add_sheets(self.plan, increment, fonts, sheets) if sheets else ()
        if stamp is not None:
            draw_stamp(self.plan, increment, fonts, stamp, pages)
        fonts.finish()
        return Filled(self.data, increment.finish(), tuple(filler.notices), tuple(filler.replaced))

    def layout(self, name: str, text: str, *, fit: Fit = USUAL) -> Layout:
        """How `text` would be shown in the text field `name`, so that a caller can decide before filling.

        `shown + rest` is the text, with characters composed (NFC) and lines ended by line feeds. Raises
        `Unfillable` for a field that is not there or holds no text, or a character that cannot be drawn.
        """
        if name not in self.plan.fields:
            raise Unfillable([unknown_field(name, self.plan.fields)])
        return lay_out(self.plan, self.plan.fields[name], text, fit)

    def _check_rights(self, values: Mapping[str, Given], *, adds: bool) -> None:
        level = self.plan.rights.certification
        if level is Certification.NOTHING and (values or adds):
            raise Locked
        if level is not None and adds:
            raise Locked(
                msg(
                    "The form is certified by its author, and the certification does not allow pages to be added or marked."
                )
            )
