"""The letter that asks for a supplement, with the officers' decisions counted in; as text, or as a PDF by its name.

A letter that lies there already is never written over by another one: an officer may have sent it, or changed it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from wizard.desk.verdicts import DeskError
from wizard.files import make_private_folder, write_atomically
from wizard.i18n import Translator, msg
from wizard.screening import letter, letter_pdf

if TYPE_CHECKING:
    from wizard.desk.room import OpenCase

__all__ = ["letter_text", "save_letter"]


def letter_text(opened: OpenCase, tr: Translator) -> str:
    """The letter as text; empty where nothing has to be sent in."""
    return letter(opened.matter.as_decided(opened.case), tr)


def save_letter(opened: OpenCase, path: Path, tr: Translator) -> Path:
    """Write the letter; where it was put. Raises `DeskError` where there is none to write, and `OSError`."""
    text = letter_text(opened, tr)
    if not text:
        raise DeskError(msg("Nothing has to be supplemented, so there is no letter to write."))
    is_pdf = path.suffix.lower() == ".pdf"
    data = letter_pdf(opened.matter.as_decided(opened.case), tr) if is_pdf else text.encode()
    make_private_folder(path.parent)
    target, number = path, 1
    while target.exists() and target.read_bytes() != data:
        number += 1
        target = path.with_name(f"{path.stem}-{number}{path.suffix}")
    write_atomically(target, data)
    return target
