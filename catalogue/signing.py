"""The keys of this installation: SIGNING_KEY, or while developing a key of its own in var/."""

import os
from contextlib import suppress
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.conf import settings

from catalogue.seals import KeyRing, new_ring, ring_of

FRESH = timedelta(hours=24)  # how old a signed document may be before its verdict is asked anew


def ring() -> KeyRing | None:
    """The keys that sign here; None where nothing is signed. Raises BadKey for a SIGNING_KEY that is none."""
    text = settings.SIGNING_KEY or (development_key() if settings.DEBUG else "")
    return _read(text) if text else None


def sealed(document: dict[str, Any]) -> dict[str, Any]:
    """The document with its signature; `signature` is null where nothing is signed, never a pretended one."""
    keys = ring()
    return keys.sealed(document) if keys else {**document, "signature": None}


def key_set() -> dict[str, Any]:
    """The public keys as JSON Web Key Set, the one in use first."""
    keys = ring()
    return {"keys": [key.jwk() for key in keys.public] if keys else []}


def development_key() -> str:
    """A key that stays the same on this machine, made at first use; only its owner may read it."""
    path = Path(settings.VAR_DIR) / "signing-key"
    if not path.exists():
        with NamedTemporaryFile("w", dir=path.parent) as made:  # readable by its owner only
            made.write(new_ring().text())
            made.flush()
            with suppress(FileExistsError):  # another process was quicker
                os.link(made.name, path)
    return path.read_text().strip()


def rotated(at: datetime) -> KeyRing:
    """The keys with a new one in front; what the present one signed until `at` stays good."""
    keys = ring()
    return keys.followed_by(new_ring().seed, at) if keys else new_ring()


@lru_cache(maxsize=4)
def _read(text: str) -> KeyRing:
    return ring_of(text)
