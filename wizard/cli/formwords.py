"""What `lov forms inspect` says of a PDF besides its list of fields: what may mislead, hide or act, in sentences.

Nothing is said of what is as one would expect it. What must stay true: everything that the JSON document tells
of duplicates, conflicts, hidden fields, signatures, encryption, damage and active content is said here too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from wizard.i18n import Message, msg, nmsg

__all__ = ["doubts", "inspection_sentences"]

_MOST_NAMES: Final = 5
_WITHOUT_VALUE: Final = frozenset({"push", "signature"})

_ACTIVE: Final[Mapping[str, Callable[[int], Message]]] = {
    "JavaScript": lambda n: nmsg("{count} script (JavaScript)", "{count} scripts (JavaScript)", n),
    "Launch": lambda n: nmsg(
        "{count} action that starts a program or opens a file",
        "{count} actions that start a program or open a file",
        n,
    ),
    "SubmitForm": lambda n: nmsg(
        "{count} action that sends what was filled in to an address",
        "{count} actions that send what was filled in to an address",
        n,
    ),
    "ImportData": lambda n: nmsg(
        "{count} action that takes in data from a file", "{count} actions that take in data from a file", n
    ),
    "URI": lambda n: nmsg("{count} web link", "{count} web links", n),
    "GoToR": lambda n: nmsg("{count} link to another file", "{count} links to another file", n),
    "GoToE": lambda n: nmsg("{count} link to an embedded file", "{count} links to an embedded file", n),
    "Rendition": lambda n: nmsg("{count} action that plays media", "{count} actions that play media", n),
    "RichMediaExecute": lambda n: nmsg("{count} command to rich media", "{count} commands to rich media", n),
    "EmbeddedFile": lambda n: nmsg("{count} embedded file", "{count} embedded files", n),
}
_CERTIFIED: Final = {
    "nothing": msg("Its author has certified it and allows no change at all, not even filling it in."),
    "filling": msg("Its author has certified it and allows it to be filled in and signed."),
    "annotating": msg("Its author has certified it and allows it to be filled in, signed and commented on."),
}


def inspection_sentences(found: Mapping[str, Any]) -> Iterator[Message]:
    """The sentences for an inspection, as `Inspection.to_json` gives it."""
    yield from _of_the_file(found)
    yield from _of_fields(found)
    for signature in found["signatures"]:
        yield from _of_signature(signature)
    yield from _of_active_content(found)


def _of_the_file(found: Mapping[str, Any]) -> Iterator[Message]:
    if found["xfa"] and not found["fields"]:
        yield msg("The form is made only of XFA. It has no fields that can be filled or read here.")
    elif found["xfa"]:
        yield msg("It also holds an XFA form, which may show other values. Filling leaves it out.")
    elif not found["fields"]:
        yield msg("The PDF has no form fields. It may have been flattened, printed or scanned.")
    if found["encrypted"]:
        yield msg("It is encrypted.")
    if found["repaired"]:
        yield msg("The index of its objects was damaged and has been rebuilt.")
    if found["broken_objects"]:
        yield nmsg(
            "One of its objects cannot be read.",
            "{count} of its objects cannot be read.",
            found["broken_objects"],
        )
    if found["fields"] and found["needs_appearances"]:
        yield msg("It asks each program to draw the values by itself; programs do that differently.")
    if found["fields"] and not found["tagged"]:
        yield msg("It has no tags, so screen readers have to guess the order and the labels.")


def _of_fields(found: Mapping[str, Any]) -> Iterator[Message]:
    if found["duplicates"]:
        yield msg("Several fields bear the same name: {names}.", names=_few(found["duplicates"]))
    hidden = _hidden(found)
    if hidden:
        yield nmsg(
            "One field cannot be seen on the pages: {names}.",
            "{count} fields cannot be seen on the pages: {names}.",
            len(hidden),
            names=_few([field["name"] for field in hidden]),
        )
    yield from _of_values(found)
    if found["unlisted"]:
        yield msg(
            "Fields stand on the pages that the form does not list: {names}.", names=_few(found["unlisted"])
        )


def doubts(found: Mapping[str, Any]) -> Iterator[Message]:
    """Why a form's values may not be what was meant by them: said to those who only read them."""
    if found["fields"] and found["xfa"]:
        yield msg("It also holds an XFA form, which may show other values. Filling leaves it out.")
    yield from _of_values(found)


def _of_values(found: Mapping[str, Any]) -> Iterator[Message]:
    if found["conflicting"]:
        yield msg("Fields of the same name hold different values: {names}.", names=_few(found["conflicting"]))
    holding = [field["name"] for field in _hidden(found) if field["value"]]
    if holding:
        yield msg("Fields that cannot be seen hold values: {names}.", names=_few(holding))
    if found["shows_otherwise"]:
        yield msg(
            "The pages show something else than what is in these fields: {names}.",
            names=_few(found["shows_otherwise"]),
        )


def _hidden(found: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [field for field in found["fields"] if _is_unseen(field) and field["type"] not in _WITHOUT_VALUE]


def _is_unseen(field: Mapping[str, Any]) -> bool:
    return all(place["hidden"] or place["page"] is None for place in field["places"])


def _of_signature(signature: Mapping[str, Any]) -> Iterator[Message]:
    if not signature["signed"]:
        yield msg("The field {field} is for a signature; it is not signed.", field=signature["field"])
        return
    if signature["name"]:
        yield msg(
            "The field {field} is signed in the name of {name}. Whether the signature holds was not checked.",
            field=signature["field"],
            name=signature["name"],
        )
    else:
        yield msg(
            "The field {field} is signed. Whether the signature holds was not checked.",
            field=signature["field"],
        )
    if signature["certifies"] in _CERTIFIED:
        yield _CERTIFIED[signature["certifies"]]


def _of_active_content(found: Mapping[str, Any]) -> Iterator[Message]:
    active = found["active_content"]
    if not active:
        if found["javascript"]:
            yield msg("Fields have actions of their own, which are not run.")
        return
    kinds = tuple(_ACTIVE[kind](count) for kind, count in active.items() if kind in _ACTIVE)
    yield msg("There is active content in it, which is never run here: {kinds}.", kinds=kinds)


def _few(names: Sequence[str]) -> tuple[str, ...]:
    """The first of many names, and that there are more."""
    if len(names) <= _MOST_NAMES:
        return tuple(names)
    return (*names[: _MOST_NAMES - 1], f"{names[_MOST_NAMES - 1]} …")
