"""The world outside: what registers and publishers say, asked for one look-up at a time.

`transport` alone knows httpx; `net` alone decides what may go out, how long it may take and what is kept. Nothing
goes out unless a command asks for it, and every request is written down in `journal`. Importing this package
loads no library.
"""

from __future__ import annotations

from wizard.registers.asking import Ask, Limits, Reply
from wizard.registers.errors import (
    BadCertificate,
    CutOff,
    NetError,
    NotAllowed,
    NotConfigured,
    NotInRegister,
    Offline,
    RedirectLoop,
    Refusing,
    TooMuch,
    TooSlow,
    Unreachable,
    WrongType,
)
from wizard.registers.net import Net

__all__ = [
    "Ask",
    "BadCertificate",
    "CutOff",
    "Limits",
    "Net",
    "NetError",
    "NotAllowed",
    "NotConfigured",
    "NotInRegister",
    "Offline",
    "RedirectLoop",
    "Refusing",
    "Reply",
    "TooMuch",
    "TooSlow",
    "Unreachable",
    "WrongType",
]
