"""Where a folder lies: on a disk of this computer, on a network drive, or in a folder that a service copies.

SQLite needs locks that hold and shared memory; network drives promise the first and lack the second. A service
that copies a database while it is written makes copies that are halves. Both are found by what the operating
system tells, are written to with more care, and are said so; neither is forbidden.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Final

__all__ = ["network_drive", "synced_by"]

_REMOTE: Final = re.compile(
    r"(nfs|cifs|smb|ncp|afp|9p|webdav|davfs|ceph|gluster|lustre|gfs|ocfs|beegfs|drvfs"
    r"|fuse\.(sshfs|rclone|s3fs|gcsfuse|davfs|gvfsd|smbnetfs|curlftpfs|onedriver|google))"
)
"""How network file systems are called, at the beginning of their names."""

_SERVICES: Final = (
    ("onedrive", "OneDrive"),
    ("dropbox", "Dropbox"),
    ("google drive", "Google Drive"),
    ("googledrive", "Google Drive"),
    ("icloud", "iCloud"),
    ("mobile documents", "iCloud"),
    ("nextcloud", "Nextcloud"),
    ("owncloud", "ownCloud"),
    ("syncthing", "Syncthing"),
)
_MOUNTS: Final = Path("/proc/self/mounts")
_REMOTE_DRIVE: Final = 4  # DRIVE_REMOTE of GetDriveType


def network_drive(folder: Path, mounts: str | None = None) -> str | None:
    """What kind of network drive `folder` lies on, such as `nfs4`; None for none, or where it cannot be told."""
    if sys.platform == "win32":  # pragma: no cover  the tests run elsewhere
        return _windows_drive(folder)
    if mounts is None:
        mounts = _mounts()
    kind = _kind_of(folder, mounts)
    return kind if kind and _REMOTE.match(kind) else None


def synced_by(folder: Path) -> str | None:
    """The service that copies `folder` to elsewhere, by the names of the folders above it."""
    for part in reversed(folder.parts):
        for sign, name in _SERVICES:
            if sign in part.lower():
                return name
    return None


def _mounts() -> str:
    """Lines of `device place kind`, as Linux writes them; empty where there are none to read."""
    try:
        if _MOUNTS.exists():
            return _MOUNTS.read_text("utf-8", "replace")
        done = subprocess.run(["/sbin/mount"], capture_output=True, text=True, check=False, timeout=5)
    except (OSError, subprocess.SubprocessError):
        return ""
    return re.sub(
        r" on (.+) \((\w+).*\)", r" \1 \2", done.stdout
    )  # macOS: //host/share on /Volumes/x (smbfs, …)


def _kind_of(folder: Path, mounts: str) -> str | None:
    """The kind of the file system whose place is nearest above `folder`; the last one mounted there counts."""
    real = os.path.realpath(folder)
    found: tuple[int, str] | None = None
    for line in mounts.splitlines():
        words = line.split(" ")
        if len(words) < 3:
            continue
        place = re.sub(r"\\([0-7]{3})", lambda m: chr(int(m[1], 8)), words[1])
        is_above = real == place or real.startswith(place.rstrip("/") + "/")
        if is_above and (found is None or len(place) >= found[0]):
            found = (len(place), words[2])
    return found[1] if found else None


def _windows_drive(folder: Path) -> str | None:  # pragma: no cover  the tests run elsewhere
    import ctypes  # noqa: PLC0415  only there

    drive = folder.absolute().drive
    if drive.startswith("\\\\"):
        return "smb"
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009  unknown to the types of other systems
    return "smb" if kernel.GetDriveTypeW(f"{drive}\\") == _REMOTE_DRIVE else None
