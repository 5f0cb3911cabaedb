"""An area or a flow as a document: what is known, asked and demanded, by which source. For officers and keepers.

Markdown, because it reads well as it is and turns into anything. The words are those of the screens.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wizard.flow.explain import condition_in_words, in_words, option_label
from wizard.flow.expr import Kind
from wizard.flow.model import (
    Area,
    Article,
    Certainty,
    Condition,
    Decision,
    Flow,
    Level,
    Question,
    Rule,
    SourceRef,
    Task,
)
from wizard.i18n import Message, Translator, msg

__all__ = ["BINDING", "LEVELS", "area_document", "cite", "document"]

LEVELS = {Level.BLOCKER: msg("Blocker"), Level.WARNING: msg("Warning"), Level.INFO: msg("Note")}
_CERTAINTY = {
    Certainty.INFERRED: msg("our conclusion"),
    Certainty.UNVERIFIED: msg("usual practice, not verified"),
}
BINDING = {
    "law": msg("law"),
    "contract": msg("contract terms"),
    "guideline": msg("guideline"),
    "old_rule": msg("older rule"),
    "practice": msg("practice"),
}


def cite(ref: SourceRef, tr: Translator) -> str:
    """A source in one line: title, section, date, and how sure we are."""
    parts = [ref.source.title]
    parts += [ref.section] if ref.section else []
    parts += [ref.source.dated.isoformat()] if ref.source.dated else []
    parts += [tr(_CERTAINTY[ref.certainty])] if ref.certainty in _CERTAINTY else []
    return ", ".join(parts)


def area_document(
    area: Area, articles: Iterable[Article], flows: Iterable[Flow], tr: Translator
) -> Iterator[str]:
    """All that lov holds of an area: its status, facts and articles, then each of its errands.

    Last come the articles that concern every area, so that nothing of a source has to be looked for elsewhere.
    """
    told = list(articles)
    yield from (f"# {tr(area.name)}", "", tr(area.status), "")
    yield f"- {tr(msg('Checked {day}.', day=area.checked))}"
    yield from _sources(area.sources, tr)
    if area.facts:
        yield from ("", f"## {tr(msg('Good to know'))}")
    for fact, sources in area.facts:
        yield from ("", tr(fact), "", *_sources(sources, tr))
    own = [article for article in told if area.id in article.areas]
    if own:
        yield from ("", f"## {tr(msg('What people ask'))}")
    yield from _articles(own, tr)
    for flow in flows:
        yield from ("", *document(flow, tr))
    for without in area.without:
        yield from ("", f"# {tr(msg('Not in lov: {errand}', errand=without.title))}", "")
        yield from (tr(without.text), "", *_sources(without.sources, tr))
    yield from ("", f"# {tr(msg('What people ask whichever the area'))}")
    yield from _articles((article for article in told if not article.areas), tr)


def _articles(articles: Iterable[Article], tr: Translator) -> Iterator[str]:
    for article in articles:
        yield from ("", f"### {tr(article.question)}", "", tr(article.text), "")
        yield from _sources(article.sources, tr)


def document(flow: Flow, tr: Translator) -> Iterator[str]:
    """All that one errand asks and demands."""
    yield f"# {tr(flow.title)}"
    yield ""
    yield tr(
        msg(
            "{area}, version {version}: {questions} questions, {rules} rules.",
            area=flow.area.name,
            version=flow.version,
            questions=len(flow.questions),
            rules=len(flow.rules),
        )
    )
    yield ""
    yield tr(flow.area.status)
    if flow.intro is not None:
        yield from ("", tr(flow.intro))
    for task in flow.tasks:
        yield from _task(flow, task, tr)
    if flow.exits:
        yield from ("", f"## {tr(msg('Where another way is the right one'))}")
        for exit_ in flow.exits:
            yield from ("", f"### {tr(exit_.title)}", "", tr(exit_.text), "")
            yield f"- {tr(msg('When'))}: {tr(condition_in_words(flow, exit_.when))}"
            yield from _sources(exit_.sources, tr)
    if flow.next_steps:
        yield from ("", f"## {tr(msg('What to do with the package'))}", "")
        yield from (f"{i}. {tr(step)}" for i, step in enumerate(flow.next_steps, 1))


def _task(flow: Flow, task: Task, tr: Translator) -> Iterator[str]:
    yield from ("", f"## {tr(task.title)}")
    if task.intro is not None:
        yield from ("", tr(task.intro))
    told: frozenset[Message] = frozenset()
    for question in task.questions:
        yield from _question(flow, question, tr, told)
        told = frozenset(text for text in (question.help, question.why) if text is not None)
    in_tables = {row.rule for decision in flow.decisions for row in decision.rows}
    rules = [rule for rule in flow.rules if rule.task == task.id and rule.id not in in_tables]
    if rules:
        yield from ("", f"### {tr(msg('What must hold'))}: {tr(task.title)}")
    for rule in rules:
        yield from _rule(flow, rule, tr)
    for decision in (d for d in flow.decisions if d.task == task.id):
        yield from _decision(flow, decision, tr)


def _question(flow: Flow, question: Question, tr: Translator, told: frozenset[Message]) -> Iterator[str]:
    """`told` is what stands at the question before; the measures of one point need not repeat it."""
    yield from ("", f"### {tr(question.label)}", "", tr(question.ask), "")
    texts = (question.hint, question.help, question.why)
    for text in (text for text in texts if text is not None and text not in told):
        yield from (tr(text), "")
    yield f"- `{question.id}`, {question.type_name}"
    options = getattr(question.type, "options", ())
    if options:
        yield f"- {tr(msg('Options'))}: {'; '.join(tr(option.label) for option in options)}"
    if question.when is not None:
        yield f"- {tr(msg('Asked when'))}: {tr(condition_in_words(flow, question.when))}"
    yield from _notes(question, tr)
    for limit in question.limits:
        bound = tr(BINDING[limit.binding])
        cited = "; ".join(cite(ref, tr) for ref in limit.sources)
        yield f"- {tr(msg('Limit'))}: {tr(limit.value)} ({tr(limit.rules)}, {bound}). {cited}"
    yield from _sources(question.sources, tr)
    if question.is_table:
        yield from ("", *_columns(flow, question, tr))


def _notes(question: Question, tr: Translator) -> Iterator[str]:
    notes: list[Message] = []
    if not question.required:
        notes.append(msg("may be left empty"))
    if question.allows_unknown:
        notes.append(msg("“I do not know” is an answer"))
    if question.allows_not_applicable:
        notes.append(msg("“does not apply” is an answer"))
    if notes:
        yield f"- {', '.join(tr(note) for note in notes)}"


def _columns(flow: Flow, table: Question, tr: Translator) -> Iterator[str]:
    heads = [msg("Column"), msg("Type"), msg("Asked when")]
    rows = [
        (
            f"{tr(column.label)} (`{column.id}`)",
            column.type_name,
            tr(in_words(flow, column.when.expr, table.id)) if column.when is not None else "",
        )
        for column in table.columns
    ]
    yield from _grid([tr(head) for head in heads], rows)


def _rule(flow: Flow, rule: Rule, tr: Translator) -> Iterator[str]:
    yield from ("", f"- **{tr(rule.text)}** ({tr(LEVELS[rule.level])}, `{rule.id}`)")
    if rule.when is not None:
        yield f"  - {tr(msg('Concerns those for whom'))}: {tr(condition_in_words(flow, rule.when))}"
    yield f"  - {tr(msg('Needs'))}: {tr(condition_in_words(flow, rule.needs))}"
    if rule.fix is not None:
        yield f"  - {tr(msg('Otherwise'))}: {tr(rule.fix)}"
    yield from (f"  {line}" for line in _sources(rule.sources, tr))


def _decision(flow: Flow, decision: Decision, tr: Translator) -> Iterator[str]:
    yield from ("", f"### {tr(decision.label)} (`{decision.id}`)", "")
    if decision.when is not None:
        words = tr(condition_in_words(flow, decision.when))
        yield from (f"{tr(msg('Concerns those for whom'))}: {words}", "")
    rules = {rule.id: rule for rule in flow.rules}
    inputs = [tr(in_words(flow, i.expr, plainly=True)) for i in decision.inputs]
    heads = [*inputs, *map(tr, (msg("Level"), msg("What must hold"), msg("Holds when"), msg("Source")))]
    rows = []
    for row in decision.rows:
        rule = rules[row.rule]
        cells = [_cell(flow, i, cell, tr) for i, cell in zip(decision.inputs, row.cells, strict=True)]
        cited = "; ".join(cite(ref, tr) for ref in rule.sources)
        needs = tr(condition_in_words(flow, rule.needs))
        rows.append((*cells, tr(LEVELS[rule.level]), tr(rule.text), needs, cited))
    yield from _grid(heads, rows)


def _cell(flow: Flow, input_: Condition, cell: str | None, tr: Translator) -> str:
    """A cell in words: options by their labels, yes and no."""
    if cell is None:
        return tr(msg("any"))
    return ", ".join(_word(flow, input_, word, tr) for word in cell.split(", "))


def _word(flow: Flow, input_: Condition, word: str, tr: Translator) -> str:
    kind = input_.expr.type
    if kind.kind is Kind.TRUTH:
        return tr(msg("yes") if word == "true" else msg("no"))
    if kind.kind is not Kind.CHOICE:
        return word
    label = option_label(flow, kind.options, word.removeprefix("!=").strip())
    return tr(msg("not {option}", option=label) if word.startswith("!=") else msg("{option}", option=label))


def _sources(refs: Iterable[SourceRef], tr: Translator) -> Iterator[str]:
    for ref in refs:
        yield f"- {tr(msg('Source'))}: {cite(ref, tr)}"


def _grid(heads: list[str], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """A Markdown table, its columns as wide as their widest cell."""
    lines = [tuple(heads), *rows]
    lines = [tuple(cell.replace("|", "\\|") for cell in line) for line in lines]
    widths = [max(3, *(len(line[i]) for line in lines)) for i in range(len(heads))]
    for number, line in enumerate(lines):
        yield "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |"
        if number == 0:
            yield "|" + "|".join("-" * (width + 2) for width in widths) + "|"
