"""The page and what it is made of, without a browser."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from wizard.authoring.webfonts import make_webfonts
from wizard.i18n import Translator, available_languages
from wizard.tui.themes import ROLES
from wizard.web import BROWSER_DRIVER
from wizard.web.headers import content_policy
from wizard.web.limits import Limits
from wizard.web.page import SORRY, WORDS, page, sorry

WEB = Path(__file__).parents[2] / "wizard/web"
STATIC = WEB / "static"
OURS = ["page.mjs", "files.mjs", "page.css"]


def whole_page(nonce: str = "n0") -> str:
    """The page as it is served."""
    words = {language: Translator.of(language) for language in available_languages()}
    return page(words, "sv", nonce, Limits())


def test_every_word_the_script_asks_for_is_there_in_every_language() -> None:
    """And none that it does not."""
    scripts = "".join((STATIC / name).read_text("utf-8") for name in OURS[:2])
    data = json.loads(re.search(r'id="data">(.*?)</script>', whole_page(), re.DOTALL)[1])  # type: ignore[index]
    for language, said in data["words"].items():
        assert set(said) == set(WORDS), language
        assert all(said.values())
    for name in {name.partition(".")[0] for name in WORDS}:
        assert (
            f'"{name}"' in scripts or f'"{name}.' in scripts or f"`{name}." in scripts or name in whole_page()
        )


def test_no_two_languages_say_the_same() -> None:
    """A sentence that was forgotten would be said in English."""
    swedish, english = Translator.of("sv"), Translator.of("en")
    same = {name for name, word in WORDS.items() if swedish(word) == english(word)}
    assert same == set()
    for words in SORRY.values():
        assert all(swedish(word) != english(word) for word in words)


def test_nothing_is_fetched_from_anywhere_else() -> None:
    """Neither by the page nor by what it loads."""
    texts = {name: (STATIC / name).read_text("utf-8") for name in OURS} | {"page": whole_page()}
    for name, text in texts.items():
        found = re.findall(
            r"(?:https?:)?//[\w.]+\.\w+[^\s\"']*", re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE)
        )
        assert found == [], name
        assert "@import" not in text
    for policy in (content_policy("http://127.0.0.1:1"), content_policy("http://127.0.0.1:1", "n")):
        assert "unsafe" not in policy
        assert "http" not in policy


def test_the_page_has_no_script_or_style_of_its_own_in_it() -> None:
    """Only names of files, and data that no markup can leave."""
    text = whole_page()
    assert re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", text) == ['<script type="application/json" id="data">']
    assert "<style" not in text
    assert not re.search(r"\son\w+=|\sstyle=|javascript:", text)
    assert "<" not in re.search(r'id="data">(.*?)</script>', text, re.DOTALL)[1]  # type: ignore[index]


def test_the_scripts_set_text_and_never_markup() -> None:
    """What would turn text into elements or code does not occur."""
    for name in OURS[:2]:
        text = (STATIC / name).read_text("utf-8")
        for word in (
            "innerHTML",
            "outerHTML",
            "insertAdjacent",
            "document.write",
            "eval(",
            "Function(",
            "srcdoc",
        ):
            assert word not in text, (name, word)


def test_what_comes_from_outside_is_escaped() -> None:
    """Even what only we put there."""
    assert '<b>"' not in whole_page('<b>"')
    assert 'href="/"' in sorry(Translator.of("en"), SORRY["used"], is_inside=True)


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_the_page_has_the_colours_of_the_apps_themes(theme: str) -> None:
    """So that nothing shows where the page ends and the app begins."""
    css = (STATIC / "page.css").read_text("utf-8")
    blocks = re.findall(r"(:root[^{]*)\{([^}]*)\}", css)
    wanted = {name.replace("_", "-"): colour for name, colour in ROLES[f"lov-{theme}"].items()}
    seen = 0
    for selector, block in blocks:
        is_light = "light" in selector or ":not" in selector
        if is_light == (theme == "light"):
            told = dict(re.findall(r"--([\w-]+):\s*(#\w+)", block))
            assert told == {name: wanted[name] for name in told}
            assert {"paper", "ink", "quiet", "focus", "press", "on-press"} <= told.keys()
            seen += 1
    assert seen == (2 if theme == "light" else 1)


def test_the_typeface_has_every_sign_the_app_draws(tmp_path: Path) -> None:
    """And is what the authoring makes of its sources, byte for byte."""
    known: set[int] = set()
    for path in (STATIC / "fonts").glob("*.woff2"):
        known |= TTFont(path).getBestCmap().keys()
    drawn = {
        sign
        for path in [*(WEB.parent / "tui").rglob("*.py"), *(WEB.parents[1] / "locales").rglob("*.po")]
        for sign in path.read_text("utf-8")
        if not sign.isascii()
    }
    assert {sign for sign in drawn if ord(sign) not in known} <= {"\u200b", "\ufffd", "\u2011"}
    make_webfonts(tmp_path)
    for path in tmp_path.iterdir():
        assert path.read_bytes() == (STATIC / "fonts" / path.name).read_bytes(), path.name


def test_what_was_taken_over_is_as_it_was_published() -> None:
    """The list tells version, licence and SHA-256 of every file that is not ours."""
    listed = dict(
        re.findall(
            r"^\| `([\w.-]+)` .*\| `(\w{64})` \|$", (STATIC / "README.md").read_text("utf-8"), re.MULTILINE
        )
    )
    files = {path.name: path for path in (STATIC / "vendor").iterdir() if path.name != "LICENSE"}
    assert listed == {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()}


def test_the_driver_that_the_children_are_told_to_use_is_there() -> None:
    """Its name is written twice, because the rooms do not know each other."""
    module, _, name = BROWSER_DRIVER.partition(":")
    assert module == "wizard.tui.browserdriver"
    assert f"class {name}(" in (WEB.parent / "tui/browserdriver.py").read_text("utf-8")
