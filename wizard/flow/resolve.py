"""From one question or rule in content to its definition: names looked up, types made, sources found.

The resolver knows the lists and the question types of one flow. It reports every fault with its place to one
list and goes on, so that all faults are told at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from wizard import values
from wizard.flow.expr import ExpressionError, Kind, Scope, Type, parse
from wizard.flow.model import Condition, Level, Limit, Page, Question, Rule, Source, SourceRef
from wizard.flow.problems import Problem, did_you_mean
from wizard.flow.refs import parse_refs
from wizard.flow.source import OptionSource, QuestionSource, RuleSource
from wizard.flow.yamlfile import Document, Path_
from wizard.i18n import Message, content, msg
from wizard.values import Option, ValueType

__all__ = ["At", "Resolver"]

_KINDS: Final[dict[str, Kind]] = {
    "yesno": Kind.TRUTH,
    "choice": Kind.CHOICE,
    "multichoice": Kind.SET,
    "date": Kind.DATE,
    "opening_hours": Kind.HOURS,
    "attachment": Kind.ROWS,
    **dict.fromkeys(("integer", "decimal", "measure", "amount", "percent", "fte"), Kind.NUMBER),
}

Refs = str | Sequence[str] | None


@dataclass(frozen=True, slots=True)
class At:
    """Where a piece of content stands."""

    document: Document
    path: Path_

    def key(self, *parts: str | int) -> At:
        """The place of something inside it."""
        return At(self.document, (*self.path, *parts))


class Resolver:
    """Resolves the questions and rules of one flow; faults go to `problems`."""

    def __init__(
        self,
        sources: Mapping[str, Source],
        lists: Mapping[str, Sequence[OptionSource]],
        questions: Iterable[QuestionSource],
        wordings: Callable[[str], tuple[str, ...]],
        problems: list[Problem],
    ) -> None:
        self.problems = problems
        self._wordings = wordings
        self._sources = sources
        self._lists = lists
        self.types = {q.id: self._expression_type(q) for q in questions}
        self._place = {name: i for i, name in enumerate(self.types)}
        self._scope = Scope(self.types)

    def in_order(self, names: Iterable[str]) -> list[str]:
        """Questions in the order of asking."""
        return sorted(names, key=self._place.__getitem__)

    def _expression_type(self, question: QuestionSource) -> Type:
        if question.columns is not None:
            return Type(Kind.ROWS, columns={c.id: self._expression_type(c) for c in question.columns})
        kind = _KINDS.get(question.type.partition(":")[0], Kind.TEXT)
        low = (
            float(question.min) if question.min is not None else 0.0 if kind is Kind.NUMBER else float("-inf")
        )
        return Type(kind, tuple(o.id for o in self._options(question)), low=low)

    def _options(self, question: QuestionSource) -> Sequence[OptionSource]:
        if isinstance(question.options, str):
            return self._lists.get(question.options, ())
        return question.options or ()

    # Questions -----------------------------------------------------------------------------------------

    def question(
        self, source: QuestionSource, at: At, task: str, pages: Mapping[str, Page], refs: Refs
    ) -> Question:
        """The definition of a question; `refs` are the sources of its task, for want of its own."""
        if source.page is not None and source.page not in pages:
            self.unknown(at.key("page"), source.page, pages)
        return replace(
            self._plain(source, at, task, self._scope, refs),
            page=pages.get(source.page or ""),
            columns=tuple(
                self._column(c, at.key("columns", i), task, source, refs)
                for i, c in enumerate(source.columns or ())
            ),
        )

    def _column(
        self, column: QuestionSource, at: At, task: str, table: QuestionSource, refs: Refs
    ) -> Question:
        """A column, or a table within the rows: its columns see their own row as `row` and the other as `outer`."""
        columns = self.types[table.id].columns or {}
        scope = self._scope.with_row("row", columns)
        refs = column.source or table.source or refs
        plain = self._plain(column, at, task, scope, refs)
        if column.columns is None:
            return plain
        inner = self._scope.with_row("outer", columns).with_row("row", columns[column.id].columns or {})
        nested = []
        for i, cell in enumerate(column.columns):
            where = at.key("columns", i)
            if cell.columns is not None:
                self.report(where, "shape", msg("A table can stand in the rows of a table, but no deeper."))
            nested.append(self._plain(cell, where, task, inner, refs))
        return replace(plain, columns=tuple(nested))

    def _plain(self, source: QuestionSource, at: At, task: str, scope: Scope, refs: Refs) -> Question:
        is_table = source.columns is not None
        return Question(
            id=source.id,
            type=None if is_table else self._value_type(source, at),
            label=content(source.label),
            ask=content(source.ask or source.label),
            task=task,
            sources=self.sources(source.source or refs, at, source.id),
            hint=_text(source.hint),
            help=_text(source.help),
            why=_text(source.why),
            example=source.example,
            when=self.condition(source.when, at.key("when"), scope) if source.when else None,
            required=not source.optional,
            allows_unknown=source.unknown,
            allows_not_applicable=source.not_applicable,
            row_label=source.row_label,
            min_rows=int(source.min or 0) if is_table else 0,
            max_rows=int(source.max) if is_table and source.max is not None else None,
            many=source.many,
            later=source.later,
            limits=tuple(self._limits(source, at)),
            point=source.point,
            place=at.document.place(at.path),
        )

    def _limits(self, source: QuestionSource, at: At) -> Iterator[Limit]:
        for limit in source.limits:
            sources = self.sources(limit.source, at, source.id)
            yield Limit(content(limit.value), content(limit.rules), limit.binding, sources)

    def _value_type(self, source: QuestionSource, at: At) -> ValueType | None:
        params: dict[str, object] = {
            key: value
            for key in ("unit", "min", "max", "max_length")
            if (value := getattr(source, key)) is not None
        }
        if source.type in ("choice", "multichoice"):
            params["options"] = options = self._value_options(source, at)
            if not options:
                return None
        if source.personal:
            params["allow_personal"] = True
        try:
            return values.make(source.type, **params)
        except ValueError as error:
            why = (
                error.args[0]
                if error.args and isinstance(error.args[0], Message)
                else msg("{why}", why=str(error))
            )
            self.report(at.key("type"), "type", why)
            return None

    def _value_options(self, source: QuestionSource, at: At) -> tuple[Option, ...]:
        options = self._options(source)
        if not options:
            name = source.options if isinstance(source.options, str) else ""
            what = msg("There is no list of options {name}.", name=name)
            self.report(at.key("options"), "unknown-list", what, did_you_mean(name, self._lists))
        return tuple(
            Option(o.id, content(o.label), tuple(o.synonyms), self._wordings(o.label)) for o in options
        )

    # Rules ---------------------------------------------------------------------------------------------

    def rules(self, source: RuleSource, at: At, task: str) -> Iterator[Rule]:
        """The rule, or one for each option of the list that its `each` names."""
        sources = self.sources(source.source, at, source.id)
        for name in source.about or ():
            if name not in self.types:
                self.unknown(at.key("about"), name, self.types)
        for suffix, words, labels in self._repetitions(source, at):
            scope = Scope(self.types, words)
            needs = self.condition(source.needs, at.key("needs"), scope)
            when = self.condition(source.when, at.key("when"), scope) if source.when else None
            if needs is None:
                continue
            yield Rule(
                id=source.id + suffix,
                level=Level(source.level),
                needs=needs,
                text=content(source.text).with_params(**labels),
                sources=sources,
                label=_text(source.label),
                when=when,
                fix=content(source.fix).with_params(**labels) if source.fix else None,
                about=tuple(source.about or self.in_order(needs.reads)),
                later=source.later,
                task=task,
                place=at.document.place(at.path),
            )

    def _repetitions(
        self, source: RuleSource, at: At
    ) -> Iterator[tuple[str, dict[str, str], dict[str, Message]]]:
        if not source.each:
            yield "", {}, {}
            return
        name, list_name = next(iter(source.each.items()))
        if list_name not in self._lists:
            what = msg("There is no list of options {name}.", name=list_name)
            self.report(at.key("each"), "unknown-list", what, did_you_mean(list_name, self._lists))
        for option in self._lists.get(list_name, ()):
            yield f"[{option.id}]", {name: option.id}, {name: content(option.label)}

    # Shared --------------------------------------------------------------------------------------------

    def condition(
        self,
        text: str,
        at: At,
        scope: Scope | None = None,
        *,
        expect: Kind | None = Kind.TRUTH,
        generated: bool = False,
    ) -> Condition | None:
        """The condition (or value of another kind) written as `text`; None after its fault has been reported.

        The column of a fault is told within the text, unless the text is `generated` from something shorter.
        """
        try:
            return Condition.of(text, parse(text, scope or self._scope, expect))
        except ExpressionError as error:
            place = at.document.value_place(at.path).right(0 if generated else error.column)
            self.problems.append(Problem(place, error.code, error.what, error.fix))
            return None

    def sources(self, refs: Refs, at: At, what: str) -> tuple[SourceRef, ...]:
        """The sources that `refs` name; a fact without a source is a fault."""
        if not refs:
            fix = msg("Add source: with the id and section of the source.")
            self.report(at, "no-source", msg("{name} has no source.", name=what), fix)
            return ()
        return parse_refs(refs, self._sources, at.document.place((*at.path, "source")), self.problems.append)

    def unknown(self, at: At, name: str, known: Iterable[str]) -> None:
        """Report a name that is not there."""
        self.report(
            at, "unknown-name", msg("There is no question {name}.", name=name), did_you_mean(name, known)
        )

    def report(self, at: At, code: str, what: Message, fix: Message | None = None) -> None:
        """Report a fault at a place."""
        self.problems.append(Problem(at.document.place(at.path), code, what, fix))


def _text(text: str | None) -> Message | None:
    return content(text) if text else None
