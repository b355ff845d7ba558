"""An organisation's words on a claim, as its stream of events tells them, and taking the last one back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from dealflow.domain.claims.claims import Verdict, Verification
from dealflow.domain.claims.events import ClaimAdded, ClaimVerified
from dealflow.domain.values.event import Recorded

_SAID_OF_MANY: Final = frozenset({Verdict.ACCEPTED, Verdict.REJECTED})


def standing(past: Sequence[Recorded]) -> tuple[Recorded, ...]:
    """Return the words that stand, one on the other, since the last one was taken back."""
    words: list[Recorded] = []
    for record in past:
        if isinstance(record.event, ClaimVerified):
            words = [] if record.event.verdict is Verdict.REOPENED else [*words, record]
    return tuple(words)


def taken_back(past: Sequence[Recorded], actor: str) -> tuple[ClaimVerified, ...]:
    """Return the events that take the actor's last word back: reopened, then the word that stood before it, if any.

    A figure that was added by hand is not left standing as a mere proposal: its first word taken back rejects it.
    Nothing comes back if the last word is not the actor's, or is such a rejection; one that a person spoke comes back.
    """
    words = standing(past)
    if not words or words[-1].actor != actor or not isinstance(words[-1].event, ClaimVerified):
        return ()
    last = words[-1].event
    reopened = replace(last, verdict=Verdict.REOPENED, correction=None, note="")
    if len(words) > 1 and isinstance(words[-2].event, ClaimVerified):
        return reopened, words[-2].event
    if isinstance(past[0].event, ClaimAdded):
        if last.verdict is Verdict.REJECTED:
            return () if _is_taken_back(past) else (reopened,)
        return reopened, replace(reopened, verdict=Verdict.REJECTED)
    return (reopened,)


def _is_taken_back(past: Sequence[Recorded]) -> bool:
    """Say whether the last word is the rejection that ``taken_back`` writes: at once with the reopening before it."""
    before, last = past[-2:]
    return isinstance(before.event, ClaimVerified) and before.event.verdict is Verdict.REOPENED and before.ts == last.ts


def said_at_once(word: Verification, other: Verification) -> bool:
    """Say whether two words of one person are one act: a page as a whole, or a figure in the place of another."""
    return word.verified_at == other.verified_at and {word.verdict, other.verdict} <= _SAID_OF_MANY
