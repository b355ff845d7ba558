"""What a house notes of a company for itself: how it came, what it does, website, tags, round; put away or not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from dealflow.actions.companies.company_rights import known_company
from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.remembered import remembered
from dealflow.actions.platform.workspace import written
from dealflow.catalogue.sources import load_sources
from dealflow.domain.claims.company import NOTHING_NOTED, CompanyProfile, Source, joined
from dealflow.domain.claims.events import CompanyProfileKept, CompanyShelved
from dealflow.domain.people.access import Act, require
from dealflow.domain.values.rounds import round_name
from dealflow.domain.values.web_address import web_address
from dealflow.errors import ChangedMeanwhileError, InvalidInputError
from dealflow.store.ledger.queries import companies, profiles

__all__ = [
    "CompanyProfile",
    "HouseProfile",
    "keep_profile",
    "profile_of",
    "profiles_of",
    "shelve",
    "sources",
    "tags_in_use",
    "tags_of",
]

_ABOUT = 300
_TAG = 30
_TAGS = 12


@dataclass(frozen=True, slots=True)
class HouseProfile:
    """What the viewer's house notes of a company; ``version`` counts its acts on it, 0 where there are none."""

    profile: CompanyProfile = NOTHING_NOTED
    is_archived: bool = False
    version: int = 0


def sources() -> tuple[Source, ...]:
    """Return the ways in which a company can have come, in the catalogue's order."""
    return load_sources()


def profiles_of(looking: Looking) -> Mapping[str, HouseProfile]:
    """Return the notes of the viewer's house by company; those on merged companies are told of the survivor.

    The survivor's own notes come first; it is put away where it was itself.
    """
    stored = profiles.profiles(looking.session, looking.ws.name, looking.viewer)
    survivors = companies.survivors(looking.session, looking.ws.name)
    groups: dict[str, list[str]] = defaultdict(list)
    for company_id in sorted(stored, key=lambda key: (key in survivors, key)):
        groups[survivors.get(company_id, company_id)].append(company_id)
    return {
        company_id: HouseProfile(
            joined(stored[part].profile for part in parts),
            company_id in stored and stored[company_id].is_archived,
            stored[company_id].version if company_id in stored else 0,
        )
        for company_id, parts in groups.items()
    }


def profile_of(looking: Looking, company_id: str) -> HouseProfile:
    """Return what the viewer's house notes of a company, empty where it notes nothing."""
    if looking.open_session is not None:
        return profiles_of(looking).get(company_id, HouseProfile())
    with looking.ws.ledger.read() as session:
        return profiles_of(looking.within(session)).get(company_id, HouseProfile())


@transacted
def keep_profile(acting: Acting, company_id: str, profile: CompanyProfile, *, seen: int | None = None) -> None:
    """Keep what the viewer's house notes of a company, all of it. ``seen`` is ``HouseProfile.version`` as shown.

    Raises:
        NotAllowedError, NotFoundError: the role may not; the viewer knows of no such company.
        InvalidInputError: the source is none of the catalogue's, the website is no address, tags are too many or long.
        ChangedMeanwhileError: a colleague changed it since version ``seen``.
    """
    require(acting.viewer, Act.EDIT_COMPANIES)
    cleaned = _cleaned(profile)
    company = known_company(acting, company_id)
    now = profile_of(acting, company.id)
    event = CompanyProfileKept(company.id, acting.viewer.organisation_id, cleaned)
    _require_seen(event.stream, now, seen)
    if cleaned != now.profile:
        acting.record([event], after=now.version)


@transacted
def shelve(acting: Acting, company_id: str, *, is_archived: bool) -> None:
    """Put a company away from the lists of the viewer's house, or take it out again; nobody else's lists change.

    Raises:
        NotAllowedError, NotFoundError: the role may not; the viewer knows of no such company.
    """
    require(acting.viewer, Act.EDIT_COMPANIES)
    company = known_company(acting, company_id)
    now = profile_of(acting, company.id)
    if now.is_archived is not is_archived:
        acting.record([CompanyShelved(company.id, acting.viewer.organisation_id, is_archived)], after=now.version)


@remembered
def tags_in_use(looking: Looking) -> tuple[str, ...]:
    """Return the tags that the viewer's house gave to any company, in order."""
    with looking.ws.ledger.read() as session:
        stored = profiles.profiles(session, looking.ws.name, looking.viewer)
    return tuple(sorted({tag for noted in stored.values() for tag in noted.profile.tags}))


def tags_of(text: str) -> tuple[str, ...]:
    """Return the tags of a text with commas between them, each once, whatever its letter case."""
    first: dict[str, str] = {}
    for part in text.replace("，", ",").replace("#", " ").split(","):
        tag = " ".join(part.split())
        if tag:
            first.setdefault(tag.casefold(), tag)
    return tuple(first.values())


def _cleaned(profile: CompanyProfile) -> CompanyProfile:
    """Return a house's notes as they are kept.

    Raises:
        InvalidInputError: the source is unknown, the website is no address, tags are too many or too long.
    """
    if profile.source and profile.source not in {source.id for source in load_sources()}:
        raise InvalidInputError(field="sourcing", problem="unknown", value=profile.source)
    tags = tags_of(",".join(profile.tags))
    if len(tags) > _TAGS:
        raise InvalidInputError(field="tags", problem="too_many", limit=_TAGS)
    return CompanyProfile(
        source=profile.source,
        about=written(profile.about, "about", longest=_ABOUT),
        website=web_address(profile.website),
        tags=tuple(written(tag, "tags", longest=_TAG) for tag in tags),
        round_label=written(round_name(profile.round_label), "round_label"),
    )


def _require_seen(stream: str, now: HouseProfile, seen: int | None) -> None:
    if seen is not None and seen != now.version:
        raise ChangedMeanwhileError(stream=stream, expected=seen, found=now.version)
