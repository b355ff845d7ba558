"""Where somebody is mentioned: what Home tells them as new."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.remembered import remembered
from dealflow.domain.claims.company import Company
from dealflow.domain.notes.notes import Note, excerpt
from dealflow.domain.people.access import Act, may
from dealflow.store.ledger.queries import companies, people
from dealflow.store.ledger.queries import notes as note_queries


@dataclass(frozen=True, slots=True)
class Mention:
    """A note that mentions the viewer: on which company, by whom, since when, and how it begins."""

    note: Note
    company: Company | None
    by_name: str
    at: datetime
    title: str
    excerpt: str


@remembered
def mentions(looking: Looking, since: datetime) -> tuple[Mention, ...]:
    """Return the notes that mention the viewer since a moment, the latest first; one's own mentions are none."""
    viewer, ws = looking.viewer, looking.ws
    if not may(viewer, Act.SEE_PIPELINE):
        return ()
    with ws.ledger.read() as session:
        standing = [
            (note, at)
            for note, at in note_queries.mentions(session, ws.name, viewer, since)
            if note.author_id != viewer.person_id
        ]
        if not standing:
            return ()
        words = note_queries.words(session, ws.name, [note.id for note, _ in standing])
        names = people.names(session, ws.name)
        known = {company.id: company for company in companies.companies(session, ws.name, viewer)}
    lines = []
    for note, at in standing:
        text = words.get((note.id, note.text_version), (None, ""))[0]
        if text is not None:
            company = known.get(note.company_id)
            lines.append(Mention(note, company, names.get(note.author_id, ""), at, text.title, excerpt(text)))
    return tuple(lines)
