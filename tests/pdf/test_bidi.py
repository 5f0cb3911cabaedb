"""The order in which text is shown: UAX #9, by its own cases and against another implementation."""

from __future__ import annotations

import pytest
from bidi import get_display
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.pdf.bidi import base_level, levels_of, runs_in_order, settle_ends

ALEF, BET, GIMEL = "\u05d0\u05d1\u05d2"
BA, TA, THA = "\u0628\u062a\u062b"
ARABIC_ONE = "\u0661"
LRE, RLE, PDF, LRO, RLO = "\u202a\u202b\u202c\u202d\u202e"
LRI, RLI, FSI, PDI = "\u2066\u2067\u2068\u2069"
CONTROLS = frozenset((LRE, RLE, PDF, LRO, RLO, LRI, RLI, FSI, PDI))


def shown(text: str, base: int | None = None) -> str:
    """`text` in the order it is shown from the left; characters that are mirrored stay as they are."""
    return "".join(
        text[start:end][::-1] if level % 2 else text[start:end]
        for start, end, level in runs_in_order(levels_of(text, base))
    )


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("", ""), ("abc", "abc"), (ALEF + BET, BET + ALEF), ("a " + ALEF + BET, "a " + BET + ALEF),
        (ALEF + " a1 " + BET, BET + " a1 " + ALEF), (ALEF + " 1.5 " + BET, BET + " 1.5 " + ALEF),
        (ALEF + " 45%", "45% " + ALEF), ("a" + ALEF + "-1", "a1-" + ALEF), (BA + "1-2", "2-1" + BA),
        (ALEF + "1-2", "1-2" + ALEF), (BA + "12:30", "12:30" + BA), (BA + ARABIC_ONE + "." + ARABIC_ONE, ARABIC_ONE + "." + ARABIC_ONE + BA),
        ("a(" + ALEF + ")b", "a(" + ALEF + ")b"), (ALEF + "(b)" + BET, BET + ")b(" + ALEF),
        ("tel " + ALEF + " 08-123 45", "tel 45 08-123 " + ALEF),
    ],
)  # fmt: skip
def test_text_is_put_in_the_order_of_the_standard(text: str, order: str) -> None:
    """Letters, numbers and what belongs to them, and the signs between."""
    assert shown(text) == order


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        (RLE + "a" + PDF + "b", [0, 2, 2, 0]),
        (LRO + ALEF + PDF, [0, 2, 2]),
        ("a" + RLI + "b" + PDI + "c", [0, 0, 2, 0, 0]),
        (FSI + ALEF + PDI + "a", [0, 1, 0, 0]),
        (ALEF + LRI + BET + PDI + GIMEL, [1, 1, 3, 1, 1]),
        (PDI + PDF + "a", [0, 0, 0]),
    ],
)
def test_embeddings_overrides_and_isolates_give_their_levels(text: str, levels: list[int]) -> None:
    """Rules X1 to X8; a closing sign without an opening one changes nothing."""
    taken_out = {LRE, RLE, PDF, LRO, RLO}
    kept = [(char, level) for char, level in zip(text, levels_of(text), strict=True) if char not in taken_out]

    assert kept == [(char, level) for char, level in zip(text, levels, strict=True) if char not in taken_out]


@pytest.mark.parametrize(
    ("text", "level"),
    [("", 0), ("123", 0), ("12 " + ALEF, 1), ("a" + ALEF, 0), (BA + "a", 1), (RLI + ALEF + PDI + "a", 0), (LRI + ALEF, 0)],
)  # fmt: skip
def test_the_first_letter_outside_isolates_decides_for_the_paragraph(text: str, level: int) -> None:
    """Rules P2 and P3."""
    assert base_level(text) == level


def test_white_space_at_the_end_of_a_line_goes_with_the_paragraph() -> None:
    """Rule L1: it stands at the far end, also before a tab."""
    text = "a " + ALEF + " \t" + BET + "  "

    assert levels_of(text) == [0, 0, 1, 0, 0, 1, 0, 0]
    assert settle_ends(ALEF + " ", [1, 1], 0) == [1, 0]


def test_depth_is_limited_and_long_texts_are_quick() -> None:
    """Beyond 125 levels embeddings are ignored; thousands of them, and of brackets, are no trouble."""
    assert max(levels_of(RLE * 3000 + "a")) <= 126
    assert levels_of("(" * 3000 + ALEF + ")" * 3000)[3000] == 1
    assert len(levels_of((LRI + ALEF + PDI) * 5000)) == 15000


SIGNS = st.sampled_from(
    "abc" + ALEF + BET + GIMEL + BA + TA + THA + ARABIC_ONE + "0123456789 +-.,:/%€#!&()[]\u0301\u05b0\t"
)
CONTROLLED = SIGNS | st.sampled_from(sorted(CONTROLS))


def visible(text: str) -> str:
    return "".join(char for char in text if char not in CONTROLS)


@settings(deadline=None, max_examples=400)
@given(st.text(SIGNS, max_size=30), st.sampled_from([None, 0, 1]))
def test_any_text_is_ordered_as_by_another_implementation(text: str, base: int | None) -> None:
    """Random rows of every class of character, in paragraphs of either direction and of their own.

    One letter from right to left is always there: without any, the other one skips rule L1.
    """
    direction = None if base is None else "LR"[base]
    whole = ALEF + text if base else text + ALEF

    assert shown(whole, base) == get_display(whole, base_dir=direction)


@settings(deadline=None, max_examples=400)
@given(st.text(CONTROLLED, max_size=30), st.sampled_from([0, 1]))
def test_any_text_with_controls_is_ordered_as_by_another_implementation(text: str, base: int) -> None:
    """The same with embeddings, overrides and isolates in any disorder."""
    whole = ALEF + text

    assert visible(shown(whole, base)) == visible(get_display(whole, base_dir="LR"[base]))
