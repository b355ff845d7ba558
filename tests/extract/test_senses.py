from __future__ import annotations

import pytest

from dealflow.catalogue.metrics import load_metrics
from dealflow.domain.claims.claims import ReviewReason
from dealflow.extract.senses import senses
from tests.extract.paper import claims_of


@pytest.mark.parametrize(
    ("title", "line", "metric"),
    [
        ("Business model", "9% referral commission", "take_rate"),
        ("Projections", "35% EBIDTA by 2027", "ebitda_margin"),
        ("Traction", "36+ municipalities on board", "customers_count"),
        ("Traction", "7,500 daily drivers", "users_count"),
        ("도입 효과", "견적 작성 시간 75% 단축", "ref_lead_time"),
        ("성과", "2024년 대비 매출 28% 성장", "revenue_growth_yoy"),
        ("Key facts", "$1.2M from three angels", "prev_rounds"),
        ("Pricing", "$12 per bottle", "price"),
        ("The ask", "Round of $7.5M (6M confirmed)", "committed_amount"),
        ("Results", "3x faster quotes", "ref_productivity_gain"),
        ("Revenue streams", "0.6% of assets managed", "take_rate"),
        ("History", "Valued at $90m after the last round of funding ($8.5m)", "total_raised"),
        ("Fundraising", "Norra Ventures (fictional): INR 4.5 Cr at a 21 Cr post-money", "prev_rounds"),
        ("Profile", "Operating expense INR 31 Cr", "expenses"),
    ],
)
def test_nouns_and_verbs_name_what_no_label_does(title: str, line: str, metric: str) -> None:
    assert metric in {claim.metric for claim in claims_of(line, title=title)}


def test_places_are_no_persons() -> None:
    assert "users_count" not in {
        claim.metric
        for claim in claims_of("사용자 900명, 협업 브랜드 7곳 확보", title="로드맵")
        if claim.quantity.value == 7
    }


def test_a_name_from_the_words_around_is_a_doubt() -> None:
    (claim,) = claims_of("A flat 9% fee", title="Business model")
    assert ReviewReason.MULTIPLE_READING in claim.review_reasons


def test_every_sense_is_of_a_metric_that_can_have_its_unit() -> None:
    known = {metric.id: set(metric.units) for metric in load_metrics()}
    assert [sense.metric for sense in senses() if not set(sense.units) & known.get(sense.metric, set())] == []
