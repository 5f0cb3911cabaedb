"""Five faults of each kind of lint, planted in the shipped content: each is found, at its place, and no other.

`⟦` in the new text stands where the fault must be told; it is taken out before the content is read.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from wizard.blanks.lint import content_problems
from wizard.flow.content import load

ROOT = Path(__file__).parents[2]
PHYSIO = "flows/areas/specialiserad-fysioterapi.yaml"
UNIT = "flows/parts/unit.yaml"
IVO = "flows/parts/ivo.yaml"
LEAD = "flows/parts/management.yaml"
ENGLISH = "locales/en/LC_MESSAGES/flows.po"

Plant = tuple[str, str, str]
"""File, what stands there once, and what comes instead."""

UNTRANSLATED = [
    (UNIT, f"    {key}: {was}", f"    ⟦{key}: {now}")
    for key, was, now in [
        ("ask", "Vad heter mottagningen?", "Vad ska mottagningen heta?"),
        (
            "hint",
            "Lämna tomt om ni inte har något än; ni får det före driftstart.",
            "Lämna tomt om inget finns.",
        ),
        ("label", "Besöksadress", "Besöksadressen"),
        ("text", "Driftstarten ligger framåt i tiden.", "Starten ligger framåt i tiden."),
        ("fix", "Välj ett datum efter i dag.", "Välj en dag efter i dag."),
    ]
]

FAULTS: dict[str, list[Plant]] = {
    "unknown-name": [
        (UNIT, "    when: unit.tenure != 'own'\n    source", "    when: ⟦unit.tenur != 'own'\n    source"),
        (UNIT, "    page: unit.address\n    label: Besöksadress", "    ⟦page: unit.adress\n    label: Besöksadress"),
        (IVO, "    needs: ivo.status != 'not_yet'", "    needs: ⟦ivo.state != 'not_yet'"),
        (LEAD, "    when: not medical_lead.same\n    needs", "    when: not ⟦medical_lead.sane\n    needs"),
        (PHYSIO, "needs: all(s.licensed for s in staff if", "needs: all(⟦s.license for s in staff if"),
    ],
    "unknown-option": [
        (UNIT, "    when: unit.tenure != 'own'\n    source", "    when: unit.tenure != ⟦'owned'\n    source"),
        (UNIT, "    needs: unit.municipality != 'norrtalje'", "    needs: unit.municipality != ⟦'nortalje'"),
        (IVO, "    needs: ivo.status != 'not_yet'", "    needs: ivo.status != ⟦'notyet'"),
        (PHYSIO, "\"'at_bumm' in mission.addons\"\n            needs", "\"⟦'at_bum' in mission.addons\"\n            needs"),
        (LEAD, "        if: {same: true, head: annat}", "        if: {same: true, head: ⟦annan}"),
    ],
    "unknown-list": [
        (UNIT, "    options: municipalities", "    ⟦options: municipality"),
        (LEAD, "    options: professions\n    label: V", "    ⟦options: profession\n    label: V"),
        (PHYSIO, "options: specialities\n            label: Inriktningar\n", "⟦options: speciality\n            label: Inriktningar\n"),
        (PHYSIO, "            each: {inriktning: specialities}\n            when: inriktning in mission.", "            ⟦each: {inriktning: speciality}\n            when: inriktning in mission."),
        (PHYSIO, "type: choice, options: professions", "type: choice, ⟦options: profession"),
    ],
    "unknown-function": [
        (UNIT, "needs: weekly_hours(unit", "needs: ⟦week_hours(unit"),
        (IVO, "needs: ivo.extract_date >= today - months(3)", "needs: ivo.extract_date >= today - ⟦month(3)"),
        (UNIT, "+ months(4) + days(56)", "+ months(4) + ⟦weeks(8)"),
        (PHYSIO, "needs: count(mission.specialities) >= 1", "needs: ⟦len(mission.specialities) >= 1"),
        (PHYSIO, "needs: any(s.profession == 'fysioterapeut' and s.licensed", "needs: ⟦some(s.profession == 'fysioterapeut' and s.licensed"),
    ],
    "unknown-key": [
        (UNIT, "    example: R", "    ⟦exmple: R"),
        (UNIT, "    level: info\n", "    level: info\n    ⟦lable: Norrtälje\n"),
        (IVO, "    later: ivo_extract\n    source", "    ⟦latter: ivo_extract\n    source"),
        (LEAD, "inputs: {same", "⟦input: {same"),
        (PHYSIO, "    later: {table: conditional.items, item", "    later: {⟦tabel: conditional.items, item"),
    ],
    "type": [
        (UNIT, "    needs: unit.start_date > today", "    needs: unit.start_date > ⟦4"),
        (UNIT, "    when: unit.shared\n", "    when: ⟦unit.name\n"),
        (UNIT, "    type: postcode", "    ⟦type: postcod"),
        (IVO, "needs: ivo.extract_date >= today - months(3)", "needs: ivo.extract_date >= ⟦3"),
        (PHYSIO, "needs: count(mission.specialities) >= 1", "needs: ⟦count(mission.specialities)"),
    ],
    "cycle": [
        (UNIT, "  - id: unit.tenure\n", "  - ⟦id: unit.tenure\n    when: unit.landlord_agreement\n"),
        (UNIT, "  - id: unit.shared\n", "  - ⟦id: unit.shared\n    when: unit.shared_with != unit.name\n"),
        (IVO, "  - id: ivo.status\n", "  - ⟦id: ivo.status\n    when: ivo.notified_on < today\n"),
        (LEAD, "  - id: medical_lead.same\n", "  - ⟦id: medical_lead.same\n    when: medical_lead.informed\n"),
        (PHYSIO, "          - id: mission.scope\n", "          - ⟦id: mission.scope\n            when: mission.contract_number == applicant.name\n"),
    ],
    "duplicate-id": [
        (UNIT, "  - id: unit.phone", "  - ⟦id: unit.name"),
        (UNIT, "  - id: unit.landlord\n", "  - ⟦id: unit.norrtalje\n"),
        (LEAD, "      - id: lead\n", "      - ⟦id: head\n"),
        (PHYSIO, "          - id: mission.bumm_name", "          - ⟦id: mission.gp_name"),
        (PHYSIO, "          - id: staffing.certificates", "          - ⟦id: staffing.in_place"),
    ],
    "duplicate-key": [
        (UNIT, "    label: Öppettider\n", "    label: Öppettider\n    ⟦label: Öppettider\n"),
        (UNIT, "    level: info\n", "    level: info\n    ⟦level: info\n"),
        (IVO, "title: IVO:s vårdgivarregister\n", "title: IVO:s vårdgivarregister\n⟦title: IVO:s vårdgivarregister\n"),
        (LEAD, "if: {same: true, head: annat}", "if: {same: true, head: annat, ⟦head: annat}"),
        (PHYSIO, "  state: review\n", "  state: review\n  ⟦state: open\n"),
    ],
    "untranslated": UNTRANSLATED,
    "placeholder": [
        (ENGLISH, f'"{was}', f'"{now}')
        for was, now in [
            ("There is a licensed specialist in the speciality {inriktning}", "There is a licensed specialist in the speciality {speciality}"),
            ("Clinic's name", "Clinic's {name}"),
            ("What are the clinic's opening hours today?", "What are the clinic's opening {hours}?"),
            ("The start of operations is in the future.", "The {start} is in the future."),
            ("Choose a date after today.", "Choose a {date}."),
        ]
    ],
    "no-source": [
        (UNIT, "source: N1 § Fältkatalog C, lokalisering (unverified)\n", ""),
        (UNIT, "  - id: unit.name\n", "  - ⟦id: unit.name\n"),
        (UNIT, "  - id: unit.postcode\n", "  - ⟦id: unit.postcode\n"),
        (UNIT, "  - id: unit.city\n", "  - ⟦id: unit.city\n"),
        (UNIT, "  - id: unit.shared\n", "  - ⟦id: unit.shared\n"),
        (UNIT, "  - id: unit.shared_with\n", "  - ⟦id: unit.shared_with\n"),
        (UNIT, "  - id: unit.phone\n", "  - ⟦id: unit.phone\n"),
    ],
    "unknown-source": [
        (UNIT, "    source: V2 § Ansökan avser", "    ⟦source: V99 § Ansökan avser"),
        (UNIT, "    source: [V20, F8]", "    ⟦source: [V20, F88]"),
        (IVO, "    source: I5 § Registreringsbevis högst tre månader (inferred)", "    ⟦source: I55 § Registreringsbevis högst tre månader (inferred)"),
        (LEAD, "        source: [L7 § 4 kap. 5 §, N1 (inferred)]\n      - id: lead\n", "        ⟦source: [L77 § 4 kap. 5 §, N1 (inferred)]\n      - id: lead\n"),
        (PHYSIO, '  source: [S0 § Ansök om avtal, "R1 (inferred)"]', '  ⟦source: [S0 § Ansök om avtal, "RR1 (inferred)"]'),
    ],
    "source": [
        (UNIT, "    source: V2 § Ansökan avser", "    ⟦source: V2 § Ansökan avser (perhaps)"),
        (UNIT, "    source: [V20, F8]", "    ⟦source: [V20, 'F8 kanske']"),
        (IVO, "    source: I5 § Registreringsbevis högst tre månader (unverified)", "    ⟦source: I5 § Registreringsbevis högst tre månader (unverifed)"),
        (LEAD, "    source: N1 § Fältkatalog D, ledning (unverified)", "    ⟦source: § Fältkatalog D"),
        (PHYSIO, "source: V10 § Tilläggsuppdrag (inferred)", "⟦source: V10 Tilläggsuppdrag, inferred"),
    ],
    "expression": [
        (UNIT, "    needs: unit.start_date > today", "    needs: unit.start_date is ⟦today"),
        (UNIT, "    when: unit.shared\n", "    when: ⟦unit.shared[0]\n"),
        (IVO, "    needs: ivo.status != 'not_yet'", "    needs: ⟦ivo.status[0]"),
        (LEAD, "    needs: head.informed", "    needs: ⟦head.informed if head.name else head.phone"),
        (PHYSIO, "needs: all(s.licensed for s in staff if", "needs: all⟦(s.licensed for s in staff for t in staff if"),
    ],
    "shape": [
        (UNIT, "    level: info\n", "    ⟦level: notice\n"),
        (UNIT, "    optional: true\n", "    ⟦optional: perhaps\n"),
        (IVO, "  - id: ivo.extract_date", "  - ⟦id: IVO.extract"),
        (LEAD, "        holds: true\n        text: Den", "        ⟦holds: ja\n        text: Den"),
        (PHYSIO, 'version: "2026.1"', '⟦version: "26"'),
    ],
    "missing-key": [
        (UNIT, "  - id: unit.opening_hours\n    type: opening_hours\n    label: Öppettider\n", "  - ⟦id: unit.opening_hours\n    type: opening_hours\n"),
        (UNIT, "  - id: unit.norrtalje\n    level: info\n", "  - ⟦id: unit.norrtalje\n"),
        (IVO, "  - id: ivo.notified_on\n    type: date\n", "  - ⟦id: ivo.notified_on\n"),
        (LEAD, "      - id: lead_without\n", "      - ⟦if: {same: false}\n        holds: false\n        text: T.\n        source: L7\n      - id: lead_without\n"),
        (PHYSIO, "status:\n  state: review\n", "⟦status:\n"),
    ],
    "migration": [
        (PHYSIO, "\nlists:\n", """
migrations:
  - since: "2025.1"
    ⟦to: "2025.2"
    says: S.
    changes:
      - ⟦{rename: unit.title}
      - ⟦{split: unit.title, into: [unit.name], pattern: "("}
      - ⟦{split: unit.title, into: [unit.name], pattern: "(.)(.)"}
      - ⟦{}

lists:
"""),
    ],
    "unguarded": [
        (
            "flows/parts/premises.yaml",
            "  - id: premises.measured_already\n    level: blocker\n    needs: premises.measured_on <= today",
            "  - ⟦id: premises.measured_already\n    level: blocker\n    needs: premises.measured_on <= today and MORE",
        ),
    ],
    "unused": [
        ("flows/lists.yaml", "lists:\n", "lists:\n" + "".join(f"  ⟦spare{n}:\n    source: N1\n    options: [{{id: x, label: Vi äger den}}]\n" for n in range(4))),
        (PHYSIO, "\nlists:\n", "\nlists:\n  ⟦spare4:\n    source: N1\n    options: [{id: x, label: Vi äger den}]\n"),
    ],
}  # fmt: skip

MORE = (
    "premises.parking_distance <= 30 and premises.ramp_slope <= 8 and premises.handrail "
    "and premises.stairs and premises.walkway"
)
FOLLOW = {"unknown-key": {"missing-key"}, "migration": {"untranslated"}, "duplicate-id": {"unknown-name"}}
"""What must be told too, because the same slip makes it so."""

AT_ANOTHER_PLACE = {"placeholder"}
"""Kinds whose faults are told where the sentence stands, not where its translation does."""


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The shipped content, to be spoilt."""
    for name in ("flows", "forms", "locales"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


def plant(root: Path, plants: list[Plant]) -> set[str]:
    """Change the files; gives the places where the faults must be told."""
    for file, was, now in plants:
        path = root / file
        text = path.read_text("utf-8")
        assert 1 == text.count(was), f"{file}: {was}"
        path.write_text(text.replace(was, now.replace("MORE", MORE)), "utf-8")
    places: set[str] = set()
    for file in {file for file, _, _ in plants}:
        path = root / file
        lines = path.read_text("utf-8").splitlines()
        for number, line in enumerate(lines, start=1):
            places |= {f"{file}:{number}:{at + 1 - i}" for i, at in enumerate(_marks(line))}
        path.write_text("\n".join(lines).replace("⟦", "") + "\n", "utf-8")
    return places


def _marks(line: str) -> list[int]:
    return [at for at, char in enumerate(line) if char == "⟦"]


def test_the_copied_content_is_sound(copied: Path) -> None:
    """So that what is told below is what was planted."""
    assert [] == [str(p) for p in content_problems(load(copied))]


AT_ONCE = ("unknown-name", "cycle", "no-source")
"""The kinds tried in each run: all of the content is read for each of them. The others take their time."""


@pytest.mark.parametrize(
    "code", [pytest.param(code, marks=() if code in AT_ONCE else (pytest.mark.slow,)) for code in FAULTS]
)
def test_planted_faults_are_all_found(copied: Path, code: str) -> None:
    """At least five of a kind, all in one run, each at its line and column."""
    places = plant(copied, FAULTS[code])

    found = content_problems(load(copied))

    assert len([p for p in found if p.code == code]) >= 5
    assert {code} == {p.code for p in found} - FOLLOW.get(code, set())
    if code not in AT_ANOTHER_PLACE:
        assert places == {str(p.place) for p in found if p.code == code}
