"""A person's own choice of what to be told, and by which way it reaches them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dealflow.actions.people import accounts
from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.notices.preferences import Preferences, is_hour
from dealflow.errors import InvalidInputError
from dealflow.post import web_post
from dealflow.store.ledger.queries import accounts as account_queries
from dealflow.store.ledger.queries import notices as queries

LANGUAGES = ("ko", "en")


@dataclass(frozen=True, slots=True)
class Reached:
    """How a person is reached: what they chose, and the address that letters go to (empty: none)."""

    preferences: Preferences
    address: str


def own(looking: Looking) -> Reached:
    """Return what the viewer chose."""
    with looking.ws.ledger.read() as session:
        chosen = queries.preferences_of(session, looking.ws.name, looking.viewer.person_id)
    account = accounts.account(looking.ws, looking.viewer.person_id)
    preferences = chosen or Preferences()
    return Reached(preferences, preferences.address or (account.login if account else ""))


def language_of(ws: Workspace, person_id: str) -> str:
    """Return the language in which a person is written to."""
    with ws.ledger.read() as session:
        chosen = queries.preferences_of(session, ws.name, person_id)
    return chosen.language if chosen else Preferences().language


def everybody(ws: Workspace) -> dict[str, Reached]:
    """Return how each person is reached who is reached at all, by id."""
    with ws.ledger.read() as session:
        chosen = queries.all_preferences(session, ws.name)
        logins = account_queries.logins(session, ws.name)
    reached = {}
    for person_id in chosen.keys() | logins.keys():
        preferences = chosen.get(person_id, Preferences())
        reached[person_id] = Reached(preferences, preferences.address or logins.get(person_id, ""))
    return reached


def keep(acting: Acting, preferences: Preferences) -> None:
    """Keep what the viewer wants.

    Raises:
        InvalidInputError: the address, the webhook or an hour is none.
    """
    address = preferences.address.strip()
    if address:
        accounts.require_address(address)
    webhook = preferences.webhook.strip()
    if webhook:
        web_post.require_postable(webhook, allow_private=acting.ws.settings.webhooks_private)
    hours = (preferences.quiet_from, preferences.quiet_until, preferences.digest_hour or 0)
    if not all(map(is_hour, hours)):
        raise InvalidInputError(field="hour", problem="unknown")
    if preferences.language not in LANGUAGES:
        raise InvalidInputError(field="lang", problem="unknown", value=preferences.language)
    _keep(acting, replace(preferences, address=address, webhook=webhook))


@transacted
def _keep(acting: Acting, preferences: Preferences) -> None:
    queries.keep_preferences(acting.session, acting.ws.name, acting.viewer.person_id, preferences)
