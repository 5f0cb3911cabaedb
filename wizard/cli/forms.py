"""`lov forms`: the blanks, and any PDF form there is."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import click

from wizard import resources
from wizard.blanks import load_blanks
from wizard.cli.commands import Command, Group, Lazy, json_option, option, pass_door
from wizard.cli.door import Door
from wizard.cli.exits import Exit
from wizard.cli.formwords import doubts, inspection_sentences
from wizard.files import write_atomically
from wizard.i18n import Message, msg, nmsg
from wizard.pdf import Template, Unfillable, cached_template, flatten, kept_template, shared_guard

__all__ = ["fill_form", "forms", "inspect_form", "list_forms", "read_form"]

forms = Group(
    "forms",
    lazy={
        "list": Lazy("wizard.cli.forms:list_forms", msg("List the blanks lov fills.")),
        "inspect": Lazy("wizard.cli.forms:inspect_form", msg("Describe the fields of any PDF form.")),
        "fill": Lazy("wizard.cli.forms:fill_form", msg("Fill any PDF form from a JSON file of values.")),
        "read": Lazy("wizard.cli.forms:read_form", msg("Read the values out of any PDF form.")),
        "add": Lazy("wizard.cli.formmaps:add_form", msg("Take in a form: propose a map of its fields.")),
        "confirm": Lazy(
            "wizard.cli.formmaps:confirm_map", msg("Confirm a proposed map field by field, on the screen.")
        ),
        "diff": Lazy("wizard.cli.formmaps:diff_forms", msg("Tell what a new edition of a form changed.")),
        "check": Lazy(
            "wizard.cli.formscheck:check_forms",
            msg("Ask the publishers whether the blanks are still current."),
        ),
    },
    about=msg("PDF forms: the blanks of lov, and any others."),
)

Pdf = click.Path(path_type=Path, exists=True, dir_okay=False)


FLATTEN = msg("Burn the values into the pages; the result has no fields.")


class ValuesError(Exception):
    """The values file cannot be used."""

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(str(message))


@click.command(cls=Command, about=msg("List the blanks lov fills, with their editions."))
@json_option
@pass_door
def list_forms(door: Door) -> int:
    """List the blanks."""
    rows = []
    for blank in load_blanks(resources.content_root()).values():
        flows = [{"area": f.area, "kind": f.kind} for f in blank.map.flows]
        door.print(f"{blank.id}  {blank.map.edition}  {blank.map.title}")
        rows.append(
            {
                "blank": blank.id,
                "title": blank.map.title,
                "edition": blank.map.edition,
                "flows": flows,
                "pdf": str(blank.folder / "form.pdf"),
            }
        )
    door.give({"forms": rows})
    return Exit.DONE


@click.command(
    cls=Command,
    about=msg("Describe FILE: pages, fields with their types and values, and what else is in it."),
)
@click.argument("file", type=Pdf)
@option("--password", about=msg("The password, for a PDF that needs one."))
@json_option
@pass_door
def inspect_form(door: Door, file: Path, password: str | None) -> int:
    """Describe a form."""
    found = shared_guard().inspect(file.read_bytes(), password)
    door.print(nmsg("{count} page", "{count} pages", found["pages"]))
    for field in found["fields"]:
        label = f"  {field['label']}" if field["label"] else ""
        door.print(f"{field['name']}  {field['type']}{label}")
    for sentence in inspection_sentences(found):
        door.print(sentence)
    door.give(found)
    return Exit.DONE


@click.command(
    cls=Command,
    about=msg(
        "Fill FILE with the values in a JSON file: {full field name: value}. A name or value that does not fit is refused, and nothing is written."
    ),
)
@click.argument("file", type=Pdf)
@option(
    "--values",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    required=True,
    about=msg("The JSON file with the values."),
)
@option("-o", "--output", type=click.Path(path_type=Path), required=True, about=msg("The PDF to write."))
@option("--password", about=msg("The password, for a PDF that needs one."))
@option("--flatten", "flat", is_flag=True, about=FLATTEN)
@json_option
@pass_door
def fill_form(  # noqa: PLR0913  click gives each by name
    door: Door, file: Path, values: Path, output: Path, password: str | None, *, flat: bool
) -> int:
    """Fill a form."""
    data = file.read_bytes()
    template = _template(data, password)
    try:
        filled = template.fill(_values(values))
    except Unfillable as error:
        for problem in error.problems:
            door.say(msg("{field}: {what}", field=problem.field, what=problem.message))
        problems = [{"field": p.field, "message": door.tr(p.message)} for p in error.problems]
        door.give({"status": "refused", "problems": problems})
        return Exit.REFUSED
    written = flatten(filled.data, password) if flat else filled.data
    write_atomically(output, written, mode=0o644)
    notices = (*template.notices, *filled.notices)
    for notice in notices:
        door.say(notice)
    door.print(msg("Written: {path}", path=str(output)))
    door.give({"status": "filled", "file": str(output), "notices": [door.tr(n) for n in notices]})
    return Exit.DONE


def _template(data: bytes, password: str | None) -> Template:
    """The form, compiled; one that is new here is opened first where it can do no harm."""
    if password is None and (known := kept_template(data)) is not None:
        return known
    shared_guard().inspect(data, password)
    return cached_template(data) if password is None else Template.compile(data, password)


def _values(path: Path) -> dict[str, Any]:
    try:
        values = json.loads(path.read_text("utf-8"), object_pairs_hook=partial(_mapping, path.name))
    except (ValueError, RecursionError):
        raise ValuesError(msg("{file} cannot be read as JSON.", file=path.name)) from None
    if not isinstance(values, dict):
        raise ValuesError(msg("{file} must hold a mapping: field names with values.", file=path.name))
    return values


def _mapping(file: str, pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object; a key that is there twice is a mistake nobody would see."""
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
        raise ValuesError(msg("{file} has the name {name} twice.", file=file, name=twice))
    return found


@click.command(cls=Command, about=msg("Print the values in FILE by full field name."))
@click.argument("file", type=Pdf)
@option("--password", about=msg("The password, for a PDF that needs one."))
@option(
    "--template",
    type=Pdf,
    about=msg("The empty form: tell whether FILE is that form with nothing changed but its values."),
)
@json_option
@pass_door
def read_form(door: Door, file: Path, password: str | None, template: Path | None) -> int:
    """Read a form; exit code 1 where it is not its template with values."""
    blank = template.read_bytes() if template is not None else None
    data, guard = file.read_bytes(), shared_guard()
    values, proven = guard.read(data, password, template=blank)
    if template is not None:
        door.say(
            msg("The file begins with the template's bytes, and only values were changed after them.")
            if proven
            else msg("The file is not the template with values: something else in it may differ.")
        )
    if not proven:
        for sentence in doubts(guard.inspect(data, password)):
            door.say(sentence)
    if door.as_json:
        door.give(values)
    else:
        for name, value in values.items():
            door.print(
                f"{name}: {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}"
            )
    return Exit.DONE if template is None or proven else Exit.NOT_PASSED
