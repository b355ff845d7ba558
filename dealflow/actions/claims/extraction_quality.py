"""How far the figures can be trusted: what was measured before shipping, and what people here said of proposals."""

from __future__ import annotations

from dataclasses import dataclass

from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.warehouse import reader_of
from dealflow.catalogue.quality import Bin, Others, Part, Quality, load_quality
from dealflow.domain.claims.claims import Metric
from dealflow.domain.people.access import Act, require
from dealflow.store.warehouse.reader import cut

__all__ = ["Bin", "Judged", "Others", "Part", "Quality", "judged_here", "shipped"]


@dataclass(frozen=True, slots=True)
class Judged:
    """One metric's proposals that the viewer's organisation sees, and how many it accepted, corrected, rejected."""

    metric: Metric
    proposed: int
    accepted: int
    corrected: int
    rejected: int

    @property
    def judged(self) -> int:
        """Return how many of them somebody looked at."""
        return self.accepted + self.corrected + self.rejected

    @property
    def held(self) -> float:
        """Return the share (0 to 1) of those looked at that were accepted as they were."""
        return self.accepted / self.judged


def shipped() -> Quality:
    """Return how well the shipped extractor reads the shipped decks."""
    return load_quality()


def judged_here(looking: Looking) -> tuple[Judged, ...]:
    """Return the metrics of which the viewer's organisation judged proposals, most judged first.

    Only its own words count; a metric that left the catalogue is left out.

    Raises:
        NotAllowedError: the viewer's role sees no pipeline, as a company's guest.
    """
    require(looking.viewer, Act.SEE_PIPELINE)
    known = {metric.id: metric for metric in looking.ws.metrics}
    owner, opened = cut(reader_of(looking))
    rows = looking.ws.warehouse.ask("judged", {"owner": owner, "opened": opened}).to_pylist()
    return tuple(
        Judged(known[row["metric"]], row["proposed"], row["accepted"], row["corrected"], row["rejected"])
        for row in rows
        if row["metric"] in known
    )
