"""What a house calls things, for the cells of a sheet: tracks, stages, statuses, reasons, colleagues, investors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from dealflow.actions.platform.context import Looking
from dealflow.catalogue.sheet_headings import sheet_headings
from dealflow.catalogue.sources import load_sources
from dealflow.domain.pipeline.funnel import Status, Track
from dealflow.domain.sheets.deal_rows import AS_STATUS
from dealflow.domain.sheets.events import Meaning
from dealflow.domain.sheets.fields import MEANT, Field, SheetRow
from dealflow.domain.values.typed_text import plain
from dealflow.store.ledger.queries import people

Words = Mapping[str, Mapping[str, str]]
"""By field (for stages ``stage:<track>``): the id that each plain text means; an empty one: nothing."""
_ENDED: Final = (Status.PASSED, Status.WITHDRAWN, Status.ON_HOLD)


def words_of(looking: Looking, meanings: Iterable[Meaning] = ()) -> Words:
    """Return what the house calls things, and what a person said that words mean."""
    ws = looking.ws
    statuses = dict(sheet_headings().statuses) | {plain(status.value): status.value for status in Status}
    words: dict[str, dict[str, str]] = {
        Field.TRACK: _names((track.id, track.name_ko, track.name_en) for track in ws.tracks),
        Field.STATUS: statuses,
        Field.REASON: _names((reason.id, reason.name_ko, reason.name_en) for reason in ws.reasons),
        Field.SOURCE: dict(sheet_headings().sources)
        | _names((source.id, source.name_ko, source.name_en) for source in load_sources()),
        Field.ASSIGNEE: _names(
            (person.id, person.name, _before_mark(person.name))
            for person in people.persons(looking.session, ws.name)
            if person.organisation_id == looking.viewer.organisation_id and person.company_id is None
        ),
        Field.INVESTOR: _names(
            (organisation.id, organisation.name_ko, organisation.name_en)
            for organisation in people.organisations(looking.session, ws.name)
        ),
    }
    for track in ws.tracks:
        words[f"{Field.STAGE}:{track.id}"] = _stage_words(track, statuses)
    for meaning in meanings:
        _add(words, meaning, ws.tracks)
    return words


def _stage_words(track: Track, statuses: Mapping[str, str]) -> dict[str, str]:
    """Return the stages of a track by their names; words that end a deal (Closed lost) are its status."""
    ended = {word: f"{AS_STATUS}{status}" for word, status in statuses.items() if status in _ENDED}
    return ended | _names((stage.id, stage.name_ko, stage.name_en) for stage in track.stages)


def _names(names: Iterable[tuple[str, ...]]) -> dict[str, str]:
    return {plain(name): of[0] for of in names for name in reversed(of) if plain(name)}


def _before_mark(name: str) -> str:
    """Return a name without what stands in brackets after it."""
    return name.partition("(")[0]


def _add(words: dict[str, dict[str, str]], meaning: Meaning, tracks: Sequence[Track]) -> None:
    """Let a word mean what a person said, wherever there is such a thing."""
    if meaning.field != Field.STAGE:
        words.setdefault(meaning.field, {})[meaning.text] = meaning.value
        return
    for track in tracks:
        ids = {stage.id for stage in track.stages}
        if meaning.value in ids or not meaning.value or meaning.value.startswith(AS_STATUS):
            words[f"{Field.STAGE}:{track.id}"][meaning.text] = meaning.value


def strange_words(rows: Sequence[SheetRow], words: Words, usual_track: str) -> dict[Field, dict[str, int]]:
    """Return, by field, the cells that name nothing of the house, as they are written, with how often they stand."""
    strange: dict[Field, Counter[str]] = {field: Counter() for field in MEANT}
    for row in rows:
        track = words[Field.TRACK].get(plain(row.cells.get(Field.TRACK, "")), usual_track) or usual_track
        for field in MEANT:
            text = row.cells.get(field, "")
            name = f"{Field.STAGE}:{track}" if field is Field.STAGE else field
            if text and plain(text) not in words.get(name, {}):
                strange[field][text] += 1
    return {field: dict(count.most_common()) for field, count in strange.items() if count}
