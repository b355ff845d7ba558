"""Acts of random histories on notes and files: written, written anew, withdrawn, taken back, destroyed."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st

from dealflow.domain.notes import events, note_state
from dealflow.domain.notes.documents import Document
from dealflow.domain.notes.notes import NoteAudience, NoteKind
from tests.store.drawn import FIRMS, PEOPLE, World, days, texts

_ids = st.sampled_from(["n1", "n2"])
_people = st.lists(st.sampled_from(PEOPLE), unique=True).map(lambda found: tuple(sorted(found)))


def _write(draw: st.DrawFn, world: World) -> None:
    note = draw(_ids)
    past = [each.event for each in world.streams[f"note:{note}"] if isinstance(each.event, events.NoteKept)]
    world.tell(
        events.NoteKept(
            note_id=note,
            owner_id=past[0].owner_id if past else draw(st.sampled_from(FIRMS)),
            note_kind=draw(st.sampled_from(NoteKind)),
            company_id=draw(st.sampled_from(world.companies)),
            engagement_id=draw(st.sampled_from(["", *world.engagements])),
            day=draw(days),
            audience=draw(st.sampled_from(NoteAudience)),
            people=draw(_people),
            mentions=draw(_people),
            version=len(past) + 1,
            text_version=len(past) + 1,
            text_hash="a" * 64,
        )
    )


def _undo(draw: st.DrawFn, world: World) -> None:
    past = world.streams[f"note:{draw(_ids)}"]
    if past:
        world.actor = past[-1].actor
        world.tell(note_state.take_back(past, world.actor))


def _withdraw(draw: st.DrawFn, world: World) -> None:
    note = draw(_ids)
    if world.streams[f"note:{note}"]:
        world.tell(events.NoteWithdrawn(note, draw(st.booleans())))


def _destroy(draw: st.DrawFn, world: World) -> None:
    note = draw(_ids)
    if world.streams[f"note:{note}"]:
        world.tell(events.NoteDestroyed(note))


def _put(draw: st.DrawFn, world: World) -> None:
    document = draw(
        st.builds(
            Document,
            id=st.sampled_from(["f1", "f2"]),
            owner_id=st.sampled_from(FIRMS),
            company_id=st.sampled_from(world.companies),
            engagement_id=st.sampled_from(["", *world.engagements]),
            kind=st.sampled_from(["contract", "other"]),
            sha256=st.sampled_from(["a" * 64, "b" * 64]),
            size_bytes=st.integers(0, 10**9),
            media=st.just("pdf"),
            audience=st.sampled_from(NoteAudience),
            issuer=texts,
            issued_on=st.none() | days,
            expires_on=st.none() | days,
        )
    )
    world.tell(events.DocumentKept(document))


def _put_aside(draw: st.DrawFn, world: World) -> None:
    name = draw(st.sampled_from(["f1", "f2"]))
    if world.streams[f"document:{name}"]:
        world.tell(
            draw(
                st.sampled_from(
                    [
                        events.DocumentWithdrawn(name),
                        events.DocumentWithdrawn(name, withdrawn=False),
                        events.DocumentDestroyed(name),
                    ]
                )
            )
        )


NOTES: tuple[Callable[[st.DrawFn, World], None], ...] = (_write, _write, _undo, _withdraw, _destroy, _put, _put_aside)
"""Every act on notes and files, as often as it is to be drawn."""
