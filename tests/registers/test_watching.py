"""Watching pages: what a page says, what changed in it, and that nothing changes by itself."""

from __future__ import annotations

import gzip
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.registers.conftest import Clock, Nets
from tests.registers.there import There, answer, page
from wizard.registers.changes import text_changes
from wizard.registers.pages import read_page
from wizard.registers.watching import State, Watched, Watcher, secure

WHOLE = """<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>Specialiserad fysioterapi</title>
<style>p {{ color: red }}</style><script>var x = "<p>nej</p>";</script></head>
<body><form action="/"><nav><a href="/meny.pdf">Meny</a></nav>
<main id="main"><h1>Specialiserad fysioterapi</h1>
<p>Uppdraget best&aring;r av <b>akuta</b> och
   planerade insatser.</p><h2>Förfrågningsunderlag</h2>
<ul><li><a href="{pdf}">Villkor, del 1</a></li></ul><h2>Ansök om avtal</h2><p>{apply}</p></main>
<footer><ul><li>Uppdaterad: {updated}</li><li>Faktagranskad: 1 januari 2030</li></ul></footer></form></body></html>"""

APPLY = "Ansökan skickas underskriven till regionen."


def whole(
    pdf: str = "/globalassets/villkor.pdf", apply: str = APPLY, updated: str = "22 februari 2022"
) -> str:
    """A page as the region publishes it."""
    return WHOLE.format(pdf=pdf, apply=apply, updated=updated)


# Reading -------------------------------------------------------------------------------------------------


def test_a_page_is_read_as_a_person_reads_it() -> None:
    """The article, its headings, the documents it leads to, and the day it bears."""
    read = read_page(whole().encode(), "https://vardgivarguiden.se/a/b/")

    assert (
        "# Specialiserad fysioterapi",
        "Uppdraget består av akuta och planerade insatser.",
        "# Förfrågningsunderlag",
        "Villkor, del 1",
        "# Ansök om avtal",
        APPLY,
    ) == read.paragraphs
    assert [("https://vardgivarguiden.se/globalassets/villkor.pdf", "Villkor, del 1")] == [
        (link.address, link.words) for link in read.documents
    ]
    assert ("Specialiserad fysioterapi", date(2022, 2, 22)) == (read.title, read.updated)


def test_a_page_without_an_article_is_read_whole() -> None:
    """And the letters are those the server or the page tells."""
    body = "<p>Å Ä Ö</p><p>Uppdaterad: 2024-03-14"
    assert ("Å Ä Ö", "Uppdaterad: 2024-03-14") == read_page(
        body.encode("latin-1"), "https://a.se/", "text/html; charset=iso-8859-1"
    ).paragraphs
    told = read_page(b'<meta charset="windows-1252">' + body.encode("cp1252"), "https://a.se/")
    assert ("Å Ä Ö", date(2024, 3, 14)) == (told.paragraphs[0], told.updated)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Uppdaterad: 19 januari 2023", date(2023, 1, 19)),
        ("  • Uppdaterad: 31 januari 2022", date(2022, 1, 31)),
        ("Senast uppdaterad den 8 februari 2021", date(2021, 2, 8)),
        ("Uppdaterad 1 april 2022.", date(2022, 4, 1)),
        ("Faktagranskad: 7 juli 2022", None),
        ("Uppdaterad: 31 februari 2022", None),
        ("Uppdaterad: 3 foo 2022", None),
    ],
)
def test_the_day_is_found_as_the_region_writes_it(line: str, day: date | None) -> None:
    """At the end of its pages, in several ways; a day that does not exist is none."""
    assert day == read_page(f"<p>{line}</p>".encode(), "https://a.se/").updated


@given(
    st.binary(max_size=400)
    | st.text(alphabet="<>/=\"' !-[]&;amainscriptnav#x01\n", max_size=400).map(str.encode)
)
def test_reading_is_total_and_steers_nothing(body: bytes) -> None:
    """Whatever a page is."""
    read = read_page(body, "https://a.se/")
    assert all(p.isprintable() for p in read.paragraphs)


def test_a_page_of_nothing_but_openings_is_read_in_time() -> None:
    """And holds no more than its bounds."""
    read = read_page(b"<div><nav>" * 20_000, "https://a.se/")
    assert () == read.paragraphs
    assert 5000 == len(read_page(b"<p>x" * 20_000, "https://a.se/").paragraphs)


# Changes -------------------------------------------------------------------------------------------------


def test_changes_stand_under_their_headings() -> None:
    """What is alike is one change; what has moved is none."""
    before = ["# A", "Ansökan skickas till regionen i två exemplar.", "Ni får svar.", "# B", "Sist."]
    now = [
        "# A",
        "Ansökan skickas till regionen i ett exemplar.",
        "# B",
        "Helt nytt här.",
        "Sist.",
        "Ni får svar.",
    ]

    assert [
        (
            "A",
            "Ansökan skickas till regionen i två exemplar.",
            "Ansökan skickas till regionen i ett exemplar.",
        ),
        ("B", "", "Helt nytt här."),
    ] == [(c.heading, c.before, c.now) for c in text_changes(before, now)]


PARAGRAPHS = st.lists(st.sampled_from(["# A", "# B", "ett två tre", "ett två fyra", "x", "y"]), max_size=8)


@given(PARAGRAPHS, PARAGRAPHS)
def test_there_are_changes_exactly_where_the_words_differ(before: list[str], now: list[str]) -> None:
    """Of two pages with the same paragraphs, in whatever order, none are told; of others, some."""
    changes = text_changes(before, now)
    if set(before) != set(now):
        assert changes
    if before == now:
        assert not changes
    bare = {p.removeprefix("# ") for p in (*before, *now)}
    assert all({c.before, c.now} <= bare | {""} for c in changes)


# Watching ------------------------------------------------------------------------------------------------


def look(make_net: Nets, there: There, folder: Path, *, offline: bool = False, docs: bool = True) -> Watched:
    """One look at the page of the test."""
    watcher = Watcher(make_net(offline=offline), folder, docs)
    return next(watcher.look({"S0": there.at("/omrade")}))


@pytest.fixture
def published(there: There) -> There:
    """A page and its document."""
    there.put("/omrade", page(whole(), etag='"1"'))
    there.put("/globalassets/villkor.pdf", partial(answer, body=b"%PDF-1.7 a", kind="application/pdf"))
    return there


def test_the_first_look_sets_the_base_and_the_next_finds_nothing_new(
    make_net: Nets, published: There, tmp_path: Path
) -> None:
    """The page's own date and the hash of its document are kept."""
    first = look(make_net, published, tmp_path)
    again = look(make_net, published, tmp_path)

    assert (State.FIRST, State.SAME) == (first.state, again.state)
    assert again.base is not None
    assert ("2022-02-22", 64) == (again.base.updated, len(again.base.documents[0].sha256))


def test_what_changed_is_told_until_it_is_accepted(make_net: Nets, published: There, tmp_path: Path) -> None:
    """In words, under its heading; and then it is the base."""
    look(make_net, published, tmp_path)
    published.put(
        "/omrade",
        page(whole(apply=f"{APPLY} Den ska vara i två exemplar.", updated="3 mars 2027"), etag='"2"'),
    )
    for _ in range(2):
        found = look(make_net, published, tmp_path)
        assert State.CHANGED is found.state
        assert [("Ansök om avtal", APPLY)] == [(c.heading, c.before) for c in found.text]
        assert found.now is not None
        assert "2027-03-03" == found.now.updated

    watcher = Watcher(make_net(), tmp_path)
    assert watcher.accept(found)
    assert not watcher.accept(look(make_net, published, tmp_path))
    assert State.SAME is look(make_net, published, tmp_path).state


@pytest.mark.parametrize(
    ("to", "told"),
    [
        ("/globalassets/villkor.pdf", {("changed", "villkor.pdf")}),
        ("/globalassets/nya-villkor.pdf", {("new", "nya-villkor.pdf"), ("gone", "villkor.pdf")}),
    ],
)
def test_documents_that_are_new_gone_or_other_are_told(
    make_net: Nets, published: There, tmp_path: Path, clock: Clock, to: str, told: set[tuple[str, str]]
) -> None:
    """Another edition may lie at the same address."""
    look(make_net, published, tmp_path)
    published.put("/omrade", page(whole(pdf=to), etag='"2"'))
    published.put(to, partial(answer, body=b"%PDF-1.7 b", kind="application/pdf"))
    clock.sleep(600)
    found = look(make_net, published, tmp_path)

    assert State.CHANGED is found.state
    assert told == {(c.what, c.address.rpartition("/")[2]) for c in found.documents}


def test_a_page_that_is_gone_is_told(make_net: Nets, published: There, tmp_path: Path) -> None:
    """But one that was never there was only not found."""
    look(make_net, published, tmp_path)
    published.put("/omrade", partial(answer, status=410))
    assert State.GONE is look(make_net, published, tmp_path).state
    assert State.NOT_LOOKED_UP is look(make_net, published, tmp_path / "other").state


def test_what_could_not_be_looked_up_is_never_unchanged(
    make_net: Nets, published: There, tmp_path: Path
) -> None:
    """Offline, an ill server: with the reason, and the base stays."""
    look(make_net, published, tmp_path)
    offline = look(make_net, published, tmp_path, offline=True)
    published.put("/omrade", partial(answer, status=500))
    ill = look(make_net, published, tmp_path)

    assert [State.NOT_LOOKED_UP] * 2 == [offline.state, ill.state]
    assert all(found.why is not None and found.base is not None for found in (offline, ill))


def test_a_document_that_cannot_be_had_is_told_and_changes_nothing(
    make_net: Nets, published: There, tmp_path: Path
) -> None:
    """The page has been read all the same."""
    look(make_net, published, tmp_path)
    published.put("/globalassets/villkor.pdf", partial(answer, status=403))
    found = Watcher(net := make_net(), tmp_path)
    net.cache.folder = tmp_path / "empty"
    one = next(found.look({"S0": published.at("/omrade")}))

    assert (State.SAME, ["not_looked_up"]) == (one.state, [c.what for c in one.documents])
    assert not found.accept(one)


def test_documents_may_be_left_out(make_net: Nets, published: There, tmp_path: Path) -> None:
    """Then only the pages are asked for; a later look fills in what the base could not see."""
    first = look(make_net, published, tmp_path, docs=False)
    assert ({"/omrade"}, ()) == ({a.path for a in published.asked}, first.documents)

    assert State.SAME is look(make_net, published, tmp_path).state
    base = look(make_net, published, tmp_path).base
    assert base is not None
    assert base.documents[0].sha256


@pytest.mark.parametrize(
    "damage",
    [b"", b"x", gzip.compress(b'{"seen": {"documents": [1]}}', mtime=0), gzip.compress(b"{", mtime=0)[:-6]],
    ids=["empty", "no gzip", "other data", "cut"],
)
def test_a_damaged_base_is_made_anew(make_net: Nets, published: There, tmp_path: Path, damage: bytes) -> None:
    """As at the first look; and so is that of a source that is another page now."""
    look(make_net, published, tmp_path)
    base = next((tmp_path / "watch").iterdir())
    base.write_bytes(damage)
    assert State.FIRST is look(make_net, published, tmp_path).state
    published.put("/annan", page(whole()))
    watcher = Watcher(make_net(), tmp_path)
    assert State.FIRST is next(watcher.look({"S0": published.at("/annan")})).state


def test_old_addresses_are_asked_over_https() -> None:
    """Sources may name them in the clear."""
    assert "https://www.vardgivarguiden.se/x?y" == secure("http://www.vardgivarguiden.se/x?y")
    assert "http://127.0.0.1:1/x" == secure("http://127.0.0.1:1/x")
