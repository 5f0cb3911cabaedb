"""Which key does what, everywhere in the app; each can be given another key, which is kept.

A key that already does something at the same place is refused, with what it does. Deleting gives the line its
own keys again.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from wizard.i18n import Message, msg
from wizard.tui.host import host
from wizard.tui.keys import key, key_name
from wizard.tui.screens.base import LovScreen
from wizard.tui.widgets.menu import Item, Menu
from wizard.tui.widgets.pair import Columns
from wizard.tui.widgets.say import Say
from wizard.tui.words import NOTHING, Content, plain, spaced

if TYPE_CHECKING:
    from textual.dom import DOMNode

__all__ = ["KeymapScreen", "known_keys"]

FIXED: Final = frozenset(
    {"app.quit", "nav.back", "dialog.close", "menu.choose", "line.enter", "history.back"}
)
"""What everybody has to find, whatever was chosen: the ways out, and to go on."""


_UNDER_OTHERS: Final = frozenset({"LovApp", "SteppingScreen", "SettlingScreen"})
"""Places whose keys are heard on other screens too."""


class Known(NamedTuple):
    """Something that a key does: its id, its words, the keys it comes with, and the places where it works."""

    name: str
    words: Message
    keys: tuple[str, ...]
    places: frozenset[str]


def known_keys() -> tuple[Known, ...]:
    """Everything that can be given another key, the keys of the whole app first."""
    found: dict[str, Known] = {}
    for place in _places():
        for binding in place.__dict__.get("BINDINGS", ()):
            if isinstance(binding, Binding) and binding.id and binding.description:
                keys = tuple(binding.key.split(","))
                held = found.get(binding.id)
                places = (held.places if held else frozenset()) | {place.__name__}
                known = tuple(dict.fromkeys((*(held.keys if held else ()), *keys)))
                found[binding.id] = Known(binding.id, Message(binding.description), known, places)
    return tuple(known for known in found.values() if known.name not in FIXED)


def _places() -> list[type[DOMNode]]:
    from wizard.tui.app import LovApp  # noqa: PLC0415  it knows this module's package
    from wizard.tui.fields.files import FileList, PathLine  # noqa: PLC0415  seldom needed
    from wizard.tui.fields.table import RowList  # noqa: PLC0415  as above
    from wizard.tui.screens.areas import AreasScreen  # noqa: PLC0415  as above
    from wizard.tui.screens.check import CheckScreen  # noqa: PLC0415  as above
    from wizard.tui.screens.forms import FormsScreen  # noqa: PLC0415  as above
    from wizard.tui.screens.history import HistoryScreen  # noqa: PLC0415  as above
    from wizard.tui.screens.home import HomeScreen  # noqa: PLC0415  as above
    from wizard.tui.screens.package import PackageScreen  # noqa: PLC0415  as above
    from wizard.tui.screens.question import QuestionScreen  # noqa: PLC0415  as above
    from wizard.tui.screens.row import RowScreen  # noqa: PLC0415  as above
    from wizard.tui.screens.settling import SettlingScreen  # noqa: PLC0415  as above
    from wizard.tui.screens.stepping import SteppingScreen  # noqa: PLC0415  as above
    from wizard.tui.screens.tasks import TasksScreen  # noqa: PLC0415  as above

    return [
        LovApp,
        HomeScreen,
        AreasScreen,
        TasksScreen,
        SettlingScreen,
        SteppingScreen,
        QuestionScreen,
        RowScreen,
        CheckScreen,
        FormsScreen,
        HistoryScreen,
        PackageScreen,
        RowList,
        FileList,
        PathLine,
    ]


class KeymapScreen(LovScreen[None]):
    """See the module."""

    AUTO_FOCUS = "Menu"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("escape", "back", msg("Back"), name="nav.back"),
        key("delete,backspace", "reset", msg("Its own key again"), name="keymap.reset"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._known = {known.name: known for known in known_keys()}
        self._notice: Content = NOTHING

    def body(self) -> ComposeResult:
        """One list."""
        with Vertical(classes="page"):
            yield Say(self.said(msg("Keys")), classes="heading")
            yield Say(self.said(msg("Choose a line, and press the key you want for it.")), classes="hint")
            yield Say(self._notice, id="notice", classes="fault")
            yield Menu(self._items(), id="keys")

    def _items(self) -> Iterator[Item]:
        chosen = host(self).preferences.keys
        for known in self._known.values():
            own = chosen.get(known.name)
            names = " · ".join(key_name(k, self.tr) for k in (own.split(",") if own else known.keys))
            mark = self.said(msg("yours"), "$good") if own else NOTHING
            face = Columns(plain(names, "bold $mark"), spaced(self.said(known.words), mark), 30)
            yield Item(known.name, face, self.tr(known.words))

    @on(Menu.Chosen)
    def _chosen(self, event: Menu.Chosen) -> None:
        self.ask(self._known[event.item])

    @work(exclusive=True)
    async def ask(self, known: Known) -> None:
        """Hear the key that is wanted, and keep it."""
        from wizard.tui.dialogs.hear_key import HearKey  # noqa: PLC0415  seldom needed

        pressed = await self.app.push_screen_wait(HearKey(known.words))
        if pressed is None:
            return
        taken = self.taken_by(known, pressed)
        if taken is not None:
            name = key_name(pressed, self.tr)
            self._tell(msg("{key} is taken already: {what}.", key=name, what=taken.words))
            return
        await self._keep({**host(self).preferences.keys, known.name: pressed})

    def taken_by(self, known: Known, pressed: str) -> Known | None:
        """What the key does already where it would be heard."""
        chosen = host(self).preferences.keys
        for other in self._known.values():
            keys = chosen[other.name].split(",") if other.name in chosen else other.keys
            shared = _UNDER_OTHERS & (known.places | other.places)
            if other.name != known.name and pressed in keys and (shared or known.places & other.places):
                return other
        return None

    async def action_reset(self) -> None:
        """Give the line its own keys again."""
        name = self.query_one(Menu).item
        await self._keep({k: v for k, v in host(self).preferences.keys.items() if k != name})

    async def _keep(self, keys: dict[str, str]) -> None:
        self._tell(None)
        await host(self).choose("keys", keys)
        menu = self.query_one(Menu)
        menu.fill(self._items(), at=menu.item)

    def _tell(self, notice: Message | None) -> None:
        self._notice = self.said(notice) if notice is not None else NOTHING
        self.query_one("#notice", Say).say(self._notice)

    def action_back(self) -> None:
        """To the settings."""
        self.dismiss()
