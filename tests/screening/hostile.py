"""Packages that are made to do harm, or that are merely strange: zips, folders, bags, and the data in them.

Each makes a file or folder when asked and says what must become of it: `refused` whole, or `told`: refused,
or with something to look at. Nothing here is kept in the repository; the large ones are made where they are tried. The list follows what
is known to have broken readers (shared/design/anchors-reliability.md, section 3).
"""

from __future__ import annotations

import io
import json
import os
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from tests.screening.hostilepdf import BENIGN, PDFS
from tests.screening.printer import Words, paper

__all__ = ["Hostile", "hostile"]

Outcome = Literal["refused", "told", "any"]
GOOD: Final = paper([Words(60, 700, "Meritförteckning")])


@dataclass(frozen=True)
class Hostile:
    """A package: how it is made at a path, and what must become of it."""

    name: str
    make: Callable[[Path], object]
    outcome: Outcome = "told"
    suffix: str = ".zip"

    def at(self, folder: Path) -> Path:
        """Made in a folder."""
        path = folder / f"{self.name}{self.suffix}"
        self.make(path)
        return path


def hostile(bag: dict[str, bytes]) -> list[Hostile]:
    """All of them; `bag` is a good package of lov's own, by file."""
    return [*_named(), *_zips(), *_cut(bag), *_folders(), *_bags(bag), *_pdfs(), *_fuzzed(bag)]


def _as(act: Callable[..., object], *given: object) -> Callable[[Path], object]:
    """What does `act` at a path, with what is given now."""
    return lambda path: act(path, *given)


def _made(path: Path, make: Callable[[], bytes]) -> None:
    path.write_bytes(make())


# Names ---------------------------------------------------------------------------------------------------

NAMES: Final = (
    *("../evil.pdf", "../../../../var/evil.pdf", "a/../../evil.pdf", "/var/evil.pdf", "//server/evil.pdf"),
    *(
        "..\\evil.pdf",
        "a\\..\\..\\evil.pdf",
        "C:\\evil.pdf",
        "C:/evil.pdf",
        "\\\\server\\evil.pdf",
        "f.pdf:ads",
    ),
    *("CON", "con.pdf", "NUL", "aux.txt", "COM1.pdf", "lpt9", "a/PRN/b.pdf"),
    *(
        "evil.pdf.",
        "evil.pdf ",
        " evil.pdf",
        "a./evil.pdf",
        "-rf",
        "a/-rf",
        ".",
        "..",
        "a/..",
        "a//b.pdf",
        "./a.pdf",
    ),
    *(
        "a\nb.pdf",
        "a\rb.pdf",
        "a\tb.pdf",
        "\x1b[31mevil.pdf",
        "\x1b]8;;http://evil\x1b\\x.pdf",
        "a\x07.pdf",
        "a\x7f",
    ),
    *(
        "a\x9b31m.pdf",
        "\u202efdp.exe",
        "a\u200bb.pdf",
        "a\u2028b.pdf",
        "a\u2029b.pdf",
        "a\ufeffb",
        "a\u2066b.pdf",
    ),
    *("a?.pdf", "a*.pdf", 'a".pdf', "<a>.pdf", "a|b.pdf", "\ue000.pdf", "\u0378.pdf"),
    *("x" * 201, "a/" * 101 + "b", "é" * 201),
)
"""Names that no honest program writes."""


def _named() -> Iterator[Hostile]:
    for number, name in enumerate(NAMES):
        yield Hostile(f"name-{number:02d}", _as(_zip, (name, GOOD)), "refused")
    twins = (
        ("same", ("a.pdf", "a.pdf")),
        ("case", ("a.pdf", "A.pdf")),
        ("composed", (unicodedata.normalize("NFC", "å.pdf"), unicodedata.normalize("NFD", "å.pdf"))),
        ("folded", ("straße.pdf", "strasse.pdf")),
    )
    for title, names in twins:
        yield Hostile(f"twins-{title}", _as(_zip, *((n, GOOD) for n in names)), "refused")


def _zip(path: Path, *entries: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> None:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in entries:
            archive.writestr(_entry(name, method), data)


def _entry(name: str, method: int = zipfile.ZIP_DEFLATED) -> zipfile.ZipInfo:
    """An entry under exactly this name."""
    found = zipfile.ZipInfo("x")
    found.filename = name
    found.compress_type = method
    return found


# Zips ----------------------------------------------------------------------------------------------------


def _zips() -> Iterator[Hostile]:
    refused: dict[str, Callable[[Path], object]] = {
        "bomb-deflate": lambda p: _zip(p, ("a.pdf", bytes(90_000_000))),
        "bomb-bzip2": lambda p: _zip(p, ("a.pdf", bytes(50_000_000)), method=zipfile.ZIP_BZIP2),
        "bomb-lzma": lambda p: _zip(p, ("a.pdf", bytes(50_000_000)), method=zipfile.ZIP_LZMA),
        "too-large-entry": lambda p: _zip(p, ("a.pdf", os.urandom(1 << 20) * 101), method=zipfile.ZIP_STORED),
        "entries-2001": lambda p: _zip(p, *((f"{n}.pdf", b"") for n in range(2_001))),
        "entries-100000": lambda p: _zip(
            p, *((f"{n}", b"") for n in range(100_000)), method=zipfile.ZIP_STORED
        ),
        "link": lambda p: _with_mode(p, 0o120777, b"/etc/passwd"),
        "link-upwards": lambda p: _with_mode(p, 0o120777, b"../../.."),
        "encrypted": lambda p: _patched(p, flags=1),
        "unknown-method": lambda p: _patched(p, method=99),
        "wrong-sum": lambda p: _patched(p, crc=7),
        "size-too-small": lambda p: _patched(p, size=3),
        "size-too-large": lambda p: _patched(p, size=90_000_000),
        "packed-size-too-large": lambda p: _patched(p, packed=90_000_000),
        "packed-size-too-small": lambda p: _patched(p, packed=3),
        "names-differ": lambda p: _patched(p, local_name=b"b.pdf"),
        "overlapping": _overlapping,
        "before-it-a-pdf": lambda p: _around(p, GOOD, b""),
        "before-it-a-program": lambda p: _around(p, b"MZ" + bytes(100), b""),
        "directory-beyond": lambda p: _ending(p, offset=1 << 31),
        "directory-before": lambda p: _ending(p, offset=0),
        "directory-negative": lambda p: _ending(p, offset=0xFFFFFFFF),
        "count-lies": lambda p: _ending(p, count=60_000),
        "only-a-head": lambda p: p.write_bytes(b"PK\x03\x04"),
        "no-zip": lambda p: p.write_bytes(b"hello"),
        "nothing": lambda p: p.write_bytes(b""),
        "an-html-page": lambda p: p.write_bytes(b"<html>hello</html>"),
        "no-files": _zip,
        "only-folders": lambda p: _zip(p, ("a/", b""), ("a/b/", b"")),
    }
    yield from (Hostile(f"zip-{name}", make, "refused") for name, make in refused.items())
    told: dict[str, Callable[[Path], object]] = {
        "nested": lambda p: _zip(p, ("a.zip", _nested(1)), ("cv.pdf", GOOD)),
        "nested-deep": lambda p: _zip(p, ("a.zip", _nested(30))),
        "nested-bomb": lambda p: _zip(p, ("a.zip", _zipped(("a.pdf", bytes(80_000_000))))),
        "many-empty": lambda p: _zip(p, *((f"{n}.pdf", b"") for n in range(2_000))),
        "many-scripts": lambda p: _zip(p, *((f"{n}.pdf", GOOD) for n in range(400))),
        "just-under": lambda p: _zip(p, *((f"{n}.pdf", _dull(10_000_000)) for n in range(20))),
        "long-comment": lambda p: _around(p, b"", b"x" * 60_000),
        "a-program": lambda p: _zip(p, ("a.exe", b"MZ" + bytes(1000))),
        "other-modes": lambda p: _with_mode(p, 0o020777, b"hello"),
    }
    yield from (Hostile(f"zip-{name}", make, "any") for name, make in told.items())


def _dull(size: int) -> bytes:
    """What is packed to a hundredth."""
    return (os.urandom(100) + bytes(9_900)) * (size // 10_000)


def _zipped(*entries: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return out.getvalue()


def _nested(levels: int) -> bytes:
    data = GOOD
    for level in range(levels):
        data = _zipped((f"{level}.zip", data))
    return data


def _with_mode(path: Path, mode: int, data: bytes) -> None:
    entry = _entry("a.pdf")
    entry.create_system, entry.external_attr = 3, mode << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(entry, data)


def _patched(path: Path, local_name: bytes | None = None, **to: int) -> None:
    """A zip of one stored file, of which both heads tell something else."""
    data = bytearray(_zipped(("a.pdf", GOOD)))
    central = data.rindex(b"PK\x01\x02")
    places = {"flags": (6, 8, "<H"), "method": (8, 10, "<H"), "crc": (14, 16, "<L")}
    places |= {"packed": (18, 20, "<L"), "size": (22, 24, "<L")}
    for name, value in to.items():
        local, own, form = places[name]
        struct.pack_into(form, data, local, value)
        struct.pack_into(form, data, central + own, value)
    if local_name is not None:
        data[30 : 30 + len(local_name)] = local_name
    path.write_bytes(data)


def _overlapping(path: Path) -> None:
    """Many names for the same bytes (CVE-2024-0450)."""
    packed = zlib.compress(bytes(1_000_000), 9)[2:-4]
    crc = zlib.crc32(bytes(1_000_000))
    local = struct.pack("<4sHHHHHLLLHH", b"PK\x03\x04", 20, 0, 8, 0, 33, crc, len(packed), 1_000_000, 5, 0)
    body = local + b"a.pdf" + packed
    rest = b"".join(
        struct.pack(
            "<4sHHHHHHLLLHHHHHLL",
            b"PK\x01\x02",
            20,
            20,
            0,
            8,
            0,
            33,
            crc,
            len(packed),
            1_000_000,
            5,
            *[0] * 6,
        )
        + b"%05d" % n
        for n in range(400)
    )
    end = struct.pack("<4sHHHHLLH", b"PK\x05\x06", 0, 0, 400, 400, len(rest), len(body), 0)
    path.write_bytes(body + rest + end)


def _around(path: Path, before: bytes, comment: bytes) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.pdf", GOOD)
        archive.comment = comment
    path.write_bytes(before + out.getvalue())


def _ending(path: Path, offset: int | None = None, count: int | None = None) -> None:
    data = bytearray(_zipped(("a.pdf", GOOD)))
    at = data.rindex(b"PK\x05\x06")
    if offset is not None:
        struct.pack_into("<L", data, at + 16, offset)
    if count is not None:
        struct.pack_into("<HH", data, at + 8, count, count)
    path.write_bytes(data)


def _cut(bag: dict[str, bytes]) -> Iterator[Hostile]:
    """A good package that ends too soon."""
    whole = _zipped(*bag.items())
    for tenths in range(1, 10):
        data = whole[: len(whole) * tenths // 10]
        yield Hostile(f"cut-{tenths}", _as(Path.write_bytes, data), "refused")


# Folders -------------------------------------------------------------------------------------------------


def _folders() -> Iterator[Hostile]:
    made: dict[str, Callable[[Path], object]] = {
        "links": lambda p: _linked(p, "/etc", "/", "..", "."),
        "pipe": lambda p: os.mkfifo(p / "a.pdf") if hasattr(os, "mkfifo") else None,
        "deep": lambda p: (p / "/".join(["d"] * 60)).mkdir(parents=True),
        "many": lambda p: [(p / f"{n}.pdf").write_bytes(b"") for n in range(2_100)],
        "bytes": lambda p: Path(os.fsdecode(os.fsencode(p) + b"/\xff\xfe.pdf")).write_bytes(GOOD),
        "signs": lambda p: (p / "\x1b[31m\n\u202e.pdf").write_bytes(GOOD),
        "hidden": lambda p: (p / ".evil.pdf").write_bytes(GOOD),
        "sparse": _sparse,
    }
    for name, make in made.items():
        yield Hostile(f"folder-{name}", _as(_folder, make), "any", "")


def _folder(path: Path, make: Callable[[Path], object]) -> None:
    path.mkdir()
    (path / "cv.pdf").write_bytes(GOOD)
    with suppress(OSError):  # where the system has no such thing
        make(path)


def _linked(path: Path, *to: str) -> None:
    for number, target in enumerate(to):
        (path / f"{number}").symlink_to(target)
    (path / "passwd.pdf").symlink_to("/etc/passwd")


def _sparse(path: Path) -> None:
    with (path / "large.pdf").open("wb") as file:
        file.truncate(5_000_000_000)


# Bags ----------------------------------------------------------------------------------------------------


def _bags(bag: dict[str, bytes]) -> Iterator[Hostile]:
    data: dict[str, bytes] = {
        "deep": b"[" * 100_000 + b"]" * 100_000,
        "deep-answers": b'{"format":"lov-application/1","answers":'
        + b'{"a":' * 50_000
        + b"1"
        + b"}" * 50_001,
        "twice": b'{"format":"lov-application/1","format":"lov-application/1"}',
        "nan": b'{"format":"lov-application/1","answers":{"staff.count":NaN}}',
        "infinite": b'{"format":"lov-application/1","answers":{"x":1e999999}}',
        "long-number": b'{"format":"lov-application/1","answers":{"x":' + b"9" * 5_000 + b"}}",
        "large": b'{"format":"lov-application/1","x":"' + b"x" * 6_000_000 + b'"}',
        "list": b"[]",
        "empty": b"",
        "no-text": b"\xff\xfe\x00",
        "surrogate": b'{"format":"lov-application/1","area":"\\ud800","kind":"x"}',
    }
    for name, raw in data.items():
        yield Hostile(f"data-{name}", _as(_bag, {**bag, "data/application.json": raw}))
    said = json.loads(bag["data/application.json"])
    changes: dict[str, dict[str, object]] = {
        "area-traversal": {"area": "../../../etc"},
        "area-number": {"area": 7},
        "kind-list": {"kind": ["application"]},
        "no-day": {"as_of": "tomorrow"},
        "answers-list": {"answers": []},
        "answers-text": {"answers": "all"},
        "answers-odd": {"answers": {q: {"a": [[[["x"]]]]} for q in said["answers"]}},
        "answers-lists": {"answers": {q: [None, 1, "x", {}] for q in said["answers"]}},
        "answers-long": {"answers": dict.fromkeys(said["answers"], "å" * 50_000)},
        "answers-signs": {"answers": dict.fromkeys(said["answers"], "\x1b]0;x\x07[@click=app.quit]\u202e")},
        "answers-formula": {"answers": dict.fromkeys(said["answers"], '=HYPERLINK("http://evil","x")')},
        "rows-many": {"answers": {**said["answers"], "staff": [{"name": "x"}] * 20_000}},
        "rows-text": {"answers": {**said["answers"], "staff": "x"}},
        "attachments-number": {"attachments": 5},
        "attachments-outside": {
            "attachments": [{"question": "x", "file": "../../../etc/passwd", "sha256": "0", "size": -1}]
        },
        "verdicts-odd": {"verdicts": [None, 1, "x", {"rule": [], "outcome": {}}]},
    }
    for name, change in changes.items():
        raw = json.dumps({**said, **change}).encode()
        yield Hostile(f"data-{name}", _as(_bag, {**bag, "data/application.json": raw}))
    manifest = bag["manifest-sha256.txt"]
    files: dict[str, dict[str, bytes]] = {
        "manifest-outside": {"manifest-sha256.txt": manifest + b"0" * 64 + b"  ../../../etc/passwd\n"},
        "manifest-long": {"manifest-sha256.txt": manifest + b"0  x\n" * 1_000_000},
        "manifest-one-line": {"manifest-sha256.txt": b"0" * 5_000_000},
        "manifest-no-text": {"manifest-sha256.txt": bytes(range(256)) * 100},
        "manifest-empty": {"manifest-sha256.txt": b""},
        "fetch": {"fetch.txt": b"http://evil/x 10 data/x.pdf\n"},
        "no-version": {"bagit.txt": b"hello"},
        "more-manifests": {"manifest-md5.txt": b"0  data/x\n"},
        "extra": {"data/evil.pdf": GOOD},
    }
    for name, change_of in files.items():
        yield Hostile(f"bag-{name}", _as(_bag, {**bag, **change_of}))


def _bag(path: Path, files: dict[str, bytes]) -> None:
    _zip(path, *((f"bag/{name}", data) for name, data in files.items()))


# PDFs ----------------------------------------------------------------------------------------------------


def _pdfs() -> Iterator[Hostile]:
    """Each alone as a case, as it may be sent in."""
    for name, make in PDFS.items():
        yield Hostile(f"pdf-{name}", _as(_made, make), "told", ".pdf")
    for name, make in BENIGN.items():
        yield Hostile(f"pdf-{name}", _as(_made, make), "any", ".pdf")


def _fuzzed(bag: dict[str, bytes]) -> Iterator[Hostile]:
    """Forms of ours in which bytes were changed, taken out, or put in; the same ones each time."""
    import random  # noqa: PLC0415  only here

    form = next(data for name, data in bag.items() if name.startswith("data/ansokan"))
    for seed in range(30):
        chance = random.Random(seed)  # noqa: S311  no secret
        data = bytearray(form)
        for _ in range(chance.choice((1, 10, 200))):
            at = chance.randrange(len(data))
            match chance.randrange(4):
                case 0:
                    data[at] = chance.randrange(256)
                case 1:
                    del data[at : at + chance.randrange(1, 50)]
                case 2:
                    data[at:at] = chance.randbytes(chance.randrange(1, 50))
                case _:
                    data[at : at + 8] = chance.choice(
                        (b"<<<<<<<<", b"99999999", b"0 0 obj ", b"endobj  ", b"/Kids[1 ")
                    )
        yield Hostile(f"fuzz-{seed:02d}", _as(Path.write_bytes, bytes(data)), "any", ".pdf")
