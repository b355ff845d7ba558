"""The installation's own key: an Ed25519 pair in the data folder, made at its first use, that signs proofs."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from dealflow.errors import BadProofError

_NAME: Final = "proof.key"
_PRIVATE_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class Seal:
    """A key that signs; ``public_key`` is told to everybody, as hexadecimal digits."""

    _private: Ed25519PrivateKey

    @property
    def public_key(self) -> str:
        """Return the public half."""
        return self._private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()

    def sign(self, data: bytes) -> str:
        """Return the signature of the bytes, as hexadecimal digits."""
        return self._private.sign(data).hex()


def installation_seal(folder: Path) -> Seal:
    """Return the installation's key, made now if there is none: readable by its owner alone, never made twice.

    Raises:
        BadProofError: the file is there and holds no key.
    """
    path = folder / _NAME
    if not path.exists():
        _make(path)
    data = path.read_bytes()
    if len(data) != _PRIVATE_BYTES:
        raise BadProofError(problem="key_damaged")
    return Seal(Ed25519PrivateKey.from_private_bytes(data))


def known_public_key(folder: Path) -> str | None:
    """Return the installation's public key, nothing where it never signed anything."""
    return installation_seal(folder).public_key if (folder / _NAME).exists() else None


def holds(public_key: str, signature: str, data: bytes) -> bool:
    """Say whether the signature of the bytes is that of the key; what is no key or signature holds nothing."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key)).verify(bytes.fromhex(signature), data)
    except (InvalidSignature, ValueError):
        return False
    return True


def _make(path: Path) -> None:
    """Write a new key whole, in one step; of two processes at once the first one's stands."""
    fresh = Ed25519PrivateKey.generate().private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    partial = path.with_name(f".{_NAME}-{os.getpid()}")
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(fresh)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(partial, path)
        except FileExistsError:
            return
    finally:
        partial.unlink(missing_ok=True)
