"""The scorecards of scorecards.toml: by which criteria and weights a house begins to score the deals of a track."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from dealflow.catalogue.criteria import shipped_criteria
from dealflow.domain.investment.deal_scoring import CardCriterion, Scorecard, require_sound_card
from dealflow.errors import InvalidInputError


def load_scorecards(text: str | None = None) -> tuple[Scorecard, ...]:
    """Return the scorecards of ``text`` (TOML), or of the shipped catalogue.

    Raises:
        InvalidInputError: a track stands twice, a criterion has no words of its own and is no committee's, or a card
            cannot be scored by (``domain.investment.deal_scoring.require_sound_card``).
    """
    given_text = text or resources.files("dealflow.catalogue").joinpath("scorecards.toml").read_text("utf-8")
    cards = tuple(
        Scorecard(entry["track"], tuple(_criterion(criterion) for criterion in entry["criteria"]))
        for entry in tomllib.loads(given_text)["scorecard"]
    )
    tracks = [card.track_id for card in cards]
    for place, card in enumerate(cards):
        if card.track_id in tracks[:place]:
            raise InvalidInputError(field="track", problem="repeated", value=card.track_id)
        require_sound_card(card)
    return cards


@cache
def shipped_scorecard(track_id: str) -> Scorecard:
    """Return where a track's card begins: the shipped one, or the committee's criteria weighing the same."""
    for card in load_scorecards():
        if card.track_id == track_id:
            return card
    return Scorecard(track_id, tuple(_criterion({"id": criterion.id, "weight": 1}) for criterion in shipped_criteria()))


def _criterion(entry: dict[str, str | int]) -> CardCriterion:
    known = {criterion.id: criterion for criterion in shipped_criteria()}
    words = {"name_ko", "name_en", "ask_ko", "ask_en"}
    own = {name: str(entry[name]) for name in words if name in entry}
    if not own:
        criterion = known.get(str(entry["id"]))
        if criterion is None:
            raise InvalidInputError(field="criterion", problem="unknown", value=entry["id"])
        own = {name: str(getattr(criterion, name)) for name in words}
    return CardCriterion(id=str(entry["id"]), weight=int(entry["weight"]), **own)
