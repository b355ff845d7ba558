"""What the values of a trait are called: sources and reasons of the catalogue, people, regions, sectors."""

from __future__ import annotations

from collections.abc import Callable

from dealflow.actions.companies import company_profile
from dealflow.actions.people import people
from dealflow.actions.pipeline.dashboard import Trait
from dealflow.actions.platform.context import Looking
from dealflow.i18n import name_of, t, term


def words_of(looking: Looking, trait: str, lang: str) -> Callable[[str], str]:
    """Return what names a trait's values; a value that was not told has an empty name, but for people."""
    if trait == Trait.SOURCE:
        sources = {source.id: name_of(source, lang) for source in company_profile.sources()}
        return lambda key: sources.get(key, key)
    if trait == Trait.REASON:
        reasons = {reason.id: name_of(reason, lang) for reason in looking.ws.reasons}
        return lambda key: reasons.get(key, key)
    if trait == Trait.PERSON:
        names = {person.id: person.name for person in people.people(looking.ws)}
        return lambda key: names.get(key, "") if key else t("dashboard.nobody", lang)
    return lambda key: term(key, lang)
