"""The documents speak of what is there: links lead somewhere, commands and functions exist."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


@pytest.mark.parametrize("path", DOCS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_inside_the_project_leads_somewhere(path: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", path.read_text("utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_every_function_that_the_walk_names_exists() -> None:
    named = re.findall(r"`(dealflow(?:\.\w+)+)\.(\w+)`", (ROOT / "docs/walk.md").read_text("utf-8"))
    assert named
    assert [f"{module}.{name}" for module, name in named if not hasattr(importlib.import_module(module), name)] == []


def test_every_file_that_a_document_names_exists() -> None:
    named = {
        (str(path.relative_to(ROOT)), name)
        for path in DOCS
        for name in re.findall(
            r"`([\w*-]+(?:/[\w.*-]+)*/[\w.*-]+\.(?:py|toml|sql|js|css|html))`", path.read_text("utf-8")
        )
    }
    assert ("CONTRIBUTING.md", "domain/pipeline/stage_gates.py") in named
    assert {name for name in named if not any([*ROOT.glob(name[1]), *(ROOT / "dealflow").glob(name[1])])} == set()


def test_both_readmes_draw_the_same_tree() -> None:
    def tree(name: str) -> list[str]:
        drawn = (ROOT / name).read_text("utf-8").split("streamlit_app.py ", 1)[1].split("```", 1)[0]
        return [line.split()[0] for line in drawn.splitlines()[1:] if line.strip()]

    assert tree("README.md") == tree("README.ko.md")
    assert [name for name in tree("README.md") if not any((ROOT / at / name).exists() for at in ("", "dealflow"))] == []


def test_every_make_target_that_a_document_names_exists() -> None:
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = {name for path in DOCS for name in re.findall(r"`make ([\w-]+)", path.read_text("utf-8"))}
    assert named - targets == set()


def test_both_readmes_have_the_same_sections() -> None:
    def shape(name: str) -> list[int]:
        return [len(mark) for mark in re.findall(r"^(#+) ", (ROOT / name).read_text("utf-8"), re.MULTILINE)]

    assert shape("README.md") == shape("README.ko.md")
