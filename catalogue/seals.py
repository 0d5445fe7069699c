"""Signatures (Ed25519) on documents that anyone can check later, offline. Plain values; knows no Django.

The rule: take `value` out of the document's member `signature`, write what is left as RFC 8785 says, and check the
signature over these bytes with the key that `signature.kid` names.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from catalogue.canonical import canonical

ALGORITHM, FORM = "Ed25519", "RFC8785"
FAST_CLOCK = timedelta(minutes=5)  # how far another machine's clock may run ahead of ours


class BadKey(ValueError):
    """What should be a key is none."""


class NotValid(Exception):
    """The document does not say what the register said. `reason`: unsigned, unknown_key, altered, retired_key,
    undated or too_old."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True)
class PublicKey:
    """Checks signatures. `until`: when it stopped signing; None for the key in use."""

    raw: bytes
    until: datetime | None = None

    @property
    def kid(self) -> str:
        """The key's name: its thumbprint (RFC 7638)."""
        named = {"crv": ALGORITHM, "kty": "OKP", "x": b64(self.raw)}
        return b64(sha256(canonical(named)).digest())

    def jwk(self) -> dict[str, Any]:
        """As JSON Web Key (RFC 8037); `exp` in seconds since 1970 for a key that signs no more."""
        made = {"kty": "OKP", "crv": ALGORITHM, "use": "sig", "alg": "EdDSA", "kid": self.kid, "x": b64(self.raw)}
        return made | ({"exp": int(self.until.timestamp())} if self.until else {})


@dataclass(frozen=True)
class KeyRing:
    """The key that signs now, and those that signed before."""

    seed: bytes
    former: tuple[PublicKey, ...] = ()

    @property
    def current(self) -> PublicKey:
        return PublicKey(self._private.public_key().public_bytes_raw())

    @property
    def public(self) -> tuple[PublicKey, ...]:
        return (self.current, *self.former)

    @property
    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)

    def sealed(self, document: Mapping[str, Any]) -> dict[str, Any]:
        """The document with its signature."""
        signed = {**document, "signature": {"alg": ALGORITHM, "form": FORM, "kid": self.current.kid}}
        signed["signature"]["value"] = b64(self._private.sign(canonical(signed)))
        return signed

    def followed_by(self, seed: bytes, at: datetime) -> "KeyRing":
        """A new key signs from `at` on; what the present one signed stays good."""
        return KeyRing(seed, (PublicKey(self.current.raw, at), *self.former))

    def text(self) -> str:
        """As `ring_of` reads it; secret."""
        former = (f"{b64(key.raw)}@{key.until.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" for key in self.former if key.until)
        return ",".join((b64(self.seed), *former))


def new_ring() -> KeyRing:
    return KeyRing(Ed25519PrivateKey.generate().private_bytes_raw())


def ring_of(text: str) -> KeyRing:
    """Read "SEED[,PUBLIC@INSTANT…]": 32 bytes each in base64url, the instant in ISO 8601. Raises BadKey."""
    seed, *former = (part.strip() for part in text.split(","))
    return KeyRing(_raw(seed), tuple(_former(part) for part in former))


def keys_of(jwks: Any) -> list[PublicKey]:
    """The Ed25519 keys of a published key set; others are left out. Raises BadKey for what is no key set."""
    try:
        found = [one for one in jwks["keys"] if (one.get("kty"), one.get("crv")) == ("OKP", ALGORITHM)]
        return [PublicKey(_raw(one["x"]), _instant(one["exp"]) if "exp" in one else None) for one in found]
    except (KeyError, TypeError, AttributeError, OverflowError) as wrong:
        raise BadKey("this is no JSON Web Key Set") from wrong


def check(document: Any, keys: Iterable[PublicKey], now: datetime, at_most: timedelta | None = None) -> datetime:
    """When the register said so. Raises NotValid. `at_most`: how old what it said may be."""
    claimed = document.get("signature") if isinstance(document, dict) else None
    if not isinstance(claimed, dict) or not isinstance(claimed.get("value"), str):
        raise NotValid("unsigned")
    key = next((key for key in keys if key.kid == claimed.get("kid")), None)
    if key is None:
        raise NotValid("unknown_key")
    rest = {name: value for name, value in claimed.items() if name != "value"}
    _check_bytes(key, claimed["value"], {**document, "signature": rest})
    return _check_instant(key, _dated(document), now, at_most)


def b64(raw: bytes) -> str:
    """base64url without padding."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def _check_bytes(key: PublicKey, value: str, signed: dict[str, Any]) -> None:
    try:
        signature = urlsafe_b64decode(value + "==")
        if b64(signature) != value:  # the last letter has bits to spare
            raise NotValid("altered")
        Ed25519PublicKey.from_public_bytes(key.raw).verify(signature, canonical(signed))
    except (InvalidSignature, ValueError) as wrong:
        raise NotValid("altered") from wrong


def _check_instant(key: PublicKey, said: datetime, now: datetime, at_most: timedelta | None) -> datetime:
    if key.until and said > key.until:
        raise NotValid("retired_key")
    if said > now + FAST_CLOCK:
        raise NotValid("undated")
    if at_most is not None and now - said > at_most:
        raise NotValid("too_old")
    return said


def _dated(document: dict[str, Any]) -> datetime:
    try:
        said = datetime.fromisoformat(document["as_of"])
    except (KeyError, TypeError, ValueError) as wrong:
        raise NotValid("undated") from wrong
    if said.tzinfo is None:
        raise NotValid("undated")
    return said


def _former(text: str) -> PublicKey:
    raw, _, instant = text.partition("@")
    try:
        until = datetime.fromisoformat(instant)
    except ValueError as wrong:
        raise BadKey(f"a former key says until when it signed, not {instant!r}") from wrong
    if until.tzinfo is None:
        raise BadKey("the instant of a former key names its time zone")
    return PublicKey(_raw(raw), until)


def _instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _raw(text: str) -> bytes:
    try:
        raw = urlsafe_b64decode(text + "==")
    except ValueError as wrong:
        raise BadKey("a key is written in base64url") from wrong
    if len(raw) != 32:
        raise BadKey("an Ed25519 key has 32 bytes")
    return raw
