"""Yes and no, one of several, several of several."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest

from wizard.i18n import Message, Translator, content
from wizard.values import Option, Status, make

_FIELDS = tuple(
    Option(name, content(label), synonyms, labels)
    for name, label, synonyms, labels in (
        ("exercise", "Fysisk aktivitet och idrottsmedicin", ("idrott", "sport"), ()),
        ("heart", "Hjärt- och kärlsjukdomar", (), ("Heart and vascular disease",)),
        ("mental", "Mental hälsa", ("psykiatri",), ("Mental health",)),
        ("neuro", "Neurologi", ("stroke",), ("Neurology",)),
        ("ogu", "Obstetrik-gynekologi-urologi", ("gyn", "kvinnohälsa"), ()),
        ("ortho", "Ortopedi", (), ("Orthopaedics",)),
        ("omt", "Ortopedisk manuell terapi", ("OMT",), ()),
        ("children", "Pediatrik", ("barn", "sport"), ()),
        ("pain", "Smärta och smärtrehabilitering", (), ()),
    )
)
_IDS = [option.id for option in _FIELDS]


@pytest.mark.parametrize(
    "text",
    [
        "ja",
        "Ja.",
        "JA!",
        "j",
        "japp",
        "ja tack",
        "Ja, det stämmer",
        "absolut",
        "yes",
        "y",
        "sure",
        "true",
        "sant",
    ],
)
def test_yes(read: Any, text: str) -> None:
    """Yes in two languages, curt and polite."""
    assert read("yesno", text).value == "yes"


@pytest.mark.parametrize(
    "text", ["nej", "Nej.", "n", "nä", "nej tack", "no", "nope", "No, thanks", "false", "det stämmer inte"]
)
def test_no(read: Any, text: str) -> None:
    """No in two languages."""
    assert read("yesno", text).value == "no"


@pytest.mark.parametrize(
    "text",
    ["kanske", "ja nej", "ja och nej", "jag", "nja", "ja, men inte på fredagar", "yes or no", "1", "ok"],
)
def test_neither_yes_nor_no(read: Any, text: str) -> None:
    """A reservation is not a yes."""
    assert read("yesno", text).status is Status.REJECTED


def test_yes_and_no_in_files(check: Any) -> None:
    """YAML's booleans are taken, numbers are not."""
    assert (check("yesno", True).value, check("yesno", False).value) == ("yes", "no")
    assert check("yesno", 1).status is Status.REJECTED


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("neuro", "neuro"),
        ("Neurologi", "neuro"),
        ("  NEUROLOGI. ", "neuro"),
        ("Neurology", "neuro"),
        ("stroke", "neuro"),
        ("hjärt- och kärlsjukdomar", "heart"),
        ("Hjart och karlsjukdomar", "heart"),
        ("heart and vascular", "heart"),
        ("mental halsa", "mental"),
        ("obstetrik gynekologi urologi", "ogu"),
        ("kvinnohalsa", "ogu"),
        ("Ortopedi", "ortho"),
        ("ortopedis", "omt"),
        ("omt", "omt"),
        ("3", "mental"),
        ("3.", "mental"),
        ("3)", "mental"),
        ("nr 3", "mental"),
        ("#3", "mental"),
        ("alternativ 3", "mental"),
        ("fys", "exercise"),
    ],
)
def test_an_option_is_recognised(read: Any, text: str, chosen: str) -> None:
    """By id, wording, translation, synonym, number, or how it begins."""
    assert read("choice", text, options=_FIELDS).value == chosen


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("orto", ("ortho", "omt")),
        ("sport", ("exercise", "children")),
        ("kärl", ("heart",)),
        ("manuell", ("omt",)),
    ],
)
def test_an_option_in_doubt_is_asked_about(read: Any, text: str, candidates: tuple[str, ...]) -> None:
    """A beginning of two, a synonym of two, or a word from the middle."""
    reading = read("choice", text, options=_FIELDS)
    assert reading.status is Status.AMBIGUOUS
    assert reading.candidates == candidates


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("neurologo", "Neurologi"),
        ("pedatrik", "Pediatrik"),
        ("10", "from 1 to 9"),
        ("0", "from 1 to 9"),
        ("fotvård", "none of"),
        ("o", "none of"),
        ("!!", "none of"),
    ],
)
def test_no_option_is_guessed(read: Any, text: str, fact: str) -> None:
    """What only resembles an option is refused with the nearest ones."""
    reading = read("choice", text, options=_FIELDS)
    assert reading.status is Status.REJECTED
    assert fact in str(reading.reason)


def test_an_id_is_always_itself(check: Any) -> None:
    """An id wins over another option's synonym."""
    options = (Option("a", content("Ett"), ("b",)), Option("b", content("Två"), ("a",)))
    assert check("choice", "a", options=options).value == "a"
    assert check("choice", "B", options=options).value == "b"


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("neuro", ["neuro"]),
        ("Neurologi, Ortopedi", ["neuro", "ortho"]),
        ("Ortopedi, Neurologi", ["neuro", "ortho"]),
        ("Ortopedi; Neurologi;", ["neuro", "ortho"]),
        ("Ortopedi\nNeurologi\n", ["neuro", "ortho"]),
        ("neuro och ortho", ["neuro", "ortho"]),
        ("neuro, ortho och omt", ["neuro", "ortho", "omt"]),
        ("neuro and ortho", ["neuro", "ortho"]),
        ("neuro & ortho + omt", ["neuro", "ortho", "omt"]),
        ("neuro, neuro", ["neuro"]),
        ("Hjärt- och kärlsjukdomar", ["heart"]),
        ("Neurologi och Hjärt- och kärlsjukdomar", ["heart", "neuro"]),
        ("Hjärt- och kärlsjukdomar och Smärta och smärtrehabilitering", ["heart", "pain"]),
        ("stroke, barn", ["neuro", "children"]),
        ("1, 3 och 5", ["exercise", "mental", "ogu"]),
        ("1 3 5", ["exercise", "mental", "ogu"]),
        ("2-4", ["heart", "mental", "neuro"]),
        ("2\u20134, 9", ["heart", "mental", "neuro", "pain"]),
        ("alla", _IDS),
        ("Samtliga", _IDS),
        ("all", _IDS),
        ("inga", []),
        ("Inget av dem.", []),
        ("none", []),
    ],
)
def test_several_options_are_recognised(read: Any, text: str, chosen: list[str]) -> None:
    """In any order and with any sign between them; the ids come in the order of the flow."""
    assert read("multichoice", text, options=_FIELDS).value == chosen


@pytest.mark.parametrize(
    "text",
    ["neuro, foo", "foo", "2-40", "4-2", "1, 99", "alla utom neuro", "orto, sport", "neuro eller ortho"],
)
def test_lists_with_strangers_are_refused(read: Any, text: str) -> None:
    """One part that is no option and the whole list is refused."""
    assert read("multichoice", text, options=_FIELDS).status is Status.REJECTED


def test_one_part_in_doubt_is_asked_about(read: Any) -> None:
    """The rest of the list is kept in every candidate."""
    reading = read("multichoice", "neuro, orto", options=_FIELDS)
    assert reading.status is Status.AMBIGUOUS
    assert reading.candidates == (["neuro", "ortho"], ["neuro", "omt"])


@pytest.mark.parametrize(
    ("value", "chosen"),
    [(["ortho", "neuro"], ["neuro", "ortho"]), ([], []), (("neuro",), ["neuro"]), (["Neurologi"], ["neuro"])],
)
def test_lists_in_files(check: Any, value: object, chosen: list[str]) -> None:
    """Lists are put in the flow's order."""
    assert check("multichoice", value, options=_FIELDS).value == chosen


@pytest.mark.parametrize(
    "value", [["foo"], [1], [None], [["neuro"]], {"neuro": True}, ["neuro", "\ud800"], ["?"], ["neuro"] * 501]
)
def test_data_that_is_no_list_of_options(check: Any, value: object) -> None:
    """Strangers, numbers and nested lists are refused."""
    assert check("multichoice", value, options=_FIELDS).status is Status.REJECTED


@pytest.mark.parametrize("size", range(len(_IDS) + 1))
def test_every_selection_can_be_read_back(swedish: Translator, read: Any, size: int) -> None:
    """Labels with `och` in them do not fall apart, and none at all has its own words."""
    kind = make("multichoice", options=_FIELDS)
    for chosen in combinations(_IDS, size):
        assert read("multichoice", kind.show(list(chosen), swedish), options=_FIELDS).value == list(chosen)


def test_labels_with_commas_can_be_read_back(english: Translator, read: Any) -> None:
    """Where a wording has a comma, the list is shown with semicolons."""
    options = tuple(
        Option(name, content(label)) for name, label in (("a", "Hud"), ("b", "Hår"), ("c", "Hud, hår"))
    )
    kind = make("multichoice", options=options)
    assert kind.show(["a", "b"], english) == "Hud; Hår"
    for chosen in (["a", "b"], ["a", "c"], ["a", "b", "c"]):
        assert read("multichoice", kind.show(chosen, english), options=options).value == chosen


@pytest.mark.parametrize("kind", ["choice", "multichoice"])
@pytest.mark.parametrize(
    "options",
    [
        (),
        (Option("a", content("Ett")), Option("a", content("Två"))),
        (Option("a", content("Ett")), Option("b", content("ETT"))),
        (Option("a", content("Ett")), Option("b", content("Två"), labels=("ett",))),
        (Option("a", content("Ett")), Option("b", content("A"))),
        (Option("a", content("Vet inte")),),
        (Option("a", content("Ej aktuellt")),),
        (Option("a", content(" ")),),
        (Option("", content("Ett")),),
        (Option("a", content("Et\x07t")),),
    ],
)
def test_options_that_cannot_be_told_apart(kind: str, options: tuple[Option, ...]) -> None:
    """The flow's keeper is told at once."""
    with pytest.raises(ValueError, match=r"."):
        make(kind, options=options)


def test_no_option_of_several_is_none_of_them() -> None:
    """`Inget av dem` is understood at every list, so it is no option of its own."""
    with pytest.raises(ValueError, match=r"none of its options"):
        make("multichoice", options=[Option("a", content("Ett")), Option("no", content("Inget av dem"))])


def test_a_label_is_shown_in_the_user_s_language() -> None:
    """The label is a message; what is no id comes out as it is."""
    kind = make("choice", options=[Option("a", Message("Answer yes or no."))])
    assert kind.show("a", Translator.in_source_language()) == "Answer yes or no."
    assert kind.show("b", Translator.in_source_language()) == "b"
