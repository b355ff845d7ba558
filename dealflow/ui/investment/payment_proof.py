"""The file that shows a payment: chosen among those on the company, and the way to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import streamlit as st

from dealflow.actions.investment.deals import DealView
from dealflow.actions.tips import eligibility_evidence
from dealflow.actions.tips.eligibility_evidence import EvidenceFile
from dealflow.domain.investment.deal_terms import Payment
from dealflow.i18n import name_of, t
from dealflow.ui.kit import state
from dealflow.ui.kit.grid import Cell, Mark

PROOF_KIND: Final = "payment_proof"
"""The kind of file that is offered first for a payment."""


def files(view: DealView) -> dict[str, EvidenceFile]:
    """Return the files on the company by id, proofs of payment first."""
    found = eligibility_evidence.files_of(state.looking(), view.engagement.company_id)
    return dict(sorted(found.items(), key=lambda pair: pair[1].document.kind != PROOF_KIND))


def choice(files: Mapping[str, EvidenceFile], key: str, lang: str, chosen: str = "") -> None:
    """Draw the files of which one shows a payment."""
    options = ("", *(file_id for file_id, file in files.items() if not file.is_gone or file_id == chosen))

    def words(file_id: str) -> str:
        if not file_id:
            return t("deal.proof.file.none", lang)
        return " · ".join(filter(None, (name_of(files[file_id].kind, lang), files[file_id].name)))

    st.selectbox(t("deal.proof.file", lang), options, format_func=words, key=key, help=t("deal.proof.file.help", lang))


def cell(payment: Payment, files: Mapping[str, EvidenceFile], lang: str) -> Cell:
    """Return what shows a payment: what was typed, and the way to its file."""
    file = files.get(payment.document_id)
    if file is None or file.is_gone:
        gone = (Mark(t("deal.proof.gone", lang), "warn"),) if payment.document_id else ()
        return Cell(payment.proof or "–", marks=gone)
    way = Cell(file.name or name_of(file.kind, lang), href=f"/documents/{payment.document_id}")
    return Cell("", parts=(Cell(payment.proof), way) if payment.proof else (way,), tone="wrap")
