"""Streamlit puts the folder of the screens first on the path: a module there would hide a package of the same name."""

from __future__ import annotations

import importlib.metadata
import sys
from pathlib import Path

import dealflow.ui.kit


def test_no_module_of_the_screens_hides_a_package() -> None:
    ours = {path.stem for path in Path(dealflow.ui.kit.__file__).parent.glob("*.py")} - {"__init__"}
    theirs = {*sys.stdlib_module_names, *importlib.metadata.packages_distributions()}
    assert ours & theirs == set()
