"""Carry the content into the wheel.

`flows/`, `forms/` and `locales/` stand at the top of the repository because they are content, not code.
A wheel takes them in as `wizard/_data/`, with the message catalogues compiled; an editable install leaves
them where they are and compiles the catalogues in place, so that an edit is seen at once. A catalogue that
has a fault (a placeholder lost in translation) stops the build. Two builds of one tree give the same bytes.
"""

from __future__ import annotations

import re
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PLACEHOLDER = re.compile(r"\{[^{} ]*\}")
FIXED_DATE = datetime(2026, 1, 1, tzinfo=UTC)
"""Babel writes the current time into a catalogue that names none; builds must not depend on the clock."""


class ContentHook(BuildHookInterface):  # type: ignore[type-arg]
    """Adds the content folders to the wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the catalogues; for a real wheel, also list the files to take in."""
        root = Path(self.root)
        editable = version == "editable"
        for po in sorted((root / "locales").rglob("*.po")):
            mo = po.with_suffix(".mo") if editable else Path(tempfile.mkdtemp()) / "catalogue.mo"
            compile_catalogue(po, mo)
            if not editable:
                inside = po.relative_to(root).with_suffix(".mo")
                build_data["force_include"][str(mo)] = f"wizard/_data/{inside}"
        if not editable:
            for folder in ("flows", "forms"):
                build_data["force_include"][str(root / folder)] = f"wizard/_data/{folder}"


def compile_catalogue(po: Path, mo: Path) -> None:
    """Write `mo` from `po`; raises `ValueError` with file and line when a translation breaks a placeholder."""
    with po.open("rb") as source:
        catalogue = read_po(source, locale=po.parents[1].name)
    for message in catalogue:
        if message.id and not keeps_placeholders(message):
            raise ValueError(
                f"{po}:{message.lineno}: the translation has other placeholders than the sentence"
            )
        if isinstance(message.string, tuple) and not any(message.string):
            message.string = ""  # Babel would write out plurals without a wording as those of the source
    catalogue.creation_date = catalogue.revision_date = FIXED_DATE
    with mo.open("wb") as target:
        write_mo(target, catalogue)


def keeps_placeholders(message: Message) -> bool:
    """Whether each wording of a message has the `{placeholders}` of its sentence; untranslated ones count as right."""
    sentences = message.id if isinstance(message.id, tuple) else (message.id,)
    wordings = message.string if isinstance(message.string, tuple) else (message.string,)
    needed = {tuple(sorted(PLACEHOLDER.findall(str(sentence)))) for sentence in sentences}
    return all(not words or tuple(sorted(PLACEHOLDER.findall(str(words)))) in needed for words in wordings)
