"""What can happen to imports: a sheet was taken in as one batch, and a batch was taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


class _OfImport:
    """What events of an import share: the stream that orders them."""

    __slots__ = ()
    import_id: str

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"import:{self.import_id}"


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """What a column was taken for: a use of ``fields``; empty for one that was left out."""

    heading: str
    use: str


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the cells of a field that say ``text`` (plain) were taken for: an id, or nothing."""

    field: str
    text: str
    value: str


@dataclass(frozen=True, slots=True)
class Touched:
    """A stream that an import wrote to, with its versions around that; ``began``: what it tells of is the import's."""

    stream: str
    before: int
    after: int
    began: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows of a sheet were of each kind."""

    new: int
    changed: int
    same: int
    refused: int


@dataclass(frozen=True, slots=True)
class SheetImported(_OfImport):
    """A sheet was taken into a house's books as one batch, last of its events: what follows it came after it."""

    kind: ClassVar[str] = "sheet_imported"
    import_id: str
    owner_id: str
    file_name: str
    headings_key: str
    """What tells one set of headings from others."""
    columns: tuple[ColumnUse, ...]
    meanings: tuple[Meaning, ...]
    counts: Counts
    touched: tuple[Touched, ...]


@dataclass(frozen=True, slots=True)
class ImportReverted(_OfImport):
    """An import was taken back, but for the streams that somebody went on with."""

    kind: ClassVar[str] = "import_reverted"
    import_id: str
    withdrawn: int
    restored: int
    stayed: tuple[str, ...]


SheetsEvent = SheetImported | ImportReverted
