"""The ids by which tracks name gates. What each looks at: ``pipeline.stage_gates``."""

from __future__ import annotations

from typing import Final

GATE_IDS: Final = (
    "company_name",
    "business_field",
    "registration_number",
    "round",
    "assignee",
    "terms",
    "sound_terms",
    "share_counts",
    "par",
    "price",
    "papers",
    "approval",
    "conditions",
    "payment",
    "pre_investment",
    "operator_term",
    "free_slot",
    "eligibility",
    "recommendation",
)
"""Every gate that a track may name, in the order in which people choose."""
