"""Confirming a map: every step is on the disk, nothing that a person wrote is lost, and one question has one field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wizard.blanks.comments import with_comments_of
from wizard.blanks.confirm import ConfirmError, Confirming, Standing, read_map
from wizard.blanks.load import MapFile, load_blanks
from wizard.blanks.mapcheck import map_problems
from wizard.blanks.mapfile import Head, map_text, renamed_map_text
from wizard.blanks.propose import Guess, Proposal, propose
from wizard.blanks.uses import Use, uses_of
from wizard.flow.content import Content
from wizard.flow.model import Flow
from wizard.flow.yamlfile import parse_yaml
from wizard.pdf import FIELD_MARK, Survey, survey

ROOT: Final = Path(__file__).parents[2]
BLANK: Final = ROOT / "forms/ansokan-specialiserad-fysioterapi/form.pdf"
TODAY: Final = date(2026, 11, 22)
HEAD: Final = Head("prov", "Prov", "1", (("specialiserad-fysioterapi", "application"),))

Open = Callable[[], Confirming]


@pytest.fixture(scope="module")
def flow(shipped: Content) -> Flow:
    return shipped.flow("specialiserad-fysioterapi", "application")


@pytest.fixture(scope="module")
def seen() -> Survey:
    return survey(BLANK.read_bytes())


@pytest.fixture(scope="module")
def text(flow: Flow, seen: Survey) -> str:
    """The map as `lov forms add` writes it, with one unsure line."""
    proposal = propose(seen, flow, TODAY)
    unsure = replace(proposal.fields[0], confidence=0.5)
    return map_text(HEAD, replace(proposal, fields=(unsure, *proposal.fields[1:])))


@pytest.fixture
def opened(text: str, seen: Survey, shipped: Content, tmp_path: Path) -> Open:
    """Open the map, as often as one likes."""
    (tmp_path / "map.yaml").write_text(text, "utf-8")
    (tmp_path / "form.pdf").write_bytes(BLANK.read_bytes())
    return lambda: Confirming.open(tmp_path, shipped.flow, lambda _: seen, TODAY)


def standing(confirming: Confirming, name: str) -> Standing:
    return next(entry.standing for entry in confirming.entries() if entry.name == name)


def test_a_proposed_map_is_wholly_unconfirmed(opened: Open) -> None:
    """What is sure stands in the map; what is not is open, and both know what is proposed and why."""
    entries = opened().entries()
    first = entries[0]

    assert {entry.standing for entry in entries} == {Standing.OPEN, Standing.PROPOSED}
    assert first.standing is Standing.OPEN
    assert first.use is None
    assert first.guess is not None
    assert first.offered == first.guessed
    assert all(sum(FIELD_MARK in line for line in entry.around) == 1 for entry in entries)


def test_every_field_of_the_form_stands_in_one_entry(opened: Open, seen: Survey) -> None:
    """Rows of a table's column together, all others by themselves."""
    fields = [name for entry in opened().entries() for name in entry.fields]
    columns = [entry for entry in opened().entries() if len(entry.fields) > 1]

    assert sorted(fields) == sorted(
        item["name"] for item in seen.found["fields"] if item["type"] not in {"push", "signature"}
    )
    assert all(entry.offered is not None and entry.offered.section == "tables" for entry in columns)
    assert columns


def test_accepting_all_gives_the_map_we_made_ourselves(opened: Open) -> None:
    """And when it is opened again, nothing is left to look at."""
    confirming = opened()
    for entry in confirming.entries():
        confirming.accept(entry.name)
    own = read_map(BLANK.parent / "map.yaml")
    found = opened()

    assert {entry.standing for entry in found.entries()} == {Standing.CONFIRMED}
    assert {n: u.place for n, u in uses_of(found.map).items()} == {
        n: u.place for n, u in uses_of(own).items() if u.section != "verdicts"
    }
    assert found.map.unconfirmed == found.map.unused == []


def test_each_step_is_on_the_disk_when_it_returns(opened: Open, tmp_path: Path) -> None:
    """Another reader of the file sees it; the order of the other lines stays."""
    confirming = opened()
    before = list(read_map(tmp_path / "map.yaml").fields)
    name = next(entry.name for entry in confirming.entries() if entry.standing is Standing.PROPOSED)
    confirming.accept(name)

    assert standing(opened(), name) is Standing.CONFIRMED
    assert list(read_map(tmp_path / "map.yaml").fields) == before
    confirming.leave(name)
    assert standing(opened(), name) is Standing.UNUSED
    assert name in read_map(tmp_path / "map.yaml").unused
    confirming.accept(name)
    assert standing(opened(), name) is Standing.CONFIRMED
    assert read_map(tmp_path / "map.yaml").unused == []


def test_a_question_chosen_for_a_field_leaves_the_one_it_was_at(opened: Open) -> None:
    """That field is open again, and named."""
    confirming = opened()
    texts = [e for e in confirming.entries() if e.kind == "text" and e.use and e.use.section == "fields"]
    one, other = texts[0], texts[1]
    assert other.use is not None

    assert confirming.choose(one.name, other.use) == other.name
    assert standing(confirming, one.name) is Standing.CONFIRMED
    assert standing(opened(), other.name) is Standing.OPEN
    assert opened().map.fields[one.name].answer == other.use.answer


def test_boxes_get_the_states_of_the_answers_or_are_refused(opened: Open, flow: Flow) -> None:
    """A choice whose answers the boxes do not name cannot be put there, and nothing is changed."""
    confirming = opened()
    entries = {entry.name: entry for entry in confirming.entries()}
    buttons = next(
        e
        for e in entries.values()
        if e.kind == "radio" and e.use and flow.questions[e.use.answer].type_name == "choice"
    )
    assert buttons.use is not None
    confirming.leave(buttons.name)
    confirming.choose(buttons.name, Use("fields", buttons.use.answer))
    assert confirming.map.fields[buttons.name].options == buttons.use.options

    held = confirming.map
    wrong = next(
        use
        for use in confirming.choices(buttons)
        if use.answer != buttons.use.answer and flow.questions[use.answer].type_name == "choice"
    )
    with pytest.raises(ConfirmError):
        confirming.choose(buttons.name, wrong)
    assert confirming.map == held == opened().map


def test_what_is_offered_to_choose_from_suits_the_field(opened: Open, flow: Flow) -> None:
    """Texts: no boxes' matters; lone boxes: options of ticks; columns: columns of tables alone."""
    confirming = opened()
    for entry in confirming.entries():
        sections = {use.section for use in confirming.choices(entry)}
        if len(entry.fields) > 1:
            assert sections == {"tables"}
        elif entry.kind == "text":
            assert sections <= {"fields", "hours"}
        else:
            assert sections <= {"fields", "ticks", "attached"}
        if entry.offered is not None and entry.offered.section != "verdicts":
            assert entry.offered.place in {use.place for use in confirming.choices(entry)}


def test_a_map_that_was_changed_meanwhile_is_not_written_over(opened: Open, tmp_path: Path) -> None:
    """Neither the other's work nor the screen's is lost without a word."""
    confirming = opened()
    path = tmp_path / "map.yaml"
    path.write_text(path.read_text("utf-8") + "# mitt\n", "utf-8")

    with pytest.raises(ConfirmError, match="meanwhile"):
        confirming.accept(confirming.entries()[0].name)
    assert path.read_text("utf-8").endswith("# mitt\n")


def test_the_check_of_maps_knows_what_was_looked_at_and_left_out(
    opened: Open, flow: Flow, tmp_path: Path
) -> None:
    """What nobody confirmed is a warning; a field that was left out is none; one that is not there is a fault."""
    opened().leave("applicant_orgnr")
    folder = tmp_path / "forms" / "prov"
    folder.mkdir(parents=True)
    (folder / "form.pdf").write_bytes(BLANK.read_bytes())
    text = (tmp_path / "map.yaml").read_text("utf-8")

    def told(text: str, code: str) -> str:
        (folder / "map.yaml").write_text(text, "utf-8")
        return " ".join(
            str(p.what) for p in map_problems(load_blanks(tmp_path)["prov"], flow) if p.code == code
        )

    assert "applicant_city" in told(text, "unconfirmed")
    assert "applicant_orgnr" not in told(text, "unmapped")
    assert "applicant_orgnr" in told(text.replace("unused:\n- applicant_orgnr", ""), "unmapped")
    assert "finns_inte" in told(text.replace("- applicant_orgnr", "- finns_inte"), "unknown-field")


def test_a_new_edition_takes_over_what_was_looked_at_and_left_out(opened: Open) -> None:
    """Under the new names; what is gone is gone there too."""
    confirming = opened()
    confirming.leave("applicant_orgnr")
    confirming.accept("applicant_street")
    text = renamed_map_text(
        confirming.map, "2", {"applicant_orgnr": "nummer", "applicant_city": "ort"}, ["applicant_postcode"]
    )
    found = MapFile.model_validate(parse_yaml(text, "map.yaml").data)

    assert found.unused == ["nummer"]
    assert "ort" in found.unconfirmed
    assert not {"applicant_street", "applicant_city", "applicant_postcode"} & {*found.unconfirmed}


def test_the_comments_of_a_person_are_kept_and_ours_are_not(opened: Open, tmp_path: Path) -> None:
    """Above a line, behind it, and at the end."""
    path = tmp_path / "map.yaml"
    rows = path.read_text("utf-8").splitlines()
    at = next(n for n, row in enumerate(rows) if row.startswith("  applicant_orgnr:"))
    rows[at] = rows[at].split("  #")[0] + "  # frågat Åsa"
    rows.insert(at, "  # enligt blanketten från 2025")
    path.write_text("# Ägs av Åsa\n" + "\n".join(rows) + "\n# slut\n", "utf-8")
    confirming = opened()
    confirming.accept("applicant_orgnr")
    confirming.leave("applicant_name")
    written = path.read_text("utf-8").splitlines()
    at = next(n for n, row in enumerate(written) if row.startswith("  applicant_orgnr:"))

    assert written[0] == "# Ägs av Åsa"
    assert written[at - 1] == "  # enligt blanketten från 2025"
    assert written[at].endswith("  # frågat Åsa")
    assert "# slut" in written
    assert not any("Proposed by" in row for row in written)


NAMES: Final = st.text("aåZ 1.#:\"'-{}", min_size=1, max_size=8).filter(lambda name: name.strip() == name)


@given(names=st.lists(NAMES, unique=True, max_size=5), more=st.lists(NAMES, unique=True, max_size=3))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_keeping_comments_changes_no_value(names: list[str], more: list[str]) -> None:
    """Whatever fields are called, the new map means what it meant, and each comment is there."""
    proposed = [Guess(name, "applicant.orgnr", 0.9, "Org.nr") for name in names]
    old_text = map_text(HEAD, replace(Proposal(), fields=tuple(proposed)))
    rows = [
        f"{row}  # mitt {number}" for number, row in enumerate(old_text.splitlines()) if row[:1] not in "#-"
    ]
    new_text = map_text(
        HEAD, replace(Proposal(), fields=tuple(Guess(n, "applicant.name", 0.8, "x # y") for n in more))
    )
    kept = with_comments_of("\n".join(rows), new_text)

    assert yaml.safe_load(kept) == yaml.safe_load(new_text)
    MapFile.model_validate(yaml.safe_load(kept))
