"""A signed proof of the journal: how far it had come, with which hash and how many events, for keeping elsewhere.

Whoever rewrites the journal later, as a whole even, cannot make it pass through the head that a proof names; whoever
changes the proof breaks its signature.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from dealflow.actions.platform.context import Looking
from dealflow.domain.people.access import Act, require
from dealflow.errors import BadProofError
from dealflow.store import seal
from dealflow.store.ledger import journal
from dealflow.store.ledger.journal import Head

FORMAT: Final = "dealflow-proof-1"
_LARGEST: Final = 1_000_000
_FIELDS: Final = frozenset({"format", "workspace", "position", "hash", "made_at", "counts"})


@dataclass(frozen=True, slots=True)
class Proof:
    """What was proved. ``counts``: how many events of each kind there were; ``public_key``: who signed it."""

    workspace: str
    head: Head
    made_at: datetime
    counts: Mapping[str, int]
    public_key: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A proof that holds, and where the journal stands now."""

    proof: Proof
    now: Head


def make(looking: Looking, *, at: datetime) -> tuple[bytes, Proof]:
    """Return a proof of the journal as it stands, as the bytes of a JSON file, after checking the whole chain.

    Raises:
        TamperedJournalError: the chain does not hold.
        BadProofError: the installation's key is damaged.
        NotAllowedError: the role may not.
    """
    require(looking.viewer, Act.SEE_AUDIT)
    with looking.ws.ledger.read() as session:
        head = journal.verify(session, looking.ws.name)
        counts = journal.count_kinds(session, looking.ws.name)
    key = seal.installation_seal(looking.ws.settings.data_dir)
    statement = {
        "format": FORMAT,
        "workspace": looking.ws.name,
        "position": head.position,
        "hash": head.hash,
        "made_at": at.isoformat(),
        "counts": counts,
    }
    signed = {"proof": statement, "public_key": key.public_key, "signature": key.sign(_canonical(statement))}
    data = json.dumps(signed, ensure_ascii=False, indent=2, sort_keys=True).encode() + b"\n"
    return data, Proof(looking.ws.name, head, at, counts, key.public_key)


def check(looking: Looking, data: bytes, *, public_key: str = "") -> Checked:
    """Return the proof and the journal's present head, if the proof is genuine and the journal still agrees with it.

    ``public_key``: who must have signed it; nothing: this installation's own key.

    Raises:
        BadProofError: ``problem`` says why: ``unreadable``, ``signature``, ``stranger`` (another key signed it),
            ``workspace``, ``counts``.
        TamperedJournalError: the chain does not hold, or no longer passes through the head that was signed.
        NotAllowedError: the role may not.
    """
    require(looking.viewer, Act.SEE_AUDIT)
    proof = _opened(data)
    known = public_key.strip().lower() or seal.known_public_key(looking.ws.settings.data_dir)
    if proof.public_key != known:
        raise BadProofError(problem="stranger")
    if proof.workspace != looking.ws.name:
        raise BadProofError(problem="workspace")
    with looking.ws.ledger.read() as session:
        now = journal.verify(session, looking.ws.name, str(proof.head))
        counts = journal.count_kinds(session, looking.ws.name, until=proof.head.position)
    if counts != dict(proof.counts):
        raise BadProofError(problem="counts")
    return Checked(proof, now)


def public_key(looking: Looking) -> str:
    """Return the installation's public key, made now if it never signed anything.

    Raises:
        NotAllowedError: the role may not.
    """
    require(looking.viewer, Act.SEE_AUDIT)
    return seal.installation_seal(looking.ws.settings.data_dir).public_key


def _opened(data: bytes) -> Proof:
    """Return what a file proves, once its signature holds.

    Raises:
        BadProofError: the file is no proof, or was changed.
    """
    try:
        signed = json.loads(data) if len(data) <= _LARGEST else None
    except ValueError as error:
        raise BadProofError(problem="unreadable") from error
    if not isinstance(signed, dict) or not isinstance(signed.get("proof"), dict):
        raise BadProofError(problem="unreadable")
    statement = signed["proof"]
    key, signature = str(signed.get("public_key", "")), str(signed.get("signature", ""))
    if not seal.holds(key, signature, _canonical(statement)):
        raise BadProofError(problem="signature")
    try:
        return _proof(statement, key)
    except (KeyError, TypeError, ValueError) as error:
        raise BadProofError(problem="unreadable") from error


def _proof(statement: Mapping[str, object], key: str) -> Proof:
    """Return the proof of signed fields; a ``ValueError`` if they are not what a proof has."""
    if set(statement) != _FIELDS or statement["format"] != FORMAT:
        raise ValueError(FORMAT)
    counts = statement["counts"]
    if not isinstance(counts, dict):
        raise TypeError(FORMAT)
    return Proof(
        workspace=str(statement["workspace"]),
        head=Head(int(str(statement["position"])), str(statement["hash"])),
        made_at=datetime.fromisoformat(str(statement["made_at"])),
        counts={str(kind): int(count) for kind, count in counts.items()},
        public_key=key,
    )


def _canonical(value: object) -> bytes:
    """Return the one form of the fields that is signed."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
