"""Build blanks: `python -m wizard.authoring.build [BLANK …]`, or `make forms`.

Each `forms/<blank>/source.html` is rendered for its flow (others that it serves stand under `also` in
`blank.yaml`), printed to PDF by WeasyPrint, given proper form
fields, and written beside its source together with the field map. The same sources give the same bytes. The map
begins with the marks of the page it was printed from and of the form that came of it, so that a source which has
gone its own way is found without printing anew.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from wizard import resources
from wizard.authoring.acroform import finish
from wizard.authoring.fonts import font_faces
from wizard.authoring.printing import print_html
from wizard.authoring.sheet import Sheet
from wizard.files import write_atomically
from wizard.flow.content import Content, load
from wizard.flow.model import Flow

__all__ = ["build", "main", "sketch"]

MAP_HEADER: Final = (
    "# Made from source.html by `make forms`. Which question each field of form.pdf belongs to.\n"
)


def main(arguments: list[str]) -> int:
    """Build the blanks named in `arguments`, or all of them."""
    forms = resources.content_root() / "forms"
    names = arguments or sorted(p.parent.name for p in forms.glob("*/source.html"))
    for name in names:
        pdf, mapping = build(forms / name)
        write_atomically(forms / name / "form.pdf", pdf, mode=0o644)
        write_atomically(forms / name / "map.yaml", mapping, mode=0o644)
        print(f"{name}: {len(pdf) / 1024:.0f} kB")  # noqa: T201  a tool for the terminal
    return 0


def build(folder: Path) -> tuple[bytes, bytes]:
    """Return (form.pdf, map.yaml) for the blank whose sources are in `folder`."""
    sheet, html, about = _drawn(folder)
    printed = print_html(html, f"{folder.parent / '_style'}/", forms=True)
    pdf = finish(printed, sheet.fields.values(), about)
    return pdf, _map_yaml(sheet, html, pdf, about)


def sketch(folder: Path) -> bytes:
    """The map.yaml that belongs to the sources in `folder` and the form.pdf that lies there, without printing."""
    sheet, html, about = _drawn(folder)
    return _map_yaml(sheet, html, (folder / "form.pdf").read_bytes(), about)


def _drawn(folder: Path) -> tuple[Sheet, str, Mapping[str, Any]]:
    about = yaml.safe_load((folder / "blank.yaml").read_text("utf-8"))
    flow = _content(folder.parents[1]).flow(about["area"], about["kind"])
    sheet = Sheet(flow)
    return sheet, _render(folder, flow, sheet, about), about


@cache
def _content(root: Path) -> Content:
    return load(root)  # once for all blanks


def _render(folder: Path, flow: Flow, sheet: Sheet, about: Mapping[str, Any]) -> str:
    env = Environment(
        loader=FileSystemLoader([folder, folder.parent / "_style"]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    return env.get_template("source.html").render(s=sheet, flow=flow, blank=about, faces=font_faces())


def _map_yaml(sheet: Sheet, html: str, pdf: bytes, about: Mapping[str, Any]) -> bytes:
    mapping = {key: about[key] for key in ("blank", "title", "edition")}
    mapping["flows"] = [{"area": about["area"], "kind": about["kind"]}, *about.get("also", [])]
    mapping |= {key: value for key, value in sheet.mapping.items() if value}
    text = yaml.safe_dump(mapping, allow_unicode=True, sort_keys=False, width=110, default_flow_style=None)
    style = b"".join(
        p.read_bytes() for p in sorted((resources.content_root() / "forms/_style").glob("*.css"))
    )
    page = hashlib.sha256(html.encode() + style).hexdigest()
    marks = f"# page {page}\n# form {hashlib.sha256(pdf).hexdigest()}\n"
    return (MAP_HEADER + marks + text).encode()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
