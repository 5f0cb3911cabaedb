"""A file that comes with the answers; the canonical value says which, the store keeps its bytes.

What must stay true: the name is a bare file name, so that nothing it is joined with leads out of a folder.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from wizard.i18n import Message, Translator, msg
from wizard.values import characters
from wizard.values.base import Context, Reading, Value
from wizard.values.scalar import Scalar, misfit

__all__ = ["Attachment"]

_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_LONGEST_NAME: Final = 255
_LARGEST: Final = 2**53 - 1
"""Bytes; the largest whole number that every JSON reader keeps."""


@dataclass(frozen=True, slots=True)
class Attachment(Scalar):
    """An attached file: `{"name": "ivo.pdf", "sha256": "…64 hex digits…", "size": 48213}`, size in bytes."""

    name: ClassVar[str] = "attachment"
    readable: ClassVar[bool] = False

    def schema(self) -> dict[str, Any]:
        """An object with name, fingerprint and size."""
        properties = {
            "name": {"type": "string", "minLength": 1, "maxLength": _LONGEST_NAME},
            "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "size": {"type": "integer", "minimum": 0},
        }
        return {
            "type": "object",
            "properties": properties,
            "required": list(properties),
            "additionalProperties": False,
        }

    def _read(self, text: str, ctx: Context) -> Reading:  # noqa: ARG002  no text is a file
        return Reading.rejected(msg("A file is asked for here. Attach it, and write nothing."))

    def _from_data(self, value: object, ctx: Context) -> Reading:  # noqa: ARG002  as above
        if not isinstance(value, Mapping):
            return Reading.rejected(misfit(value))
        outcome = _canonical(value)
        return Reading.rejected(outcome) if isinstance(outcome, Message) else Reading.accepted(outcome, "")

    def _words(self, value: Value, tr: Translator) -> str | None:  # noqa: ARG002  a name is a name
        outcome = _canonical(value) if isinstance(value, Mapping) else None
        return str(outcome["name"]) if isinstance(outcome, dict) else None


def _canonical(data: Mapping[Any, object]) -> dict[str, Value] | Message:
    if set(data) != {"name", "sha256", "size"}:
        return msg("An attachment is described by its name, its sha256 and its size, and by nothing else.")
    name, sha256, size = data["name"], data["sha256"], data["size"]
    bare = characters.clean(name).strip() if isinstance(name, str) and characters.fault(name) is None else ""
    if not 1 <= len(bare) <= _LONGEST_NAME or set(bare) & set("/\\\n") or not bare.strip("."):
        return msg(
            "The name of the attachment is not a plain file name. Rename the file, and attach it again."
        )
    if not isinstance(sha256, str) or _SHA256.fullmatch(sha256.lower()) is None:
        return msg("The sha256 of the attachment is not 64 hexadecimal digits. Attach the file again.")
    if isinstance(size, bool) or not isinstance(size, int) or not 0 <= size <= _LARGEST:
        return msg("The size of the attachment is not a number of bytes. Attach the file again.")
    return {"name": bare, "sha256": sha256.lower(), "size": size}
