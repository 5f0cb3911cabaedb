"""The officer's desk without the drawing: an inbox that is watched, what officers decided, and what both come to.

    arrivals(folder)                  what lies in the inbox, as `lov screen` would take it in
    room = Room(folder, desk, ledger) the inbox and the ledger; screens each case in a limited process
    ledger = Ledger(store)            every officer's decisions; `refresh` takes in what others did
    matter = Matter(filed, rulings)   the case as it stands now: findings with what was decided of each

What must stay true: the machine's verdict is never changed, an officer's decision stands beside it; decisions are
added and never struck out; and nobody's decision passes over another's that they have not seen.
"""

from __future__ import annotations

from wizard.desk.inbox import Arrival, Filed, arrivals
from wizard.desk.judged import Group, Judged, Keyed, keyed
from wizard.desk.ledger import Ledger
from wizard.desk.matters import Matter, Stage
from wizard.desk.verdicts import DeskError, ReasonMissing, Say, Step, needs_reason

__all__ = [
    "Arrival",
    "DeskError",
    "Filed",
    "Group",
    "Judged",
    "Keyed",
    "Ledger",
    "Matter",
    "ReasonMissing",
    "Say",
    "Stage",
    "Step",
    "arrivals",
    "keyed",
    "needs_reason",
]
