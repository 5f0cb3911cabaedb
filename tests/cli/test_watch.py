"""`lov watch` and `lov forms check`: what is told to the form keeper, with and without net."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
import yaml
from pydantic import TypeAdapter

from tests.conftest import AREA, Maker
from tests.registers.there import There, answer, impatient, page
from wizard.blanks.load import MapFile
from wizard.blanks.mapfile import renamed_map_text
from wizard.cli.watchoutputs import FormsCheckOut, WatchOut

Lov = Callable[..., tuple[int, str, str]]

ABOUT = "Ansökan skickas underskriven till regionen."
PAGE = "<main><h1>Sidan</h1><h2>Ansök om avtal</h2><p>{text}</p><p><a href='/v.pdf'>Villkor</a></p></main>"
TASKS = """
- id: us
  title: Om er
  questions:
    - {id: name, type: text, label: Namn, ask: Vad heter ni?, source: S0 § Ansök om avtal}
    - {id: other, type: text, label: Annat, ask: Vad annat?, source: S0 § Uppdrag}
"""


@pytest.fixture
def there(monkeypatch: pytest.MonkeyPatch) -> Iterator[There]:
    """A publisher."""
    with impatient(monkeypatch) as server:
        server.put("/sida", page(PAGE.format(text=ABOUT), etag='"1"'))
        server.put("/v.pdf", partial(answer, body=b"%PDF-1.7", kind="application/pdf"))
        yield server


@pytest.fixture
def content(there: There, make_content: Maker) -> Path:
    """Content with one watched page, one whose address nobody knows, and one that is not watched."""
    sources = f"""
    sources:
      S0: {{title: Sidan, publisher: Regionen, url: "{there.at("/sida")}", watch: true}}
      S2: {{title: Utan adress, publisher: Regionen, watch: true}}
      N1: {{title: Bedömning, publisher: lov, url: "{there.at("/nej")}"}}
    """
    return make_content(TASKS, sources=sources).root


def test_the_first_look_sets_the_base_and_changes_are_told_with_what_rests_on_them(
    lov: Lov, there: There, content: Path, tmp_path: Path
) -> None:
    """The section that changed first; until the keeper accepts it."""
    code, out, _ = lov("--content", content, "watch", "S0")
    assert (0, True) == (code, "looked at for the first time: Sidan" in out)
    there.put("/sida", page(PAGE.format(text=f"{ABOUT} I två <b>exemplar</b>."), etag='"2"'))

    code, out, _ = lov("--content", content, "watch", "S0", "--html", tmp_path / "r.html")
    assert 1 == code
    assert "§ Ansök om avtal" in out
    assert f"- {ABOUT}" in out
    assert f"+ {ABOUT} I två exemplar." in out
    rests = [line.split() for line in out.splitlines() if "flows/areas/prov.yaml" in line]
    assert ["!", "name"] == [rests[0][0], rests[0][2]]
    assert [] == [line for line in rests[1:] if line[0] == "!"]
    assert "I två exemplar." in (tmp_path / "r.html").read_text()

    assert 0 == lov("--content", content, "watch", "S0", "--accept")[0]
    assert "S0   unchanged" in lov("--content", content, "watch", "S0")[1]


def test_the_document_has_its_schema(lov: Lov, there: There, content: Path) -> None:
    """For other programs; what has no address is told as not looked up."""
    made = json.loads(lov("--content", content, "watch", "--json")[1])

    TypeAdapter(WatchOut).validate_python(made)
    assert [("S0", "first"), ("S2", "not_looked_up")] == [(p["source"], p["state"]) for p in made["pages"]]
    assert (0, 1) == (made["changed"], made["not_looked_up"])
    assert all(name in json.loads(lov("schema", "watch")[1])["$defs"] for name in ("PageOut", "CitationOut"))


def test_without_net_it_says_what_was_not_looked_up(lov: Lov, there: There, content: Path) -> None:
    """And when it was, last."""
    lov("--content", content, "watch", "S0")
    asked = len(there.asked)
    code, out, _ = lov("--content", content, "watch", "S0", "--offline")

    assert 0 == code
    assert "S0   not looked up: Sidan" in out
    assert "Last looked at: 2026-11-22" in out
    assert asked == len(there.asked)


def test_a_publisher_that_is_ill_is_no_good_news(lov: Lov, there: There, content: Path) -> None:
    """The exit code says that something is not known."""
    there.put("/sida", partial(answer, status=500))
    code, out, _ = lov("--content", content, "watch", "S0")
    assert (1, True) == (code, "1 page was not looked up" in out)


def test_a_source_nobody_knows_is_refused(lov: Lov, content: Path) -> None:
    """With its name."""
    assert (3, True) == ((r := lov("--content", content, "watch", "S9"))[0], "S9" in r[2])


def test_what_a_page_says_steers_no_terminal_and_no_browser(
    lov: Lov, there: There, content: Path, tmp_path: Path
) -> None:
    """Escapes and markup are words."""
    lov("--content", content, "watch", "S0")
    evil = "Ansökan &lt;script&gt;alert(1)&lt;/script&gt; \x1b[2J till regionen."
    there.put("/sida", page(PAGE.format(text=evil), etag='"2"'))
    _, out, _ = lov("--content", content, "watch", "S0", "--html", tmp_path / "r.html")

    assert "\x1b" not in out
    html = (tmp_path / "r.html").read_text()
    assert "<script" not in html
    assert "&lt;script&gt;" in html


# Forms ---------------------------------------------------------------------------------------------------

MAP = """
blank: officiell
title: Officiell blankett
edition: "1"
published: "{address}"
flows: [{{area: prov, kind: application}}]
fields: {{}}
"""


@pytest.fixture
def blank(there: There, make_content: Maker) -> Path:
    """A blank that was taken in from a publisher."""
    root = make_content(AREA and TASKS).root
    folder = root / "forms/officiell"
    folder.mkdir(parents=True)
    form = next(Path("forms").rglob("form.pdf")).read_bytes()
    (folder / "form.pdf").write_bytes(form)
    (folder / "map.yaml").write_text(MAP.format(address=there.at("/blankett.pdf")))
    there.put("/blankett.pdf", partial(answer, body=form, kind="application/pdf", headers={"ETag": '"1"'}))
    return root


def test_a_blank_that_is_still_published_is_current(lov: Lov, blank: Path, there: There) -> None:
    """By its bytes; the server is asked with what it said before."""
    code, out, _ = lov("--content", blank, "forms", "check")
    assert (0, True) == (code, "officiell  1  is the one that is published" in out)

    made = json.loads(lov("--content", blank, "forms", "check", "--json")[1])
    TypeAdapter(FormsCheckOut).validate_python(made)
    assert '"1"' == there.asked[-1].headers["if-none-match"] == made["forms"][0]["etag"]


def test_a_new_edition_is_told_and_saved_for_comparing(
    lov: Lov, blank: Path, there: There, tmp_path: Path
) -> None:
    """The blank in use stays as it is."""
    before = (blank / "forms/officiell/form.pdf").read_bytes()
    there.put("/blankett.pdf", partial(answer, body=b"%PDF-1.7 ny", kind="application/pdf"))
    code, out, _ = lov("--content", blank, "forms", "check", "--save", tmp_path / "nya")

    assert (1, True) == (code, "is not the one that is published now" in out)
    assert b"%PDF-1.7 ny" == (tmp_path / "nya/officiell.pdf").read_bytes()
    assert before == (blank / "forms/officiell/form.pdf").read_bytes()


@pytest.mark.parametrize(
    ("status", "words"), [(404, "is not published any more"), (503, "was not looked up")]
)
def test_a_publisher_that_has_it_no_more_or_does_not_answer(
    lov: Lov, blank: Path, there: There, status: int, words: str
) -> None:
    """Two things that are told apart."""
    there.put("/blankett.pdf", partial(answer, status=status))
    code, out, _ = lov("--content", blank, "forms", "check")
    assert (1, True) == (code, words in out)


def test_the_shipped_blanks_are_lovs_own(lov: Lov) -> None:
    """So nobody is asked, and it is said."""
    code, out, _ = lov("forms", "check")
    assert 0 == code
    assert "is lov's own layout" in out
    assert "Nobody was asked" in out


def test_a_blank_keeps_its_publisher_from_edition_to_edition() -> None:
    """The map of a new edition says where the form is published, as the old one did."""
    path = next(Path("forms").rglob("map.yaml"))
    told = {**yaml.safe_load(path.read_text("utf-8")), "published": "https://vardgivarguiden.se/x.pdf"}
    told["edition"] = str(told["edition"])
    text = renamed_map_text(MapFile.model_validate(told), "2", {}, ())

    assert "https://vardgivarguiden.se/x.pdf" == yaml.safe_load(text)["published"]
