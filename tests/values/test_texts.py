"""Lines and paragraphs of text, street lines and postcodes."""

from __future__ import annotations

from typing import Any

import pytest

from wizard.values import Status, make
from wizard.values.characters import clean, excerpt, fault, fold, tidy


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Rörelsekraft AB", "Rörelsekraft AB"),
        ("  Rörelsekraft \u00a0 AB\t", "Rörelsekraft AB"),
        ("Ro\u0308relsekraft", "Rörelsekraft"),
        ("Rörelse\u00adkraft", "Rörelsekraft"),
        ("\ufeffRörelsekraft", "Rörelsekraft"),
        ("Åsa O\u2019Neill-Łuczak \u2013 vd", "Åsa O\u2019Neill-Łuczak \u2013 vd"),
        ("Şükrü Ćosić €", "Şükrü Ćosić €"),
        ("safe\u202etxt.exe", "safetxt.exe"),
        ("1177", "1177"),
        ("nej", "nej"),
        ("株式会社", "株式会社"),
    ],
)
def test_a_line_is_kept_as_it_was_typed(read: Any, text: str, kept: str) -> None:
    """Only what cannot be seen is changed."""
    assert read("text", text).value == kept


@pytest.mark.parametrize(
    ("text", "position", "code"),
    [
        ("a\x07b", "2", "U+0007"),
        ("ab\x1b[0m", "3", "U+001B"),
        ("\x00", "1", "U+0000"),
        ("\uf0b7 punkt", "1", "U+F0B7"),
        ("å\ud800", "2", "U+D800"),
    ],
)
@pytest.mark.parametrize("kind", ["text", "longtext", "address"])
def test_a_control_character_is_named_with_its_place(
    read: Any, kind: str, text: str, position: str, code: str
) -> None:
    """The person is told which character to delete."""
    reason = str(read(kind, text).reason)
    assert f"Character {position} " in reason
    assert code in reason


def test_a_line_has_no_line_breaks(read: Any) -> None:
    """A line break within a line is refused; one at its end falls away."""
    assert "after character 4" in str(read("text", "Åsas\nklinik").reason)
    assert read("text", "Åsas klinik\r\n").value == "Åsas klinik"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("ett\r\ntvå\rtre\u2028fyra\x0bfem", "ett\ntvå\ntre\nfyra\nfem"),
        ("  a  b \n\n  c  \n", "a  b\n\n  c"),
        ("\ta\tb", "a b"),
    ],
)
def test_paragraphs_keep_their_lines(read: Any, text: str, kept: str) -> None:
    """All kinds of line breaks are one; blanks at the ends of lines fall away."""
    assert read("longtext", text).value == kept


def test_a_text_that_is_too_long(read: Any) -> None:
    """The sentence says by how much."""
    reading = read("text", "a" * 210)
    assert reading.status is Status.REJECTED
    assert "Shorten it by 10." in str(reading.reason)
    assert read("text", "a" * 200).value == "a" * 200
    assert read("longtext", "a" * 4_000).value == "a" * 4_000


@pytest.mark.parametrize("value", [1177, 1.5, True, b"abc"])
def test_data_that_is_no_text(check: Any, value: object) -> None:
    """A number is not taken for a text: its zeros may be gone."""
    assert check("text", value).status is Status.REJECTED


@pytest.mark.parametrize("length", [0, -1, 10_001, 2.5, "200", True, None])
def test_lengths_no_text_can_have(length: Any) -> None:
    """The longest length is a number from 1 to 10,000."""
    with pytest.raises(ValueError, match=r"1 to 10000"):
        make("text", max_length=length)


@pytest.mark.parametrize(
    "text",
    [
        "Storgatan 1",
        "Storgatan 1 B, 2 tr",
        "Box 123",
        "Box 123 45",
        "c/o Andersson, Lilla vägen 2",
        "S:t Eriksgatan 10",
        "Råsta 2:14",
    ],
)
def test_street_lines_are_read(read: Any, text: str) -> None:
    """A street, a box or a farm."""
    assert read("address", text).value == text


@pytest.mark.parametrize(
    "text",
    ["Storgatan 1, 113 30 Stockholm", "Storgatan 1 11330 Stockholm", "Storgatan 1, SE-113 30 Stockholm"],
)
def test_a_whole_address_is_asked_about(read: Any, text: str) -> None:
    """Postcode and town have questions of their own; the street line is offered."""
    assert read("address", text).candidates == ("Storgatan 1",)


@pytest.mark.parametrize("text", ["12", "113 30", "Storgatan 1\n113 30 Stockholm", "x" * 101])
def test_what_is_no_street_line(read: Any, text: str) -> None:
    """A number alone, or several lines."""
    assert read("address", text).status is Status.REJECTED


@pytest.mark.parametrize(
    "text",
    [
        "113 30",
        "11330",
        "113\u00a030",
        "113\u200930",
        "113-30",
        " 113  30 ",
        "SE-113 30",
        "S-113 30",
        "se 11330",
        "SE11330",
        "Postnr: 113 30",
        "113 30.",
    ],
)
def test_postcodes_are_read(read: Any, text: str) -> None:
    """Five digits, however they are grouped."""
    assert read("postcode", text).value == "113 30"


@pytest.mark.parametrize(
    "text",
    ["1133", "113 301", "013 30", "113 3", "11 33 0", "Stockholm", "Stockholm 113 30", "11E30", "DK-1133"],
)
def test_what_is_no_postcode(read: Any, text: str) -> None:
    """Too few or too many digits, a leading zero, another country."""
    assert read("postcode", text).status is Status.REJECTED


def test_a_postcode_with_its_town_is_asked_about(read: Any) -> None:
    """The town is not dropped in silence."""
    reading = read("postcode", "113 30 Stockholm")
    assert reading.status is Status.AMBIGUOUS
    assert reading.candidates == ("113 30",)
    assert "Stockholm" in str(reading.reason)


def test_a_postcode_in_a_file(check: Any) -> None:
    """YAML gives five digits as a number."""
    assert check("postcode", 11330).value == "113 30"
    assert check("postcode", 1330).status is Status.REJECTED


@pytest.mark.parametrize(
    "text", ["5²", "½", "\u0130", "ﬁ", "e\u0301", "\u212b", "\U0001f469\u200d\U0001f4bb"]
)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    """Clean text is clean, and no digit comes out of what was none."""
    assert clean(clean(text)) == clean(text)
    assert tidy(tidy(text)) == tidy(text)
    assert "52" not in tidy(text)


def test_folding_takes_case_and_accents_away() -> None:
    """`Måndag` meets `MANDAG`."""
    assert fold("MÅNDAG") == fold("mandag") == "mandag"


def test_endless_accents_are_refused() -> None:
    """Thirty accents on a letter are more than any language has; invisible characters do not part them."""
    assert fault("a" + "\u0301" * 30) is None
    assert "Character 32 " in str(fault("a" + "\u0301" * 31))
    assert fault("a" + "\u0301\u200b" * 31) is not None


def test_far_too_long_texts_are_refused_unread() -> None:
    """More than ten thousand characters are nobody's answer."""
    assert fault("a" * 10_000) is None
    assert "10001" in str(fault("a" * 10_001))


def test_a_quotation_in_a_sentence_is_short() -> None:
    """What was not understood is quoted by its beginning."""
    assert excerpt("kort") == "kort"
    assert len(excerpt("lång " * 100)) <= 41
