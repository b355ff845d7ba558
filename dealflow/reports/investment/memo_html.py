"""The investment report, the one-pager and the cohort book as HTML files that need nothing else: no script inside."""

from __future__ import annotations

from dealflow.reports.investment.memo_document import Memo
from dealflow.reports.investment.memo_markup import spans
from dealflow.reports.investment.one_pager import Book
from dealflow.reports.kit import logo
from dealflow.reports.kit.templates import render


def as_html(memo: Memo, lang: str) -> str:
    """Return the report as HTML."""
    return render("investment/memo.html", lang, memo=memo, spans=spans, logo=logo.address(memo.logo))


def book_as_html(book: Book, lang: str) -> str:
    """Return one-pagers as HTML, each on a page of its own when printed."""
    return render("investment/one_pager.html", lang, book=book, spans=spans, logo=logo.address(book.logo))
