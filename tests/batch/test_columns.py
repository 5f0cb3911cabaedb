"""Cells read by their columns give what they give one by one, whatever was read before."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.batch.books import SMALL, SV
from tests.conftest import TODAY
from tests.examples import examples
from tests.values.test_laws import KINDS, texts
from wizard.batch import cells as cells_room
from wizard.batch.cells import ColumnReader, in_words
from wizard.batch.checking import check_all, judge_of
from wizard.batch.columns import Columns
from wizard.batch.judging import Judge
from wizard.batch.opening import open_intake
from wizard.batch.units import Laid, Unit
from wizard.flow.answers import Checked, check
from wizard.flow.content import Content
from wizard.flow.model import Question
from wizard.i18n import msg
from wizard.values import Context, ValueType

CTX = Context(TODAY)
_USUAL = (
    *("Anna Lind", "Ek & \u00c5 AB", "Ja", "nej", "2027-03-01", "1 mars 2027", "5565929717", "556592-9718"),
    *(
        "08-465 011 07",
        "070-174 06 05",
        "info@exempel.se",
        "a@b.test",
        "https://www.exempel.se",
        "113 30",
        "013 30",
    ),
    *(
        "1609908",
        "SE2321000016-A1B2",
        "0,84",
        "84",
        "12",
        "m\u00e5n-fre 8-17",
        "8-17",
        "Provnerver",
        "Storgatan 1",
    ),
    *(
        "vet inte",
        "ej aktuellt",
        "?",
        "-",
        "",
        " ",
        "Anna  Lind",
        "Rad ett\nrad tv\u00e5",
        "\u201dja\u201d \u2013 nej",
        "\u00df",
    ),
)
_ODD = (5, 0, 1.5, 2027.0, True, {"day": "2027-03-01"}, {"time": "08:00"}, {"error": "#N/A"}, {"formula": ""})
_CELLS = st.lists(
    st.sampled_from(_USUAL) | st.sampled_from(_USUAL) | texts | st.sampled_from(_ODD) | st.none(), max_size=40
)


def question_of(kind: ValueType, *, lenient: bool) -> Question:
    return Question(
        "q",
        kind,
        msg("Q"),
        msg("Q?"),
        "task",
        (),
        required=not lenient,
        allows_unknown=lenient,
        allows_not_applicable=lenient,
    )


def found(reader: ColumnReader, column: list[Any]) -> list[Checked | None]:
    """What reading by columns finds, cell by cell; None for cells that are not there."""
    values, wrong = reader.read_all(column)
    by_place = dict(wrong)
    return [
        None if cell is None else by_place.get(place) or Checked(values[place])  # type: ignore[arg-type]
        for place, cell in enumerate(column)
    ]


def in_full(question: Question, cell: Any) -> Checked:
    """The reading of a cell that nothing is remembered of and no shortcut is taken for."""
    if not isinstance(cell, str):
        return ColumnReader(question, CTX).read(cell)
    checked = check(question, cell, CTX)
    return check(question, in_words(cell), CTX) if checked.faults else checked


def same(one: Checked, other: Checked) -> bool:
    return one == other and repr(one.value) == repr(other.value)  # 1 is not 1.0, and True is none of them


@pytest.mark.parametrize(
    ("kind", "lenient"),
    list(product(KINDS, (False, True))),
    ids=lambda given: given.name if isinstance(given, ValueType) else str(given),
)
@settings(max_examples=examples(60), deadline=None)
@given(columns=st.lists(_CELLS, min_size=1, max_size=3))
def test_a_column_is_read_as_its_cells_are(kind: ValueType, lenient: bool, columns: list[list[Any]]) -> None:  # noqa: FBT001
    question = question_of(kind, lenient=lenient)
    reader = ColumnReader(question, CTX)
    for column in columns:
        for cell, checked in zip(column, found(reader, column), strict=True):
            assert checked is None if cell is None else same(checked or Checked(), in_full(question, cell)), (
                cell
            )
    for cell in columns[0]:
        assert cell is None or same(reader.read(cell), in_full(question, cell)), cell


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_what_is_forgotten_is_read_anew(kind: ValueType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells_room, "_REMEMBERED", 3)
    question = question_of(kind, lenient=True)
    reader = ColumnReader(question, CTX)
    for _ in range(3):
        column = [cell for cell in _USUAL for _ in range(2)]
        for cell, checked in zip(column, found(reader, column), strict=True):
            assert same(checked or Checked(), in_full(question, cell)), cell


# Rows -------------------------------------------------------------------------------------------------

_NAMES = ("applicant.name", "applicant.orgnr", "unit.open", "unit.width", "unit.start")


@pytest.fixture
def small(make_content: Callable[..., Content]) -> Content:
    return make_content(SMALL)


@settings(
    max_examples=examples(150), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    rows=st.lists(
        st.permutations(_NAMES).flatmap(
            lambda names: st.lists(st.sampled_from(_USUAL + _ODD), max_size=len(names)).map(
                lambda cells: dict(zip(names, cells, strict=False))
            )
        )
        | st.lists(st.sampled_from(_USUAL), min_size=5, max_size=5).map(
            lambda cells: dict(zip(_NAMES, cells, strict=True))
        ),
        min_size=1,
        max_size=12,
    ),
    odd=st.sampled_from(("", "", "nonsense", "staff", "papers")),
    since=st.sampled_from(("", "", "2020-01-01")),
)
def test_rows_together_are_judged_as_each_alone(
    small: Content, rows: list[dict[str, Any]], odd: str, since: str
) -> None:
    flow = small.flow("prov", "application")
    places = {"Blad": {name: n for n, name in enumerate(_NAMES, 1)}}
    units = [Unit("Blad", n, f"K{n}", dict(row), since=since) for n, row in enumerate(rows, 2)]
    if odd == "nonsense":
        units[-1].cells[odd] = "x"
    elif odd == "staff":
        units[-1].tables[odd] = [
            {"@": ["Personal", 2], "name": "Anna", "fte": "halvtid"},
            {"name": {"error": "#N/A"}},
        ]
    elif odd == "papers":
        units[-1].files[odd] = [{"name": "a.pdf", "sha256": "0" * 64, "size": 1}]
    together = Judge(flow, TODAY, SV, places, migrations=tuple(small.migrations(flow.area.id)))
    alone = Judge(flow, TODAY, SV, places, migrations=tuple(small.migrations(flow.area.id)))
    for unit, read in together.read_all(units):
        single = alone.read(unit)
        assert dict(read.given) == dict(single.given)
        assert read.checked == single.checked
        assert [*read.faults] == [*single.faults]


def test_no_rows_and_empty_rows_are_read(small: Content) -> None:
    columns = Columns(small.flow("prov", "application"), CTX)
    assert columns.read([Unit("s", 2, "a", {}), Unit("s", 3, "b", {})]) == [([], (), {}), ([], (), {})]
    assert columns.read([Unit("s", 2, "a", {"staff": "x"})]) is None


def test_cells_under_shared_names_are_read_as_by_name(small: Content) -> None:
    """Also where some are empty, some are wrong, and some are numbers."""
    names = ("applicant.name", "applicant.orgnr", "unit.open")
    cells = [("Ek AB", "556592-9717", "Ja"), ("", "5565929718", ""), ("Bo AB", 5565929717, "?"), ("", "", "")]
    laid = [Unit("s", n, "a", Laid(names, row)) for n, row in enumerate(cells)]
    named = [
        Unit("s", n, "a", dict(Unit("s", n, "a", Laid(names, row)).cells)) for n, row in enumerate(cells)
    ]
    assert [unit.mark for unit in laid] == [unit.mark for unit in named]
    laid = [Unit("s", n, "a", Laid(names, row)) for n, row in enumerate(cells)]
    flow = small.flow("prov", "application")
    judge = Judge(flow, TODAY, SV, {"s": {name: n for n, name in enumerate(names)}})
    for (_, one), (_, other) in zip(judge.read_all(laid), judge.read_all(named), strict=True):
        assert one.checked == other.checked
        assert one.faults == other.faults
        assert one.given == other.given
    assert Unit.of_json(laid[2].to_json()) == named[2]


def test_each_fault_of_a_long_file_is_at_its_own_cell(small: Content, tmp_path: Path) -> None:
    """More rows than are read together, and faults at the joints."""
    wrong = {2, 250, 251, 252, 500, 501, 502, 640}
    lines = ["Kund;S\u00f6kande;Organisationsnummer;\u00d6ppet;Start"]
    lines += [
        f"K{row};Ek {row};{'5565929718' if row in wrong else '5565929717'};Ja;{'2027-03-01' if row % 3 else ''}"
        for row in range(2, 641)
    ]
    path = tmp_path / "kunder.csv"
    path.write_text("\n".join(lines), "utf-8")
    intake = open_intake(path, small, SV, area="prov", kind="application")
    try:
        tally = check_all(intake, judge_of(intake, small, TODAY, SV))
        faults = list(intake.spool.faults())
    finally:
        intake.close()
    assert (tally.rows, tally.refused) == (639, len(wrong))
    assert {fault.place for fault in faults if fault.code == "value"} == {f"kunder!C{row}" for row in wrong}
    assert {fault.value for fault in faults if fault.code == "value"} == {"5565929718"}
