"""`lov check PACKAGE.zip`: verify a package and tell the verdicts on what it holds."""

from __future__ import annotations

from pathlib import Path

from wizard import resources
from wizard.blanks import load_blanks
from wizard.cli.door import Door
from wizard.cli.exits import Exit
from wizard.cli.outputs import assessment_out
from wizard.cli.telling import assessment_lines
from wizard.i18n import msg, nmsg
from wizard.package.verify import Verified, verify_package

__all__ = ["check_package", "tell_findings"]


def check_package(path: Path, door: Door) -> int:
    """Verify the package at `path` and tell what the rules say of it."""
    verified = verify_package(path, door.content, load_blanks(resources.content_root()))
    tell_findings(verified, door)
    if verified.interview is None or verified.assessment is None:
        door.give({"status": "not_ready", "package": package_out(verified, door)})
        return Exit.NOT_PASSED
    for line in assessment_lines(verified.assessment, verified.interview, door.tr):
        door.print(line)
    passes = verified.is_sound and verified.assessment.is_ready
    door.give(
        {
            "status": "ready" if passes else "not_ready",
            "area": verified.interview.flow.area.id,
            "kind": verified.interview.flow.kind,
            "flow_version": verified.interview.flow.version,
            "as_of": verified.interview.today.isoformat(),
            "assessment": assessment_out(verified.assessment, door.tr),
            "package": package_out(verified, door),
        }
    )
    return Exit.DONE if passes else Exit.NOT_PASSED


def tell_findings(verified: Verified, door: Door) -> None:
    """Say what is amiss in the package, or that nothing is."""
    if verified.is_sound:
        door.print(
            nmsg(
                "The package is sound: {count} file, unchanged, and the forms agree with the data.",
                "The package is sound: {count} files, unchanged, and the forms agree with the data.",
                verified.files,
            )
        )
    for finding in verified.findings:
        door.print(msg("{file}: {what}", file=finding.file, what=finding.what))


def package_out(verified: Verified, door: Door) -> dict[str, object]:
    """The verification as JSON data."""
    findings = [{"file": f.file, "message": door.tr(f.what)} for f in verified.findings]
    return {"sound": verified.is_sound, "files": verified.files, "findings": findings}
