"""What the wheel carries besides the package: the application's own files, below ``dealflow/app``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PARTS = ("streamlit_app.py", ".streamlit/config.toml", "pages", "data/demo")
LEFT = ("__pycache__", ".png", "make.py")
"""What the application never reads: compiled modules, pictures that people made to look at, what makes the decks."""


class Application(BuildHookInterface[Any]):
    """Adds the files to a wheel; an editable installation finds them where they lie."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name each file and its place in the wheel."""
        if version == "editable":
            return
        root = Path(self.root)
        for part in PARTS:
            for path in [root / part] if (root / part).is_file() else sorted((root / part).rglob("*")):
                if path.is_file() and not any(name in str(path.relative_to(root)) for name in LEFT):
                    build_data["force_include"][str(path)] = f"dealflow/app/{path.relative_to(root).as_posix()}"
