"""`lov flows show|explain|graph|schema`: what lov knows, for those who read and keep it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click

from wizard.cli.commands import Command, json_option, option, pass_door
from wizard.cli.door import Door
from wizard.cli.exits import Exit
from wizard.cli.outputs import ExplainOut, source_out
from wizard.files import write_atomically
from wizard.flow.document import LEVELS, area_document, cite, document
from wizard.flow.explain import condition_in_words, in_words, label_of
from wizard.flow.expr.depends import columns
from wizard.flow.model import Condition, Decision, Flow, Question, Rule, SourceRef
from wizard.flow.problems import did_you_mean
from wizard.i18n import Message, msg

__all__ = ["explain_name", "graph", "schema", "show"]

_DEFAULT_KIND = "application"
_output_option: Final = option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    about=msg("The file to write to; the terminal if left out."),
)


class UnknownNameError(Exception):
    """Nothing in the flow is called that."""

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(str(message))


def flow_called(name: str, door: Door) -> Flow:
    """The flow called `area` or `area/kind`. Raises `UnknownFlowError` or `ContentError`."""
    area, _, kind = name.partition("/")
    return door.content.flow(area, kind or _DEFAULT_KIND)


@click.command(
    cls=Command,
    about=msg(
        "Print the errand FLOW (area/kind) as a document: questions, rules, sources. An area alone: all of it."
    ),
)
@click.argument("flow")
@_output_option
@pass_door
def show(door: Door, flow: str, output: Path | None) -> int:
    """Print the document."""
    area = door.content.areas.get(flow)
    if area is None:
        lines = document(flow_called(flow, door), door.tr)
    else:
        flows = [door.content.flow(area.id, kind) for kind in area.kinds]
        lines = area_document(area, door.content.knowledge.values(), flows, door.tr)
    _put("\n".join(lines) + "\n", output, door)
    return Exit.DONE


@click.command(
    cls=Command,
    about=msg(
        "Draw the errand FLOW (area/kind): what depends on what. The name of the file says the form: .svg or .dot."
    ),
)
@click.argument("flow")
@_output_option
@pass_door
def graph(door: Door, flow: str, output: Path | None) -> int:
    """Write the picture."""
    from wizard.flow.picture import as_dot, as_svg  # noqa: PLC0415  only here

    suffix = output.suffix.lower() if output is not None else ".dot"
    if suffix not in (".svg", ".dot"):
        door.say(msg("Name the file .svg or .dot."))
        return Exit.USAGE
    picture = as_svg if suffix == ".svg" else as_dot
    _put(picture(flow_called(flow, door), door.tr), output, door)
    return Exit.DONE


@click.command(
    cls=Command,
    about=msg("Print the JSON Schema of the files in flows, so that an editor completes and checks them."),
)
@click.argument(
    "kind",
    type=click.Choice(
        [
            *("area", "part", "sources", "lists", "case", "catalogue", "knowledge", "timeline", "documents"),
            *("registers", "words"),
        ]
    ),
    default="area",
)
@pass_door
def schema(_door: Door, kind: str) -> int:
    """Print the schema."""
    from wizard.flow.schemas import json_schema  # noqa: PLC0415  heavy

    print(json.dumps(json_schema(kind), indent=2, ensure_ascii=False))  # noqa: T201  data on stdout
    return Exit.DONE


@click.command(
    cls=Command,
    about=msg(
        "Tell of one question (or table[].column), rule or decision table of FLOW: when, why, what follows."
    ),
)
@click.argument("name")
@click.argument("flow", default="specialiserad-fysioterapi/application")
@json_option
@pass_door
def explain_name(door: Door, name: str, flow: str) -> int:
    """Tell it."""
    told = _explained(flow_called(flow, door), name, door)
    for line in _lines(told, flow_called(flow, door), door):
        door.print(line)
    door.give(told)
    return Exit.DONE


def _put(text: str, output: Path | None, door: Door) -> None:
    if output is None:
        for line in text.splitlines():
            door.print(line)
        return
    write_atomically(output, text.encode(), mode=0o644)
    door.say(msg("Written: {path}", path=str(output)))


# Explaining ----------------------------------------------------------------------------------------------


def _explained(flow: Flow, name: str, door: Door) -> ExplainOut:
    if name in flow.questions:
        return _of_question(flow, flow.questions[name], name, door)
    table_id, _, column_id = name.partition("[].")
    column = flow.questions[table_id].column(column_id) if table_id in flow.questions else None
    if column is not None:
        return _of_question(flow, column, name, door, flow.questions[table_id])
    rule = next((r for r in flow.rules if r.id == name), None)
    if rule is not None:
        return _of_rule(flow, rule, door)
    decision = next((d for d in flow.decisions if d.id == name), None)
    if decision is not None:
        return _of_decision(flow, decision, door)
    known = [*flow.questions, *(r.id for r in flow.rules), *(d.id for d in flow.decisions)]
    hint = did_you_mean(name, known)
    what = msg("There is nothing called {name} in {flow}.", name=name, flow=f"{flow.area.id}/{flow.kind}")
    raise UnknownNameError(msg("{what} {hint}", what=what, hint=hint) if hint else what)


def _of_question(
    flow: Flow, question: Question, name: str, door: Door, table: Question | None = None
) -> ExplainOut:
    top = table.id if table is not None else name
    when = None
    if question.when is not None:
        when = door.tr(in_words(flow, question.when.expr, table.id if table is not None else ""))
    readers = [r for r in flow.rules if top in _reads(r)]
    if table is not None:
        readers = [r for r in readers if (table.id, question.id) in _columns_read(r)]
    return {
        "flow": f"{flow.area.id}/{flow.kind}",
        "name": name,
        "kind": "column" if table is not None else "question",
        "label": door.tr(question.label),
        "place": str(question.place),
        "when": when,
        "needs": None,
        "reads": sorted(question.when.reads) if question.when is not None else [],
        "read_by": list(flow.dependents.get(name, ())),
        "rules": [r.id for r in readers],
        "sources": [source_out(ref) for ref in question.sources],
    }


def _of_rule(flow: Flow, rule: Rule, door: Door) -> ExplainOut:
    return {
        "flow": f"{flow.area.id}/{flow.kind}",
        "name": rule.id,
        "kind": "rule",
        "label": door.tr(rule.text),
        "place": str(rule.place),
        "when": _in_words(flow, rule.when, door),
        "needs": _in_words(flow, rule.needs, door),
        "reads": sorted(_reads(rule)),
        "read_by": [goal.id for goal in flow.goals if rule.id in goal.rules],
        "rules": [],
        "sources": [source_out(ref) for ref in rule.sources],
    }


def _of_decision(flow: Flow, decision: Decision, door: Door) -> ExplainOut:
    rules = [r for r in flow.rules if r.id in {row.rule for row in decision.rows}]
    sources = dict.fromkeys(ref for r in rules for ref in r.sources)
    return {
        "flow": f"{flow.area.id}/{flow.kind}",
        "name": decision.id,
        "kind": "decision",
        "label": door.tr(decision.label),
        "place": str(decision.place),
        "when": _in_words(flow, decision.when, door),
        "needs": None,
        "reads": sorted(decision.reads),
        "read_by": [],
        "rules": [r.id for r in rules],
        "sources": [source_out(ref) for ref in sources],
    }


def _in_words(flow: Flow, condition: Condition | None, door: Door) -> str | None:
    return door.tr(condition_in_words(flow, condition)) if condition is not None else None


def _reads(rule: Rule) -> frozenset[str]:
    return rule.needs.reads | (rule.when.reads if rule.when is not None else frozenset())


def _columns_read(rule: Rule) -> frozenset[tuple[str, str]]:
    return columns(rule.needs.expr) | (columns(rule.when.expr) if rule.when is not None else frozenset())


def _lines(told: ExplainOut, flow: Flow, door: Door) -> Iterator[str]:
    """What is told of a name, as lines."""
    rules = {r.id: r for r in flow.rules}
    yield f"{told['label']}  [{told['name']}]"
    yield told["place"]
    texts: list[tuple[Message, str | None]] = [(msg("When"), told["when"]), (msg("Needs"), told["needs"])]
    if told["kind"] in ("question", "column") and told["when"] is None:
        texts[0] = (msg("When"), door.tr(msg("always")))
    yield from (f"{door.tr(head)}: {text}" for head, text in texts if text is not None)
    named = [(msg("Depends on"), told["reads"]), (msg("Decides on"), told["read_by"])]
    for head, names in named:
        if names:
            yield f"{door.tr(head)}:"
            yield from (f"  {_label(flow, name, door)}  [{name}]" for name in names)
    if told["rules"]:
        yield f"{door.tr(msg('Rules'))}:"
        for name in told["rules"]:
            yield f"  {door.tr(LEVELS[rules[name].level])}: {door.tr(rules[name].text)}  [{name}]"
    for ref in _refs(flow, told["name"]):
        yield f"{door.tr(msg('Source'))}: {cite(ref, door.tr)}"


def _label(flow: Flow, name: str, door: Door) -> str:
    goal = next((g for g in flow.goals if g.id == name), None)
    label = goal.title if goal is not None else label_of(flow, name)
    return door.tr(label) if isinstance(label, Message) else label


def _refs(flow: Flow, name: str) -> tuple[SourceRef, ...]:
    rule = next((r for r in flow.rules if r.id == name), None)
    if rule is not None:
        return rule.sources
    table_id, _, column_id = name.partition("[].")
    question = flow.questions.get(table_id)
    found = question.column(column_id) if question is not None and column_id else question
    return found.sources if found is not None else ()
