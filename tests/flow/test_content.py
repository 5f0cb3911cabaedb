"""Content: faults are told at their place, all at once; sound content becomes a flow."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from wizard.flow.content import Content, UnknownFlowError, load
from wizard.flow.lint import lint
from wizard.flow.model import AreaState
from wizard.flow.problems import ContentError, Problem

Maker = Callable[..., Content]
KINDS = {"application", "premises", "change", "termination", "golive", "undertaking"}


def told(content: Content) -> list[tuple[str, str]]:
    return [(p.code, str(p.place)) for p in content.all_problems()]


def only(content: Content) -> Problem:
    (problem,) = content.all_problems()
    return problem


QUESTION = """
- id: t
  title: Del
  questions:
    - {id: a, type: yesno, label: A, source: S0 § X}
"""


def test_sound_content_has_no_problems(make_content: Maker) -> None:
    """The smallest flow is sound."""
    content = make_content(QUESTION)

    assert [] == told(content)
    assert ["a"] == list(content.flow("prov", "application").questions)


@pytest.mark.parametrize(
    ("question", "code", "at", "hint"),
    [
        ("{id: b, type: yesno, lable: B, label: B, source: S0}", "unknown-key", "lable", "label"),
        ("{id: b, type: yesno, source: S0}", "missing-key", "{", ""),
        ("{id: b, type: yesnoo, label: B, source: S0}", "type", "type", "yesno"),
        ("{id: b, type: yesno, label: B}", "no-source", "{", "source"),
        ("{id: b, type: yesno, label: B, source: S9 § X}", "unknown-source", "source", "sources.yaml"),
        ("{id: b, type: yesno, label: B, source: 'S0 § X (perhaps)'}", "source", "source", "inferred"),
        ("{id: b, type: yesno, label: B, source: S0, when: aa}", "unknown-name", "aa", "a"),
        ("{id: b, type: yesno, label: B, source: S0, when: a and aa}", "unknown-name", "aa", "a"),
        ("{id: b, type: yesno, label: B, source: S0, when: a > 3}", "type", "a > 3", ""),
        ("{id: a, type: yesno, label: B, source: S0}", "duplicate-id", "id", ""),
        ("{id: B!, type: yesno, label: B, source: S0}", "shape", "id", ""),
        ("{id: b, type: choice, options: lista, label: B, source: S0}", "unknown-list", "options", ""),
        ("{id: b, type: yesno, label: B, source: S0, page: p}", "unknown-name", "page", ""),
        ("{id: b, type: text, unit: m, label: B, source: S0}", "type", "type", ""),
    ],
)
def test_a_fault_in_a_question_names_line_column_and_remedy(
    make_content: Maker, question: str, code: str, at: str, hint: str
) -> None:
    """Each planted fault is the only one told, with its place."""
    line = f"    - {question}"
    problem = only(make_content(f"{QUESTION}{line}\n"))

    assert ("flows/areas/prov.yaml", 12) == (problem.place.file, problem.place.line)
    assert (code, 7 + line.index(at)) == (problem.code, problem.place.column)
    assert hint in f"{problem.what} {problem.fix}"


def test_faults_of_rules_parts_and_errands_are_told_together(make_content: Maker) -> None:
    """One run finds them all."""
    content = make_content(
        """
        - {id: x, part: nowhere}
        - {id: p, part: shared, omit: [bb]}
        """,
        parts__shared="""
            title: Delad
            source: S0
            questions: [{id: b, type: measure, unit: m, label: B}]
            rules:
              - {id: r, level: blocker, needs: b >= 'x', text: Text., source: S0}
              - {id: r, level: blocker, needs: b >= 1, text: Text., source: S0}
              - {id: q, level: blokker, needs: b >= 1, text: Text., source: S0}
        """,
    )

    assert {"shape", "unknown-part"} == {code for code, _ in told(content)}

    mended = make_content(
        "- {id: p, part: shared, omit: [bb]}\n- {id: x, part: nowhere}\n",
        parts__shared="""
            title: Delad
            source: S0
            questions: [{id: b, type: measure, unit: m, label: B}]
            rules:
              - {id: r, level: blocker, needs: b >= 'x', text: Text., source: S0}
              - {id: r, level: blocker, needs: b >= 1, text: Text., source: S0}
        """,
    )
    assert {"unknown-name", "unknown-part", "type", "duplicate-id"} == {code for code, _ in told(mended)}


def test_questions_that_wait_for_each_other_are_told(make_content: Maker) -> None:
    """A ring of conditions can never be asked."""
    content = make_content(
        """
        - id: t
          title: Del
          source: S0
          questions:
            - {id: a, type: yesno, label: A, when: c}
            - {id: b, type: yesno, label: B, when: a}
            - {id: c, type: yesno, label: C, when: b}
        """
    )
    problem = only(content)

    assert "cycle" == problem.code
    assert all(name in str(problem.what) for name in "abc")


def test_an_unknown_area_or_errand_is_refused_with_what_there_is(make_content: Maker) -> None:
    """The nearest name is offered."""
    content = make_content(QUESTION)

    with pytest.raises(UnknownFlowError, match="prov"):
        content.flow("prow", "application")
    with pytest.raises(UnknownFlowError, match="application"):
        content.flow("prov", "change")


def test_a_flow_with_faults_is_not_used(make_content: Maker) -> None:
    """Asking for it raises all of them."""
    with pytest.raises(ContentError, match="no source"):
        make_content("- {id: t, title: Del, questions: [{id: a, type: yesno, label: A}]}").flow(
            "prov", "application"
        )


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    """An empty content folder is a fault, not a crash."""
    assert ["missing"] == [p.code for p in load(tmp_path / "nothing").all_problems()]


def test_a_rule_is_repeated_for_each_option(make_content: Maker) -> None:
    """`each` spells a rule out over a list, with the option's label in its text."""
    flow = make_content(
        """
        - id: t
          title: Del
          source: S0
          questions:
            - {id: picks, type: multichoice, options: things, label: Val}
          rules:
            - id: r
              level: blocker
              each: {thing: things}
              needs: thing in picks
              text: "{thing} behövs."
              source: S0
        """,
        lists="""
            lists:
              things: {source: S0, options: [{id: one, label: Ett}, {id: two, label: Två}]}
        """,
    ).flow("prov", "application")

    assert ["r[one]", "r[two]"] == [rule.id for rule in flow.rules]
    assert "Två behövs." == str(flow.rules[1].text)


def test_the_condition_of_a_task_holds_for_its_questions(make_content: Maker) -> None:
    """A task that is not needed asks nothing."""
    flow = make_content(
        """
        - {id: t, title: Del, source: S0, questions: [{id: a, type: yesno, label: A}]}
        - {id: u, title: Del, source: S0, when: a, questions: [{id: b, type: yesno, label: B, when: not a}]}
        """
    ).flow("prov", "application")

    assert {"a"} == flow.questions["b"].reads
    assert flow.questions["b"].when is not None


def test_an_area_known_by_name_only_says_its_status(make_content: Maker) -> None:
    """The catalogue answers for areas without questions."""
    content = make_content(
        QUESTION,
        catalogue="""
            areas:
              - id: fotsjukvard
                name: Fotsjukvård
                status: {state: closed, text: Stängt., closed_from: 2021-12-31, source: S0, checked: 2026-11-22}
        """,
    )

    assert not content.areas["fotsjukvard"].can_apply
    with pytest.raises(UnknownFlowError, match="Stängt"):
        content.flow("fotsjukvard", "application")


def test_choosing_any_area_gives_an_honest_answer(shipped: Content) -> None:
    """Every area has a status in words with a source and a date; one without questions says where to turn."""
    for area in shipped.areas.values():
        assert area.sources
        assert area.checked <= date(2026, 11, 22)
        if not area.kinds:
            assert not area.can_apply
            with pytest.raises(UnknownFlowError, match=re.escape(str(area.status)[:40])):
                shipped.flow(area.id, "application")
    unknown = [a for a in shipped.areas.values() if a.state is AreaState.UNKNOWN]
    assert all("Fråga regionen" in str(a.status) for a in unknown)
    assert {"fotsjukvard", "ogonsjukvard", "logopedi", "vaccination"} <= shipped.areas.keys()


def test_an_area_of_the_catalogue_has_facts_with_sources(make_content: Maker) -> None:
    """As areas with questions have; a fault in their source is told."""
    entry = "{{id: x, name: X, status: {{state: open, text: T., source: S0, checked: 2026-11-22}}, facts: [{{text: F., source: {}}}]}}"
    sound = make_content(QUESTION, catalogue=f"areas:\n  - {entry.format('S0 § A')}\n")
    ((fact, (ref,)),) = sound.areas["x"].facts
    assert ([], "F.", "A") == (told(sound), str(fact), ref.section)

    faulty = make_content(QUESTION, catalogue=f"areas:\n  - {entry.format('S9')}\n")
    assert ["unknown-source"] == [code for code, _ in told(faulty)]


def test_the_area_in_the_readme_is_sound_as_it_stands(tmp_path: Path, shipped: Content) -> None:
    """A keeper may copy it."""
    shutil.copytree(shipped.root / "flows", tmp_path / "flows")
    readme = (tmp_path / "flows/README.md").read_text("utf-8")
    (example,) = re.findall(r"```yaml\n(.*?)```", readme, re.DOTALL)
    (tmp_path / "flows/areas/exempelvard.yaml").write_text(example, "utf-8")
    content = load(tmp_path)

    assert [] == told(content)
    assert "mission.has_pool" in content.flow("exempelvard", "application").questions


def test_the_shipped_content_is_sound(shipped: Content) -> None:
    """What we ship has no fault."""
    assert [] == told(shipped)


@pytest.mark.parametrize(
    ("state", "errands", "kind", "said"),
    [
        ("closed", "{}", "application", "Så är det."),
        ("other_form", "{change: {title: Ändring, tasks: []}}", "application", "Så är det."),
        ("open", "{}", "application", "no questions for"),
        ("closed", "{change: {title: Ändring, tasks: []}}", "golive", "There is: change"),
    ],
)
def test_an_area_without_the_errand_says_how_things_stand(
    make_content: Maker, state: str, errands: str, kind: str, said: str
) -> None:
    """A closed area tells its status; one that has other errands names them."""
    status = f"{{state: {state}, text: Så är det., source: S0 § Ansök, checked: 2026-11-22}}"
    content = make_content(area=f"name: Prov\nversion: '2026.1'\nstatus: {status}\nerrands: {errands}\n")

    with pytest.raises(UnknownFlowError, match=said):
        content.flow("prov", kind)


WITHOUT = """
name: Prov
version: "2026.1"
status: {state: open, text: Öppet., source: S0 § Ansök, checked: 2026-11-22}
errands: {change: {title: Ändring, tasks: []}}
without: {KIND: {title: Borta, text: Det finns inte här., source: SOURCE}}
"""


def test_an_errand_that_people_look_for_in_vain_is_answered_with_its_source(make_content: Maker) -> None:
    """Its text is the answer, its source is checked, and it cannot be there and not there at once."""
    sound = make_content(area=WITHOUT.replace("KIND", "premises").replace("SOURCE", "S0 § Lokal"))
    ((ref,),) = [without.sources for without in sound.areas["prov"].without]
    assert ([], "Lokal") == (told(sound), ref.section)
    with pytest.raises(UnknownFlowError, match=re.escape("Det finns inte här.")):
        sound.flow("prov", "premises")

    unsourced = make_content(area=WITHOUT.replace("KIND", "premises").replace("SOURCE", "S9"))
    assert ["unknown-source"] == [code for code, _ in told(unsourced)]
    twice = make_content(area=WITHOUT.replace("KIND", "change").replace("SOURCE", "S0"))
    assert ["duplicate-id"] == [problem.code for problem in lint(twice)]


def test_every_area_with_errands_answers_for_each_kind_of_errand(shipped: Content) -> None:
    """Whichever errand one looks for, there is one, or a reason with a source why there is none."""
    for area in shipped.areas.values():
        answered = {*area.kinds, *(without.kind for without in area.without)}
        assert not area.kinds or answered == KINDS, area.id
