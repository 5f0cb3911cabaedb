"""`lov flows`: what the content asks and demands, for those who read and keep it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from wizard import resources
from wizard.flow.yamlfile import read_yaml

Lov = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("ivo.notified_on", ["When: Notification to IVO is not", "ivo.in_time[notified]", "2 kap. 1 §"]),
        ("ivo.in_time[notified]", ["Needs: 1 month after", "Planned start of operations"]),
        ("medical_lead.competence", ["Depends on:", "medical_lead.competence[lead_without]"]),
        ("staff[].specialist_year", ["Profession is", "Specialist"]),
        ("mission.some_speciality", ["Needs: ", "Can we apply at all?"]),
    ],
)
def test_a_name_is_explained(lov: Lov, name: str, told: list[str]) -> None:
    """When, what it needs, what it depends on, what follows, and by which source."""
    code, out, _ = lov("flows", "explain", name)

    assert 0 == code
    assert [] == [words for words in told if words not in out]


def test_an_explanation_as_json_has_its_schema(lov: Lov) -> None:
    """The same, for programs."""
    _, out, _ = lov("flows", "explain", "staff[].fte", "--json")

    told = json.loads(out)
    assert ("column", ["unit.hours_staffed"]) == (told["kind"], told["rules"])
    assert "when" in json.loads(lov("schema", "flows-explain")[1])["properties"]


def test_an_unknown_name_is_refused_with_a_hint(lov: Lov) -> None:
    """Exit code 3."""
    code, _, err = lov("flows", "explain", "mision.addons")

    assert 3 == code
    assert "Did you mean mission.addons?" in err


@pytest.mark.parametrize("kind", ["area", "part", "sources", "lists", "catalogue", "knowledge", "timeline"])
def test_the_schema_accepts_the_shipped_files(lov: Lov, kind: str) -> None:
    """The keys of our own files are those of the schema, level by level."""
    schema = json.loads(lov("flows", "schema", kind)[1])

    assert "object" == schema["type"]
    root = resources.content_root() / "flows"
    paths = {"area": "areas/*.yaml", "part": "parts/*.yaml", "knowledge": "knowledge/*.yaml"}.get(
        kind, f"{kind}.yaml"
    )
    files = list(root.glob(paths))
    assert files
    for path in files:
        assert set(read_yaml(path, path.name).data) <= set(schema["properties"])


@pytest.mark.parametrize("suffix", [".svg", ".dot", ".png"])
def test_the_picture_is_written_where_it_is_wanted(lov: Lov, tmp_path: Path, suffix: str) -> None:
    """The suffix decides; another one is a fault of use, and nothing is written."""
    target = tmp_path / f"flow{suffix}"
    code, _, _ = lov("flows", "graph", "specialiserad-fysioterapi", "-o", target)

    if suffix == ".png":
        assert (2, False) == (code, target.exists())
    else:
        assert 0 == code
        assert target.read_text("utf-8").startswith("<svg" if suffix == ".svg" else "digraph")


def test_scenarios_are_tried_and_scored(lov: Lov, tmp_path: Path) -> None:
    """Exit code 0 where all hold, 1 where one does not or the score is too low, 3 where a table is faulty."""
    head = "Flow: specialiserad-fysioterapi/application\nToday: 2026-11-22\n\n"
    table = "| ivo.status | asked ivo.notified_on |\n|---|---|\n| not_yet | {} |\n"
    good, bad, faulty = (tmp_path / f"{name}.md" for name in ("good", "bad", "faulty"))
    good.write_text(head + table.format("no"), "utf-8")
    bad.write_text(head + table.format("yes"), "utf-8")
    faulty.write_text(head + table.format("perhaps"), "utf-8")

    code, out, _ = lov("flows", "test", good, "--mutate", "--json")
    (flow,) = json.loads(out)["flows"]
    assert (0, 1, []) == (code, flow["scenarios"], flow["failures"])
    assert 0 < flow["score"] < 5
    assert flow["coverage"]["questions"]["total"] == 233
    assert 1 == lov("flows", "test", good, "--mutate", "--least", "95")[0]
    code, out, _ = lov("flows", "test", bad)
    assert (1, True) == (code, "bad.md:6:13: expected asked ivo.notified_on: yes, found no." in out)
    code, out, _ = lov("flows", "test", good, faulty)
    assert (3, True) == (code, "faulty.md:6:13" in out)
    (tmp_path / "empty").mkdir()
    assert 3 == lov("flows", "test", tmp_path / "empty")[0]


def test_the_document_is_printed_or_written(lov: Lov, tmp_path: Path) -> None:
    """The same lines."""
    code, out, _ = lov("flows", "show", "specialiserad-fysioterapi/application")
    assert 0 == code
    assert 0 == lov("flows", "show", "specialiserad-fysioterapi/application", "-o", tmp_path / "f.md")[0]
    assert out == (tmp_path / "f.md").read_text("utf-8")


def test_an_area_alone_is_told_with_facts_articles_and_all_its_errands(lov: Lov) -> None:
    """Everything there is, with its sources; an area of the catalogue has its status and facts."""
    code, out, _ = lov("flows", "show", "specialiserad-fysioterapi")
    assert (0, True, True) == (code, "No referral is needed." in out, "`mission.specialities`" in out)
    assert "### Which specialities are there in specialised physiotherapy?" in out
    code, out, _ = lov("flows", "show", "fotsjukvard")
    assert (0, True, True) == (code, "ended on 31 December 2021" in out, "Beslut om fotsjukvård" in out)


def test_finnish_is_one_of_the_languages(lov: Lov, sample_path: Path) -> None:
    """Verdicts in Finnish; what it has no words for, in Swedish."""
    code, out, _ = lov("--lang", "fi", "check", sample_path)

    assert (0, True) == (code, out.startswith("Valmis jätettäväksi."))
    assert "Lähde: " in out
    assert "Åtgärda bristen före driftstarten." in out


def test_an_area_that_is_closed_begins_no_draft_and_says_why(lov: Lov) -> None:
    """Exit code 3, with the reason."""
    code, _, err = lov("new", "fotsjukvard")

    assert (3, True) == (code, "31 December 2021" in err)


def test_a_goal_is_told_with_the_question_it_needs_next(lov: Lov, tmp_path: Path, sample_path: Path) -> None:
    """Exit code 0 when it is reached, 1 when it is not or not yet, 2 where there is no such goal."""
    empty = tmp_path / "a.yaml"
    empty.write_text("area: specialiserad-fysioterapi\nanswers: {}\n", "utf-8")

    code, out, _ = lov("check", empty, "--goal", "can_apply")
    assert (1, True) == (code, "[mission.specialities]" in out)
    code, out, _ = lov("check", sample_path, "--goal", "can_apply", "--json")
    told = json.loads(out)
    assert (0, "met", None) == (code, told["outcome"], told["ask"])
    assert "staffing.competence[neurology]" in {v["rule"] for v in told["verdicts"]}
    assert 2 == lov("check", empty, "--goal", "nothing")[0]
