"""Chinese, Japanese and Korean: drawn with a font of this computer, if it has a fit one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from fontTools import subset
from fontTools.ttLib import TTFont
from pymupdf_fonts import NotoSans_Regular

from wizard.pdf import NoGlyph, Template, Unfillable, fallback, read
from wizard.pdf.systemfonts import cjk_typeface

MakePdf = Callable[..., bytes]

HAN_KANA_HANGUL = "\u4e00\u3042\ud55c"


def font_with(characters: str, *, restricted: bool = False) -> bytes:
    """A small font that draws `characters` with the shapes of A, B, C and so on."""
    font = TTFont(BytesIO(NotoSans_Regular.fontbuffer))
    cutter = subset.Subsetter(subset.Options(layout_features=[], hinting=False))
    shapes = "ABCDEFGHIJ"[: len(characters)]
    cutter.populate(text=shapes)
    cutter.subset(font)
    names = font.getBestCmap()
    for table in font["cmap"].tables:
        table.cmap = {ord(char): names[ord(shape)] for char, shape in zip(characters, shapes, strict=True)}
    font["OS/2"].fsType = 2 if restricted else 0
    out = BytesIO()
    font.save(out)
    return out.getvalue()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The only folder in which fonts are looked for; what was found before is forgotten, before and after."""
    monkeypatch.setattr("wizard.pdf.systemfonts.usual_folders", lambda: (tmp_path,))
    _forget()
    yield tmp_path
    _forget()


def _forget() -> None:
    cjk_typeface.cache_clear()
    fallback.typeface.cache_clear()
    fallback._GLYPHS.clear()
    fallback._WIDTHS.clear()


def put(folder: Path, name: str, data: bytes) -> None:
    path = folder / "opentype" / "noto" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def test_without_such_a_font_its_letters_are_told(folder: Path, make_pdf: MakePdf) -> None:
    """By field and character, as every other that cannot be drawn."""
    template = Template.compile(make_pdf("/T(a)/FT/Tx/Rect[10 300 390 330]"))

    with pytest.raises(Unfillable) as raised:
        template.fill({"a": HAN_KANA_HANGUL})
    assert type(raised.value.problems[0]) is NoGlyph


def test_with_such_a_font_they_are_drawn_and_found(folder: Path, make_pdf: MakePdf, eyes: Any) -> None:
    """Embedded as a subset, with a map back to the text."""
    put(folder, "NotoSansCJK-Regular.ttc", font_with(HAN_KANA_HANGUL))
    template = Template.compile(make_pdf("/T(a)/FT/Tx/Rect[10 300 390 330]"))
    filled = template.fill({"a": f"Åsa {HAN_KANA_HANGUL}"})

    assert f"Åsa{HAN_KANA_HANGUL}" in eyes.text(filled.data)
    assert read(filled.data)["a"] == f"Åsa {HAN_KANA_HANGUL}"
    assert b"SystemCJK" in filled.increment


def test_the_file_with_more_of_the_three_scripts_is_taken(folder: Path) -> None:
    """Between files of equal worth the list of names decides."""
    put(folder, "DroidSansFallback.ttf", font_with(HAN_KANA_HANGUL))
    put(folder, "NotoSansSC-Regular.otf", font_with("\u4e00"))
    face = cjk_typeface()

    assert face is not None
    assert all(face.glyph(char) for char in HAN_KANA_HANGUL)


@pytest.mark.parametrize(
    "data",
    [font_with(HAN_KANA_HANGUL, restricted=True), b"not a font", b"", font_with("abc")],
    ids=["embedding forbidden", "no font", "empty", "other letters"],
)
def test_an_unfit_file_is_passed_over(folder: Path, data: bytes) -> None:
    """One that may not be embedded, cannot be read, or has none of the letters."""
    put(folder, "NotoSansCJK-Regular.ttc", data)

    assert cjk_typeface() is None


def test_files_of_other_names_are_not_opened(folder: Path) -> None:
    """Only fonts known to be free to embed are considered."""
    put(folder, "Secret.ttf", font_with(HAN_KANA_HANGUL))

    assert cjk_typeface() is None
