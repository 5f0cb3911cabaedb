"""Filling: what is accepted, what is refused, what is written besides the values."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.pdf import (
    BadValue,
    Fit,
    Locked,
    NoForm,
    NoGlyph,
    Overflow,
    Problem,
    PureXfa,
    Template,
    TooLong,
    Unfillable,
    UnknownField,
    read,
    read_increment,
)

MakePdf = Callable[..., bytes]

NAME = "/T(name)/FT/Tx/Rect[10 360 290 380]"
NOTE = "/T(note)/FT/Tx/Ff 4096/Rect[10 200 290 350]"
CODE = "/T(code)/FT/Tx/MaxLen 6/Ff 16777216/Rect[10 170 130 190]"
TICK = "/T(tick)/FT/Btn/Rect[10 140 25 155]/AP<</N<</Ja<<>>/Off<<>>>>>>"
CITY = "/T(city)/FT/Ch/Ff 131072/Rect[10 110 130 130]/Opt[[(1480)(G\xf6teborg)][(1280)(Malm\xf6)]]"
FREE = "/T(free)/FT/Ch/Ff 393216/Rect[150 110 290 130]/Opt[(a)(b)]"
LIST = "/T(list)/FT/Ch/Ff 2097152/Rect[10 20 130 100]/Opt[[(1)(Ett)][(2)(Tv\xe5)][(3)(Tre)]]"
ONE = "/T(one)/FT/Ch/Rect[150 20 290 100]/Opt[(x)(y)]"
SIGN = "/T(sign)/FT/Sig/Rect[300 20 390 60]"
PUSH = "/T(push)/FT/Btn/Ff 65536/Rect[300 80 390 100]"


@pytest.fixture(scope="module")
def template(make_pdf: MakePdf) -> Template:
    """A form with a field of every kind."""
    return Template.compile(make_pdf(NAME, NOTE, CODE, TICK, CITY, FREE, LIST, ONE, SIGN, PUSH))


def problems(
    template: Template, values: Mapping[str, Any], **options: Any
) -> list[tuple[type[Problem], str]]:
    with pytest.raises(Unfillable) as raised:
        template.fill(values, **options)
    return [(type(problem), problem.field) for problem in raised.value.problems]


@pytest.mark.parametrize(
    ("field", "given", "value"),
    [
        ("name", "Åsa Öberg", "Åsa Öberg"), ("name", "", ""), ("name", None, ""), ("note", "rad\r\nrad", "rad\nrad"),
        ("code", "113 30", "113 30"), ("tick", True, True), ("tick", "Ja", True), ("tick", False, False),
        ("city", "1480", "1480"), ("city", "Malmö", "1280"), ("city", "", ""), ("free", "eget", "eget"),
        ("list", ["3", "1"], ["1", "3"]), ("list", ["Två"], ["2"]), ("list", [], []), ("list", "1", ["1"]),
        ("list", ("1", "2"), ["1", "2"]), ("one", ["y"], ["y"]), ("list", None, []),
    ],
)  # fmt: skip
def test_a_value_is_read_back(template: Template, field: str, given: Any, value: Any) -> None:
    """What is put in comes out, in canonical form, by both ways of reading."""
    filled = template.fill({field: given})

    assert read(filled.data)[field] == value
    assert read_increment(filled.data, template) == read(filled.data)


@pytest.mark.parametrize(
    ("field", "given", "problem"),
    [
        ("nmae", "x", UnknownField), ("name", True, BadValue), ("name", 5, BadValue), ("name", ["x"], BadValue),
        ("name", "a\nb", BadValue), ("name", "a\x07", NoGlyph), ("name", "\U00013080", NoGlyph), ("name", "\u202eabc", NoGlyph),
        ("name", "a" * 400, Overflow), ("note", "ord " * 2000, Overflow), ("code", "1234567", TooLong),
        ("tick", "Nej", BadValue), ("city", "Lund", BadValue), ("list", ["1", "9"], BadValue),
        ("list", [1], BadValue), ("list", True, BadValue), ("one", ["x", "y"], BadValue), ("sign", "x", BadValue),
        ("push", True, BadValue), ("tick", 1.5, BadValue),
    ],
)  # fmt: skip
def test_what_a_field_cannot_hold_is_a_problem(
    template: Template, field: str, given: Any, problem: type[Problem]
) -> None:
    """Each kind of problem, by field."""
    assert problems(template, {field: given}) == [(problem, field)]


def test_all_problems_are_told_at_once(template: Template) -> None:
    """Unknown names first, then the fields in the form's order."""
    found = problems(template, {"code": "1234567", "name": "a\nb", "zzz": "", "aaa": ""})

    assert found == [(UnknownField, "aaa"), (UnknownField, "zzz"), (BadValue, "name"), (TooLong, "code")]


def test_the_nearest_name_is_suggested(template: Template) -> None:
    """A slip of the finger is easy to mend."""
    with pytest.raises(Unfillable, match="Is name meant"):
        template.fill({"nmae": "x"})


def test_no_message_holds_a_value(template: Template) -> None:
    """Errors end up in logs; what people wrote does not."""
    private = "19811218-9876 Hemlig"
    with pytest.raises(Unfillable) as raised:
        template.fill(
            {"city": private, "code": private, "tick": private, "list": [private], "name": private * 30}
        )
    told = " ".join(str(problem.message) for problem in raised.value.problems) + str(raised.value)

    assert "Hemlig" not in told
    assert "1981" not in told


def test_a_substitute_takes_the_place_of_what_does_not_fit(template: Template) -> None:
    """Only a text that does not fit is replaced, and that is told."""
    values = {"name": "ord " * 200, "code": "1234567", "note": "kort"}
    filled = template.fill(values, substitutes={"name": "se blad 1", "code": "se bl", "note": "onödigt"})

    assert filled.replaced == ("name", "code")
    assert [read(filled.data)[name] for name in values] == ["se blad 1", "se bl", "kort"]


def test_a_substitute_must_fit_itself(template: Template) -> None:
    """Nothing is ever cut."""
    assert problems(template, {"name": "ord " * 200}, substitutes={"name": "ord " * 100}) == [
        (Overflow, "name")
    ]


def test_layout_tells_what_would_be_shown(template: Template) -> None:
    """Shown and rest are the whole text; what fits can be put in."""
    text = "Verksamheten bedrivs i ljusa lokaler. " * 60
    layout = template.layout("note", text)

    assert not layout.fits
    assert layout.shown + layout.rest == text
    assert read(template.fill({"note": layout.shown}).data)["note"] == layout.shown


@settings(deadline=None)
@given(st.text("abc åäö-\n", max_size=600), st.sampled_from(["name", "note"]))
def test_what_layout_shows_always_fits(template: Template, text: str, name: str) -> None:
    """The part that is said to fit does fit, for any text."""
    text = text if name == "note" else text.replace("\n", " ")
    layout = template.layout(name, text)

    assert layout.shown + layout.rest == text
    assert layout.fits == (not layout.rest)
    template.fill({name: layout.shown})


@pytest.mark.parametrize("name", ["tick", "list", "sign", "zzz"])
def test_layout_is_for_text(template: Template, name: str) -> None:
    """Other fields have no text to lay out."""
    with pytest.raises(Unfillable):
        template.layout(name, "x")


def test_the_smallest_size_can_be_chosen(template: Template) -> None:
    """A caller who accepts smaller type gets more text in."""
    text = "a" * 90

    assert not template.layout("name", text).fits
    assert template.layout("name", text, fit=Fit(smallest=4)).fits


TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z", "M")).filter(lambda c: ord(c) < 0x250)
    | st.just(" "),
    max_size=30,
)


@settings(deadline=None)
@given(name=TEXT, note=st.lists(TEXT, max_size=3).map("\n".join), code=st.text("0123456789-ÅÄÖ", max_size=6))
def test_any_text_in_the_alphabet_is_read_back(template: Template, name: str, note: str, code: str) -> None:
    """Latin text of every kind goes in and comes out, and the file begins with the template."""
    values = {"name": name, "note": note, "code": code}
    filled = template.fill(values)
    found = read_increment(filled.data, template)

    assert {key: found[key] for key in values} == values
    assert filled.data.startswith(template.data)


@settings(deadline=None)
@given(
    tick=st.booleans(),
    city=st.sampled_from(["1480", "1280", ""]),
    free=st.text("abcåäö", max_size=8),
    chosen=st.sets(st.sampled_from(["1", "2", "3"])),
)
def test_any_choice_is_read_back(
    template: Template, *, tick: bool, city: str, free: str, chosen: set[str]
) -> None:
    """Tick boxes, combo boxes and lists go in and come out."""
    values: dict[str, Any] = {"tick": tick, "city": city, "free": free, "list": sorted(chosen)}
    found = read(template.fill(values).data)

    assert {key: found[key] for key in values} == values


def test_the_same_values_give_the_same_bytes(template: Template, make_pdf: MakePdf) -> None:
    """Neither the order of the values nor the process nor a pickle changes a byte."""
    values: dict[str, Any] = {"name": "Şeker", "tick": True, "list": ["1"], "note": "Γειά"}
    turned = dict(reversed(values.items()))
    again = Template.compile(make_pdf(NAME, NOTE, CODE, TICK, CITY, FREE, LIST, ONE, SIGN, PUSH))
    pickled: Template = pickle.loads(pickle.dumps(template))  # noqa: S301  our own

    assert (
        len({made.fill(given).data for made in (template, again, pickled) for given in (values, turned)}) == 1
    )


def test_no_byte_depends_on_the_order_of_sets(make_pdf: MakePdf, tmp_path: Path) -> None:
    """Two processes with different hash seeds write the same."""
    path = tmp_path / "template.pdf"
    path.write_bytes(make_pdf(NAME, NOTE, TICK, LIST))
    code = (
        "import hashlib, pathlib, sys; from wizard.pdf import *; t = Template.compile(pathlib.Path(sys.argv[1]).read_bytes());"
        "f = t.fill({'name': 'Åsa Γ и ≤ ✓', 'tick': True, 'list': ['1', '3'], 'note': 'Ş'}, stamp=Stamp('Ł Γ'),"
        " sheets=[Sheet('T', (Entry('E', 'Γ ≤', 'a.b'), Entry('E', 'x', 'a.c')))]);"
        "print(hashlib.sha256(f.data).hexdigest())"
    )
    runs = [
        subprocess.run([sys.executable, "-c", code, path], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True)
        for seed in ("1", "2")
    ]  # fmt: skip

    assert runs[0].stdout == runs[1].stdout != b""


def test_nothing_to_fill_changes_nothing(template: Template) -> None:
    """An empty filling of a plain template is the template."""
    assert template.fill({}).data == template.data


def test_the_file_is_sound(template: Template, eyes: Any, tmp_path: Path) -> None:
    """Nothing is amiss for qpdf."""
    filled = template.fill(
        {"name": "Şeker", "tick": True, "list": ["1", "3"], "note": "a\nb", "city": "1280"}
    )

    assert eyes.check(filled.data, tmp_path)[0] == 0


def test_read_only_fields_are_filled_and_told(make_pdf: MakePdf) -> None:
    """The form's author may fill them; the user is told."""
    filled = Template.compile(make_pdf(f"{NAME}/Ff 1")).fill({"name": "x"})

    assert "read-only" in str(filled.notices[0])


def test_what_others_would_redraw_is_taken_out(make_pdf: MakePdf) -> None:
    """XFA, NeedAppearances and usage rights go, and the notices say so."""
    template = Template.compile(
        make_pdf(NAME, form="/NeedAppearances true/XFA 20 0 R", catalogue="/Perms<</UR3 21 0 R>>",
                 extra={20: "<</Length 0>>stream\n\nendstream", 21: "<<>>"})
    )  # fmt: skip
    increment = template.fill({"name": "x"}).increment

    assert not any(key in increment for key in (b"/XFA", b"/NeedAppearances", b"/Perms"))
    assert sum(word in str(n) for n in template.notices for word in ("XFA", "usage rights")) == 2


def test_fields_that_only_the_viewer_drew_are_drawn(make_pdf: MakePdf, eyes: Any) -> None:
    """A template that leaves the drawing to viewers shows its own values without them, too."""
    template = Template.compile(make_pdf(f"{NAME}/V(f\xf6rifyllt)", NOTE, form="/NeedAppearances true"))

    assert "förifyllt" in eyes.text(template.fill({"note": "x"}).data)


def test_rich_text_gives_way_to_the_value(make_pdf: MakePdf) -> None:
    """A formatted value that says something else is dropped."""
    assert (
        b"/RV"
        not in Template.compile(make_pdf(f"{NAME}/Ff 33554432/RV(<p>old</p>)")).fill({"name": "x"}).increment
    )


def test_inline_fields_are_given_objects(make_pdf: MakePdf, eyes: Any, tmp_path: Path) -> None:
    """A widget that stands inline on its page can be filled all the same."""
    data = make_pdf(fields="", annotations="<</Subtype/Widget/F 4/T(a)/FT/Tx/Rect[10 10 200 30]>>")
    filled = Template.compile(data).fill({"a": "synligt"}).data

    assert read(filled) == {"a": "synligt"}
    assert eyes.check(filled, tmp_path)[0] == 0
    assert "synligt" in eyes.text(filled)


def test_a_value_may_speak_of_objects(template: Template) -> None:
    """Words of the file format in a value stay words."""
    text = "endobj endstream (a) << >> \\ stream\nxref 10 0 obj"
    filled = template.fill({"note": text})

    assert read_increment(filled.data, template)["note"] == read(filled.data)["note"] == text


def test_hidden_and_unseen_fields_hold_any_text(make_pdf: MakePdf) -> None:
    """Nobody sees them, so nothing can be cut."""
    hidden = "/T(a)/FT/Tx/F 2/Rect[10 10 20 20]"
    nowhere = "<</T(b)/FT/Tx/Rect[10 10 20 20]>>"
    filled = Template.compile(make_pdf(hidden, fields="10 0 R 20 0 R", extra={20: nowhere})).fill(
        {"a": "ord " * 99, "b": "ord " * 99}
    )

    assert read(filled.data)["a"] == "ord " * 99
    assert [str(notice) for notice in filled.notices] == [
        "2 fields that cannot be seen on any page were filled, such as a and b."
    ]


def test_nothing_is_told_of_an_unseen_field_left_empty(make_pdf: MakePdf) -> None:
    """Only what was put where nobody sees it is worth a word."""
    template = Template.compile(make_pdf("/T(a)/FT/Tx/F 2/Rect[10 10 20 20]"))

    assert template.fill({"a": ""}).notices == template.fill({}).notices == ()


@pytest.mark.parametrize(("level", "refused"), [(1, True), (2, False), (3, False)])
def test_certification_is_obeyed(make_pdf: MakePdf, level: int, *, refused: bool) -> None:
    """The author's certification says whether filling is allowed."""
    sign = (
        "/T(s)/FT/Sig/Rect[0 0 0 0]/V<</Type/Sig/Filter/A/Reference[<</TransformMethod/DocMDP"
        f"/TransformParams<</P {level}>>>>]>>"
    )
    template = Template.compile(make_pdf(NAME, sign))

    assert template.plan.rights.certification == level
    if refused:
        with pytest.raises(Locked):
            template.fill({"name": "x"})
    else:
        assert read(template.fill({"name": "x"}).data)["name"] == "x"


def test_fields_that_a_signature_locks_stay(make_pdf: MakePdf) -> None:
    """A signature may lock some fields and leave others free."""
    sign = (
        "/T(s)/FT/Sig/Rect[0 0 0 0]/V<</Type/Sig/Reference[<</TransformMethod/FieldMDP"
        "/TransformParams<</Action/Include/Fields[(name)]>>>>]>>"
    )
    template = Template.compile(make_pdf(NAME, NOTE, sign))

    assert problems(template, {"name": "x", "note": "y"}) == [(BadValue, "name")]


def test_a_form_without_fields_or_of_xfa_alone_is_refused(make_pdf: MakePdf) -> None:
    """Each with its own sentence."""
    with pytest.raises(NoForm):
        Template.compile(make_pdf())
    with pytest.raises(PureXfa):
        Template.compile(make_pdf(form="/XFA(x)"))


def test_a_damaged_template_is_mended_and_told(make_pdf: MakePdf, eyes: Any, tmp_path: Path) -> None:
    """Filled forms are sound although the template was not."""
    broken = make_pdf(NAME).replace(b"%PDF-1.7\n", b"%PDF-1.7\n% moved\n")
    template = Template.compile(broken)
    filled = template.fill({"name": "x"}).data

    assert "damaged" in str(template.notices[0])
    assert eyes.check(filled, tmp_path)[0] == 0
