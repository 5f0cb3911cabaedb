"""Compiled templates on disk: found again, never trusted more than they deserve, and never holding what was written."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfWriter

from wizard import files
from wizard.pdf import NotAPdf, Template, cache, cached_template

MakePdf = Callable[..., bytes]

NAME = "/T(name)/FT/Tx/Rect[10 360 290 380]"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where templates are kept."""
    return tmp_path / "cache"


@pytest.fixture
def compilations(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What was compiled, in order."""
    done: list[bytes] = []
    real = Template.compile

    def compile_and_note(data: bytes) -> Template:
        done.append(data)
        return real(data)

    monkeypatch.setattr(Template, "compile", compile_and_note)
    return done


def kept(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.template")) if folder.is_dir() else []


def test_a_form_is_compiled_once(folder: Path, make_pdf: MakePdf, compilations: list[bytes]) -> None:
    """What comes from the disk fills to the same bytes."""
    data = make_pdf(NAME)
    first, second = cached_template(data, folder), cached_template(data, folder)

    assert compilations == [data]
    assert first == second
    assert first.fill({"name": "Åsa Γ"}).data == second.fill({"name": "Åsa Γ"}).data


def test_another_process_fills_without_any_pdf_library(
    folder: Path, make_pdf: MakePdf, tmp_path: Path
) -> None:
    """Neither pypdf nor fontTools is loaded for a form that is known."""
    path = tmp_path / "form.pdf"
    path.write_bytes(make_pdf(NAME))
    code = (
        "import sys; from pathlib import Path; from wizard.pdf import cached_template;"
        f"t = cached_template(Path({str(path)!r}).read_bytes(), Path({str(folder)!r})); t.fill({{'name': 'x'}});"
        "print([m for m in ('pypdf', 'fontTools') if m in sys.modules])"
    )
    first, second = (
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, check=True, text=True
        ).stdout.strip()
        for _ in range(2)
    )

    assert first == "['pypdf', 'fontTools']"
    assert second == "[]"


def test_a_repaired_template_is_kept_whole(folder: Path, make_pdf: MakePdf) -> None:
    """Its own bytes are not those that were given."""
    broken = make_pdf(NAME).replace(b"%PDF-1.7\n", b"%PDF-1.7\n% moved\n")
    first, second = cached_template(broken, folder), cached_template(broken, folder)

    assert first.data == second.data != broken


@pytest.mark.parametrize("damage", [lambda d: d[:0], lambda d: d[:-9], lambda d: d[:40] + b"x" + d[41:], lambda d: b"junk" + d])  # fmt: skip
def test_a_damaged_file_is_as_good_as_none(
    folder: Path, make_pdf: MakePdf, compilations: list[bytes], damage: Callable[[bytes], bytes]
) -> None:
    """The form is compiled again and the file replaced."""
    data = make_pdf(NAME)
    cached_template(data, folder)
    (path,) = kept(folder)
    whole = path.read_bytes()
    path.write_bytes(damage(whole))

    assert cached_template(data, folder).fields.keys() == {"name"}
    assert len(compilations) == 2
    assert path.read_bytes() == whole


class Evil:
    """Runs a program when it is unpickled by one who trusts it."""

    def __reduce__(self) -> tuple[Any, tuple[str]]:
        import os  # noqa: PLC0415  here alone

        return os.system, ("touch ran",)


@pytest.mark.parametrize("content", [Evil(), {"a": 1}, subprocess.Popen, print, Template.compile])
def test_nothing_but_templates_comes_out(
    folder: Path, make_pdf: MakePdf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: Any
) -> None:
    """A file that was put there to run something runs nothing, whole as it is."""
    monkeypatch.chdir(tmp_path)
    data = make_pdf(NAME)
    cached_template(data, folder)
    (path,) = kept(folder)
    body = pickle.dumps(content)
    path.write_bytes(sha256(body).digest() + body)

    assert cached_template(data, folder).fields.keys() == {"name"}
    assert not (tmp_path / "ran").exists()


def test_a_folder_that_others_can_write_to_is_not_used(folder: Path, make_pdf: MakePdf) -> None:
    """Neither read nor written."""
    folder.mkdir(mode=0o777)
    folder.chmod(0o777)
    cached_template(make_pdf(NAME), folder)

    assert kept(folder) == []


def test_a_form_that_someone_filled_in_is_not_kept(folder: Path, make_pdf: MakePdf) -> None:
    """Nor one that is encrypted, whose key would be kept with it."""
    writer = PdfWriter(clone_from=BytesIO(make_pdf(NAME)))
    writer.encrypt("", "agare", algorithm="AES-128")
    out = BytesIO()
    writer.write(out)
    cached_template(make_pdf(f"{NAME}/V(Anna)"), folder)
    cached_template(out.getvalue(), folder)

    assert kept(folder) == []


def test_where_nothing_can_be_written_it_goes_on_without(tmp_path: Path, make_pdf: MakePdf) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "cache").write_text("")

    assert cached_template(make_pdf(NAME), tmp_path / "cache").fields.keys() == {"name"}


def test_what_is_no_form_is_refused_and_not_kept(folder: Path) -> None:
    """As by compiling."""
    with pytest.raises(NotAPdf):
        cached_template(b"hej", folder)
    assert kept(folder) == []


def test_the_oldest_files_go(folder: Path, make_pdf: MakePdf, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder does not grow for ever."""
    monkeypatch.setattr(cache, "_MOST_FILES", 3)
    for size in range(300, 306):
        cached_template(make_pdf(f"/T(n)/FT/Tx/Rect[10 10 {size} 30]"), folder)

    assert len(kept(folder)) == 3


def test_the_folder_can_be_chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """By its own variable, by that of the data folder, or the system's custom."""
    assert files.cache_folder() == tmp_path / "lov-data" / "cache"
    monkeypatch.setenv("LOV_CACHE_DIR", "/x")
    assert files.cache_folder() == Path("/x")
    monkeypatch.delenv("LOV_CACHE_DIR")
    monkeypatch.delenv("LOV_DATA_DIR")
    assert files.cache_folder().name == "lov"


def test_every_form_of_the_corpus_comes_back_the_same(folder: Path, corpus: Path) -> None:
    """Whatever a plan can hold."""
    for path in sorted(corpus.glob("*.pdf"))[::5]:
        data = path.read_bytes()
        assert cached_template(data, folder) == cached_template(data, folder)
