"""`lov forms` with forms of every make, as a person meets them: what works, what is refused, and what is said."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Final

import pytest

from tests.pdf.conftest import build
from wizard.__main__ import main
from wizard.cli.exits import Exit
from wizard.pdf import Guard, Unsafe, cached_template

Lov = Callable[..., tuple[int, str, str]]


def rect(line: int) -> str:
    return f"/Rect[10 {380 - 25 * line} 290 {400 - 25 * line}]"


WIDGETS: Final = (
    f"/FT/Tx/T(name){rect(0)}",
    "/FT/Tx/T(note)/Ff 4096/Rect[10 200 290 300]",
    f"/FT/Tx/T(code)/MaxLen 6/Ff 16777216{rect(1)}",
    f"/FT/Btn/T(agree){rect(2)}",
    f"/FT/Ch/Ff 131072/T(town)/Opt[[(1480)(G\\366teborg)][(0180)(Stockholm)]]{rect(3)}",
    "/FT/Ch/Ff 2097152/T(many)/Opt[(a)(b)(c)]/Rect[10 100 290 180]",
)
VALUES: Final = {
    "name": "Åsa Öberg 5 €",
    "note": "rad 1\nrad två",
    "code": "AB12",
    "agree": True,
    "town": "1480",
    "many": ["a", "c"],
}
XFA: Final = {30: "<</Length 5>>stream\n<xdp>\nendstream"}


def certified(level: int) -> bytes:
    """The form, certified by its author."""
    reference = f"[<</TransformMethod/DocMDP/TransformParams<</P {level}/V/1.2>>>>]"
    signature = f"<</Type/Sig/Filter/X/Contents<00>/ByteRange[0 1 2 3]/Name(Anna)/Reference{reference}>>"
    return build(
        *WIDGETS,
        "/FT/Sig/T(sig)/V 31 0 R/Rect[0 0 0 0]",
        form="/SigFlags 3",
        catalogue="/Perms<</DocMDP 31 0 R>>",
        extra={31: signature},
    )


def locked(data: bytes, folder: Path, *how: str) -> bytes:
    """The form encrypted by qpdf: user password, owner password, bits and options."""
    program = shutil.which("qpdf")
    if program is None:
        pytest.skip("qpdf is not installed")
    plain, out = folder / "plain.pdf", folder / "locked.pdf"
    plain.write_bytes(data)
    subprocess.run([program, "--allow-weak-crypto", "--encrypt", *how, "--", plain, out], check=True)
    return out.read_bytes()


@pytest.fixture
def lov(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Lov:
    """Run `lov` in this process: exit code, stdout, stderr."""
    monkeypatch.setattr("sys.stdin", StringIO())

    def run(*arguments: str | Path) -> tuple[int, str, str]:
        code = main(["--lang", "en", *map(str, arguments)])
        return (code, *capsys.readouterr())

    return run


@pytest.fixture
def fill(lov: Lov, tmp_path: Path) -> Callable[..., tuple[int, str, str, Path]]:
    """Fill a form; exit code, stdout, stderr, and where the result is, if there is one."""

    def fill(data: bytes, *more: str, values: object = VALUES) -> tuple[int, str, str, Path]:
        form, given, out = tmp_path / "form.pdf", tmp_path / "values.json", tmp_path / "out.pdf"
        form.write_bytes(data)
        given.write_text(values if isinstance(values, str) else json.dumps(values), "utf-8")
        out.unlink(missing_ok=True)
        return (*lov("forms", "fill", form, "--values", given, "-o", out, *more), out)

    return fill


Fill = Callable[..., tuple[int, str, str, Path]]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda data: data, ""),
        (lambda data: data[:-60], "damaged and has been repaired"),
        (lambda data: data.replace(b"startxref\n", b"startxref\n9"), "damaged and has been repaired"),
    ],
    ids=["whole", "cut off", "wrong index"],
)
def test_what_was_filled_is_read_back(
    fill: Fill, lov: Lov, change: Callable[[bytes], bytes], said: str
) -> None:
    """Every kind of field, in one form; damage is mended and told."""
    code, _, err, out = fill(change(build(*WIDGETS)))

    assert code == 0
    assert said in err
    assert json.loads(lov("--json", "forms", "read", out)[1]) == VALUES


@pytest.mark.parametrize("how", [("256",), ("128", "--use-aes=y"), ("128", "--use-aes=n"), ("40",)])
def test_a_password_opens_template_and_result(
    fill: Fill, lov: Lov, tmp_path: Path, how: tuple[str, ...]
) -> None:
    """Without it, or with another one, nothing is written and it is said why."""
    data = locked(build(*WIDGETS), tmp_path, "user", "owner", *how)
    without, wrong = fill(data), fill(data, "--password", "x")
    assert (without[0], wrong[0], without[3].exists()) == (3, 3, False)
    assert "locked with a password" in without[2]
    assert "does not open" in wrong[2]

    code, _, _, out = fill(data, "--password", "user")
    assert code == 0
    assert lov("forms", "read", out)[0] == 3
    assert json.loads(lov("--json", "forms", "read", out, "--password", "user")[1]) == VALUES
    assert fill(data, "--password", "user", "--flatten")[0] == 0


def test_a_form_that_only_its_owner_locked_opens_by_itself(fill: Fill, lov: Lov, tmp_path: Path) -> None:
    """The empty user password is tried; the result stays as open and as locked."""
    code, _, _, out = fill(locked(build(*WIDGETS), tmp_path, "", "owner", "256"))

    assert code == 0
    assert json.loads(lov("--json", "forms", "read", out)[1]) == VALUES
    assert "It is encrypted." in lov("forms", "inspect", out)[1]


def test_a_hybrid_form_loses_its_xfa_and_says_so(fill: Fill, lov: Lov) -> None:
    """In words and in the document; the result holds one form."""
    data = build(*WIDGETS, form="/XFA 30 0 R", extra=XFA)
    code, _, err, out = fill(data)

    assert (code, "XFA form. It is left out" in err) == (0, True)
    assert json.loads(lov("--json", "forms", "inspect", out)[1])["xfa"] is False


def test_a_pure_xfa_form_is_refused_and_described(fill: Fill, lov: Lov, tmp_path: Path) -> None:
    """By filling and by reading, with what to do; `inspect` tells what it is."""
    data = build(form="/XFA 30 0 R", extra=XFA)
    code, _, err, out = fill(data)
    read = lov("forms", "read", tmp_path / "form.pdf")

    assert (code, out.exists(), read[0]) == (3, False, 3)
    assert "Ask its publisher" in err
    assert "Ask its publisher" in read[2]
    assert "made only of XFA" in lov("forms", "inspect", tmp_path / "form.pdf")[1]


@pytest.mark.parametrize("level", [1, 2, 3])
def test_the_author_s_certification_decides(fill: Fill, lov: Lov, tmp_path: Path, level: int) -> None:
    """Level 1 allows nothing. On the others a signature stays, and flattening, which would break it, is refused."""
    data = certified(level)
    code, _, err, out = fill(data)

    assert code == (3 if level == 1 else 0)
    assert ("certification does not allow" if level == 1 else "is signed") in err
    assert out.exists() is (level > 1)
    if level > 1:
        assert out.read_bytes().startswith(data)
    assert fill(data, "--flatten")[0] == 3
    shown = lov("forms", "inspect", tmp_path / "form.pdf")[1]
    assert "signed in the name of Anna" in shown
    assert "Its author has certified it" in shown


def test_a_flattened_form_says_that_it_has_no_fields(fill: Fill, lov: Lov) -> None:
    """Also one of which the values are still on the page."""
    out = fill(build(*WIDGETS), "--flatten")[3]
    code, _, err = lov("forms", "read", out)

    assert (code, "no form fields" in err) == (3, True)
    assert "has no form fields" in lov("forms", "inspect", out)[1]


def test_all_that_does_not_fit_is_told_at_once_and_nothing_is_written(fill: Fill) -> None:
    """An unknown name, a glyph no font has, a text too long, a choice not offered."""
    values = {
        "nme": "x",
        "name": "\U0001f600",
        "code": "ABCDEFG",
        "town": "Malmö",
        "agree": "kanske",
        "many": ["z"],
    }
    code, _, err, out = fill(build(*WIDGETS), values=values)

    assert (code, out.exists()) == (3, False)
    assert {line.split(":")[0] for line in err.splitlines()} == {*values}
    assert "U+1F600" in err
    assert "Is name meant?" in err


@pytest.mark.parametrize(
    ("text", "why"),
    [("[1]", "must hold a mapping"), ("{", "as JSON"), ('{"name": "x", "name": "y"}', "twice")],
)
def test_a_values_file_that_is_none_is_refused(fill: Fill, text: str, why: str) -> None:
    """Also one that says two things of one field."""
    code, _, err, out = fill(build(*WIDGETS), values=text)

    assert (code, out.exists()) == (3, False)
    assert why in err


def test_a_folder_that_is_not_there_is_named(lov: Lov, tmp_path: Path) -> None:
    """And no file that the person never heard of."""
    form, values = tmp_path / "form.pdf", tmp_path / "v.json"
    form.write_bytes(build(*WIDGETS))
    values.write_text("{}", "utf-8")
    code, _, err = lov("forms", "fill", form, "--values", values, "-o", tmp_path / "no" / "o.pdf")

    assert code == 3
    assert err.startswith(f"{tmp_path / 'no'}: ")


def test_what_may_mislead_or_act_is_told_in_sentences(lov: Lov, tmp_path: Path) -> None:
    """Two fields of one name, one of them hidden; a hidden value; scripts and actions."""
    form = tmp_path / "form.pdf"
    form.write_bytes(
        build(
            f"/FT/Tx/T(sum)/V(1000){rect(0)}",
            f"/FT/Tx/T(sum)/V(9000)/F 2{rect(1)}",
            f"/FT/Tx/T(secret)/V(x)/F 2{rect(2)}",
            "/FT/Tx/T(outside)/Rect[500 500 600 520]",
            f"/FT/Btn/T(go)/Ff 65536/A<</S/Launch/F(x.exe)>>{rect(3)}",
            catalogue="/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>",
        )
    )
    code, out, _ = lov("forms", "inspect", form)

    assert code == 0
    assert "Several fields bear the same name: sum." in out
    assert "hold different values: sum." in out
    assert "2 fields cannot be seen on the pages: secret and outside." in out
    assert "cannot be seen hold values: secret." in out
    assert "1 script (JavaScript) and 1 action that starts a program" in out


def test_nothing_is_said_of_what_is_as_it_should_be(lov: Lov) -> None:
    """Our own blank: pages and fields, not a sentence more."""
    blank = Path(__file__).parents[2] / "forms/lokalens-tillganglighet/form.pdf"
    code, out, err = lov("forms", "inspect", blank)
    document = json.loads(lov("--json", "forms", "inspect", blank)[1])

    assert (code, err) == (0, "")
    assert len(out.splitlines()) == 1 + len(document["fields"])


@pytest.mark.parametrize("data", [b"", b"<html>", b"%PDF-1.7\n"])
def test_what_is_no_form_is_refused_with_a_sentence(lov: Lov, tmp_path: Path, data: bytes) -> None:
    """By each command that reads."""
    form = tmp_path / "form.pdf"
    form.write_bytes(data)

    for command in ("inspect", "read"):
        code, _, err = lov("forms", command, form)
        assert (code, err.count("\n")) == (3, 1)


def test_confirming_a_map_without_a_terminal_says_what_to_do_instead(lov: Lov, tmp_path: Path) -> None:
    """It never hangs."""
    code, _, err = lov("forms", "confirm", tmp_path)

    assert code == 2
    assert f"Edit {tmp_path / 'map.yaml'}" in err


def test_a_form_that_is_new_is_tried_where_it_can_do_no_harm(
    lov: Lov, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that takes more than its share of time ends a helper, not this program; one that is known is not tried."""
    calls: list[bytes] = []

    def refuse(_: Guard, data: bytes, password: str | None = None) -> dict[str, object]:
        assert password is None
        calls.append(data)
        raise Unsafe

    monkeypatch.setattr(Guard, "inspect", refuse)
    form, values, out = tmp_path / "form.pdf", tmp_path / "values.json", tmp_path / "out.pdf"
    form.write_bytes(build(*WIDGETS))
    values.write_text(json.dumps(VALUES), "utf-8")
    command = ("forms", "fill", form, "--values", values, "-o", out)
    code, _, told = lov(*command)

    assert (code, out.exists()) == (Exit.REFUSED, False)
    assert "made to do harm" in told
    cached_template(form.read_bytes())
    assert lov(*command)[0] == Exit.DONE
    assert len(calls) == 1
