"""Workbooks for tests: filled in as a consultant would, through the template."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import yaml
from openpyxl.worksheet.worksheet import Worksheet

from wizard.batch.drawing import KEY_ROW
from wizard.batch.layout import layout_of
from wizard.batch.template import Client, template
from wizard.drafts.answers_file import read_answers_file
from wizard.flow.content import Content
from wizard.flow.model import Flow
from wizard.i18n import Translator

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "flows/samples/specialiserad-fysioterapi"
SV = Translator.of("sv")

SMALL = """
- id: who
  title: Om er
  source: N1
  questions:
    - {id: applicant.name, type: text, label: Sökande, ask: Vad heter ni?}
    - {id: applicant.orgnr, type: orgnr, label: Organisationsnummer, ask: Vilket nummer?}
    - {id: unit.open, type: yesno, label: Öppet, ask: Är det öppet?, unknown: true}
    - {id: unit.width, type: "measure:m", label: Bredd, ask: Hur brett?, optional: true}
    - {id: unit.start, type: date, label: Start, ask: När?, optional: true}
    - {id: papers, type: attachment, label: Bilaga, ask: Bilaga?, optional: true}
    - id: staff
      type: table
      label: Personal
      ask: Vilka?
      optional: true
      columns:
        - {id: name, type: text, label: Namn, ask: Namn?}
        - {id: fte, type: fte, label: Andel, ask: Andel?}
  rules:
    - {id: open, level: blocker, needs: unit.open, text: Det ska vara öppet., fix: Öppna., source: N1, about: [unit.open]}
"""
"""An errand small enough to be read at a glance, with one of everything."""


def columns(page: Worksheet) -> dict[str, int]:
    """The number of each column of a template by its key."""
    return {str(cell.value): number for number, cell in enumerate(page[KEY_ROW + 1], start=1)}


def book_of(
    flow: Flow,
    rows: Sequence[Mapping[str, Any]],
    tables: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
) -> openpyxl.Workbook:
    """The template of `flow` with `rows` below the example; each row and each row of a table names its `client`."""
    book = openpyxl.load_workbook(io.BytesIO(template(layout_of(flow, SV), SV)))
    for number, page in enumerate(book.worksheets[:-1]):
        keys = columns(page)
        key = [sheet.key for sheet in layout_of(flow, SV).sheets][number]
        for line, row in enumerate(rows if not key else (tables or {}).get(key, ()), start=5):
            for name, value in row.items():
                page.cell(line, 1 if name == "client" else keys[name], value)
    return book


def sample_book(
    content: Content, folder: Path, count: int, change: Callable[[int, dict[str, Any]], None] | None = None
) -> Path:
    """`kunder.xlsx` in `folder` with `count` clients who answer as the shipped sample does, papers beside it."""
    from tests.conftest import TODAY  # noqa: PLC0415  a constant of the suite

    file = read_answers_file(SAMPLE / "answers.yaml", content, TODAY)
    flow = file.interview.flow
    answers = {k: v for k, v in file.interview.answers().items() if not flow.questions[k].is_attachment}
    papers = yaml.safe_load((SAMPLE / "answers.yaml").read_text("utf-8"))["attachments"]
    shutil.copytree(SAMPLE / "papers", folder / "papers", dirs_exist_ok=True)
    clients = []
    for number in range(1, count + 1):
        own: dict[str, Any] = {**answers, "applicant.name": f"Rörelsekraft {number} AB"}
        if change is not None:
            change(number, own)
        clients.append(Client(f"K{number}", own))
    book = openpyxl.load_workbook(io.BytesIO(template(layout_of(flow, SV), SV, clients)))
    page = book.worksheets[0]
    keys = columns(page)
    for line in range(5, 5 + count):
        for name, paths in papers.items():
            page.cell(line, keys[name], "\n".join(paths) if isinstance(paths, list) else paths)
    path = folder / "kunder.xlsx"
    book.save(path)
    return path
