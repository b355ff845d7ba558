"""How long do files that compute take to write? ``python bench/export_files.py [rows]``; figures, the widest table."""

from __future__ import annotations

import sys
import time
from datetime import UTC, date, datetime
from decimal import Decimal

from dealflow.domain.claims.claim_views import ClaimView
from dealflow.domain.claims.claims import (
    Aggregation,
    Claim,
    ClaimStatus,
    Evidence,
    ReviewState,
    Scope,
)
from dealflow.domain.claims.page import Box
from dealflow.domain.values.period import Period, PeriodKind
from dealflow.domain.values.quantity import Quantity, Unit
from dealflow.reports.sheets import figure_table
from dealflow.reports.sheets.table_files import Encoding, Table, as_csv, as_xlsx

AT = datetime(2026, 3, 2, tzinfo=UTC)
YEAR = Period(PeriodKind.YEAR, "2025년", date(2025, 1, 1), date(2025, 12, 31))


def view(number: int) -> ClaimView:
    """Return a figure that no other one equals."""
    quantity = Quantity(Unit.KRW, Decimal(1_000_000 + number))
    evidence = Evidence(1 + number % 14, (Box(10, 20, 60, 30),), (), f"매출액 {number:,}백만원")
    claim = Claim(f"k{number}", "revenue", quantity, (evidence,), "매출액", confidence=0.9)
    return ClaimView(
        claim, f"d{number % 1000}", f"c{number % 900}", ReviewState.PROPOSED, "revenue", quantity, Scope.COMPANY,
        ClaimStatus.ACTUAL, Aggregation.ANNUAL, YEAR,
    )  # fmt: skip


def main() -> int:
    """Print seconds and megabytes for each form."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    views = [view(number) for number in range(count)]
    companies = {f"c{number}": f"가람테크{number}호(가상)" for number in range(900)}
    decks = {f"d{number}": (f"deck{number}.pdf", date(2026, 1, 5)) for number in range(1000)}
    for name in ("xlsx", "csv utf-8", "csv cp949"):
        rows = figure_table.FigureRows((), companies, decks, "ko").rows(views)
        table = Table("수치", figure_table.columns("ko"), rows)
        begun = time.perf_counter()
        if name == "xlsx":
            file = as_xlsx(table, at=AT)
        else:
            file = as_csv(table, encoding=Encoding.CP949 if "cp949" in name else Encoding.UTF8)
        seconds = time.perf_counter() - begun
        print(f"{name}: {file.rows} rows, {seconds:.1f} s, {len(file.content) / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
