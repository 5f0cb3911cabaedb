"""A stylesheet that remembers which rules hold where.

Where the keyboard goes from one widget to another, both look different, and Textual goes through all rules for each
of them and for each of their parts anew. What rules hold for a widget follows from its place: from the types, names,
classes and states on the way from the app to it. Here that is worked out once for each place.

Built on the inside of one version of Textual, which is why that version is pinned. Where the inside does not look
as it did there, `stylesheet_like` gives Textual's own: slower, and the same picture.
"""

from __future__ import annotations

import inspect
from collections.abc import Hashable, Iterable, Mapping
from itertools import count
from typing import Any, Final, NamedTuple

from textual.color import Color
from textual.css.model import RuleSet
from textual.css.styles import RenderStyles, RulesMap
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.widget import Widget

__all__ = ["ThriftyStylesheet", "place_of", "stylesheet_like"]

_USED: Final[Mapping[str, list[str]]] = {
    "apply": ["self", "node", "animate", "cache"],
    "update_nodes": ["self", "nodes", "animate"],
    "replace_rules": ["node", "rules", "animate"],
    "_process_component_classes": ["self", "node"],
}
"""What is built on, with its parameters."""
_TOLD: Final = frozenset({"hover", "focus", "blur", "enabled", "disabled"})
"""States that are part of every place."""
_FOR_ALL: Final = frozenset({"dark", "light", "inline", "ansi", "nocolor"})
"""States of the app, which are part of its place."""
_COLOURS: Final = frozenset(
    {"background", "background_tint", "color", "auto_color", "opacity", "text_style", "tint"}
)
"""Rules that a line in a list hangs on."""
_MOST_LOOKS: Final = 8
"""Sets of parts to keep for a widget: with the keyboard and without it, and some more."""

Place = int
"""A number for all that rules can tell apart; no number is given again after a change of the rules."""


class _Found(NamedTuple):
    """What holds at a place. No rules at all are None: Textual leaves the widget as it is then."""

    has_hover: bool
    rules: RulesMap | None


class ThriftyStylesheet(Stylesheet):
    """See the module."""

    def __init__(self, *, variables: dict[str, str] | None = None) -> None:
        super().__init__(variables=variables)
        self._numbers = count()
        self._places: dict[Hashable, Place] = {}
        self._found: dict[Place, _Found] = {}
        self._of: list[RuleSet] = []
        """The rules that what was found was found in."""
        self._others: tuple[str, ...] = ()
        """States that rules ask for and that are not part of every place."""
        self._on_the_way: dict[DOMNode, Place] | None = None
        """Places of widgets above those that are updated at this moment."""

    def update_nodes(self, nodes: Iterable[DOMNode], animate: bool = False) -> None:  # noqa: FBT001, FBT002  Textual's signature
        """As Textual's."""
        self._on_the_way = {}
        try:
            super().update_nodes(nodes, animate=animate)
        finally:
            self._on_the_way = None

    def apply(
        self,
        node: DOMNode,
        *,
        animate: bool = False,
        cache: dict[tuple[Any, ...], RulesMap] | None = None,  # noqa: ARG002  Textual's signature
    ) -> None:
        """As Textual's; what holds at a place is remembered longer than `cache` does."""
        self._keep_up()
        place = self._place(node)
        found = self._found.get(place)
        if found is None:
            fresh: dict[tuple[Any, ...], RulesMap] = {}
            super().apply(node, animate=animate, cache=fresh)
            if not _looks_around(node):
                self._found[place] = _Found(node._has_hover_style, next(iter(fresh.values()), None))  # noqa: SLF001  Textual's own
            return
        node._has_hover_style = found.has_hover  # noqa: SLF001  Textual's own
        node._has_focus_within = node._has_order_style = node._has_odd_or_even = False  # noqa: SLF001
        if found.rules is not None:
            self.replace_rules(node, found.rules, animate=animate)
        self._process_component_classes(node)

    @classmethod
    def replace_rules(cls, node: DOMNode, rules: RulesMap, animate: bool = False) -> None:  # noqa: FBT001, FBT002  Textual's signature
        """As Textual's, which looks for movements also where the rules ask for none, and sets anew what is set."""
        base = node.styles.base
        now = base._rules  # noqa: SLF001  Textual's own
        if not animate or "transitions" in rules:
            super().replace_rules(node, rules, animate=animate)
        elif now != rules:
            names = [name for name in now.keys() | rules.keys() if now.get(name) != rules.get(name)]
            colours = [name for name in names if _is_colour(name, now) and _is_colour(name, rules)]
            for name in set(names).difference(colours):
                setattr(base, name, rules.get(name))
            for name in colours:
                base.set_rule(name, rules.get(name))
            if colours:  # each by itself would have the widget and all in it drawn anew
                base.refresh(children=True)
            node.notify_style_update()

    def _process_component_classes(self, node: DOMNode) -> None:
        """As Textual's; the parts of a widget are kept with it for each way it has looked."""
        if not node._get_component_classes():  # noqa: SLF001  Textual's own
            return
        looks: dict[Place, dict[str, RenderStyles]] = vars(node).setdefault("_looks_of_parts", {})
        place, now = self._place(node), node._component_styles  # noqa: SLF001  Textual's own
        kept = looks.get(place)
        if kept is not None:
            if kept != now:
                now.clear()
                now.update(kept)
                node.refresh()
            return
        super()._process_component_classes(node)
        if len(looks) >= _MOST_LOOKS:
            looks.clear()
        if not any(_looks_around(styles.node) for styles in now.values()):
            looks[place] = dict(now)

    def place(self, node: DOMNode) -> Place:
        """The place of a widget: as long as it is the same, the same rules hold for it, its parts and all above it."""
        self._keep_up()
        return self._place(node)

    def _keep_up(self) -> None:
        """Forget everything where the rules are others now."""
        rules = self.rules
        if rules is self._of:
            return
        self._of = rules
        self._places.clear()
        self._found.clear()
        asked: set[str] = set().union(*(rule.pseudo_classes for rule in rules))
        around = self._EXCLUDE_PSEUDO_CLASSES_FROM_CACHE
        self._others = tuple(sorted(asked - _TOLD - _FOR_ALL - around))

    def _place(self, node: DOMNode) -> Place:
        """The place of a widget; that of the ones above it is looked up once for each update."""
        known = self._on_the_way
        above = node._parent  # noqa: SLF001  Textual's own way up, for widgets and their parts alike
        if not isinstance(above, DOMNode):
            return self._number((type(node), frozenset(node._classes), frozenset(node.get_pseudo_classes())))  # noqa: SLF001
        if known is None:
            outer = self._place(above)
        elif (found := known.get(above)) is None:
            outer = known[above] = self._place(above)
        else:
            outer = found
        states: Hashable = ()
        if isinstance(node, Widget):
            states = (
                node.mouse_hover,
                node.has_focus,
                node.disabled,
                *map(node.has_pseudo_class, self._others),
            )
        return self._number((outer, type(node), node._id, frozenset(node._classes), states))  # noqa: SLF001

    def _number(self, key: Hashable) -> Place:
        place = self._places.get(key)
        if place is None:
            place = self._places[key] = next(self._numbers)
        return place


def place_of(widget: Widget) -> Place | None:
    """The place of a widget; None where that is not known, or does not tell all that it looks like."""
    sheet = widget.app.stylesheet
    if not isinstance(sheet, ThriftyStylesheet) or any(map(_is_special, widget.ancestors_with_self)):
        return None
    return sheet.place(widget)


def _is_special(node: DOMNode) -> bool:
    """Whether what a widget looks like hangs on more than its place."""
    own = node.styles.inline._rules  # noqa: SLF001  Textual's own
    return _looks_around(node) or (bool(own) and not _COLOURS.isdisjoint(own))


def _is_colour(name: str, rules: RulesMap) -> bool:
    """Whether a rule has a colour, or an edge drawn in one: changed for another, everything stays where it is."""
    match rules.get(name):
        case Color():
            return not name.startswith("scrollbar_")  # those have the bars drawn too
        case (str(kind), Color()):
            return name.startswith(("border_", "outline_")) and kind not in {"", "none", "hidden"}
    return False


def _looks_around(node: DOMNode | None) -> bool:
    """Whether rules for a widget ask for what stands beside it or in it, which no place tells."""
    return node is None or node._has_focus_within or node._has_order_style or node._has_odd_or_even  # noqa: SLF001


def _is_known() -> bool:
    """Whether the inside of Textual is what this is built on."""
    try:
        found = {name: list(inspect.signature(getattr(Stylesheet, name)).parameters) for name in _USED}
        return found == _USED and isinstance(Stylesheet()._variables, dict)  # noqa: SLF001  as a subclass would
    except AttributeError:
        return False


def stylesheet_like(plain: Stylesheet) -> Stylesheet:
    """The one for this Textual, with the colours of `plain`, which has no rules yet."""
    return ThriftyStylesheet(variables=plain._variables) if _is_known() else plain  # noqa: SLF001  as a subclass would
