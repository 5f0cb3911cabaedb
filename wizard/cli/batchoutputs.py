"""The JSON documents of `lov batch`, as types. As in `outputs`: a field is added, never renamed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Literal

from typing_extensions import TypedDict

if TYPE_CHECKING:
    from wizard.batch.checking import Tally
    from wizard.batch.faults import Fault

__all__ = [
    "BATCH_SCHEMAS",
    "BatchCheckOut",
    "BatchRunOut",
    "BatchTemplateOut",
    "ClientOut",
    "faults_out",
    "tally_out",
]

StandingOut = Literal["ready", "not_ready", "refused"]


class BatchSheetOut(TypedDict):
    """A sheet of the template; `table` is the question whose rows it holds, null for the main one."""

    name: str
    table: str | None
    columns: int


class BatchTemplateOut(TypedDict):
    """`lov batch template`."""

    file: str
    area: str
    kind: str
    flow_version: str
    sheets: list[BatchSheetOut]


class BatchFaultOut(TypedDict):
    """One fault with its place. In a file of lines `cell` is the number of the line."""

    kind: Literal["wrong", "missing", "rule"]
    code: str
    sheet: str
    cell: str
    client: str
    heading: str
    value: str
    message: str
    rule: str
    advice: str


class BatchTallyOut(TypedDict):
    """How many rows there are of each standing, and faults of each kind."""

    rows: int
    ready: int
    not_ready: int
    refused: int
    wrong: int
    missing: int
    rules: int


class ClientOut(TypedDict):
    """A client: where it stands in the file, and how its application stands."""

    client: str
    row: int
    standing: StandingOut


class BatchCheckOut(TypedDict):
    """`lov batch check`. `copy` is the annotated workbook, null where there was nothing to mark."""

    status: Literal["clean", "faults"]
    file: str
    area: str
    kind: str
    flow_version: str
    tally: BatchTallyOut
    clients: list[ClientOut]
    faults: list[BatchFaultOut]
    remarks: list[str]
    copy: str | None


class BatchDoneOut(TypedDict):
    """A client of a run. `folder` holds its package, null where none was made; `as_of` is the day it was judged."""

    client: str
    row: int
    standing: StandingOut
    folder: str | None
    package: str | None
    sha256: str | None
    as_of: str | None
    kept: bool


class BatchRunOut(TypedDict):
    """`lov batch run`. `made` were made in this run, `kept` in an earlier one, `superseded` were set aside.

    `anew` are those of the made that an earlier run had made too, and that were gone or altered since.
    """

    status: Literal["clean", "faults", "stopped"]
    folder: str
    area: str
    kind: str
    flow_version: str
    tally: BatchTallyOut
    made: int
    kept: int
    superseded: int
    anew: int
    seconds: float
    clients: list[BatchDoneOut]
    faults: list[BatchFaultOut]
    remarks: list[str]
    copy: str | None
    workbook: str | None
    page: str | None


BATCH_SCHEMAS: dict[str, Any] = {
    "batch-template": BatchTemplateOut,
    "batch-check": BatchCheckOut,
    "batch-run": BatchRunOut,
}
"""The types of the documents by the names `lov schema` knows them by."""


def faults_out(faults: Iterable[Fault]) -> list[BatchFaultOut]:
    """Faults as JSON data."""
    return [
        {
            "kind": fault.kind.value,
            "code": fault.code,
            "sheet": fault.sheet,
            "cell": fault.cell,
            "client": fault.client,
            "heading": fault.heading,
            "value": fault.value,
            "message": fault.what,
            "rule": fault.rule,
            "advice": fault.advice,
        }
        for fault in faults
    ]


def tally_out(tally: Tally) -> BatchTallyOut:
    """The tally as JSON data."""
    return {
        "rows": tally.rows,
        "ready": tally.ready,
        "not_ready": tally.not_ready,
        "refused": tally.refused,
        "wrong": tally.wrong,
        "missing": tally.missing,
        "rules": tally.rules,
    }
