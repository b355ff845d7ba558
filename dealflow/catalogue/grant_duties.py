"""The duties of projects with a grant, as people of the field edit them."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from dealflow.domain.tips.grant_duties import Duties, Duty, DutyRule
from dealflow.errors import InvalidInputError


@cache
def grant_duties() -> Duties:
    """Return the shipped duties."""
    return duties_of(resources.files("dealflow.catalogue").joinpath("grant_duties.toml").read_text("utf-8"))


def duties_of(text: str) -> Duties:
    """Return the duties of a TOML text.

    Raises:
        InvalidInputError: one is missing or unknown, or its days are negative.
    """
    rules = {}
    for entry in tomllib.loads(text)["duty"]:
        if entry["id"] not in set(Duty):
            raise InvalidInputError(field="duty", problem="unknown", value=entry["id"])
        days = entry.get("days")
        if days is not None and days < 0:
            raise InvalidInputError(field="days", problem="negative", value=entry["id"])
        duty = Duty(entry["id"])
        rules[duty] = DutyRule(duty, days, entry["confirmed"], entry["source_ko"], entry["source_en"])
    for duty in Duty:
        if duty not in rules:
            raise InvalidInputError(field="duty", problem="missing", value=duty.value)
    return rules
