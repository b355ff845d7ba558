from __future__ import annotations

from pathlib import Path

from dealflow.cli.folders import deck_files
from dealflow.decks import images
from dealflow.decks.sniff import DOCUMENTS, ENDINGS, KNOWN_ENDINGS, REFUSED_ENDINGS


def test_the_one_list_names_every_kind_that_is_read() -> None:
    assert set(ENDINGS) == DOCUMENTS | set(images.KINDS)


def test_of_a_folder_the_decks_are_taken_whatever_their_letters(tmp_path: Path) -> None:
    names = sorted([*(f"a{ending}" for ending in KNOWN_ENDINGS | REFUSED_ENDINGS), "B.PPSX", "c.zip"])
    for name in [*names, "~$a.pptx", "readme.txt", "sheet.xlsx"]:
        (tmp_path / name).write_bytes(b"x")
    files, skipped = deck_files([tmp_path])
    assert ([path.name for path in files], skipped) == (names, 2)
