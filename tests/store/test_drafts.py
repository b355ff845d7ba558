"""A draft is its owner's alone, is there again for another process, and is gone once it is forgotten."""

from __future__ import annotations

import stat
from pathlib import Path

from dealflow.store.drafts import Drafts


def test_a_draft_outlives_the_process_and_belongs_to_one_person_and_form(tmp_path: Path) -> None:
    Drafts(tmp_path / "drafts").put("anna", "programme:e1", "첫 순서")
    again = Drafts(tmp_path / "drafts")
    again.put("anna", "programme:e1", "둘째 순서")
    assert again.get("anna", "programme:e1") == "둘째 순서"
    assert again.get("bora", "programme:e1") is None
    assert again.get("anna", "programme:e2") is None
    again.drop("anna", "programme:e1")
    again.drop("anna", "programme:e1")
    assert again.get("anna", "programme:e1") is None


def test_nobody_else_on_the_machine_reads_a_draft_and_no_flood_is_kept(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path / "drafts")
    drafts.put("anna", "note", "a")
    (file,) = (tmp_path / "drafts").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) & 0o077 == 0
    drafts.put("anna", "note", "a" * 3_000_000)
    assert drafts.get("anna", "note") == "a"
