"""What the review workbench shows: slides, boxes and claims as plain data. Pure: tested without a browser."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from dealflow.actions.claims.intake import DeckRow
from dealflow.actions.claims.review import ClaimView
from dealflow.domain.claims.claims import (
    Aggregation,
    ClaimStatus,
    Evidence,
    Metric,
    Origin,
    ReviewReason,
    ReviewState,
    Scope,
)
from dealflow.domain.claims.consistency_checks import Answer, Finding
from dealflow.domain.claims.page import Box, Gap
from dealflow.domain.values.quantity import MONEY, WORDED, Bound, Quantity, Unit
from dealflow.domain.values.typed_units import SIGNS
from dealflow.i18n import name_of, numbers, t
from dealflow.reports.claims.page_gaps import gap_words, remedy_words
from dealflow.ui.kit import typed_fields

Json = dict[str, Any]  # Any: what crosses to the browser is JSON

_RIVALS: Final = "one_figure_one_value"
_DEFAULT_PAGE: Final = (960.0, 540.0)
_WORDS: Final = (
    "accept", "correct", "reject", "undo", "add", "zoom", "wide", "next", "previous", "page_back", "page_on", "claims",
    "progress", "finished", "no_picture", "slide", "page", "none", "none_shown", "look", "apart", "rival",
    "now", "again", "drawing", "also", "reopen", "accept_page", "reject_page", "no_words",
    "add_title", "add_hint", "correct_title", "correct_hint", "save", "cancel",
)  # fmt: skip
_FIELDS: Final = (
    "metric", "value", "high", "unit", "bound", "approx", "scope", "status", "aggregation", "period", "quote", "note",
)  # fmt: skip
_HINTED: Final = ("value", "high", "period", "quote")


@dataclass(frozen=True, slots=True)
class Showing:
    """What the reader asked to see: the claims that pass the filters, and where to begin."""

    visible_ids: frozenset[str]
    claim_id: str = ""
    page: int = 0
    find: str = ""
    """What was looked for where the reader comes from a search."""
    by_doubt: bool = False
    """The least sure first, instead of page by page."""


@dataclass(frozen=True, slots=True)
class Around:
    """What a claim is shown among: its deck, the deck's claims in order, the metrics, and what does not add up."""

    deck: DeckRow
    views: Mapping[str, ClaimView]
    metrics: Mapping[str, Metric]
    findings: Sequence[Finding] = ()


def around(
    deck: DeckRow, views: Sequence[ClaimView], metrics: Sequence[Metric], findings: Sequence[Finding] = ()
) -> Around:
    """Return a deck's claims with all that they are shown among."""
    return Around(deck, {view.claim.id: view for view in views}, {metric.id: metric for metric in metrics}, findings)


def percent_box(box: Box, size: tuple[float, float]) -> list[float]:
    """Return ``[left, top, width, height]`` in per cent of the page, clipped to it."""
    width, height = size
    left, right = (min(max(100 * edge / width, 0), 100) for edge in (box.x0_pt, box.x1_pt))
    top, bottom = (min(max(100 * edge / height, 0), 100) for edge in (box.y0_pt, box.y1_pt))
    return [round(number, 3) for number in (left, top, right - left, bottom - top)]


def page_box(box: Sequence[float], size: tuple[float, float]) -> Box:
    """Return the box that was drawn, in points; the inverse of ``percent_box``."""
    left, top, width, height = box
    x, y = size[0] / 100, size[1] / 100
    return Box(left * x, top * y, (left + width) * x, (top + height) * y)


def size_of(deck: DeckRow, page: int) -> tuple[float, float]:
    """Return the page's size in points; a usual slide's where it is not known."""
    sizes = deck.page_sizes_pt
    return sizes[page - 1] if 1 <= page <= len(sizes) else _DEFAULT_PAGE


def metric_name(metrics: Mapping[str, Metric], metric_id: str, lang: str) -> str:
    """Return the metric's name in the reader's language; its id where the catalogue no longer has it."""
    return name_of(metrics[metric_id], lang) if metric_id in metrics else metric_id


def value_of(quantity: Quantity, lang: str, metric_id: str = "") -> str:
    """Return the quantity with every digit that was printed: a reviewer compares it with the slide."""
    return numbers.quantity(quantity, lang, exact=True, of=metric_id)


def _typed_amount(quantity: Quantity, place: str, lang: str) -> str:
    """Return one end of the quantity as a person would type it."""
    if quantity.unit in WORDED:
        return quantity.text or "" if place == "value" else ""
    first, second = quantity.value_min, quantity.value_max
    number = second if place == "high" else quantity.value if first is None else first
    if number is None:
        return ""
    if quantity.unit in MONEY and number > 0:
        return numbers.scaled(number, lang, exact=True)
    return numbers.plain(number, lang)


def form_of(view: ClaimView, lang: str) -> Json:
    """Return the fields of the correcting form as they stand."""
    quantity = view.quantity
    return {
        "metric": view.metric,
        "value": _typed_amount(quantity, "value", lang),
        "high": _typed_amount(quantity, "high", lang),
        "unit": quantity.unit.value,
        "bound": quantity.bound.value if quantity.bound else "",
        "approx": quantity.approx,
        "scope": view.scope.value,
        "status": view.status.value,
        "aggregation": view.aggregation.value,
        "period": typed_fields.written_period(view.period),
    }


def blank_form() -> Json:
    """Return the form for a figure that the reader adds: nothing is assumed of whose it is or whether it happened."""
    return {
        "metric": "revenue", "value": "", "high": "", "unit": Unit.KRW.value, "bound": "", "approx": False,
        "scope": Scope.UNKNOWN.value, "status": ClaimStatus.UNKNOWN.value, "aggregation": Aggregation.UNKNOWN.value,
        "period": "",
    }  # fmt: skip


def _evidence(evidence: Evidence, deck: DeckRow) -> Json:
    size = size_of(deck, evidence.page)
    return {
        "page": evidence.page,
        "quote": evidence.quote,
        "boxes": [percent_box(box, size) for box in evidence.boxes],
        "label": [percent_box(box, size) for box in evidence.label_boxes],
    }


def _chips(view: ClaimView, lang: str) -> list[str]:
    known: list[tuple[str, Scope | ClaimStatus | Aggregation]] = [
        ("scope", view.scope),
        ("claim_status", view.status),
        ("aggregation", view.aggregation),
    ]
    words = [t(f"enum.{place}.{chip.value}", lang) for place, chip in known if chip.value != "unknown"]
    period = numbers.period(view.period, lang)
    return [*words, period] if period else words


def _facts(view: ClaimView, metrics: Mapping[str, Metric], lang: str) -> list[tuple[str, str]]:
    claim, verification = view.claim, view.verification
    pairs = [("label", claim.label), ("subject", claim.subject or "")]
    if claim.origin is not Origin.TEXT:
        pairs.append(("origin", t(f"enum.origin.{claim.origin.value}", lang)))
    if claim.origin is not Origin.PERSON:
        pairs.append(("confidence", numbers.percent(100 * claim.confidence, lang, places=0)))
    if view.state is ReviewState.CORRECTED:
        before = value_of(claim.quantity, lang, claim.metric)
        if claim.metric != view.metric:
            before = f"{metric_name(metrics, claim.metric, lang)} {before}"
        pairs.append(("original", " · ".join((before, *_original_chips(view, lang)))))
    if verification is not None and view.state is not ReviewState.PROPOSED:
        who = view.verified_by_name or t("review.somebody", lang)
        pairs.append(("by", f"{who}, {numbers.moment(verification.verified_at, lang)}"))
        pairs.append(("note", verification.note))
    return [(t(f"review.fact.{name}", lang), words) for name, words in pairs if words]


def _reasons(view: ClaimView, lang: str) -> list[str]:
    """Return why to look twice: what a later reading made of it first, then what the reading itself doubts."""
    texts = [t(f"enum.review_reason.{reason.value}", lang) for reason in view.claim.review_reasons]
    if view.look_again:
        return [t("review.look_again", lang), *texts]
    return [t("review.superseded", lang), *texts] if view.superseded else texts


def _original_chips(view: ClaimView, lang: str) -> list[str]:
    """Return what the extractor had said where a person's correction differs from it."""
    claim = view.claim
    pairs: list[tuple[str, Scope | ClaimStatus | Aggregation, Scope | ClaimStatus | Aggregation]] = [
        ("scope", claim.scope, view.scope),
        ("claim_status", claim.status, view.status),
        ("aggregation", claim.aggregation, view.aggregation),
    ]
    words = [t(f"enum.{place}.{old.value}", lang) for place, old, new in pairs if old is not new]
    period = numbers.period(claim.period, lang)
    return [*words, period] if claim.period != view.period and period else words


def _link(view: ClaimView, lang: str, name: str = "") -> Json:
    """Return the way to another claim: its value and its page, after its name where that is not plain."""
    page = t("review.page", lang).replace("{page}", str(view.claim.evidence[0].page))
    return {"id": view.claim.id, "words": f"{name} {value_of(view.quantity, lang, view.metric)} ({page})".strip()}


def _findings(around: Around, claim_id: str, lang: str) -> list[Json]:
    """Return what does not add up with this claim: the check in words, what was computed, and the other figures.

    The same figure with two values is left out: rivals say that already.
    """
    findings = []
    for finding in around.findings:
        sides = (*finding.left, *finding.right)
        if finding.answer is not Answer.DISAGREES or finding.check == _RIVALS or claim_id not in sides:
            continue
        expected = (
            None
            if finding.expected is None or finding.unit is None
            else numbers.amount(finding.expected, finding.unit, lang)
        )
        others = [around.views[other] for other in sides if other != claim_id and other in around.views]
        findings.append(
            {
                "words": t(f"check.{finding.check}", lang),
                "expected": t("review.expected", lang, amount=expected) if expected else "",
                "others": [_link(other, lang, metric_name(around.metrics, other.metric, lang)) for other in others],
            }
        )
    return findings


def claim_card(view: ClaimView, around: Around, lang: str) -> Json:
    """Return one claim as the list and the slide show it."""
    claim = view.claim
    return {
        "id": claim.id,
        "page": claim.evidence[0].page,
        "name": metric_name(around.metrics, view.metric, lang),
        "value": value_of(view.quantity, lang, view.metric),
        "state": view.state.value,
        "version": view.version,
        "chips": _chips(view, lang),
        "again": view.look_again,
        "unproved": ReviewReason.NO_PROOF in claim.review_reasons,
        "reasons": _reasons(view, lang),
        "instead": _link(around.views[view.instead], lang) if view.instead and view.instead in around.views else None,
        "findings": _findings(around, claim.id, lang),
        "facts": _facts(view, around.metrics, lang),
        "evidence": [_evidence(evidence, around.deck) for evidence in claim.evidence],
        "rivals": [_link(around.views[rival], lang) for rival in view.rivals if rival in around.views],
        "form": form_of(view, lang),
    }


def words(lang: str) -> Json:
    """Return the words of the workbench; ``{page}`` and the like are filled in the browser."""
    return {
        **{name: t(f"review.{name}", lang) for name in _WORDS},
        "states": {
            review_state.value: t(f"enum.review_state.{review_state.value}", lang) for review_state in ReviewState
        },
        "fields": {name: t(f"review.field.{name}", lang) for name in _FIELDS},
        "hints": {name: t(f"review.hint.{name}", lang) for name in _HINTED},
    }


def choices(metrics: Iterable[Metric], lang: str) -> Json:
    """Return the options of the form: ids with their words; metrics under their sections, with their units."""
    sections: dict[str, list[tuple[str, str, list[str]]]] = {}
    for metric in metrics:
        units = [unit.value for unit in metric.units]
        sections.setdefault(metric.section, []).append((metric.id, name_of(metric, lang), units))
    return {
        "metrics": [(section_name(section, lang), named) for section, named in sections.items()],
        "units": [(unit.value, t(f"enum.unit.{unit.value}", lang)) for unit in Unit],
        "signs": [(unit.value, signs) for unit, signs in SIGNS.items()],
        "bounds": [("", t("review.bound.none", lang)), *((b.value, t(f"enum.bound.{b.value}", lang)) for b in Bound)],
        "scopes": [(scope.value, t(f"enum.scope.{scope.value}", lang)) for scope in Scope],
        "statuses": [
            (claim_status.value, t(f"enum.claim_status.{claim_status.value}", lang)) for claim_status in ClaimStatus
        ],
        "aggregations": [
            (aggregation.value, t(f"enum.aggregation.{aggregation.value}", lang)) for aggregation in Aggregation
        ],
    }


def section_name(section: str, lang: str) -> str:
    """Return the words for a section of the metric catalogue."""
    return t(f"enum.section.{section.split(maxsplit=1)[0].lower()}", lang)


def unread_words(deck: DeckRow, page: int, lang: str) -> str:
    """Return what is to be said over a page that was not read wholly; nothing over any other."""
    if page not in deck.unread_pages:
        return ""
    gaps = next((gap.gaps for gap in deck.gaps if gap.page == page), (Gap.PICTURE,))
    return " ".join(filter(None, (t("review.unread", lang, what=gap_words(gaps, lang)), remedy_words(gaps, lang))))


def _ordered(around: Around, showing: Showing) -> list[tuple[str, ClaimView]]:
    pairs = list(around.views.items())
    return sorted(pairs, key=lambda pair: doubt(pair[1])) if showing.by_doubt else pairs


def first_page(data: Json) -> int:
    """Return the page that a workbench shows first: the one asked for, or that of the claim to begin with."""
    claims = [claim for claim in data["claims"] if claim["shown"]]
    chosen = next((claim for claim in claims if claim["id"] == data["selected"]), None)
    waiting = next((claim for claim in claims if claim["state"] == ReviewState.PROPOSED.value), None)
    asked: int = data["page"]
    return chosen["page"] if chosen else asked or (waiting["page"] if waiting else 1)


def doubt(view: ClaimView) -> tuple[bool, float, int]:
    """Return by what claims are ordered, the least sure first: those that wait, by confidence, then reasons."""
    return view.state is not ReviewState.PROPOSED, view.claim.confidence, -len(view.claim.review_reasons)


def is_doubtful(view: ClaimView) -> bool:
    """Say whether there is a reason to look twice: told by the reading, by a later one, or by another figure."""
    return bool(view.claim.review_reasons or view.rivals or view.doubted or view.look_again or view.superseded)


def bench(around: Around, showing: Showing, lang: str) -> Json:
    """Return everything that the workbench draws but the pictures, which come by their own checked address."""
    deck = around.deck
    sizes = [size_of(deck, page) for page in range(1, deck.pages + 1)]
    return {
        "deck": deck.id,
        "pages": [
            {"n": n, "w": w, "h": h, "unread": unread_words(deck, n, lang)} for n, (w, h) in enumerate(sizes, start=1)
        ],
        "claims": [
            {**claim_card(view, around, lang), "shown": claim_id in showing.visible_ids}
            for claim_id, view in _ordered(around, showing)
        ],
        "byDoubt": showing.by_doubt,
        "selected": showing.claim_id,
        "page": min(max(showing.page, 0), deck.pages),
        "find": showing.find,
        "blank": blank_form(),
        "words": words(lang),
        "choices": choices(around.metrics.values(), lang),
    }
