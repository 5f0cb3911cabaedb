"""Checking the signatures of a PDF with pyHanko, against certificates that the authority itself has put in a folder.

Nothing is fetched from anywhere. Stricter than a viewer: whatever was added after signing counts as a change, even
a value filled in where that is allowed, unless it is another signature or what keeps one checkable; a file that was
changed is never well. Works on the bytes as they came; nothing here writes a PDF.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from wizard.i18n import Message, msg
from wizard.pdf.quiet import silence
from wizard.screening.later import is_only_signed_since
from wizard.screening.signatures import Changed, SignatureState, Signed

if TYPE_CHECKING:
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
    from pyhanko.sign.validation.status import PdfSignatureStatus

    from wizard.pdf import Value

__all__ = ["Trust", "TrustError", "check_signatures", "trust_in"]

_KSI: Final = frozenset({"/GT.KSI", "/GTTS.TimeStamp"})
"""The handlers of Guardtime's seals: KSI, and the time stamps before it (github.com/scrive/ksi-extract-tool)."""
_CERTIFICATES: Final = frozenset({".pem", ".crt", ".cer", ".der"})
_LISTS: Final = frozenset({".crl"})
_LARGEST: Final = 5_000_000
_MOST: Final = 50
_EXTRA: Final = msg(
    "Signatures are checked by a part of lov that is not installed here: {name}.", name="lov[signatures]"
)

_Values = Callable[[bytes], Mapping[str, "Value"]]
"""Reads the values of a form's fields."""


class TrustError(Exception):
    """The folder of trusted certificates cannot be used; `message` says why."""

    def __init__(self, message: Message) -> None:
        self.message = message
        super().__init__(str(message))


@dataclass(frozen=True)
class Trust:
    """The certificates of trusted issuers, and lists of those that have been withdrawn."""

    certificates: tuple[Any, ...] = ()
    withdrawn: tuple[bytes, ...] = field(default=(), repr=False)


@lru_cache(maxsize=4)
def trust_in(folder: Path | None) -> Trust:
    """What lies in the folder; nothing is trusted where there is none. Raises `TrustError`."""
    if folder is None:
        return Trust()
    try:
        from pyhanko.keys import load_certs_from_pemder_data  # noqa: PLC0415  an extra, and heavy
    except ImportError:
        raise TrustError(_EXTRA) from None
    certificates: list[Any] = []
    withdrawn: list[bytes] = []
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() not in _CERTIFICATES | _LISTS or not path.is_file():
            continue
        data = path.read_bytes() if path.stat().st_size <= _LARGEST else b""
        try:
            if path.suffix.lower() in _LISTS:
                withdrawn.append(_list(data))
            else:
                certificates += [_whole(c) for c in load_certs_from_pemder_data(data)]
        except (ValueError, TypeError):
            what = msg("{file} in the folder of trusted certificates cannot be read.", file=path.name)
            raise TrustError(what) from None
    if not certificates:
        raise TrustError(
            msg("There is no certificate in the folder: no file ending with .pem, .crt, .cer or .der.")
        )
    return Trust(tuple(certificates), tuple(withdrawn))


def _list(data: bytes) -> bytes:
    from asn1crypto import crl, pem  # noqa: PLC0415  as above

    der = pem.unarmor(data)[2] if pem.detect(data) else data
    found = crl.CertificateList.load(der, strict=True)
    found.native  # noqa: B018  reads it through to the end
    return bytes(der)


def _whole(certificate: Any) -> Any:
    certificate.native  # noqa: B018  reads it through to the end
    return certificate


def check_signatures(data: bytes, trust: Trust, today: date, values: _Values) -> Iterator[Signed]:
    """What can be said of each signature of a PDF. `values` reads a form, to tell what was changed in it."""
    try:
        from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415  an extra, and heavy
    except ImportError:
        yield Signed("", SignatureState.NOT_CHECKED, why=_EXTRA)
        return
    try:
        found = [*PdfFileReader(BytesIO(data), strict=False).embedded_signatures]
    except Exception:  # noqa: BLE001  a strange file can make any of them
        why = msg("The signature is made in a way that cannot be read here.")
        yield Signed("", SignatureState.NOT_CHECKED, why=why)
        return
    for library in ("pyhanko", "pyhanko_certvalidator"):
        silence(library)
    checker = _Checker(data, trust, today, values)
    covers = any(_end(signature) == len(data) for signature in found)
    for signature in found:
        try:
            yield checker.checked(signature, file_is_covered=covers)
        except Exception:  # noqa: BLE001  as above; never well
            why = msg("The signature is made in a way that cannot be read here.")
            yield Signed(_name(signature), SignatureState.NOT_CHECKED, why=why)


def _end(signature: EmbeddedPdfSignature) -> int:
    """Where that ends which the signature covers."""
    start, length = (int(n) for n in list(signature.byte_range)[-2:])
    return start + length


def _name(signature: EmbeddedPdfSignature) -> str:
    return str(signature.field_name or "")


@dataclass(frozen=True)
class _Checker:
    data: bytes
    trust: Trust
    today: date
    values: _Values

    def checked(self, signature: EmbeddedPdfSignature, *, file_is_covered: bool) -> Signed:
        """The state of one signature."""
        name = _name(signature)
        handler = str(signature.sig_object.get("/Filter", ""))
        if handler in _KSI:
            return Signed(name, SignatureState.KSI)
        status = self._status(signature, revocation="require")
        who, on = _who(signature), _when(signature)
        if not (status.intact and status.valid):
            return Signed(name, SignatureState.BROKEN, who, on)
        if not _is_untouched(status, signature, self.data, file_is_covered=file_is_covered):
            return Signed(name, SignatureState.CHANGED, who, on, changed=tuple(self._changes(signature)))
        if status.trusted:
            return Signed(name, SignatureState.TRUSTED, who, on)
        if status.revocation_details is not None:
            why = msg("The issuer has withdrawn the certificate.")
            return Signed(name, SignatureState.ISSUER_UNKNOWN, who, on, why)
        if self._status(signature, revocation="soft-fail").trusted:
            return Signed(name, SignatureState.REVOCATION_UNKNOWN, who, on)
        return Signed(name, SignatureState.ISSUER_UNKNOWN, who, on, _why_not(signature, self.today))

    def _status(self, signature: EmbeddedPdfSignature, *, revocation: str) -> PdfSignatureStatus:
        from pyhanko.sign.validation import validate_pdf_signature  # noqa: PLC0415  as above
        from pyhanko.sign.validation.settings import KeyUsageConstraints  # noqa: PLC0415
        from pyhanko_certvalidator import ValidationContext  # noqa: PLC0415

        known = _known_in(signature)
        context = ValidationContext(
            trust_roots=self.trust.certificates,
            other_certs=known.certificates,
            crls=(*self.trust.withdrawn, *known.withdrawn),
            ocsps=known.answers,
            moment=datetime.combine(self.today, time(12), UTC),
            allow_fetching=False,
            revocation_mode=revocation,
            retroactive_revinfo=True,
        )
        usage = KeyUsageConstraints(
            key_usage={"non_repudiation", "digital_signature"}, match_all_key_usages=False
        )
        return validate_pdf_signature(signature, context, key_usage_settings=usage, skip_diff=True)

    def _changes(self, signature: EmbeddedPdfSignature) -> Iterator[Changed]:
        """The fields that held something else when this was signed."""
        try:
            then, now = self.values(self.data[: _end(signature)]), self.values(self.data)
        except Exception:  # noqa: BLE001  what was changed is told where it can be read
            return
        names = [name for name in {**then, **now} if then.get(name, "") != now.get(name, "")]
        for name in names[:_MOST]:
            yield Changed(name, _shown(then.get(name)), _shown(now.get(name)))


class _Known(NamedTuple):
    """What a document brings along for checking its signatures: certificates, lists of withdrawn ones, answers."""

    certificates: Sequence[Any] = ()
    withdrawn: Sequence[Any] = ()
    answers: Sequence[Any] = ()


def _known_in(signature: EmbeddedPdfSignature) -> _Known:
    from pyhanko.sign.validation.dss import DocumentSecurityStore  # noqa: PLC0415  as above
    from pyhanko.sign.validation.errors import NoDSSFoundError  # noqa: PLC0415  as above

    try:
        found = DocumentSecurityStore.read_dss(signature.reader)
    except NoDSSFoundError:
        return _Known()
    lists, answers = ([each.get_object().data for each in streams] for streams in (found.crls, found.ocsps))
    return _Known(list(found.load_certs()), lists, answers)


def _is_untouched(
    status: PdfSignatureStatus, signature: EmbeddedPdfSignature, data: bytes, *, file_is_covered: bool
) -> bool:
    """Whether nothing has come since but further signatures, the last of which covers the whole file."""
    from pyhanko.sign.validation.status import SignatureCoverageLevel  # noqa: PLC0415  as above

    if status.coverage is SignatureCoverageLevel.ENTIRE_FILE:
        return _end(signature) == len(data)
    if status.coverage is not SignatureCoverageLevel.ENTIRE_REVISION or not file_is_covered:
        return False
    return is_only_signed_since(data[: _end(signature)], data)


def _who(signature: EmbeddedPdfSignature) -> str:
    certificate = signature.signer_cert
    names = certificate.subject.native if certificate is not None else {}
    return str(
        names.get("common_name") or certificate.subject.human_friendly if certificate is not None else ""
    )


def _when(signature: EmbeddedPdfSignature) -> str:
    said = signature.self_reported_timestamp
    return said.date().isoformat() if said is not None else ""


def _why_not(signature: EmbeddedPdfSignature, today: date) -> Message | None:
    """Why nobody vouches for a certificate, where the certificate itself tells."""
    certificate = signature.signer_cert
    if certificate is not None and certificate.not_valid_after.date() < today:
        return msg("The certificate was valid until {day}.", day=certificate.not_valid_after.date())
    return None


def _shown(value: object) -> str:
    return (
        ", ".join(map(str, value))
        if isinstance(value, list)
        else ""
        if value in (None, False)
        else str(value)
    )
