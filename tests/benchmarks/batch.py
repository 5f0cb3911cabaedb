"""The batch: its packages, its processes, and the reading of a large workbook, each against a bar.

Rows to packages are held against the least that must be done to their bytes, two processes against one, and a
workbook of 10,000 rows and 80 columns read with every error located, against Frictionless on its CSV.

Run by `make bench-batch`; Frictionless is set up in an environment of its own below build/bench. The floor of a package
is the SHA-256 and the deflate of the very files that lie in it. Frictionless is given a schema with what it can know of
each column (types, patterns, lists); it checks no check digits, no numbering plans and no dates in words, which we do.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from tests.batch.books import SV, sample_book
from tests.benchmarks.harness import Row, in_turns, median, show, write
from tests.conftest import TODAY
from wizard import resources
from wizard.batch.checking import judge_of
from wizard.batch.drawing import open_workbook
from wizard.batch.lean import SELDOM, lean_memory
from wizard.batch.opening import open_intake
from wizard.batch.running import Choices, run_all, settings_of
from wizard.batch.work import FolderFiles, Order, Workshop
from wizard.flow.content import Content, load
from wizard.flow.model import Question
from wizard.package.members import Press
from wizard.values.identifiers import luhn

ROOT: Final = Path(__file__).parents[2]
AREA: Final = "specialiserad-fysioterapi"
PACKAGES: Final = 40
ROWS, COLUMNS, PLANTED = 10_000, 80, 200
ROUNDS: Final = 3

_FRICTIONLESS: Final = """
import json, sys, time
from frictionless import Dialect, Resource, Schema
path, schema = sys.argv[1:]
given = Schema.from_descriptor(json.load(open(schema)))
for line in sys.stdin:
    start = time.perf_counter()
    resource = Resource(path=path, schema=given, dialect=Dialect.from_descriptor({"csv": {"delimiter": ";"}}), encoding="utf-8")
    report = resource.validate(limit_errors=100_000)
    errors = [[e.row_number, getattr(e, "field_number", 0)] for e in report.tasks[0].errors]
    print(json.dumps([time.perf_counter() - start, errors]), flush=True)
"""


# Rows to packages -------------------------------------------------------------------------------------


def packing(content: Content, folder: Path) -> Iterator[Row]:
    """Processor time of a row, from its cells to its files on the disk, against the floor of the same bytes."""
    intake = open_intake(sample_book(content, folder, PACKAGES), content, SV)
    settings = settings_of(intake, content, TODAY, SV, Choices(zipped=True))
    orders = [Order(unit.mark[:16], unit) for unit in intake.units()]
    intake.close()
    orders = [_with_own_papers(order, folder / "egna" / order.id) for order in orders]
    shop = Workshop(settings, FolderFiles(folder / "ut", is_zipped=True), content)
    for order in orders:
        shop.do(order)
    packages = [_members(path) for path in sorted((folder / "ut").rglob("*.zip"))]
    assert len(packages) == PACKAGES

    def pack() -> None:
        shop._press = Press()  # else it would know each client's papers from the round before
        for order in orders:
            shop.do(order)

    taken = in_turns({"lov": pack, "floor": lambda: [_floor(p) for p in packages]}, ROUNDS, time.process_time)
    ours, floor = (median(taken[name]) / PACKAGES * 1000 for name in ("lov", "floor"))
    yield Row("row to package", "SHA-256 + deflate of its files", floor, "ms")
    yield Row("row to package", "lov", ours, "ms")
    yield Row("row to package", "lov, against the floor", ours / floor, "x", "<= 3", ours / floor <= 3)


def _with_own_papers(order: Order, folder: Path) -> Order:
    """With attachments that no other client has, as it is with most; what is the same for many costs less."""
    folder.mkdir(parents=True)
    paths, digests = {}, {}
    for number, (digest, path) in enumerate(order.unit.paths.items()):
        own = Path(path).read_bytes() + b"%% %b\n" % order.id.encode()
        digests[digest] = hashlib.sha256(own).hexdigest()
        paths[digests[digest]] = str(folder / f"{number}.pdf")
        Path(paths[digests[digest]]).write_bytes(own)
    files = {
        question: [
            {
                "name": file["name"],
                "sha256": digests[file["sha256"]],
                "size": Path(paths[digests[file["sha256"]]]).stat().st_size,
            }
            for file in found
        ]
        for question, found in order.unit.files.items()
    }
    return replace(order, unit=replace(order.unit, paths=paths, files=files))


def _members(path: Path) -> list[bytes]:
    with zipfile.ZipFile(path) as archive:
        return [archive.read(name) for name in archive.namelist()]


def _floor(files: list[bytes]) -> int:
    """How many bytes there are, hashed and packed."""
    return sum(len(zlib.compress(data, 6)) + len(hashlib.sha256(data).digest()) for data in files)


def processes(content: Content, folder: Path) -> Iterator[Row]:
    """Rows a second of a whole run by one process and by two, the starts of the processes included.

    What two processors can do is told beside it: two whole runs by one process each, at the same time.
    """
    path = sample_book(content, folder, 1_000)
    speed = {}
    for jobs in (1, 2):
        best = 0.0
        for attempt in range(2):
            intake = open_intake(path, content, SV)
            settings = settings_of(intake, content, TODAY, SV, Choices(zipped=True))
            done = run_all(intake, content, folder / f"ut{jobs}{attempt}", settings, jobs=jobs)
            intake.close()
            best = max(best, done.made / done.seconds)
        speed[jobs] = best
        yield Row("a run", f"{jobs} process{'es' if jobs > 1 else ''}", best, "rows/s")
    starts = [_alone(content, folder, path, number) for number in range(2)]
    both = [json.loads(start.communicate()[0]) for start in starts]
    ceiling = sum(made for made, _ in both) / max(seconds for _, seconds in both)
    yield Row("a run", "two runs of one process each, together", ceiling, "rows/s")
    ratio = speed[2] / speed[1]
    yield Row("a run", f"two against one (load {os.getloadavg()[0]:.1f})", ratio, "x", ">= 1.8", ratio >= 1.8)


_ALONE: Final = """
import json, sys
from pathlib import Path
from tests.batch.books import SV
from tests.conftest import TODAY
from wizard import resources
from wizard.batch.lean import SELDOM, lean_memory
from wizard.batch.opening import open_intake
from wizard.batch.running import Choices, run_all, settings_of
from wizard.flow.content import load
root, path, out = map(Path, sys.argv[1:])
resources.use_content(root)
content = load(root)
intake = open_intake(path, content, SV)
done = run_all(intake, content, out, settings_of(intake, content, TODAY, SV, Choices(zipped=True)))
intake.close()
print(json.dumps([done.made, done.seconds]))
"""


def _alone(content: Content, folder: Path, path: Path, number: int) -> subprocess.Popen[str]:
    """A run of its own, by one process."""
    command = [sys.executable, "-c", _ALONE, str(content.root), str(path), str(folder / f"ensam{number}")]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)


# The workbook -----------------------------------------------------------------------------------------


def reading(content: Content, folder: Path) -> Iterator[Row]:
    """Seconds to read 10,000 x 80 cells with every error located; and whether each planted one is, and no other."""
    flow = content.flow(AREA, "application")
    columns = [q for q in flow.questions.values() if not q.is_table and not q.is_attachment][: COLUMNS - 1]
    chance = random.Random(11)  # noqa: S311  a schedule, no secret
    rows = [["Kund", *(q.id for q in columns)]]
    rows += [[f"K{n}", *(_value(q, n, chance) for q in columns)] for n in range(ROWS)]
    wrongable = [i for i, q in enumerate(columns, 1) if q.type_name not in ("text", "longtext", "address")]
    planted = {(chance.randrange(1, ROWS), chance.choice(wrongable)) for _ in range(PLANTED * 2)}
    places = set(sorted(planted)[:PLANTED])
    for row, column in places:
        rows[row][column] = "@@@"
    table, book = folder / "k.csv", folder / "k.xlsx"
    with table.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    _save(rows, book)
    found: dict[str, set[tuple[int, int]]] = {}

    def ours(path: Path) -> Callable[[], None]:
        def read() -> None:
            intake = open_intake(path, content, SV, area=AREA)
            judge = judge_of(intake, content, TODAY, SV)
            with lean_memory(SELDOM):  # as in a check
                faults = [fault for _, read in judge.read_all(intake.units()) for fault in read.faults]
            found[path.suffix] = {(f.row - 1, f.column or 0) for f in faults}
            intake.close()

        return read

    peer = _frictionless(folder, columns, table)
    times: dict[str, list[float]] = {"frictionless": []}

    def frictionless() -> None:
        seconds, errors = peer()
        times["frictionless"].append(seconds)
        found["frictionless"] = {(row - 1, column - 1) for row, column in errors}

    taken = in_turns({"csv": ours(table), "xlsx": ours(book), "frictionless": frictionless}, ROUNDS)
    base = median(times["frictionless"][1:])
    yield Row("10,000 x 80", "Frictionless, csv", base, "s")
    for name, goal in (("xlsx", 1.0), ("csv", 0.5)):
        seconds = median(taken[name])
        yield Row("10,000 x 80", f"lov, {name}", seconds, "s")
        yield Row(
            "10,000 x 80",
            f"lov, {name}, against Frictionless",
            seconds / base,
            "x",
            f"<= {goal:g}",
            seconds / base <= goal,
        )
    for name in (".csv", ".xlsx", "frictionless"):
        right, false = len(found[name] & places), len(found[name] - places)
        judged = None if name == "frictionless" else (right, false) == (PLANTED, 0)
        yield Row(
            "errors located",
            name,
            right,
            f"of {PLANTED}, {false} false",
            f"{PLANTED}, 0 false" if judged is not None else "",
            judged,
        )


def _save(rows: list[list[str]], path: Path) -> None:
    """As spreadsheet programs save it: each text once in a list, and cells that point there."""
    book = open_workbook(str(path))
    page = book.add_worksheet("Ansökningar")
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            page.write_string(number, column, cell)
    book.close()


def _digits(begin: str, count: int, chance: random.Random) -> str:
    """Digits with a right check digit."""
    body = begin + "".join(str(chance.randrange(10)) for _ in range(count - len(begin) - 1))
    return next(body + last for last in "0123456789" if luhn(body + last))


def _value(question: Question, number: int, chance: random.Random) -> str:
    """An answer as people write them; other ones in other rows, where people give other ones."""
    options = getattr(question.type, "options", ())
    makers: dict[str, Callable[[], str]] = {
        "yesno": lambda: chance.choice(("Ja", "Nej")),
        "choice": lambda: SV(chance.choice(options).label),
        "multichoice": lambda: ", ".join(SV(o.label) for o in chance.sample(options, 2)),
        "address": lambda: f"Gatan {chance.randrange(1, 999)}",
        "postcode": lambda: f"1{chance.randrange(10, 99)} {chance.randrange(10, 99)}",
        "phone": lambda: f"08-465 {chance.randrange(1000):03d} {chance.randrange(100):02d}",
        "email": lambda: f"info{number}@exempel.se",
        "url": lambda: f"https://www.exempel{number}.se",
        "date": lambda: (
            f"202{chance.randrange(5, 8)}-{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d}"
        ),
        "measure": lambda: f"{chance.uniform(0.1, 3):.2f}".replace(".", ","),
        "orgnr": lambda: _digits("559", 10, chance),
        "bankgiro": lambda: _digits("5", 8, chance),
        "hsaid": lambda: f"SE2321000016-A{number:05d}",
        "opening_hours": lambda: f"mån-fre {chance.randrange(7, 9)}-{chance.randrange(16, 19)}",
        "longtext": lambda: f"En längre text om verksamheten nummer {number}.",
    }
    return makers.get(question.type_name, lambda: f"Anna Lind {number}")()


_PATTERNS: Final = {
    "postcode": r"\d{3} ?\d{2}",
    "phone": r"[+\d][\d -]{6,20}",
    "email": r"[^@\s]+@[^@\s]+\.[a-z]{2,}",
    "url": r"https?://\S+",
    "orgnr": r"\d{6}-?\d{4}",
    "bankgiro": r"\d{3,4}-?\d{4}",
    "hsaid": r"SE\d{10}-\w{1,18}",
    "opening_hours": r"[a-zåäö-]{3,} ?\d.*",
    "measure": r"\d+([.,]\d+)?",
}


def _field(question: Question) -> dict[str, Any]:
    """What Frictionless can know of a column."""
    kind = question.type_name
    if kind == "date":
        return {"name": question.id, "type": "date"}
    constraints: dict[str, Any] = {"maxLength": 4000}
    if kind == "yesno":
        constraints = {"enum": ["Ja", "Nej"]}
    elif kind == "choice":
        constraints = {"enum": [SV(o.label) for o in getattr(question.type, "options", ())]}
    elif kind == "multichoice":
        constraints = {"pattern": r"[^@]+"}
    elif kind in _PATTERNS:
        constraints = {"pattern": _PATTERNS[kind]}
    return {"name": question.id, "type": "string", "constraints": constraints}


def _frictionless(
    folder: Path, columns: list[Question], table: Path
) -> Callable[[], tuple[float, list[list[int]]]]:
    """A process that validates the CSV when asked."""
    place = ROOT / "build/bench/frictionless"
    python = place / "bin/python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", place], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "frictionless==5.*"], check=True)
    schema = folder / "schema.json"
    fields = [{"name": "Kund", "type": "string"}, *map(_field, columns)]
    schema.write_text(json.dumps({"fields": fields}), "utf-8")
    peer = subprocess.Popen(
        [python, "-c", _FRICTIONLESS, table.name, schema.name],
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    lines_in, lines_out = peer.stdin, peer.stdout
    assert lines_in is not None
    assert lines_out is not None

    def ask() -> tuple[float, list[list[int]]]:
        lines_in.write("\n")
        lines_in.flush()
        seconds, errors = json.loads(lines_out.readline())
        return float(seconds), errors

    return ask


def main() -> None:
    """Measure, and tell."""
    resources.use_content(ROOT)
    content = load(ROOT)
    rows: list[Row] = []
    for part in (packing, processes, reading):
        folder = Path(tempfile.mkdtemp(prefix="lov-bench-", dir=os.environ.get("LOV_BENCH_DIR")))
        try:
            rows += part(content, folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    show(rows)
    write(rows, ROOT / "build/bench/batch.json")


if __name__ == "__main__":
    main()
