"""The investment report of a company or a deal: preview, sections to write, files to take along."""

from __future__ import annotations

from dealflow.ui.companies import memo
from dealflow.ui.kit import frame

with frame.errors_in_words():
    memo.draw()
