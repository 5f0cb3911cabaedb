"""Tick boxes and radio groups: states, export values, and group and buttons in step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from wizard.pdf import BadValue, Template, Unfillable, read
from wizard.pdf.document import open_document
from wizard.pdf.forms import collect

MakePdf = Callable[..., bytes]
Group = Callable[..., bytes]


@pytest.fixture
def make_group(make_pdf: MakePdf) -> Group:
    """Make a radio group `r` whose buttons have the given states; `entries` go into the group."""

    def make(*states: str, entries: str = "/Ff 49152") -> bytes:
        buttons = [
            f"/Parent 30 0 R/Rect[{20 * i} 10 {20 * i + 15} 25]/AS/Off/AP<</N<</{s}<<>>/Off<<>>>>>>"
            for i, s in enumerate(states)
        ]
        kids = " ".join(f"{10 + i} 0 R" for i in range(len(states)))
        return make_pdf(*buttons, fields="30 0 R", extra={30: f"<</T(r)/FT/Btn/Kids[{kids}]{entries}>>"})

    return make


def shown(data: bytes, name: str = "r") -> tuple[Any, list[Any]]:
    """The field's value and its widgets' states, as they stand in the file."""
    document, _ = open_document(data)
    field = collect(document).fields[name]
    return field.nodes[0].get("V"), [widget.attrs.get("AS") for widget in field.widgets]


def test_a_group_and_its_buttons_go_in_step(make_group: Group) -> None:
    """The value is a name, the chosen button is on, the others are off."""
    data = Template.compile(make_group("a", "b", "c")).fill({"r": "b"}).data

    assert shown(data) == ("b", ["Off", "b", "Off"])


@pytest.mark.parametrize(("given", "state"), [("Malmö", "1"), ("Lund", "0"), ("1", "1")])
def test_options_name_the_buttons(make_group: Group, given: str, state: str) -> None:
    """With /Opt the export values are the texts there; the bare state is understood too."""
    template = Template.compile(make_group("0", "1", entries="/Ff 49152/Opt[(Lund)(Malm\xf6)]"))
    data = template.fill({"r": given}).data

    assert shown(data)[0] == state
    assert read(data)["r"] == ("Malmö" if state == "1" else "Lund")


@pytest.mark.parametrize(
    ("flags", "states"), [(49152, ["a", "Off", "Off"]), (49152 | 1 << 25, ["a", "a", "Off"])]
)
def test_buttons_of_one_state_go_together_only_in_unison(
    make_group: Group, flags: int, states: list[str]
) -> None:
    """RadiosInUnison decides whether buttons that share a state share their fate."""
    data = Template.compile(make_group("a", "a", "b", entries=f"/Ff {flags}")).fill({"r": "a"}).data

    assert shown(data) == ("a", states)


def test_tick_boxes_of_one_state_go_together(make_group: Group) -> None:
    """A tick box on two copies of a page is ticked on both."""
    data = Template.compile(make_group("Ja", "Ja", entries="")).fill({"r": True}).data

    assert shown(data) == ("Ja", ["Ja", "Ja"])


def test_a_tick_box_with_several_states_takes_one_of_them(make_group: Group) -> None:
    """True would be a guess there, so the options are told."""
    template = Template.compile(make_group("A", "B", entries=""))

    with pytest.raises(Unfillable) as raised:
        template.fill({"r": True})
    assert isinstance(raised.value.problems[0], BadValue)
    assert read(template.fill({"r": "B"}).data)["r"] == "B"
    assert read(template.fill({"r": False}).data)["r"] is False


@pytest.mark.parametrize("state", ["Yes", "On", "#E5", "Ja#20tack", "1#2F2", "#C3#A5"])
def test_odd_states_are_kept(make_pdf: MakePdf, state: str) -> None:
    """States are bytes; they are written back as they were."""
    data = make_pdf(f"/T(a)/FT/Btn/Rect[10 10 20 20]/AP<</N<</{state}<<>>/Off<<>>>>>>")
    filled = Template.compile(data).fill({"a": True}).data

    assert f"/V/{state}/AS/{state}".encode() in filled
    assert read(filled) == {"a": True}


@pytest.mark.parametrize("given", [False, None, "", "Off"])
def test_buttons_are_cleared(make_group: Group, given: bool | str | None) -> None:  # noqa: FBT001
    """Nothing chosen means Off everywhere."""
    template = Template.compile(make_group("a", "b", entries="/Ff 49152/V/a"))

    assert shown(template.fill({"r": given}).data) == ("Off", ["Off", "Off"])


@pytest.mark.parametrize("given", ["x", True, ["a"]])
def test_a_choice_that_is_not_offered_is_a_problem(make_group: Group, given: Any) -> None:
    """The problem names the options."""
    with pytest.raises(Unfillable, match="a and b"):
        Template.compile(make_group("a", "b")).fill({"r": given})


@pytest.mark.parametrize(
    ("entries", "value"),
    [
        ("/V(/a)", "a"), ("/V(a)", "a"), ("/V/a", "a"), ("/V/Off", ""), ("", ""),
        ("/V(\xfe\xff\x00/\x00a)", "a"), ("/V/zzz", ""), ("/V null", ""),
    ],
)  # fmt: skip
def test_what_other_programs_write_is_read(make_group: Group, entries: str, value: str) -> None:
    """Some write the name as a string with its slash (pypdf does), others the text."""
    assert read(make_group("a", "b", entries="/Ff 49152" + entries))["r"] == value


def test_a_widget_that_is_on_tells_where_the_value_does_not(make_pdf: MakePdf) -> None:
    """Some programs set only the appearance state."""
    assert read(make_pdf("/T(a)/FT/Btn/Rect[10 10 20 20]/AS/Ja/AP<</N<</Ja<<>>>>>>")) == {"a": True}


@pytest.mark.parametrize(("flags", "mark"), [(0, "4"), (0, "8"), (32768, "l"), (0, "H")])
def test_a_missing_appearance_is_drawn(make_pdf: MakePdf, eyes: Any, flags: int, mark: str) -> None:
    """A box without pictures gets them, and on looks different from off."""
    data = make_pdf(f"/T(a)/FT/Btn/Ff {flags}/Rect[100 100 120 120]/MK<</CA({mark})/BC[0]/BG[1]>>")
    template = Template.compile(data)
    rect = {0: [(100.0, 100.0, 120.0, 120.0)]}
    on, off = (eyes.places(template.fill({"a": value}).data, rect)[0] for value in ("Yes", None))

    assert on.tobytes() != off.tobytes()
    assert min(off.tobytes()) < 100, "the border is there when it is off"
