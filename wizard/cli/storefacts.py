"""What `lov store doctor` found out, in words: engine, mode, sizes, and what is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from wizard.i18n import Message, Translator, msg

__all__ = ["fact_lines"]

_UNITS: Final = ("B", "kB", "MB", "GB", "TB")


def fact_lines(facts: Mapping[str, Any], tr: Translator) -> Iterator[str]:
    """A line for each fact that could be had."""
    known = {"engine", "version", "mode", "revision", "drafts", "backups", "files"}
    if known <= facts.keys():
        yield tr(msg("Engine: {name} {version}", name=facts["engine"], version=facts["version"]))
        yield tr(msg("Writes to the disk: {mode}", mode=facts["mode"]))
        yield tr(msg("Encrypted: {how}", how=facts.get("encryption") or msg("no")))
        yield tr(msg("Schema: {revision}", revision=facts["revision"]))
        yield tr(msg("Drafts: {count}", count=facts["drafts"]))
        yield tr(_files(facts))
        yield tr(_backups(facts))
    elif "sqlite" in facts:
        yield tr(msg("Engine: {name} {version}", name="SQLite", version=facts["sqlite"]))
    sizes: Mapping[str, int] = facts.get("sizes", {})
    if sizes:
        yield tr(
            msg(
                "Size of the database: {size} ({parts})",
                size=_size(sum(sizes.values())),
                parts=", ".join(f"{name} {_size(size)}" for name, size in _largest(sizes)),
            )
        )
    if "free" in facts:
        yield tr(msg("Room on the disk: {size}", size=_size(facts["free"])))


def _largest(sizes: Mapping[str, int]) -> list[tuple[str, int]]:
    """The largest parts; a server has one for each table."""
    return sorted(sizes.items(), key=lambda part: -part[1])[:3]


def _files(facts: Mapping[str, Any]) -> Message:
    return msg("Attached files: {count}, {size}", count=facts["files"], size=_size(facts["file_bytes"]))


def _backups(facts: Mapping[str, Any]) -> Message:
    if not facts["backups"]:
        return msg("Backups: none")
    day = str(facts["last_backup"])[:16].replace("T", " ")
    return msg("Backups: {count}, the last one {moment} UTC", count=facts["backups"], moment=day)


def _size(size: int) -> str:
    """`size` bytes in the largest unit that leaves something before the point."""
    left, unit = float(size), _UNITS[0]
    for unit in _UNITS:
        if left < 1000 or unit == _UNITS[-1]:
            break
        left /= 1000
    return f"{left:.0f} {unit}" if unit == "B" or left >= 10 else f"{left:.1f} {unit}"
