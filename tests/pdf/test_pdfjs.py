"""What pdf.js sees, the fourth viewer: values, and the text that it draws. Fetches it once with npm, so it is slow."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wizard.pdf import Template, flatten

MakePdf = Callable[..., bytes]
See = Callable[[bytes], dict[str, Any]]

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "build" / "pdfjs"
VERSION = "5.6.205"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def pdfjs(tmp_path_factory: pytest.TempPathFactory) -> See:
    """Show a file to pdf.js."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        pytest.skip("node and npm are not installed")
    if not (FOLDER / "node_modules/pdfjs-dist").is_dir():
        FOLDER.mkdir(parents=True, exist_ok=True)
        install = ["npm", "install", "--silent", "--no-audit", "--no-fund", f"pdfjs-dist@{VERSION}"]
        if subprocess.run(install, cwd=FOLDER, capture_output=True, check=False, timeout=300).returncode:
            pytest.skip("pdf.js cannot be fetched")
    program = FOLDER / "pdfjs.mjs"
    shutil.copy(Path(__file__).parent / "pdfjs.mjs", program)
    folder = tmp_path_factory.mktemp("pdfjs")

    def see(data: bytes) -> dict[str, Any]:
        path = folder / "seen.pdf"
        path.write_bytes(data)
        done = subprocess.run(["node", program, path], capture_output=True, check=True, timeout=120)
        found: dict[str, Any] = json.loads(done.stdout.decode().splitlines()[-1])
        return found

    return see


def plain(text: str) -> str:
    return "".join(text.split())


TEXTS = [
    "Åsa Öberg, 5 €",
    "Łódź Şeker ő ć",
    "Γειά σου Κόσμε",
    "Привет, ёж",
    "\u05e9\u05dc\u05d5\u05dd",
    "\u0633\u0644\u0627\u0645",
]


@pytest.mark.parametrize("text", TEXTS)
def test_values_are_known_and_drawn(pdfjs: See, make_pdf: MakePdf, text: str) -> None:
    """In every script; from the page itself once it is flattened."""
    filled = Template.compile(make_pdf("/T(a)/FT/Tx/Rect[10 300 390 330]")).fill({"a": text}).data
    seen, flat = pdfjs(filled), pdfjs(flatten(filled))

    assert seen["fields"] == {"a": text}
    assert plain(text) in plain(seen["drawn"])
    assert plain(text) in plain(flat["drawn"])
    assert flat["fields"] == {}


def test_a_radio_group_is_on(pdfjs: See, make_pdf: MakePdf) -> None:
    """Its value is a name, which pdf.js insists on."""
    group = "<</T(g)/FT/Btn/Ff 49152/Kids[10 0 R 11 0 R]>>"
    states = [f"/Parent 9 0 R/Rect[{n}0 300 {n}9 309]/AP<</N<</s{n}<<>>/Off<<>>>>>>" for n in (1, 2)]
    filled = Template.compile(make_pdf(*states, fields="9 0 R", extra={9: group})).fill({"g": "s2"}).data

    assert pdfjs(filled)["fields"] == {"g": "s2"}


def test_our_blanks_are_seen(pdfjs: See) -> None:
    """Text and choices of a form as large as real ones."""
    template = Template.compile((ROOT / "forms/ansokan-specialiserad-fysioterapi/form.pdf").read_bytes())
    seen = pdfjs(template.fill({"applicant_name": "Åsas fysioterapi AB", "contact_same": "Ja"}).data)

    assert (seen["fields"]["applicant_name"], seen["fields"]["contact_same"]) == ("Åsas fysioterapi AB", "Ja")
    assert "ÅsasfysioterapiAB" in plain(seen["drawn"])
