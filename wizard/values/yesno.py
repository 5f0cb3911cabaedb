"""Yes or no; canonical are the words `yes` and `no`, never booleans, so that files read the same everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Final

from wizard.i18n import Message, Translator, msg
from wizard.values.base import Context, Reading, Value
from wizard.values.cursor import Cursor, table
from wizard.values.scalar import Scalar

__all__ = ["YesNo"]

_WORDS: Final = table(
    {
        "ja|j|jo|jodå|japp|jepp|jajamän|jajamensan|javisst|ja visst|visst|ja tack|ja det stämmer|det stämmer|stämmer|absolut|självklart|sant": "yes",
        "yes|y|yep|yeah|yup|sure|of course|yes please|that is right|that's right|correct|true": "yes",
        "nej|n|nä|nej tack|nix|nej det stämmer inte|det stämmer inte|stämmer inte|absolut inte|inte|falskt": "no",
        "no|nope|no thanks|not at all|that is wrong|that's wrong|false": "no",
        "kyllä|joo": "yes",
        "ei": "no",
    }
)


@dataclass(frozen=True, slots=True)
class YesNo(Scalar):
    """Yes or no, in each language lov speaks; true and false of YAML are taken too."""

    name: ClassVar[str] = "yesno"

    def schema(self) -> dict[str, Any]:
        """One of two words."""
        return {"type": "string", "enum": ["yes", "no"]}

    def _read(self, text: str, ctx: Context) -> Reading:  # noqa: ARG002  yes is yes on any day
        cursor = Cursor(text.replace(",", " "))
        answer = cursor.phrase(_WORDS)
        if answer is None or not cursor.done:
            return Reading.rejected(_hint())
        return Reading.accepted(answer, text)

    def _from_data(self, value: object, ctx: Context) -> Reading:  # noqa: ARG002  as above
        if isinstance(value, bool):
            return Reading.accepted("yes" if value else "no", "")
        return Reading.rejected(_hint())

    def _words(self, value: Value, tr: Translator) -> str | None:
        return {"yes": tr(msg("Yes")), "no": tr(msg("No"))}.get(value) if isinstance(value, str) else None


def _hint() -> Message:
    return msg("Answer yes or no.")
