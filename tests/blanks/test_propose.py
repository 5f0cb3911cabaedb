"""Taking in an unknown form: most of it is mapped right from what can be seen, and doubt is shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from wizard.blanks import Blank, load_blanks
from wizard.blanks.editions import compare_editions
from wizard.blanks.likeness import likeness
from wizard.blanks.load import MapFile
from wizard.blanks.mapcheck import map_problems
from wizard.blanks.mapfile import UNSURE, Head, map_text, renamed_map_text
from wizard.blanks.propose import Guess, Proposal, propose
from wizard.flow.content import Content
from wizard.flow.model import Flow
from wizard.flow.problems import Severity
from wizard.flow.yamlfile import parse_yaml
from wizard.pdf import Survey, inspect, survey

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 22)
HEAD = Head("prov", "Prov", "1", (("specialiserad-fysioterapi", "application"),))


@pytest.fixture(scope="module")
def blank() -> Blank:
    return load_blanks(ROOT)["ansokan-specialiserad-fysioterapi"]


@pytest.fixture(scope="module")
def flow(shipped: Content) -> Flow:
    return shipped.flow("specialiserad-fysioterapi", "application")


@pytest.fixture(scope="module")
def seen(blank: Blank) -> Survey:
    return survey(blank.pdf)


def renamed(found: Survey, *, tooltips: bool) -> tuple[Survey, dict[str, str]]:
    """The survey of a form whose fields have names that say nothing, with or without tooltips; and those names."""
    names = {item["name"]: f"Falt{number}" for number, item in enumerate(found.found["fields"])}
    fields = [
        {**item, "name": names[item["name"]], "label": item["label"] if tooltips else ""}
        for item in found.found["fields"]
    ]
    made = replace(
        found,
        found={**found.found, "fields": fields},
        labels={names[name]: label for name, label in found.labels.items()},
        option_labels={names[name]: labels for name, labels in found.option_labels.items()},
    )
    return made, names


def test_our_own_blank_is_mapped_as_we_mapped_it(blank: Blank, flow: Flow, seen: Survey) -> None:
    """With names and tooltips that say what a field is, nothing is wrong and nothing is left."""
    proposal = propose(seen, flow, TODAY)

    assert {guess.field: guess.answer for guess in proposal.fields} == {
        name: entry.answer for name, entry in blank.map.fields.items()
    }
    assert {guess.field: guess.options for guess in proposal.fields if guess.options} == {
        name: entry.options for name, entry in blank.map.fields.items() if entry.options
    }
    assert {
        q: {k: g.field for k, g in group.items()} for q, group in proposal.ticks.items()
    } == blank.map.ticks
    assert {
        q: {k: g.field for k, g in group.items()} for q, group in proposal.hours.items()
    } == blank.map.hours
    assert {guess.answer: guess.field for guess in proposal.attached} == blank.map.attached
    assert {
        table: (rows, {column: guess.field for column, guess in columns.items()})
        for table, (rows, columns) in proposal.tables.items()
    } == {name: (table.rows, table.columns) for name, table in blank.map.tables.items()}
    assert proposal.left == ()


@pytest.mark.parametrize(("tooltips", "share"), [(True, 0.85), (False, 0.7)])
def test_without_telling_names_most_is_still_right(
    blank: Blank, flow: Flow, seen: Survey, share: float, *, tooltips: bool
) -> None:
    """From tooltips, or from what is printed alone; and what it is sure of is right."""
    made, names = renamed(seen, tooltips=tooltips)
    truth = {names[name]: entry.answer for name, entry in blank.map.fields.items()}
    guesses = propose(made, flow, TODAY).fields
    right = [guess for guess in guesses if truth.get(guess.field) == guess.answer]
    sure = [guess for guess in guesses if guess.confidence >= 0.9]

    assert len(right) >= share * len(truth)
    assert len(right) >= 0.9 * len(guesses)
    assert sum(truth.get(guess.field) != guess.answer for guess in sure) <= 0.02 * len(sure)


def test_every_field_and_every_question_is_proposed_once(flow: Flow, seen: Survey) -> None:
    """Also where many labels are alike."""
    made, names = renamed(seen, tooltips=False)
    proposal = propose(made, flow, TODAY)
    fields = [guess.field for guess in proposal.fields] + [name for name, _ in proposal.left]
    answers = [guess.answer for guess in proposal.fields]

    assert len(fields) == len(set(fields)) <= len(names)
    assert len(answers) == len(set(answers))


def test_a_proposed_map_is_a_map_without_faults(
    blank: Blank, flow: Flow, seen: Survey, tmp_path: Path
) -> None:
    """It can be used as it is written; `flows check` finds nothing amiss in it."""
    folder = tmp_path / "forms" / "prov"
    folder.mkdir(parents=True)
    (folder / "form.pdf").write_bytes(blank.pdf)
    text = map_text(HEAD, propose(seen, flow, TODAY))
    (folder / "map.yaml").write_text(text, "utf-8")
    made = load_blanks(tmp_path)["prov"]

    assert [p for p in map_problems(made, flow) if p.severity is Severity.ERROR] == []
    assert '# 1.00 "Organisationsnummer"' in text


def test_what_is_unsure_is_a_comment() -> None:
    """The keeper sees it, and nothing is filled by it."""
    guesses = (
        Guess("a", "x.y", UNSURE - 0.1, "Namn"),
        Guess("b", "x.z", 0.9, "Ort", {"yes": "Ja", "no": "Nej"}),
    )
    text = map_text(HEAD, Proposal(fields=guesses, left=(("c", "Något annat"),)))

    assert MapFile.model_validate(parse_yaml(text, "map.yaml").data).fields.keys() == {"b"}
    assert '#?   a: {answer: x.y}  # 0.50 "Namn"' in text
    assert '#   c  "Något annat"' in text


NAMES = st.text(min_size=1, max_size=12)


@given(st.lists(st.tuples(NAMES, NAMES, NAMES), max_size=4, unique_by=lambda item: item[0]), st.floats(0, 1))
def test_any_names_and_labels_can_be_written(items: list[tuple[str, str, str]], confidence: float) -> None:
    """Whatever a form's maker called things: quotes, colons, line ends, control characters."""
    usable = [item for item in items if all(not 0xD800 <= ord(c) < 0xE000 for text in item for c in text)]
    guesses = tuple(
        Guess(name, answer, confidence, seen, {"yes": seen, "no": name}) for name, answer, seen in usable
    )
    text = map_text(HEAD, Proposal(fields=guesses, left=tuple((name, seen) for name, _, seen in usable)))
    document = parse_yaml(text, "map.yaml")
    read = MapFile.model_validate(document.data)

    assert document.problems == []
    assert {name: (e.answer, e.options) for name, e in read.fields.items()} == (
        {g.field: (g.answer, g.options) for g in guesses} if confidence >= UNSURE else {}
    )


@pytest.mark.parametrize(
    ("one", "other", "least"),
    [
        ("Org.nr", "Organisationsnummer", 0.6), ("Tel", "Telefon", 1.0), ("E-post", "e-postadress", 0.5), ("Verksamhetschef", "Verksamhetschefens namn", 0.5),
        ("unit_street", "Mottagningens gatuadress", 0.5), ("Postnr", "Postnummer", 1.0), ("Telefonnummer", "Telefon", 0.6),
    ],
)  # fmt: skip
def test_labels_that_mean_the_same_are_alike(one: str, other: str, least: float) -> None:
    """Abbreviations, compounds and endings."""
    assert likeness(one, other) >= least


@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_is_even_handed_and_bounded(one: str, other: str) -> None:
    """From 0 to 1, the same both ways."""
    assert 0 <= likeness(one, other) <= 1
    assert likeness(one, other) == pytest.approx(likeness(other, one))


@pytest.mark.parametrize(
    ("one", "other"), [("Namn", "Telefon"), ("", "Namn"), ("1", "2"), ("och i av", "och i av")]
)
def test_labels_without_a_word_in_common_are_not_alike(one: str, other: str) -> None:
    """Small words do not count."""
    assert likeness(one, other) == 0


def form(*fields: dict[str, Any], pages: int = 1) -> dict[str, Any]:
    usual = {
        "type": "text", "label": "", "options": [], "max_length": None, "required": False, "multiline": False, "comb": False, "page": 1,
        "rect": [0.0, 0.0, 100.0, 20.0],
    }  # fmt: skip
    return {"pages": pages, "fields": [{**usual, **item} for item in fields]}


def test_a_form_is_the_same_as_itself(blank: Blank) -> None:
    """No difference, and nothing to look at."""
    found = inspect(blank.pdf).to_json()
    same = compare_editions(found, found)

    assert (same.added, same.removed, same.renamed, same.changes, same.is_safe) == ((), (), {}, (), True)


def test_a_new_edition_is_told_field_by_field() -> None:
    """What came, went, was renamed and changed; each once."""
    old = form(
        {"name": "a", "label": "Namn"},
        {"name": "b", "label": "Ort", "max_length": 5},
        {"name": "c", "label": "Fax"},
    )
    new = form(
        {"name": "n1", "label": "Namn"},
        {"name": "b", "label": "Postort", "max_length": 9},
        {"name": "d", "label": "Webbplats", "rect": [300.0, 0.0, 400.0, 20.0]},
        pages=2,
    )
    found = compare_editions(old, new)

    assert (found.added, found.removed, found.renamed, found.pages) == (("d",), ("c",), {"a": "n1"}, (1, 2))
    assert [(c.field, c.what, c.before, c.after) for c in found.changes] == [
        ("b", "max_length", 5, 9),
        ("b", "label", "Ort", "Postort"),
    ]
    assert not found.is_safe


def test_fields_without_labels_are_known_by_their_place() -> None:
    """Where names were made anew by a program."""
    old = form({"name": "a"}, {"name": "b", "rect": [0.0, 100.0, 100.0, 120.0]})
    new = form(
        {"name": "x1", "rect": [2.0, 101.0, 100.0, 121.0]}, {"name": "x0", "rect": [1.0, 0.0, 100.0, 20.0]}
    )

    assert compare_editions(old, new).renamed == {"a": "x0", "b": "x1"}


def test_a_map_is_carried_over_to_the_new_names(blank: Blank) -> None:
    """All of its sections, tables by their rows; the text can be read and says the same."""
    names = [name for _, name in blank.map.field_names()]
    new_names = {name: f"form1.{name.replace('_', '-')}" for name in names}
    text = renamed_map_text(blank.map, "2027", new_names, ())
    read = MapFile.model_validate(parse_yaml(text, "map.yaml").data)

    assert [name for _, name in read.field_names()] == [new_names[name] for name in names]
    assert list(read.answers()) != []
    assert read.edition == "2027"
    assert [name for _, name in read.answers()] == [name for _, name in blank.map.answers()]
    assert read.verdicts.keys() == blank.map.verdicts.keys()


def test_a_map_without_changes_stays_what_it_is(blank: Blank) -> None:
    """Written out and read again."""
    text = renamed_map_text(blank.map, blank.map.edition, {}, ())

    assert yaml.safe_load(text)
    assert MapFile.model_validate(parse_yaml(text, "map.yaml").data) == blank.map


def test_fields_that_are_gone_are_told_in_the_map(blank: Blank) -> None:
    """And are not in it; a table loses the column."""
    gone = ("applicant_name", "staff_3_profession")
    text = renamed_map_text(blank.map, "2027", {}, gone)
    read = MapFile.model_validate(parse_yaml(text, "map.yaml").data)

    assert "applicant_name" not in read.fields
    assert "profession" not in read.tables["staff"].columns
    assert '#   applicant_name  "applicant.name"' in text
    assert '#   "staff_{row}_profession"  "staff"' in text
