"""The work on one unit: judged, its forms filled, packed, and put where it belongs. The same in every process.

A unit that goes wrong says so and leaves the others alone; only what concerns them all, such as a full disk, ends
the run.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final, Protocol

from wizard import __version__, resources
from wizard.batch.checking import Standing, standing_of
from wizard.batch.faults import Fault, Kind
from wizard.batch.judging import Judge, Judged
from wizard.batch.layout import CLIENT
from wizard.batch.letter import cover_letter
from wizard.batch.units import Unit
from wizard.blanks import Blank, blanks_for, load_blanks
from wizard.blanks.fill import UnwritableError
from wizard.drafts.packaging import write_package
from wizard.files import make_private_folder, write_atomically
from wizard.flow.content import Content, load
from wizard.flow.model import Flow
from wizard.i18n import Message, Translator, msg
from wizard.package.contents import Package, build_package
from wizard.package.members import Press
from wizard.rules import Outcome

__all__ = [
    "LETTER",
    "PACKAGES",
    "ChangedError",
    "Files",
    "FolderFiles",
    "Order",
    "Settings",
    "Workshop",
    "edition_of",
    "given_up",
    "rules_of",
]

PACKAGES: Final = "paket"
LETTER: Final = "foljebrev.txt"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a process has to know to work on the units of a run; plain data."""

    content: str
    area: str
    kind: str
    today: str
    language: str
    since: str = ""
    places: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    draft: bool = False
    flat: bool = False
    zipped: bool = False
    letter: bool = False

    def to_json(self) -> dict[str, Any]:
        """As JSON data."""
        return asdict(self)

    @property
    def batch(self) -> str:
        """What of this decides the bytes of a package, as one text."""
        flags = "".join(str(int(flag)) for flag in (self.draft, self.flat, self.zipped, self.letter))
        return f"{self.area}/{self.kind}/{flags}"


@dataclass(frozen=True, slots=True)
class Order:
    """A unit to work on. Without `build`, its package is there already and only its verdicts are asked for."""

    id: str
    unit: Unit
    build: bool = True

    def to_json(self) -> dict[str, Any]:
        """As JSON data."""
        return {"id": self.id, "unit": self.unit.to_json(), "build": self.build}

    @classmethod
    def of_json(cls, data: Mapping[str, Any]) -> Order:
        """Back from `to_json`."""
        return cls(data["id"], Unit.of_json(data["unit"]), data["build"])


class Files(Protocol):
    """Where attachments come from and packages go to."""

    def read(self, unit: Unit, sha256: str) -> bytes:
        """An attached file."""

    def put(self, unit_id: str, package: Package, letter: str) -> None:
        """What was made of a unit; the letter is empty where none is wanted."""


class FolderFiles:
    """Attachments where the unit says, packages in a folder."""

    def __init__(self, folder: Path, *, is_zipped: bool) -> None:
        self.folder = folder
        self.is_zipped = is_zipped

    def read(self, unit: Unit, sha256: str) -> bytes:
        """An attached file, which must still be what it was when its hash was taken."""
        path = Path(unit.paths[sha256])
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() != sha256:
            raise ChangedError(path.name)
        return data

    def put(self, unit_id: str, package: Package, letter: str) -> None:
        """Write to the unit's own folder, the zip last."""
        own = self.folder / PACKAGES / unit_id
        if letter:
            make_private_folder(own)
            write_atomically(own / LETTER, letter.encode())
        if self.is_zipped:
            make_private_folder(own)
            write_atomically(own / package.name, package.data)
        else:
            write_package(package, own)
        sweep(own)


def sweep(folder: Path) -> None:
    """Take away what a process that was killed left half-written beside the files of a unit."""
    for path in folder.glob(".lov-*"):
        path.unlink(missing_ok=True)


class ChangedError(Exception):
    """A file was changed while the batch ran."""

    def __init__(self, name: str) -> None:
        self.message: Message = msg("The file {name} was changed meanwhile. Run again.", name=name)
        super().__init__(str(self.message))


class Workshop:
    """Works on units, one after the other. Loads the content once."""

    def __init__(self, settings: Settings, files: Files, content: Content | None = None) -> None:
        if content is None:
            resources.use_content(settings.content)
        self.settings = settings
        self.files = files
        self.tr = Translator.of(settings.language)
        self.content = content or load(resources.content_root())
        self.flow = self.content.flow(settings.area, settings.kind)
        self.blanks: list[Blank] = blanks_for(self.flow, load_blanks(resources.content_root()))
        self._press = Press()
        migrations = tuple(self.content.migrations(settings.area))
        day = date.fromisoformat(settings.today)
        self.judge = Judge(self.flow, day, self.tr, settings.places, settings.since, migrations)

    def do(self, order: Order) -> dict[str, Any]:
        """What became of a unit, as JSON data. Raises `OSError` for what concerns all units."""
        try:
            return self._done(order)
        except OSError:
            raise
        except Exception as error:  # noqa: BLE001  one row must not end the run; its fault is told without values
            return given_up(order, type(error).__name__, self.settings)

    def _done(self, order: Order) -> dict[str, Any]:
        judged = self.judge.judge(order.unit)
        standing = standing_of(judged)
        done: dict[str, Any] = {
            "id": order.id,
            "standing": standing.value,
            "faults": [fault.to_list() for fault in judged.faults],
            "facts": _facts(judged),
            "label": self._label(judged),
            "package": None,
            "sha256": None,
        }
        wanted = standing is Standing.READY or (self.settings.draft and standing is Standing.NOT_READY)
        if order.build and wanted:
            return self._built(order.unit, done, lambda: self._build(order, judged))
        return done

    def _build(self, order: Order, judged: Judged) -> Package:
        def read(sha256: str) -> bytes:
            return self.files.read(order.unit, sha256)

        package = build_package(
            judged.interview,
            self.blanks,
            read,
            flat=self.settings.flat,
            assessment=judged.assessment,
            press=self._press,
        )
        letter = cover_letter(judged.interview, package) if self.settings.letter else ""
        self.files.put(order.id, package, letter)
        return package

    def _built(self, unit: Unit, done: dict[str, Any], build: Callable[[], Package]) -> dict[str, Any]:
        try:
            package = build()
        except (UnwritableError, ChangedError) as error:
            return done | _failed(unit, "unwritable", self.tr(error.message), self.settings)
        return done | {"package": package.name, "sha256": package.sha256}

    def _label(self, judged: Judged) -> str:
        """What the flow calls an application in lists."""
        names = (judged.interview.value(name) for name in self.flow.name_from)
        return next((name for name in names if isinstance(name, str) and name), "")


def given_up(order: Order, why: str, settings: Settings) -> dict[str, Any]:
    """The end of a unit at which lov itself failed."""
    words = Translator.of(settings.language)(
        msg("lov made a mistake with this row ({name}). The others went on.", name=why)
    )
    empty: dict[str, Any] = {"id": order.id, "facts": {}, "label": "", "package": None, "sha256": None}
    return empty | _failed(order.unit, "our-fault", words, settings)


def _failed(unit: Unit, code: str, what: str, settings: Settings) -> dict[str, Any]:
    """The end of a unit that could not be made."""
    places = settings.places.get(unit.sheet, {})
    column = places.get(CLIENT, 0) if places else None
    fault = Fault(Kind.WRONG, code, unit.sheet, unit.row, column, "", "", what, client=unit.client)
    return {"standing": Standing.REFUSED.value, "faults": [fault.to_list()]}


def _facts(judged: Judged) -> dict[str, Any]:
    """What is told of a unit in the summary, without answers: counts, and the rules worth looking at."""
    counts = judged.assessment.counts()
    return {
        "met": counts[Outcome.MET],
        "not_met": counts[Outcome.NOT_MET],
        "undecided": counts[Outcome.UNDECIDED],
        "remarks": [verdict.rule.id for verdict in judged.assessment.remarks],
    }


def rules_of(flow: Flow, root: Path) -> str:
    """The hash of the content and of the version of lov: another one may judge otherwise."""
    digest = hashlib.sha256(f"{__version__}|{flow.version}".encode())
    for path in sorted((root / "flows").rglob("*.yaml")):
        if "samples" not in path.parts:
            digest.update(str(path.relative_to(root)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def edition_of(flow: Flow, root: Path) -> str:
    """The hash of the blanks that a flow fills, and of their maps."""
    digest = hashlib.sha256()
    for blank in blanks_for(flow, load_blanks(root)):
        digest.update(f"{blank.id}|{blank.map.edition}".encode())
        digest.update(blank.pdf)
        digest.update((blank.folder / "map.yaml").read_bytes())
    return digest.hexdigest()[:16]
