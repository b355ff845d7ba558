"""A company's fit with a mandate in words: each reason with both sides, and where the company's side comes from."""

from __future__ import annotations

from decimal import Decimal

from dealflow.domain.irday.participants.mandate_fit import Aspect, Basis, Fit, Known, Reason
from dealflow.domain.values.quantity import Unit
from dealflow.domain.values.regions import REGIONS_OF
from dealflow.i18n import t, term
from dealflow.i18n.numbers import money


def points(fit: Fit | None, lang: str) -> str:
    """Return the points with what they stand on where that is not everything; a dash where nothing is known."""
    if fit is None or fit.points is None:
        return "–"
    if fit.judged == fit.named:
        return t("participants.fit.points", lang, points=fit.points)
    return t("participants.fit.part", lang, points=fit.points, judged=fit.judged, named=fit.named)


def reason(reason: Reason, lang: str) -> str:
    """Return one reason: aspect, verdict, what is looked for, and what is known of the company."""
    return t(
        "participants.fit.reason",
        lang,
        aspect=t(f"enum.aspect.{reason.aspect.value}", lang),
        verdict=t(f"enum.fit_verdict.{reason.verdict.value}", lang),
        wanted=_criterion(reason, lang),
        known=known(reason.known, lang),
    )


def known(known: Known | None, lang: str) -> str:
    """Return what is known of the company with its source; figures that nobody verified are told as such."""
    if known is None:
        return t("participants.fit.nothing", lang)
    words = term(known.text, lang) if known.text else _span(known.low, known.high, lang)
    if known.basis in {Basis.VERIFIED, Basis.READ}:
        return t(f"participants.fit.from.{known.basis.value}", lang, what=words, page=known.page)
    return t(f"participants.fit.from.{known.basis.value}", lang, what=words)


def _criterion(reason: Reason, lang: str) -> str:
    if reason.aspect is Aspect.TICKET:
        return _span(reason.low, reason.high, lang)
    return ", ".join(
        t(f"enum.region.{text}", lang) if text in REGIONS_OF else term(text, lang) for text in reason.wanted
    )


def _span(low: int | None, high: int | None, lang: str) -> str:
    ends = [money(Decimal(end), Unit.KRW, lang) for end in (low, high) if end is not None]
    if low is not None and low == high:
        return ends[0]
    if low is None or high is None:
        return t(f"participants.fit.{'most' if low is None else 'least'}", lang, amount=ends[0]) if ends else "–"
    return t("number.range", lang, low=ends[0], high=ends[1])


def ticket(low: int | None, high: int | None, lang: str) -> str:
    """Return an investor's ticket in words; nothing where it says none."""
    return "" if low is None and high is None else _span(low, high, lang)
