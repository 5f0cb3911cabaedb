"""Versions: drafts are carried over, told about, and never lose an answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.blanks.lint import content_problems
from wizard.drafts.answers_file import read_answers_file
from wizard.drafts.session import DraftSession
from wizard.flow.content import Content
from wizard.flow.interview import Interview
from wizard.flow.migrate import earlier_answers, migrate
from wizard.flow.source import MigrationSource
from wizard.store import Store

TODAY = date(2026, 11, 22)
CORPUS = sorted((Path(__file__).parent / "drafts").glob("*.json"))

AREA = """
name: Provområdet
version: "2026.3"
status: {state: open, text: Öppet., source: S0 § Ansök, checked: 2026-11-22}
migrations:
  - since: "2026.1"
    to: "2026.2"
    says: Adressen delas upp, och telefonen heter något annat.
    changes:
      - {rename: tel, to: unit.phone}
      - {split: address, into: [unit.street, unit.postcode, unit.city], pattern: '(.+), *(\\d{3} ?\\d{2}) +(.+)'}
      - {recode: form, options: {ab: aktiebolag, hb: handelsbolag}}
  - since: "2026.2"
    to: "2026.3"
    says: Namnet är ett fält, och frågan om lokalen gäller nu tillgängligheten.
    changes:
      - {merge: [first_name, last_name], to: signatory.name, joint: " "}
      - {merge: [skills_a, skills_b], to: skills}
      - {ask_again: premises.ok, because: Frågan gäller numera tillgängligheten.}
      - {rename: unit.phone, to: unit.telephone}
errands:
  application:
    title: Ansökan
    tasks:
      - id: t
        title: Del
        source: S0
        questions:
          - {id: unit.telephone, type: phone, label: Telefon}
          - {id: unit.street, type: address, label: Gata}
          - {id: unit.postcode, type: postcode, label: Postnummer}
          - {id: unit.city, type: text, label: Ort}
          - {id: form, type: choice, label: Form, options: [{id: aktiebolag, label: AB}, {id: handelsbolag, label: HB}]}
          - {id: signatory.name, type: text, label: Namn}
          - {id: skills, type: multichoice, label: Kunskaper, options: [{id: a, label: A}, {id: b, label: B}, {id: c, label: C}]}
          - {id: premises.ok, type: yesno, label: Lokal}
          - {id: same, type: text, label: Samma}
"""

Maker = Callable[..., Content]


@pytest.fixture
def content(make_content: Maker) -> Content:
    return make_content(area=AREA)


@pytest.mark.parametrize("path", CORPUS, ids=lambda p: p.stem)
def test_the_corpus_of_drafts_is_carried_over(content: Content, path: Path) -> None:
    """Each stored draft of an earlier version becomes what is written beside it."""
    draft: dict[str, Any] = json.loads(path.read_text("utf-8"))
    migrated = migrate(draft["answers"], draft["version"], "2026.3", content.migrations("prov"))
    interview = Interview.start(content.flow("prov", "application"), TODAY, migrated.answers)

    assert draft["expected"] == interview.answers()
    assert draft["changes"] == [[c.kind, list(c.old), list(c.new)] for c in migrated.changes]
    assert draft["kept"].items() <= migrated.answers.items()


def test_a_version_without_a_way_here_keeps_everything_and_says_so(content: Content) -> None:
    """No chain, no change, one sentence."""
    migrated = migrate({"tel": "08"}, "2019.1", "2026.3", content.migrations("prov"))

    assert {"tel": "08"} == migrated.answers
    assert "2019.1" in str(migrated.says[0])


JSON = st.recursive(
    st.text(max_size=20) | st.integers() | st.booleans(),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=4,
)
NAMES = st.sampled_from(
    [
        "tel",
        "address",
        "form",
        "first_name",
        "last_name",
        "skills_a",
        "skills_b",
        "skills",
        "premises.ok",
        "unit.phone",
        "unit.street",
        "same",
        "other",
    ]
)
MIGRATIONS = [
    MigrationSource.model_validate(
        {
            "since": "2026.1",
            "to": "2026.2",
            "says": "x",
            "changes": [
                {"rename": "tel", "to": "unit.phone"},
                {"split": "address", "into": ["unit.street", "unit.city"], "pattern": "(.+), (.+)"},
                {"split": "same", "into": ["same", "other"], "pattern": "(.)(.*)"},
                {"recode": "form", "options": {"ab": "aktiebolag"}},
                {"merge": ["first_name", "last_name"], "to": "first_name", "joint": " "},
                {"merge": ["skills_a", "skills_b"], "to": "skills"},
                {"ask_again": "premises.ok"},
            ],
        }
    )
]


@given(st.dictionaries(NAMES, JSON))
def test_no_answer_is_ever_lost(answers: dict[str, Any]) -> None:
    """Every value that was there before is there after, under its id or kept beside it."""
    after = migrate(answers, "2026.1", "2026.2", MIGRATIONS).answers

    for name, value in answers.items():
        assert any(value == kept for kept in (after.get(name), *(v for _, v in earlier_answers(after, name))))


def test_a_draft_in_the_store_is_carried_over_once_with_history(content: Content, tmp_path: Path) -> None:
    """Opening an old draft migrates it durably, tells what changed, and the next opening has nothing to tell."""
    with Store.open(tmp_path / "data", clock=lambda: datetime(2026, 11, 22, tzinfo=UTC)) as store:
        draft = store.create("prov", "application", "2026.1")
        for name, value in {"tel": "08-465 004 12", "premises.ok": "yes", "same": "x"}.items():
            store.record(draft.id, name, value, door="test")
        first = DraftSession.open(store, content, draft.id, TODAY)
        second = DraftSession.open(store, content, draft.id, TODAY)

        assert first.migrated is not None
        assert {("kept", "unit.telephone"), ("again", "premises.ok")} <= {
            (c.kind, c.new[0]) for c in first.migrated.changes
        }
        assert second.migrated is None
        assert "2026.3" == store.get(draft.id).flow_version
        assert {"same": "x"}.items() <= second.interview.answers().items()
        assert "yes" == second.interview.stored["premises.ok@2026.2"]
        assert "migration" in {event.door for event in store.history(draft.id)}


def test_an_answers_file_of_an_earlier_version_is_understood(content: Content, tmp_path: Path) -> None:
    """Former ids are no faults; they are carried over."""
    path = tmp_path / "a.yaml"
    path.write_text(
        'area: prov\nflow_version: "2026.1"\nanswers:\n  tel: 08-465 004 12\n  address: Storgatan 1, 113 45 Stockholm\n',
        "utf-8",
    )
    file = read_answers_file(path, content, TODAY)

    assert {
        "unit.telephone": "+46846500412",
        "unit.street": "Storgatan 1",
        "unit.postcode": "113 45",
        "unit.city": "Stockholm",
    } == file.interview.answers()
    assert file.migrated is not None


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("{rename: a}", "migration"),
        ("{rename: a, to: nope}", "unknown-name"),
        ("{rename: a, to: same, ask_again: same}", "migration"),
        ("{split: a, into: [same], pattern: '('}", "migration"),
        ("{split: a, into: [same], pattern: '(.)(.)'}", "migration"),
        ("{split: a, into: [nope], pattern: '(.)'}", "unknown-name"),
        ("{ask_again: nope}", "unknown-name"),
        ("{recode: nope, options: {a: b}}", "unknown-name"),
        ("{merge: [a], to: nope}", "unknown-name"),
        ("{}", "migration"),
    ],
)
def test_a_fault_in_a_migration_is_told(make_content: Maker, change: str, code: str) -> None:
    """What leads nowhere is found before any draft is touched."""
    area = AREA.replace(
        "      - {rename: unit.phone, to: unit.telephone}\n",
        f"      - {{rename: unit.phone, to: unit.telephone}}\n      - {change}\n",
    )

    assert [code] == [p.code for p in content_problems(make_content(area=area))]


def test_a_broken_chain_is_told(make_content: Maker) -> None:
    """The last migration must lead to the version of the file."""
    assert ["migration"] == [
        p.code
        for p in content_problems(make_content(area=AREA.replace('version: "2026.3"', 'version: "2026.4"')))
    ]
