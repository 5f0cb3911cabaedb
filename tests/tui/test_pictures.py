"""Pages as pictures: what terminals are told, read back as they would read it."""

from __future__ import annotations

import base64
import re
import zlib
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.terminal import lov
from wizard.cli.run import run
from wizard.tui.pictures import Picture, Protocol, encoded, protocol_of
from wizard.tui.raster import WHOLE, Window, raster

ROOT = Path(__file__).parents[2]
FORM = ROOT / "forms/lokalens-tillganglighet/form.pdf"
SAMPLE = ROOT / "flows/samples/specialiserad-fysioterapi/answers.yaml"

CORNERS = [0, 36, 73, 109, 146, 182, 219, 255]
"""The values that a part of a colour has in a sixel picture, more or less."""
colours = st.tuples(*[st.sampled_from(CORNERS)] * 3).map(bytes)


@st.composite
def pictures(draw: st.DrawFn) -> Picture:
    """Small ones, of few colours."""
    width, height = draw(st.integers(1, 20)), draw(st.integers(1, 15))
    palette = draw(st.lists(colours, min_size=1, max_size=5))
    points = draw(st.lists(st.sampled_from(palette), min_size=width * height, max_size=width * height))
    return Picture(width, height, b"".join(points))


def read_kitty(told: str) -> Picture:
    """The picture that kitty would show."""
    parts = re.findall("\x1b_G([^;\x1b]*)(?:;([^\x1b]*))?\x1b\\\\", told)
    head = dict(item.split("=") for item in parts[1][0].split(","))
    assert all(len(data) <= 4096 for _, data in parts)
    assert [part[0].split("m=")[-1] for part in parts[1:]] == ["1"] * (len(parts) - 2) + ["0"]
    points = zlib.decompress(base64.b64decode("".join(data for _, data in parts)))
    return Picture(int(head["s"]), int(head["v"]), points)


def read_sixel(told: str) -> Picture:
    """The picture that a VT340 would show."""
    match = re.fullmatch('\x1bP0;1q"1;1;(\\d+);(\\d+)((?:#\\d+;2;\\d+;\\d+;\\d+)*)(.*)\x1b\\\\', told)
    assert match is not None
    width, height = int(match[1]), int(match[2])
    palette = {
        int(n): bytes(round(int(part) * 255 / 100) for part in parts)
        for n, *parts in re.findall(r"#(\d+);2;(\d+);(\d+);(\d+)", match[3])
    }
    points = bytearray(3 * width * height)
    x = top = colour = 0
    for mark, count, sign in re.findall(r"(#\d+|\$|-)|(?:!(\d+))?([?-~])", match[4]):
        if mark == "$":
            x = 0
        elif mark == "-":
            x, top = 0, top + 6
        elif mark:
            colour = int(mark[1:])
        else:
            run_of = range(x, x + int(count or 1))
            for column, line in product(run_of, range(6)):
                if (ord(sign) - 0x3F) >> line & 1:
                    at = 3 * ((top + line) * width + column)
                    points[at : at + 3] = palette[colour]
            x = run_of.stop
    return Picture(width, height, bytes(points))


@given(pictures())
def test_kitty_is_told_the_very_points(picture: Picture) -> None:
    """Nothing is lost."""
    assert read_kitty(encoded(picture, Protocol.KITTY)) == picture


@given(pictures())
def test_a_sixel_picture_is_the_picture_in_coarser_colours(picture: Picture) -> None:
    """Each part of each colour comes as near as eight steps and hundredths allow."""
    width, height, points = read_sixel(encoded(picture, Protocol.SIXEL))
    assert (width, height) == (picture.width, picture.height)
    assert max(abs(a - b) for a, b in zip(points, picture.points, strict=True)) <= 255 // 14 + 4


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"TERM": "xterm-256color"}, None),
        ({"TERM": "xterm-kitty", "KITTY_WINDOW_ID": "1"}, Protocol.KITTY),
        ({"TERM_PROGRAM": "WezTerm"}, Protocol.KITTY),
        ({"TERM": "foot-direct"}, Protocol.SIXEL),
        ({"TERM": "xterm", "LOV_PICTURES": "sixel"}, Protocol.SIXEL),
        ({"KITTY_WINDOW_ID": "1", "TMUX": "/run/x"}, None),
        ({"KITTY_WINDOW_ID": "1", "NO_COLOR": "1"}, None),
        ({"KITTY_WINDOW_ID": "1", "LOV_PICTURES": "none"}, None),
    ],
)
def test_what_a_terminal_can_is_told_by_its_environment(
    environment: dict[str, str], expected: Protocol | None
) -> None:
    """None where it is not known: text is always there."""
    assert protocol_of(environment) == expected


def test_a_part_of_a_page_is_drawn_larger() -> None:
    """Half a page has the width of a whole one, and lies in it."""
    data = FORM.read_bytes()
    whole, half = raster(data, 0, (400, 400), WHOLE), raster(data, 0, (400, 400), Window(0, 0.5))
    assert whole.height == 400
    assert half.width > 1.2 * whole.width
    assert len(half.points) == 3 * half.width * half.height
    with pytest.raises(IndexError):
        raster(data, 99, (400, 400))


def test_a_page_is_shown_as_on_paper_where_the_terminal_can(tmp_path: Path) -> None:
    """By the key that is offered there, page by page; esc leads back to the text."""
    data = tmp_path / "data"
    assert run(["--today", "2026-11-22", "--data-dir", str(data), "import", str(SAMPLE)]) == 0
    with lov(data, LOV_PICTURES="sixel") as terminal:
        terminal.see("Rörelsekraft")
        terminal.press("home", "enter")
        terminal.see("delar klara")
        terminal.press("f3")
        terminal.see("1/2", "sida 1 av")
        terminal.press("i")
        whole = re.compile(rb"\x1bP0;1q.*?\x1b\\", re.DOTALL)
        terminal.until(lambda: whole.search(terminal.sent) is not None, "a picture")
        found = whole.search(terminal.sent)
        assert found is not None
        picture = read_sixel(found[0].decode("ascii"))
        assert picture.height > 200
        assert len(set(zip(*[iter(picture.points)] * 3, strict=True))) > 4
        terminal.press("n")
        terminal.see("sida 2 av")
        terminal.press("escape")
        terminal.see("1/2", "sida 1 av")
