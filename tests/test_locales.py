"""Catalogues: every sentence is there in every language, with its placeholders."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from hatch_build import keeps_placeholders
from wizard import resources
from wizard.authoring.catalogues import collect, updated
from wizard.blanks.lint import content_problems
from wizard.flow.content import load
from wizard.i18n import SOURCE_LANGUAGE, Translator, content, is_partial, msg, nmsg, open_catalogue

PARTIAL = '"X-Completeness: partial\\n"\n'
ROOT = Path(__file__).parents[1]
WHOLE = ("sv", "en")
"""The languages of which every sentence is demanded, whatever their catalogues say of themselves."""
CATALOGUES = [
    (folder.name, domain) for folder in sorted((ROOT / "locales").iterdir()) for domain in SOURCE_LANGUAGE
]


@pytest.fixture(params=CATALOGUES, ids="/".join)
def catalogue(request: pytest.FixtureRequest) -> tuple[Path, str, str]:
    language, domain = request.param
    return ROOT / "locales" / language / "LC_MESSAGES" / f"{domain}.po", language, domain


def test_every_sentence_is_translated(catalogue: tuple[Path, str, str]) -> None:
    """None is missing; `make locales` lists new ones. A language may say that it is partial, save the two whole ones."""
    path, language, domain = catalogue
    if is_partial(path) and language not in WHOLE:
        pytest.skip("partial by its own word")
    fresh = updated(path, domain, language, ROOT)
    empty = [m.id for m in fresh if m.id and not (all(m.string) if isinstance(m.string, tuple) else m.string)]

    assert [] == empty


def test_the_committed_catalogue_holds_the_sentences_of_today(catalogue: tuple[Path, str, str]) -> None:
    """No sentence is missing from the file, and none in it is said by nobody."""
    path, language, domain = catalogue
    known = {str(m.id) for m in read_po(BytesIO(path.read_bytes()), locale=language) if m.id}

    assert {str(m.id) for m in collect(domain, ROOT) if m.id} == known


def test_translations_keep_their_placeholders(catalogue: tuple[Path, str, str]) -> None:
    """A value that belongs in a sentence is in each of its wordings."""
    path, language, _ = catalogue
    messages = [m for m in read_po(BytesIO(path.read_bytes()), locale=language) if m.id]

    assert [] == [m.id for m in messages if not keeps_placeholders(m)]


def test_a_sentence_and_the_values_in_it_come_out_in_one_language() -> None:
    """Messages inside messages, numbers and lists follow the translator."""
    swedish, english = Translator.of("sv"), Translator.of("en")
    message = msg(
        "{question}: {reason}", question=content("Entrédörr"), reason=msg("This has to be answered.")
    )

    assert "Entrédörr: Frågan behöver ett svar." == swedish(message)
    assert "Entrance door: This has to be answered." == english(message)
    assert ("0,84", "0.84") == (swedish.value(0.84), english.value(0.84))
    assert "a, b och c" == swedish.value(("a", "b", "c"))
    assert ("1 fel.", "2 faults.") == (
        swedish(nmsg("{count} fault.", "{count} faults.", 1)),
        english(nmsg("{count} fault.", "{count} faults.", 2)),
    )


@pytest.mark.parametrize("value", [None, object(), float("nan"), "{x}", b"x", [1, (2,)], msg("{a}", a="{a}")])
def test_rendering_never_raises(value: object) -> None:
    """Whatever the values are; and a value is never read as a sentence with placeholders."""
    for language in ("sv", "en", "fi"):
        assert isinstance(Translator.of(language)(msg("{question}: {reason}", question=value)), str)


def test_finnish_is_spoken_and_what_it_lacks_is_said_in_swedish() -> None:
    """The interface and the common questions; the rest in the language of the region, never half and half."""
    finnish, swedish = Translator.of("fi"), Translator.of("sv")
    lacking = msg("The chain breaks here: version {to} is followed by {next}.", to=1, next=2)

    assert "Valmis jätettäväksi." == finnish(msg("Ready to be handed in."))
    assert "Mikä on organisaationumeronne?" == finnish(content("Vilket organisationsnummer har ni?"))
    assert "2 vastausta puuttuu" == finnish(
        nmsg("{count} answer is missing", "{count} answers are missing", 2)
    )
    assert swedish(lacking) == finnish(lacking) != str(lacking)
    assert "Kedjan" in finnish(lacking) or "kedjan" in finnish(lacking)
    assert "Rivi som ingen har översatt." == finnish(content("Rivi som ingen har översatt."))


def test_plurals_that_nobody_has_translated_fall_back_too(partial_content: Path) -> None:
    """An empty wording is no wording."""
    assert "2 dagar" == Translator.of("fi")(nmsg("{count} day", "{count} days", 2))


def test_a_partial_language_is_not_asked_for_all_but_must_keep_placeholders(partial_content: Path) -> None:
    """Without the line that says so, each sentence it lacks is told."""
    po = partial_content / "locales/fi/LC_MESSAGES/flows.po"
    codes = {p.code for p in content_problems(load(partial_content)) if "fi" in str(p.what)}
    po.write_text(po.read_text("utf-8").replace('"X-Completeness: partial\\n"\n', ""), "utf-8")
    open_catalogue.cache_clear()
    then = {p.code for p in content_problems(load(partial_content)) if "fi" in str(p.what)}

    assert ({"placeholder"}, {"placeholder", "untranslated"}) == (codes, then)


@pytest.fixture
def partial_content(tmp_path: Path) -> Iterator[Path]:
    """A content folder whose Finnish lacks nearly everything, and has lost a placeholder."""
    head = 'msgid ""\nmsgstr ""\n"Language: {}\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
    plural = '\nmsgid "{{count}} day"\nmsgid_plural "{{count}} days"\nmsgstr[0] "{}"\nmsgstr[1] "{}"\n'
    written = {
        "locales/sv/LC_MESSAGES/interface.po": head.format("sv")
        + plural.format("{count} dag", "{count} dagar"),
        "locales/fi/LC_MESSAGES/interface.po": head.format("fi") + PARTIAL + plural.format("", ""),
        "locales/fi/LC_MESSAGES/flows.po": head.format("fi")
        + PARTIAL
        + '\nmsgid "{x} finns."\nmsgstr "On."\n',
        "flows/sources.yaml": "sources:\n  S0: {title: T, publisher: P}\n",
        "flows/lists.yaml": "lists:\n  l: {source: S0, options: [{id: a, label: '{x} finns.'}, {id: b, label: B}]}\n",
    }
    for name, text in written.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    resources.use_content(tmp_path)
    yield tmp_path
    resources.use_content(None)


def test_a_third_language_is_a_catalogue_and_nothing_else(tmp_path: Path) -> None:
    """A new folder with a `.po` is found and used, uncompiled too."""
    folder = tmp_path / "locales" / "fi" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "interface.po").write_text(
        'msgid ""\nmsgstr "Language: fi\\nContent-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Ready to be handed in."\nmsgstr "Valmis jätettäväksi."\n',
        "utf-8",
    )
    resources.use_content(tmp_path)

    assert "Valmis jätettäväksi." == Translator.of("fi")(msg("Ready to be handed in."))
    assert "Not there." == Translator.of("fi")(msg("Not there."))
