"""Keys, certificates and signed PDFs for tests, and what can be done to a PDF after it was signed."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

__all__ = ["Issuer", "appended", "overlaid", "rewritten", "shadowed", "signed"]

BEGIN, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)


def _name(words: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, words)])


@dataclass(frozen=True)
class Issuer:
    """An issuer of certificates, with its own."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @classmethod
    @cache
    def named(cls, words: str) -> Issuer:
        """An issuer that vouches for itself."""
        key = ec.generate_private_key(ec.SECP256R1())
        made = _certificate(words, key, words, key, is_issuer=True)
        return cls(key, made)

    def signer(self, words: str, end: datetime = END) -> Any:
        """What signs as a person called so."""
        from asn1crypto import keys, x509 as asn1  # noqa: PLC0415, I001  heavy
        from pyhanko.sign.signers import SimpleSigner  # noqa: PLC0415  as above
        from pyhanko_certvalidator.registry import SimpleCertificateStore  # noqa: PLC0415  as above

        key = ec.generate_private_key(ec.SECP256R1())
        own = _certificate(words, key, self.certificate.subject.rfc4514_string()[3:], self.key, end=end)
        raw = key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        der = serialization.Encoding.DER
        store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        store.register(asn1.Certificate.load(self.certificate.public_bytes(der)))
        return SimpleSigner(
            signing_cert=asn1.Certificate.load(own.public_bytes(der)),
            signing_key=keys.PrivateKeyInfo.load(raw),
            cert_registry=store,
        )

    def trusted(self, folder: Path) -> Path:
        """The folder with this issuer in it."""
        folder.mkdir(exist_ok=True)
        pem = self.certificate.public_bytes(serialization.Encoding.PEM)
        (folder / "issuer.pem").write_bytes(pem)
        return folder

    def withdrawn(self, folder: Path, *certificates: Any) -> Path:
        """The folder with this issuer's list of withdrawn certificates in it."""
        now = datetime(2026, 11, 1, tzinfo=UTC)
        made = x509.CertificateRevocationListBuilder().issuer_name(self.certificate.subject)
        made = made.last_update(now).next_update(now + timedelta(days=90))
        for certificate in certificates:
            entry = (
                x509.RevokedCertificateBuilder().serial_number(certificate.serial_number).revocation_date(now)
            )
            made = made.add_revoked_certificate(entry.build())
        signed_list = made.sign(self.key, hashes.SHA256())
        (folder / "withdrawn.crl").write_bytes(signed_list.public_bytes(serialization.Encoding.DER))
        return folder


def _certificate(
    words: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: str,
    by: ec.EllipticCurvePrivateKey,
    *,
    is_issuer: bool = False,
    end: datetime = END,
) -> x509.Certificate:
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=not is_issuer,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_issuer,
        crl_sign=is_issuer,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(_name(words))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(BEGIN)
        .not_valid_after(end)
        .add_extension(x509.BasicConstraints(ca=is_issuer, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key()), critical=False)
        .sign(by, hashes.SHA256())
    )


def signed(data: bytes, signer: Any, field: str = "Underskrift") -> bytes:
    """The PDF with a signature."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415  heavy
    from pyhanko.sign.signers import PdfSignatureMetadata, sign_pdf  # noqa: PLC0415  as above

    out = io.BytesIO()
    meta = PdfSignatureMetadata(field_name=field, md_algorithm="sha256")
    sign_pdf(IncrementalPdfFileWriter(io.BytesIO(data)), meta, signer=signer, output=out)
    return out.getvalue()


def appended(data: bytes) -> bytes:
    """Something behind the end."""
    return data + b"\n% hello\n"


def rewritten(data: bytes) -> bytes:
    """Saved anew by another program."""
    from pypdf import PdfWriter  # noqa: PLC0415  heavy

    out = io.BytesIO()
    PdfWriter(clone_from=io.BytesIO(data)).write(out)
    return out.getvalue()


def overlaid(data: bytes) -> bytes:
    """Words painted over the first page."""
    from pyhanko.pdf_utils import generic  # noqa: PLC0415  heavy
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415  as above

    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    stream = generic.StreamObject(stream_data=b"q 1 0 0 rg 100 100 300 300 re f Q")
    writer.add_stream_to_page(0, writer.add_object(stream))  # type: ignore[no-untyped-call]
    return _written(writer)


def shadowed(data: bytes) -> bytes:
    """The first page led to other contents, with the old ones left in the file."""
    from pyhanko.pdf_utils import generic  # noqa: PLC0415  heavy
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415  as above

    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    page = writer.root["/Pages"]["/Kids"][0]
    reference = writer.root["/Pages"]["/Kids"].raw_get(0)
    shadow = writer.add_object(generic.StreamObject(stream_data=b"q 0 1 0 rg 0 0 600 850 re f Q"))
    page["/Contents"] = shadow
    writer.mark_update(reference)
    return _written(writer)


def _written(writer: Any) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
