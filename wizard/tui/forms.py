"""The filled forms of a draft as the app shows them: what is printed, what is written into it, and where.

What is printed on a blank is read once and kept; what is written is laid out anew from the answers each time,
by the very code that fills the file, so the page on the screen and the page in the package say the same. This
reads PDF files: screens call it in a thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from wizard import resources

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.blanks import Blank, Laid
    from wizard.flow.interview import Interview
    from wizard.i18n import Message
    from wizard.pdf import Field, PrintedPage

__all__ = ["FormFace", "filled", "forms_of"]


@dataclass(frozen=True)
class FormFace:
    """One form of a draft, as it would be filled now."""

    blank: Blank
    laid: Laid

    @property
    def title(self) -> Message:
        """What the form is called."""
        return self.blank.title

    @property
    def pages(self) -> tuple[PrintedPage, ...]:
        """What is printed."""
        return _printed(self.blank.pdf)

    @property
    def fields(self) -> Mapping[str, Field]:
        """Where one writes."""
        return self.blank.template.fields

    @cached_property
    def questions(self) -> frozenset[str]:
        """The questions whose answers stand on it."""
        return frozenset(self.laid.about.values())


def forms_of(interview: Interview) -> tuple[FormFace, ...]:
    """The forms of this errand in the flow's order. Raises `BlankError`, `UnwritableError` and `OSError`."""
    from wizard.blanks import blanks_for, laid  # noqa: PLC0415  loads the PDF engine
    from wizard.rules import assess  # noqa: PLC0415  as above

    assessment = assess(interview)
    blanks = blanks_for(interview.flow, _blanks(resources.content_root()))
    faces = tuple(FormFace(blank, laid(blank, interview, assessment)) for blank in blanks)
    _prepare(faces)
    return faces


def filled(face: FormFace, interview: Interview) -> bytes:
    """The file that the form would be now. Raises `UnwritableError`."""
    from wizard.blanks import fill_blank  # noqa: PLC0415  as above
    from wizard.rules import assess  # noqa: PLC0415  as above

    return fill_blank(face.blank, interview, assess(interview)).data


def _prepare(faces: Sequence[FormFace]) -> None:
    """Read now what is slow to read, so that drawing never waits."""
    for face in faces:
        _ = face.pages, face.fields


@lru_cache(maxsize=4)
def _blanks(root: Path) -> Mapping[str, Blank]:
    from wizard.blanks import load_blanks  # noqa: PLC0415  as above

    return load_blanks(root)


@lru_cache(maxsize=16)
def _printed(pdf: bytes) -> tuple[PrintedPage, ...]:
    from wizard.pdf import printed_pages  # noqa: PLC0415  as above

    return printed_pages(pdf)
