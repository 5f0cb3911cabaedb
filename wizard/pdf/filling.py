"""Putting values into a compiled template: check, draw, join.

All problems are found before anything is given back, so a caller sees every field that needs attention at once.
What must stay true: the value in the file and the text that is drawn agree; nothing is cut; the order of the
caller's mapping changes no byte of the result.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from wizard.i18n import Message, msg
from wizard.pdf import textstring
from wizard.pdf.answers import Given, Unfit, choice_of, not_fillable, picked, text_of
from wizard.pdf.drawing import Artist
from wizard.pdf.errors import BadValue, Overflow, Problem, TooLong, Unfillable, UnknownField
from wizard.pdf.fields import Field
from wizard.pdf.fontset import FontSet
from wizard.pdf.increment import Increment
from wizard.pdf.layout import Fit
from wizard.pdf.notices import read_only_filled, unseen_filled
from wizard.pdf.objects import Obj, serialise, string
from wizard.pdf.plan import ButtonPlan, FieldPlan, ListPlan, Look, Plan, Slot, TextPlan
from wizard.pdf.ready import button_objects

__all__ = ["Filler", "unknown_field"]


class Filler:
    """One filling of a template, gathered in an increment."""

    def __init__(self, plan: Plan, increment: Increment, fonts: FontSet, fit: Fit) -> None:
        self.plan = plan
        self.increment = increment
        self.artist = Artist(plan, fonts, fit)
        self.problems: list[Problem] = []
        self.replaced: list[str] = []
        self.notices: list[Message] = []

    def fill(self, values: Mapping[str, Given], substitutes: Mapping[str, str]) -> None:
        """Put every value in. Raises `Unfillable` with all problems there are."""
        plan = self.plan
        strangers = (values.keys() | substitutes.keys()) - plan.fields.keys()
        self.problems += [unknown_field(name, plan.fields) for name in sorted(strangers)]
        for name, field in plan.fields.items():
            if name in values:
                self._fill_one(field, values[name], substitutes.get(name))
            elif name in plan.refreshed:
                self._refresh(plan.plans[name], plan.refreshed[name])
        if self.problems:
            raise Unfillable(self.problems)
        self.notices += self.artist.notices
        read_only = tuple(name for name in plan.read_only if name in values)
        if read_only:
            self.notices.append(read_only_filled(read_only))
        unseen = tuple(name for name in plan.unseen if values.get(name))
        if unseen:
            self.notices.append(unseen_filled(unseen))

    def _fill_one(self, field: Field, value: Given, substitute: str | None) -> None:
        plan = self.plan.plans.get(field.name)
        try:
            if field.name in self.plan.rights.locked:
                raise Unfit(BadValue(field.name, msg("A signature in the form locks this field.")))
            if plan is None:
                raise Unfit(not_fillable(field))
            try:
                self._put(plan, value)
            except Unfit as unfit:
                if substitute is None or not isinstance(unfit.problem, Overflow | TooLong):
                    raise
                self._put(plan, substitute)
                self.replaced.append(field.name)
        except Unfit as unfit:
            self.problems.append(unfit.problem)

    def _refresh(self, plan: FieldPlan, value: Given) -> None:
        """Draw the value the template itself holds; one that cannot be drawn is left to the viewer."""
        try:
            self._put(plan, value)
        except Unfit:
            self.notices.append(
                msg("The template's own value in {field} could not be drawn.", field=plan.field.name)
            )

    def _put(self, plan: FieldPlan, value: Given) -> None:
        match plan:
            case TextPlan():
                self._put_text(plan, value)
            case ButtonPlan():
                self._put_button(plan, value)
            case ListPlan():
                self._put_list(plan, value)

    def _put_text(self, plan: TextPlan, value: Given) -> None:
        text, shown = text_of(plan.field, value)
        drawn = [self.artist.draw_text(look, plan.field, shown) for look in plan.looks]
        self._write(plan.slots, plan.looks, drawn, b"/V" + string(textstring.encode(text)))

    def _put_list(self, plan: ListPlan, value: Given) -> None:
        numbers = picked(plan.field, value)
        exports: list[Obj] = [textstring.encode(plan.field.options[number].export) for number in numbers]
        drawn = [self.artist.draw_list(look, plan, numbers) for look in plan.looks]
        stored: Obj = exports[0] if len(exports) == 1 else exports
        chosen = b"/V%b/I%b" % (serialise(stored), serialise(list(numbers))) if numbers else b""
        body = chosen + (b"/TI %d" % drawn[0][1] if drawn else b"")
        self._write(plan.slots, plan.looks, [written for written, _ in drawn], body)

    def _put_button(self, plan: ButtonPlan, value: Given) -> None:
        choice = choice_of(plan, value)
        put = self.increment.put
        for ref, written in plan.ready.get(choice) or button_objects(plan, choice):
            put(ref, written)
        for ref, written in plan.drawn:
            put(ref, written)

    def _write(
        self, slots: Sequence[Slot], looks: Sequence[Look], drawn: Sequence[bytes], value: bytes
    ) -> None:
        """The objects of a field with its value, and the pictures its widgets refer to."""
        put = self.increment.put
        for slot in slots:
            put(slot.ref, slot.head + value + slot.tail if slot.holds_value else slot.head + slot.tail)
        for look, written in zip(looks, drawn, strict=True):
            put(look.ref, written)


def unknown_field(name: str, fields: Mapping[str, Field]) -> UnknownField:
    """The problem with a name that the form does not have, with the nearest one that it has."""
    close = get_close_matches(name, fields, n=1)
    if close:
        return UnknownField(
            name, msg("The form has no field of this name. Is {guess} meant?", guess=close[0])
        )
    return UnknownField(name, msg("The form has no field of this name."))
