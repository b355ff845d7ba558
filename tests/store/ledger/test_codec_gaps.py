from __future__ import annotations

from dealflow.domain.claims.page import Gap, PageGap
from dealflow.store.ledger import codec


def test_pages_not_read_keep_what_is_missing_and_old_ones_stay_numbers() -> None:
    gaps = (PageGap(2, (Gap.SHEET, Gap.CHART)),)
    kept = codec.encode_pages((1, 2), gaps)
    assert (codec.decode_pages(kept), codec.decode_gaps(kept)) == ((1, 2), gaps)
    assert (codec.decode_pages("[1,3]"), codec.decode_gaps("[1,3]")) == ((1, 3), ())
