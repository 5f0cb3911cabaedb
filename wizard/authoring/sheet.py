"""The building blocks of a blank, as a template sees them.

A template calls these to place a field for a question: `{{ text("applicant.name", 8) }}`. Each call returns
the HTML of the field with its label and notes two things beside it: how the field behaves (`FieldSpec`, for
the PDF) and which question it belongs to (`mapping`, for `map.yaml`). So the blank, its fields and its map come
from one source and cannot drift apart.

Field names are question ids with underscores, because a dot in a PDF field name means a level of hierarchy.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from markupsafe import Markup, escape

from wizard.flow.model import Flow, Question
from wizard.values import Option

__all__ = ["FieldSpec", "Sheet"]

YES_NO: Final = (("yes", "Ja"), ("no", "Nej"))
DONT_KNOW: Final = ("?", "Vet inte")
NOT_APPLICABLE: Final = ("-", "Ej aktuellt")
DAYS: Final = (
    ("mon", "Måndag"),
    ("tue", "Tisdag"),
    ("wed", "Onsdag"),
    ("thu", "Torsdag"),
    ("fri", "Fredag"),
    ("sat", "Lördag"),
    ("sun", "Söndag"),
)
STATES: Final = {"Ja": "Ja", "Nej": "Nej", "Vet inte": "VetInte", "Ej aktuellt": "EjAktuellt"}
"""What a ticked button is called inside the PDF, by its label; other options are called by their ids."""


_UNIT: Final = re.compile(r"(\d) (m|cm|mm|kr|procent|NCS)\b")


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """How a field behaves in the PDF. `states` are the names of a radio group's buttons, in order."""

    name: str
    kind: str
    tooltip: str
    required: bool = False
    multiline: bool = False
    max_length: int | None = None
    states: tuple[str, ...] = ()
    read_only: bool = False


@dataclass
class Sheet:
    """Collects fields and their map while a template is rendered for `flow`."""

    flow: Flow
    fields: dict[str, FieldSpec] = field(default_factory=dict)
    mapping: dict[str, Any] = field(
        default_factory=lambda: {
            "fields": {},
            "ticks": {},
            "hours": {},
            "tables": {},
            "verdicts": {},
            "attached": {},
        }
    )

    # Single answers ------------------------------------------------------------------------------------

    def text(self, question_id: str, width: int = 12, *, label: str | None = None, lines: int = 1) -> Markup:
        """A cell with a line, or several, to write on. `width` is in twelfths of the row."""
        question = self._question(question_id)
        name = self._note_answer(question_id)
        caption = label or question.label.id
        box = self._box(
            FieldSpec(name, "text", caption, question.required and question.when is None, lines > 1), lines
        )
        return self._cell(width, f"<label for={name!r}>{escape(caption)}</label>{box}")

    def choice(self, question_id: str, width: int = 12, *, label: str | None = None) -> Markup:
        """A cell with one button for each option; a yes/no question is one too."""
        question = self._question(question_id)
        caption = label or question.label.id
        return self._cell(
            width,
            f"<span class=label>{escape(caption)}</span>{self._buttons(question, question_id, caption)}",
        )

    def ask(self, question_id: str, *, label: str | None = None) -> Markup:
        """A full row: the question itself to the left, its buttons to the right."""
        question = self._question(question_id)
        caption = label or question.ask.id
        inner = f"<span class=label>{escape(caption)}</span>{self._buttons(question, question_id, caption)}"
        return Markup(f"<div class='cell ask'>{inner}</div>")

    def ticks(
        self, question_id: str, width: int = 12, *, columns: str = "", label: str | None = None
    ) -> Markup:
        """A cell with one box to tick for each option of a multiple choice."""
        question = self._question(question_id)
        boxes: dict[str, str] = {}
        lines: list[str] = []
        for option in self._options(question):
            name = f"{_name(question_id)}_{option.id}"
            boxes[option.id] = name
            self.fields[name] = FieldSpec(name, "tick", f"{question.label.id}: {option.label.id}")
            lines.append(_tick(name, option.label.id))
        self.mapping["ticks"][question_id] = boxes
        caption = f"<span class=label>{escape(label)}</span>" if label else ""
        return self._cell(width, f"{caption}<div class='ticks {columns}'>{''.join(lines)}</div>")

    def hours(self, question_id: str) -> Markup:
        """A row of seven cells, one for each day of the week."""
        self.mapping["hours"][question_id] = {day: f"{_name(question_id)}_{day}" for day, _ in DAYS}
        cells = []
        for day, word in DAYS:
            name = f"{_name(question_id)}_{day}"
            box = self._box(
                FieldSpec(name, "text", f"{self._question(question_id).label.id}, {word.lower()}")
            )
            cells.append(self._cell(12, f"<label for={name!r}>{word}</label>{box}"))
        return Markup("").join(cells)

    def attached(self, question_ids: Sequence[str], *, columns: str = "") -> Markup:
        """A cell with a box for each attachment, ticked where it is there."""
        lines = []
        for question_id in question_ids:
            name = f"{_name(question_id)}_attached"
            caption = self._question(question_id).label.id
            self.fields[name] = FieldSpec(name, "tick", f"Bifogas: {caption}")
            self.mapping["attached"][question_id] = name
            lines.append(_tick(name, caption))
        return self._cell(12, f"<div class='ticks {columns}'>{''.join(lines)}</div>")

    # Tables --------------------------------------------------------------------------------------------

    def table(
        self,
        question_id: str,
        rows: int,
        widths: Mapping[str, int],
        *,
        lines: int = 1,
        heads: Mapping[str, str] | None = None,
    ) -> Markup:
        """A table with `rows` lines; `widths` gives each column's share, `heads` shorter headings where needed."""
        table = self._question(question_id)
        columns = [c for key in widths if (c := table.column(key)) is not None]
        total = sum(widths.values())
        shown = heads or {}
        head = "".join(f"<th scope=col>{escape(shown.get(c.id, c.label.id))}</th>" for c in columns)
        widths_html = "".join(f"<col style='width:{widths[c.id] * 100 / total:.3f}%'>" for c in columns)
        body = "".join(self._table_row(question_id, columns, row, lines) for row in range(1, rows + 1))
        self.mapping["tables"][question_id] = {
            "rows": rows,
            "columns": {c.id: _name(f"{question_id}_{{row}}_{c.id}") for c in columns},
        }
        return Markup(
            f"<table><colgroup>{widths_html}</colgroup><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        )

    def _table_row(self, question_id: str, columns: Iterable[Question], row: int, lines: int) -> str:
        cells = []
        for column in columns:
            name = f"{_name(question_id)}_{row}_{column.id}"
            tooltip = f"{self._question(question_id).label.id}, rad {row}: {column.label.id}"
            cells.append(
                f"<td>{self._box(FieldSpec(name, 'text', tooltip, multiline=lines > 1), lines)}</td>"
            )
        return f"<tr>{''.join(cells)}</tr>"

    # Checklists ----------------------------------------------------------------------------------------

    def points(self, prefix: str) -> list[Mapping[str, Any]]:
        """The checklist points whose ids begin with `prefix`, ready for a template to lay out."""
        numbers: dict[int, list[Question]] = {}
        for question in self.flow.questions.values():
            if question.point is not None and question.id.startswith(prefix):
                numbers.setdefault(question.point, []).append(question)
        return [self._point(number, group) for number, group in sorted(numbers.items())]

    def _point(self, number: int, group: Sequence[Question]) -> Mapping[str, Any]:
        first = group[0]
        rule = next(r for r in self.flow.rules if r.id == first.id)
        follow = {q.id.rpartition(".")[2]: q for q in group if q.id.endswith((".fix_by", ".comment"))}
        measures = [q for q in group if q not in follow.values()]
        # Where the answer alone decides, the verdict would only repeat it.
        says_it_all = first.type_name == "yesno" and rule.needs.reads == {first.id}
        return {
            "number": number,
            "id": first.id,
            "label": (rule.label or first.label).id,
            "requirement": unbroken(rule.text.id),
            "limits": [f"{_capital(limit.rules.id)}: {unbroken(limit.value.id)}" for limit in first.limits],
            "measures": [self._measure(q) for q in measures],
            "fulfilled": None
            if says_it_all
            else self._verdict(rule.id, has_not_applicable=first.allows_not_applicable, number=number),
            "fix_by": self._follow(follow["fix_by"], number),
            "comment": self._follow(follow["comment"], number, lines=2),
        }

    def _measure(self, question: Question) -> Markup:
        caption = f"Punkt {question.point}: {question.label.id}"
        if question.type_name == "yesno":
            buttons = self._buttons(question, question.id, caption)
            return Markup(
                f"<div class=judge><span class=label>{escape(question.ask.id)}</span>{buttons}</div>"
            )
        box = self._box(FieldSpec(self._note_answer(question.id), "text", caption))
        return Markup(f"<div class=measure><span class=label>{escape(question.label.id)}</span>{box}</div>")

    def _verdict(self, rule_id: str, *, has_not_applicable: bool, number: int) -> Markup:
        options = [("met", "Ja"), ("not_met", "Nej"), ("undecided", "Vet inte")]
        options += [("not_concerned", "Ej aktuellt")] if has_not_applicable else []
        name = f"{_name(rule_id)}_ok"
        self.mapping["verdicts"][rule_id] = {
            "field": name,
            "options": {key: STATES[word] for key, word in options},
        }
        return self._radio(name, f"Punkt {number}: kravet är uppfyllt", [(STATES[w], w) for _, w in options])

    def _follow(self, question: Question, number: int, lines: int = 1) -> Markup:
        name = self._note_answer(question.id)
        spec = FieldSpec(name, "text", f"Punkt {number}: {question.label.id}", multiline=lines > 1)
        return self._box(spec, lines)

    # Fields --------------------------------------------------------------------------------------------

    def _buttons(self, question: Question, question_id: str, caption: str) -> Markup:
        options = self._choices(question)
        name = _name(question_id)
        self.mapping["fields"][name] = {
            "answer": question_id,
            "options": {key: STATES.get(word, key) for key, word in options},
        }
        return self._radio(name, caption, [(STATES.get(word, key), word) for key, word in options])

    def _choices(self, question: Question) -> list[tuple[str, str]]:
        if question.type_name == "yesno":
            options = list(YES_NO)
        else:
            options = [(o.id, o.label.id) for o in self._options(question)]
        options += [DONT_KNOW] if question.allows_unknown else []
        options += [NOT_APPLICABLE] if question.allows_not_applicable else []
        return options

    def _radio(self, name: str, caption: str, options: Sequence[tuple[str, str]]) -> Markup:
        self.fields[name] = FieldSpec(name, "radio", caption, states=tuple(state for state, _ in options))
        buttons = "".join(
            f"<label><input type=radio name='{name}' value='{state}' title='{escape(f'{caption}: {word}')}'>{escape(word)}</label>"
            for state, word in options
        )
        return Markup(f"<span class=options>{buttons}</span>")

    def _box(self, spec: FieldSpec, lines: int = 1) -> Markup:
        self.fields[spec.name] = spec
        title = escape(spec.tooltip)
        if spec.multiline:
            return Markup(
                f"<textarea id='{spec.name}' name='{spec.name}' title='{title}' style='height:{1.6 + 3.9 * lines:.1f}mm'></textarea>"
            )
        return Markup(f"<input type=text id='{spec.name}' name='{spec.name}' title='{title}'>")

    def _cell(self, width: int, inner: str) -> Markup:
        return Markup(f"<div class=cell style='flex:{width}'>{inner}</div>")

    def _note_answer(self, question_id: str) -> str:
        name = _name(question_id)
        self.mapping["fields"][name] = {"answer": question_id}
        return name

    def _question(self, question_id: str) -> Question:
        return self.flow.questions[question_id]

    def _options(self, question: Question) -> tuple[Option, ...]:
        options: tuple[Option, ...] = getattr(question.type, "options", ())
        return options


def unbroken(text: str) -> str:
    """`text` with every number kept on one line with its unit."""
    return _UNIT.sub("\\1\u00a0\\2", text)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _name(question_id: str) -> str:
    return question_id.replace(".", "_")


def _tick(name: str, caption: str) -> str:
    return f"<label><input type=checkbox name='{name}' title='{escape(caption)}'>{escape(caption)}</label>"
