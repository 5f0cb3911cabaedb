"""Putting a built package where its owner finds it: the zip, and beside it the forms to print and sign."""

from __future__ import annotations

from pathlib import Path

from wizard.files import make_private_folder, write_atomically
from wizard.package.contents import Package

__all__ = ["write_package"]


def write_package(package: Package, folder: Path) -> Path:
    """Write `package` into `folder`, each file wholly or not at all; returns the path of the zip.

    The zip is written last: where it is, everything is. Raises `OSError`.
    """
    make_private_folder(folder)
    for form in package.forms:
        write_atomically(folder / f"{form.blank.id}.pdf", form.data)
    target = folder / package.name
    write_atomically(target, package.data)
    return target
