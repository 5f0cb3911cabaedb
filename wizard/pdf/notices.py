"""What the user should know about a template before filling it: one sentence for each peculiarity."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from wizard.i18n import Message, msg, nmsg
from wizard.pdf.document import Document
from wizard.pdf.fields import Field
from wizard.pdf.forms import Form
from wizard.pdf.rights import Rights
from wizard.pdf.scripts import scripts_of

__all__ = ["notices_of", "read_only_filled", "unseen_filled"]

_MOST_NAMES: Final = 5


def notices_of(
    document: Document, form: Form, fields: Mapping[str, Field], rights: Rights, *, rewritten: bool
) -> Iterator[Message]:
    """The peculiarities of a template; `rewritten` tells that it had to be written anew before use."""
    if form.attrs.get("XFA") is not None:
        yield msg("The template also held an XFA form. It is left out, so that every viewer shows the same.")
    if rights.usage_rights:
        yield msg("The usage rights for one vendor's reader are removed; any change makes them void.")
    if rights.signed and rewritten:
        yield msg("The template's signature does not hold for forms made from it; it had to be written anew.")
    elif rights.signed:
        yield msg("The template is signed. Viewers will show that fields were filled in after the signature.")
    if scripts_of(document, form):
        yield msg("The template has scripts, which are not run. Fields that they compute must be filled too.")
    strangers = [name for name, field in form.fields.items() if field.strangers]
    if strangers:
        yield msg(
            "Fields of different kinds share a name; only the kind shown is filled: {names}.",
            names=_few(strangers),
        )
    if form.duplicates:
        yield msg(
            "Several field objects share a name and are filled together: {names}.",
            names=_few(form.duplicates),
        )
    unlisted = [name for name in form.unlisted if name in fields]
    if unlisted:
        yield msg(
            "Fields on the pages that the form does not list are filled too: {names}.", names=_few(unlisted)
        )
    if len(form.fields) > len(fields):
        yield nmsg(
            "One field without name or kind is left as it is.",
            "{count} fields without name or kind are left as they are.",
            len(form.fields) - len(fields),
        )


def read_only_filled(names: Sequence[str]) -> Message:
    """That fields were filled which the form keeps from its readers."""
    return nmsg(
        "A field that the form marks as read-only was filled: {names}.",
        "{count} fields that the form marks as read-only were filled, such as {names}.",
        len(names),
        names=_few(names),
    )


def unseen_filled(names: Sequence[str]) -> Message:
    """That fields were filled which no page shows."""
    return nmsg(
        "A field that cannot be seen on any page was filled: {names}.",
        "{count} fields that cannot be seen on any page were filled, such as {names}.",
        len(names),
        names=_few(names),
    )


def _few(names: Sequence[str]) -> tuple[str, ...]:
    """The first of many names; a form may have hundreds."""
    return tuple(names[:_MOST_NAMES])
