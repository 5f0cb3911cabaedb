"""Blanks: our PDF forms and the maps that tie their fields to questions."""

from wizard.blanks.fill import DRAFT_MARK, FilledBlank, Laid, UnwritableError, fill_blank, laid
from wizard.blanks.load import Blank, BlankError, blanks_for, load_blanks
from wizard.blanks.read import ReadBlank, read_blank, read_values

__all__ = [
    "DRAFT_MARK",
    "Blank",
    "BlankError",
    "FilledBlank",
    "Laid",
    "ReadBlank",
    "UnwritableError",
    "blanks_for",
    "fill_blank",
    "laid",
    "load_blanks",
    "read_blank",
    "read_values",
]
