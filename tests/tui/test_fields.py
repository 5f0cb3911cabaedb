"""Every kind of answer can be given by keyboard, and what cannot be used stays on the screen with advice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from tests.conftest import Maker
from tests.tui.app import Visit, visit
from wizard.flow.content import Content
from wizard.store import Store
from wizard.tui.fields.base import Field
from wizard.tui.fields.choice import ChoiceField
from wizard.tui.fields.choices import PickList
from wizard.tui.fields.files import FileList, FilesField
from wizard.tui.fields.hours import DayLine
from wizard.tui.fields.longtext import LongTextField
from wizard.tui.fields.table import RowList, TableField
from wizard.tui.fields.text import TextField
from wizard.tui.screens.home import HomeScreen
from wizard.tui.screens.question import QuestionScreen
from wizard.tui.screens.row import RowScreen
from wizard.tui.screens.tasks import TasksScreen
from wizard.tui.widgets.line import Line
from wizard.tui.widgets.menu import Menu
from wizard.tui.widgets.press import Press
from wizard.values.catalogue import TYPES


def asking(make: Maker, kind: str, **more: object) -> Content:
    """Content that asks one question of type `kind`, then another."""
    params = "".join(f", {name}: {value}" for name, value in more.items())
    question = f'{{id: q, type: {kind}, label: Frågan, ask: "Vad svarar ni?", source: S0{params}}}'
    return make(f"""
        - id: first
          title: Först
          questions:
            - {question}
            - {{id: last, type: yesno, label: Sist, ask: "Är det sist?", source: S0}}
        """)


@dataclass(frozen=True)
class Case:
    """What is typed that cannot be used, what can, and what it means."""

    kind: str
    wrong: str
    right: str
    value: Any
    more: tuple[tuple[str, object], ...] = ()


TYPED = [
    Case("text", "x" * 30, "Åsa Ek", "Åsa Ek", (("max_length", 20),)),
    Case("longtext", "x" * 30, "Åsa Ek", "Åsa Ek", (("max_length", 20),)),
    Case("integer", "några", "sju", 7),
    Case("decimal", "1,2,3", "3,5", 3.5),
    Case("measure", "84 kg", "84 cm", 0.84, (("unit", "m"),)),
    Case("amount", "mycket", "500 000 kr", 500_000),
    Case("percent", "hälften så", "80 %", 80),
    Case("fte", "lagom", "50 %", 0.5),
    Case("date", "31 februari 2027", "1 mars 2027", "2027-03-01"),
    Case("timespan", "8-", "8-17", "08:00-17:00"),
    Case("opening_hours", "mån 25-26", "mån 8-17", None),
    Case("orgnr", "556592-9718", "5565929717", "556592-9717"),
    Case("personnummer", "19811218-9877", "811218-9876", "19811218-9876"),
    Case("hsaid", "SE12", "SE2321000016-A1B2", "SE2321000016-A1B2"),
    Case("email", "karin@", "Karin@Example.se", "Karin@example.se"),
    Case("phone", "070", "08-465 004 12", "+46846500412"),
    Case("postcode", "1134", "11345", "113 45"),
    Case("address", "x" * 300, "Sveavägen 59", "Sveavägen 59"),
    Case("bankgiro", "160-9909", "1609908", "160-9908"),
    Case("plusgiro", "2833-7", "283374", "28337-4"),
    Case("url", "två ord", "https://www.example.se", "https://www.example.se"),
]
LISTED = {"yesno", "choice", "multichoice", "attachment"}


def test_every_answer_type_is_tried_here() -> None:
    """A new type wants a case of its own."""
    assert {case.kind for case in TYPED} | LISTED == set(TYPES)


def asking_all(make: Maker, kinds: Sequence[tuple[str, Mapping[str, object]]]) -> Content:
    """Content that asks a question of each type one after the other, `q1` first, and then another."""
    questions = [
        f'{{id: q{n}, type: {kind}, label: Fråga {n}, ask: "Vad svarar ni?", source: S0'
        + "".join(f", {name}: {value}" for name, value in more.items())
        + "}"
        for n, (kind, more) in enumerate(kinds, start=1)
    ]
    last = '{id: last, type: yesno, label: Sist, ask: "Är det sist?", source: S0}'
    lines = "".join(f"    - {question}\n" for question in [*questions, last])
    return make(f"- id: first\n  title: Först\n  questions:\n{lines}")


def key_after(number: int, count: int) -> str:
    """The question that comes after the one with `number`."""
    return f"q{number + 1}" if number < count else "last"


def test_a_text_that_cannot_be_used_stays_with_advice_and_one_that_can_is_stored(
    make_content: Maker, tmp_path: Path
) -> None:
    """For each type that is written, on one walk through all of them: wrong, then right."""

    async def doing(at: Visit) -> None:
        await at.begin()
        for number, case in enumerate(TYPED, start=1):
            await at.at_rest()
            await try_typed(at, case, number)

    visit(
        asking_all(make_content, [(case.kind, dict(case.more)) for case in TYPED]), tmp_path / "data", doing
    )


async def try_typed(at: Visit, case: Case, number: int) -> None:
    """At the question of a type: wrong, then right."""
    key = f"q{number}"
    assert at.question.step.key == key, case.kind
    field = at.question.pane.fields[0]
    assert isinstance(field, TextField | LongTextField), case.kind

    def written() -> str:
        return field.page.text if isinstance(field, LongTextField) else field.line.value

    def write(text: str) -> None:
        if isinstance(field, LongTextField):
            field.page.text = text
        else:
            field.line.value = text

    write(case.wrong)
    await at.press("ctrl+s")
    await at.see("There is a problem")
    assert written() == case.wrong, case.kind
    assert field.has_class("-faulty"), case.kind
    assert str(field.query_one("#fault").render()).removeprefix("✗ ").strip(), case.kind
    assert at.question.step.key == key, case.kind
    assert key not in at.stored, case.kind
    assert field.first.has_focus, case.kind
    write(case.right)
    await at.press("ctrl+s")
    await at.until(lambda: at.question.step.key == key_after(number, len(TYPED)), f"{case.kind}: {at.text}")
    if case.value is None:
        assert at.stored[key], case.kind
    else:
        assert at.stored[key] == case.value, case.kind


OPTIONS = "[{id: red, label: Röd}, {id: green, label: Grön}, {id: blue, label: Blå}]"


CHOICES: list[tuple[str, list[str], Any]] = [
    ("yesno", ["down", "down", "enter"], "no"),
    ("yesno", ["1", "enter"], "yes"),
    ("choice", ["2", "enter"], "green"),
    ("choice", ["g", "enter"], "green"),
    ("multichoice", ["1", "3", "enter"], ["red", "blue"]),
    ("multichoice", ["down", "space", "down", "space", "space", "enter"], ["red"]),
    ("multichoice", ["4", "enter"], []),
]


def test_a_choice_is_made_by_keys_and_never_by_enter_alone(make_content: Maker, tmp_path: Path) -> None:
    """On one walk through all of them. Nothing is chosen beforehand, so that nobody declares what was not read."""

    async def doing(at: Visit) -> None:
        await at.begin()
        for number, (kind, keys, value) in enumerate(CHOICES, start=1):
            key, what = f"q{number}", f"{kind} {keys}"
            await at.at_rest()
            assert at.question.step.key == key, what
            await at.press("enter")
            await at.see("There is a problem", "has to be answered")
            assert key not in at.stored, what
            await at.press(*keys)
            await at.until(lambda: at.question.step.key == key_after(number, len(CHOICES)), what)  # noqa: B023  waited for here
            assert at.stored[key] == value, what

    more: Mapping[str, object] = {"options": OPTIONS}
    kinds = [(kind, {} if kind == "yesno" else more) for kind, _, _ in CHOICES]
    visit(asking_all(make_content, kinds), tmp_path / "data", doing)


def test_do_not_know_and_does_not_apply_can_be_said_where_the_question_allows_it(
    make_content: Maker, tmp_path: Path
) -> None:
    """By a button beside a line; the answers are the two common ones."""

    async def doing(at: Visit) -> None:
        await at.begin()
        at.question.query_one("#unknown").focus()
        await at.press("enter")
        await at.until_saved("q", "?")
        await at.at_rest()
        await at.press("escape")
        await at.until(lambda: at.question.step.key == "q" and at.question.can_act)
        at.question.query_one("#not-applicable").focus()
        await at.press("enter")
        await at.until_saved("q", "-")

    content = asking(make_content, "date", unknown="true", not_applicable="true")
    visit(content, tmp_path / "data", doing)


def test_a_long_list_is_searched_by_typing(make_content: Maker, tmp_path: Path) -> None:
    """What is not like the text is not shown; enter takes what is left."""
    options = "[" + ", ".join(f"{{id: o{n}, label: Ort {n:02}}}" for n in range(30)) + "]"

    async def doing(at: Visit) -> None:
        await at.begin()
        field = at.question.pane.fields[0]
        assert isinstance(field, ChoiceField)
        await at.press("2", "7")
        await at.until(lambda: field.list.option_count == 1)
        await at.press("enter")
        await at.until_saved("q", "o27")

    visit(asking(make_content, "choice", options=options), tmp_path / "data", doing)


def test_the_name_written_in_full_comes_before_a_longer_one_that_holds_it(
    make_content: Maker, tmp_path: Path
) -> None:
    """Enter takes the skipper, not the skipper of the coast, though he stands later in the list."""
    options = "[{id: coast, label: Kustskeppare}, {id: skipper, label: Skeppare}, "
    options += ", ".join(f"{{id: o{n}, label: Yrke {n:02}}}" for n in range(10)) + "]"

    async def doing(at: Visit) -> None:
        await at.begin()
        field = at.question.pane.fields[0]
        assert isinstance(field, ChoiceField)
        await at.press(*"skepp")
        await at.until(lambda: field.list.option_count == 2)
        await at.press("enter")
        await at.until_saved("q", "skipper")

    visit(asking(make_content, "choice", options=options), tmp_path / "data", doing)


def test_a_file_is_attached_by_its_path_and_a_missing_one_is_told(
    make_content: Maker, tmp_path: Path
) -> None:
    """The path stays on the line until it leads somewhere."""
    paper = tmp_path / "mitt intyg.pdf"
    paper.write_bytes(b"%PDF-1.7")

    async def doing(at: Visit) -> None:
        await at.begin()
        field = at.question.pane.fields[0]
        assert isinstance(field, FilesField)
        field.line.value = str(tmp_path / "inget.pdf")
        await at.press("enter")
        await at.see("✗", "inget.pdf")
        assert field.line.value.endswith("inget.pdf")
        assert at.stored == {}
        field.line.value = f"'{paper}'"
        await at.press("enter")
        await at.until(lambda: "q" in at.stored)
        await at.see("✓ mitt intyg.pdf")
        assert field.line.value == ""
        await at.press("enter")
        await at.until(lambda: at.question.step.key == "last", at.text)
        assert names(at.stored["q"]) == ["mitt intyg.pdf"]

    visit(asking(make_content, "attachment"), tmp_path / "data", doing)


def test_a_file_in_place_of_another_is_told(make_content: Maker, tmp_path: Path) -> None:
    """Where there is room for one only; the same one again is no other."""
    for name in ("ett.pdf", "två.pdf"):
        (tmp_path / name).write_bytes(b"%PDF-1.7 " + name.encode())

    async def doing(at: Visit) -> None:
        await at.begin()
        field = at.question.pane.fields[0]
        assert isinstance(field, FilesField)
        for name in ("ett.pdf", "ett.pdf", "två.pdf"):
            assert "Replaced" not in at.text
            field.line.value = str(tmp_path / name)
            await at.press("enter")
            await at.until(lambda: not field.line.value)
            await at.see(f"✓ {name}")
        await at.see("Replaced: ett.pdf")
        assert names(at.stored["q"]) == ["två.pdf"]

    visit(asking(make_content, "attachment"), tmp_path / "data", doing)


def test_going_on_attaches_the_file_that_stands_on_the_line(make_content: Maker, tmp_path: Path) -> None:
    """Whoever clicks the button meant it so; a path that leads nowhere is told, and nobody goes on."""
    (tmp_path / "intyg.pdf").write_bytes(b"%PDF-1.7")

    async def doing(at: Visit) -> None:
        await at.begin()
        field = at.question.pane.fields[0]
        assert isinstance(field, FilesField)
        field.line.value = str(tmp_path / "inget.pdf")
        await at.press("ctrl+s")
        await at.see("✗", "inget.pdf")
        assert at.question.step.key == "q"
        field.line.value = str(tmp_path / "intyg.pdf")
        await at.press("ctrl+s")
        await at.until(lambda: at.question.step.key == "last", at.text)
        assert names(at.stored["q"]) == ["intyg.pdf"]

    visit(asking(make_content, "attachment"), tmp_path / "data", doing)


TABLE = """
    - id: first
      title: Först
      questions:
        - id: q
          label: Personer
          ask: Vilka är ni?
          type: table
          row_label: name
          min: 1
          source: S0
          columns:
            - {id: name, type: text, label: Namn, ask: "Vad heter personen?"}
            - {id: surgeon, type: yesno, label: Kirurg, ask: "Är det en kirurg?"}
            - {id: year, type: integer, label: Kirurg sedan, ask: "Sedan vilket år?", when: row.surgeon}
        - {id: last, type: yesno, label: Sist, ask: "Är det sist?", source: S0}
"""


def names(rows: Any) -> list[str]:
    """The names of rows, or of files."""
    return [row["name"] for row in rows]


async def until_rows(at: Visit, *wanted: str) -> None:
    """Wait for these rows to be on the disk and in the list, with the keyboard in it and nothing under way."""

    def is_so() -> bool:
        if not isinstance(at.app.screen, QuestionScreen) or not at.question.can_act:
            return False
        (field,) = at.question.pane.fields
        listed = isinstance(field, TableField) and names(field.rows) == list(wanted)
        is_free = not at.question.saving.locked() and isinstance(at.app.focused, RowList)
        return listed and is_free and names(at.stored["q"]) == list(wanted)

    await at.until(is_so, f"the rows {wanted}")


async def at_row(at: Visit) -> None:
    """Wait for the form of a row, with the keyboard in its first column."""
    await at.until(lambda: isinstance(at.app.screen, RowScreen) and isinstance(at.app.focused, Line))


def test_rows_are_added_edited_copied_moved_and_removed_by_keys(make_content: Maker, tmp_path: Path) -> None:
    """Each change is on the disk at once; a column is asked only where the row calls for it."""

    async def new_row(at: Visit, name: str, *, surgeon: bool) -> None:
        await at.press("plus")
        await at_row(at)
        await at.press(*name, "enter")
        await at.until(lambda: isinstance(at.app.focused, PickList))
        await at.press("1" if surgeon else "2", "enter")
        if surgeon:
            await at.see("Kirurg sedan")
            await at.until(lambda: isinstance(at.app.focused, Line))
            await at.press("1", "9", "9", "9", "enter")
        else:
            await at.until(lambda: isinstance(at.app.focused, Press))
            await at.gone("Kirurg sedan")
        await at.press("ctrl+s")

    async def doing(at: Visit) -> None:
        await at.begin()
        await at.press("ctrl+s")
        await at.see("There is a problem", "Add at least 1 row")
        await new_row(at, "Ek", surgeon=True)
        await until_rows(at, "Ek")
        await new_row(at, "Al", surgeon=False)
        await until_rows(at, "Ek", "Al")
        await at.press("home", "ctrl+d")
        await until_rows(at, "Ek", "Ek", "Al")
        await at.press("end", "up", "ctrl+up")
        await until_rows(at, "Ek", "Al", "Ek")
        await at.press("home", "delete")
        await at.see("Remove Ek?")
        await at.until(lambda: isinstance(at.app.focused, Press))
        await at.press("left", "enter")
        await until_rows(at, "Al", "Ek")
        await at.press("home", "enter")
        await at_row(at)
        await at.press("m", "ctrl+s")
        await until_rows(at, "Alm", "Ek")
        await at.press("ctrl+s")
        await at.until(lambda: at.question.step.key == "last")

    visit(make_content(TABLE), tmp_path / "data", doing)


def test_a_row_that_cannot_be_used_hides_no_other_and_can_be_mended(
    make_content: Maker, tmp_path: Path
) -> None:
    """As after a change of the questions, or from another program: what is stored is shown, and nothing is lost."""
    content = make_content(TABLE)
    store = Store.open(tmp_path / "data")
    flow = content.flow("prov", "application")
    draft = store.create("prov", "application", flow.version)
    rows = [{"name": "Al", "surgeon": "no"}, {"name": "Ek", "surgeon": "yes", "year": "någon gång"}]
    store.record(draft.id, "q", rows, door="test")
    store.close()

    async def doing(at: Visit) -> None:
        await at.until(lambda: isinstance(at.app.screen, HomeScreen) and bool(at.app.screen.query(Menu)))
        await at.press("home", "enter")
        await at.until(lambda: isinstance(at.app.screen, TasksScreen))
        await at.press("home", "enter")
        await at.at_rest()
        await at.see("Al", "Ek", "lacks Kirurg sedan")
        await at.press("home", "down", "enter")
        await at.see("Save the row", "någon gång")
        await at.press("tab", "tab")
        await at.until(lambda: isinstance(at.app.focused, Line))
        await at.press("ctrl+e", "ctrl+u", "1", "9", "9", "9", "ctrl+s")
        await at.until(lambda: names(at.stored["q"]) == ["Al", "Ek"] and "1999" in str(at.stored["q"]))

    visit(content, tmp_path / "data", doing)


def test_a_row_that_is_left_half_done_is_kept_on_request_and_named_as_lacking(
    make_content: Maker, tmp_path: Path
) -> None:
    """Nothing typed is lost by going back, and one cannot go on over the gap unseen."""

    async def doing(at: Visit) -> None:
        await at.begin()
        await at.press("plus")
        await at.see("Save the row")
        await at.press("E", "k", "ctrl+s")
        await at.see("There is a problem")
        await at.press("escape")
        await at.see("Keep what you have typed?")
        await at.press("enter")
        await at.until(lambda: names(at.stored.get("q", [])) == ["Ek"])
        await at.at_rest()
        await at.see("lacks Kirurg")
        await at.press("ctrl+s")
        await at.see("There is a problem", "Ek lacks: Kirurg")

    visit(make_content(TABLE), tmp_path / "data", doing)


NESTED = """
- id: t
  title: Del
  questions:
    - id: q
      type: table
      label: Personal
      ask: Vilka arbetar här?
      source: S0
      row_label: name
      columns:
        - {id: name, type: text, label: Namn}
        - id: courses
          type: table
          label: Kurser
          min: 1
          row_label: title
          columns:
            - {id: title, type: text, label: Kurs}
            - {id: hours, type: integer, min: 0, label: Timmar}
            - {id: why, type: text, label: Motivet, when: outer.name == 'Bo'}
    - {id: last, type: yesno, label: Sist, ask: "Är det sist?", source: S0}
"""


def field_at_hand(at: Visit) -> str:
    """The id of the question whose field has the keyboard; empty where none has."""
    focused = at.app.focused
    fields = (
        [widget for widget in focused.ancestors if isinstance(widget, Field)] if focused is not None else []
    )
    return fields[0].question.id if fields else ""


def test_rows_within_a_row_are_answered_on_a_form_of_their_own(make_content: Maker, tmp_path: Path) -> None:
    """They are saved with the row they stand in; what is asked in them sees that row."""

    async def doing(at: Visit) -> None:
        await at.begin()
        await at.press("plus")
        await at.see("Save the row", "Kurser", "Add a row")
        await at.press("B", "o", "ctrl+s")
        await at.see("There is a problem", "Add at least 1 row")
        await at.press("plus")
        await at.see("Kurs", "Timmar", "Motivet")
        for column, text in (("title", "HLR"), ("hours", "8"), ("why", "ja")):
            await at.until(lambda: field_at_hand(at) == column)  # noqa: B023  waited for here
            await at.press(*text, "enter")
        await at.press("ctrl+s")
        await at.see("HLR", "1 row", "Back")
        await at.until(lambda: isinstance(at.app.focused, Menu))
        assert "q" not in at.stored
        await at.press("ctrl+s")
        await at.until(lambda: "q" in at.stored)
        (row,) = cast("list[dict[str, Any]]", at.stored["q"])
        assert {"_row": "r1", "title": "HLR", "hours": 8, "why": "ja"} == row["courses"][0]
        await at.at_rest()
        await at.see("Bo", "Kurser: 1")

    visit(make_content(NESTED), tmp_path / "data", doing)


def test_opening_hours_are_written_in_words_or_day_by_day(make_content: Maker, tmp_path: Path) -> None:
    """What is written on the line fills the days; a day that is changed changes the line; both ways lead on."""
    content = make_content(
        """
        - id: first
          title: Först
          questions:
            - {id: q, type: opening_hours, label: Tider, ask: "När har ni öppet?", source: S0}
            - {id: last, type: yesno, label: Sist, ask: "Är det sist?", source: S0}
        """
    )

    def day(at: Visit, number: int) -> DayLine:
        return at.question.query_one(f"#day-{number}", DayLine)

    async def doing(at: Visit) -> None:
        await at.begin()
        await at.press(*"mon-tue 8-17")
        await at.until(lambda: day(at, 1).value == "08:00\u201317:00")
        assert "" == day(at, 2).value
        assert "closed" == day(at, 2).placeholder
        await at.press("down", "down", "down", "ctrl+o")  # Wednesday as Tuesday
        await at.until(lambda: at.app.focused is day(at, 3))
        await at.press(*"9-12", "enter")
        await at.until(lambda: day(at, 3).value == "09:00\u201312:00" and at.app.focused is day(at, 4))
        await at.press(*"sen", "enter", "up")
        await at.press("ctrl+s")
        await at.see("There is a problem")
        assert "sen" == day(at, 4).value
        assert at.stored == {}
        day(at, 4).focus()
        await at.press("ctrl+e", "ctrl+u", "ctrl+s")
        await at.until(lambda: "q" in at.stored)
        week = {name: ["08:00-17:00"] for name in ("mon", "tue", "wed")} | {"thu": ["09:00-12:00"]}
        assert week == at.stored["q"]

    visit(content, tmp_path / "data", doing)


def test_the_folder_of_the_last_file_is_offered_for_the_next(make_content: Maker, tmp_path: Path) -> None:
    """One choice puts it on the line; what lies in it is then a few letters away."""
    papers = tmp_path / "mina papper"
    papers.mkdir()
    for name in ("ett.pdf", "två.pdf"):
        (papers / name).write_bytes(b"%PDF-1.7 " + name.encode())
    content = make_content(
        """
        - id: first
          title: Först
          questions:
            - {id: a, type: attachment, label: Ett, ask: "Ett?", source: S0}
            - {id: b, type: attachment, label: Två, ask: "Två?", source: S0}
        """
    )

    async def doing(at: Visit) -> None:
        await at.begin()
        field = at.question.pane.fields[0]
        assert isinstance(field, FilesField)
        field.line.value = str(papers / "ett.pdf")
        await at.press("enter")
        await at.until(lambda: "a" in at.stored)
        await at.see("✓ ett.pdf")
        await at.press("up")
        assert isinstance(at.question.focused, FileList)
        await at.press("enter")
        await at.until(lambda: at.question.step.key == "b" and at.question.can_act)
        await at.see("Where you took files from last")  # and which, broken over lines where its path is long
        await at.see("↓ Folders")
        await at.press("down", "enter")
        second = at.question.pane.fields[0]
        assert isinstance(second, FilesField)
        await at.until(lambda: second.line.value == f"{papers}/")
        await at.press("t")
        await at.see("två.pdf")
        await at.press("tab", "enter")
        await at.until(lambda: "b" in at.stored)
        assert ["två.pdf"] == names(at.stored["b"])

    visit(content, tmp_path / "data", doing)
