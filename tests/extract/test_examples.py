from __future__ import annotations

import tomllib
from importlib import resources

from dealflow.catalogue.metrics import load_metrics
from dealflow.extract import read_claims
from tests.extract.slides import Slide, deck_of

_ENTRIES = tomllib.loads(resources.files("dealflow.catalogue").joinpath("metrics.toml").read_text("utf-8"))["metric"]
_METRICS = load_metrics()


def _read(phrase: str) -> set[str]:
    slide = Slide()
    slide.write(phrase, 60, 200, 14)
    return {claim.metric for claim in read_claims(deck_of(slide), _METRICS)}


def test_the_catalogues_own_example_phrases_are_read_as_its_metrics() -> None:
    phrases = [
        (entry["id"], phrase)
        for entry in _ENTRIES
        if set(entry["units"]) != {"text"}
        for phrase in entry.get("examples", [])
    ]
    read = [metric for metric, phrase in phrases if metric in _read(phrase)]
    assert len(read) / len(phrases) > 0.85
