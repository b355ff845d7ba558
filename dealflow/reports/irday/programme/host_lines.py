"""Who is behind an event (주최·주관·후원·협찬), as papers and pages name them: a line for each role, with logos."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dealflow.domain.irday.programme.part_contents import Host, hosts_by_role
from dealflow.i18n import called, t
from dealflow.reports.kit.logo import address


@dataclass(frozen=True, slots=True)
class HostLine:
    """Who is behind the event in one role: each by name, and the logo as an address that holds it (empty for none)."""

    role: str
    hosts: tuple[tuple[str, str], ...]


def host_lines(hosts: Sequence[Host], logos: Mapping[str, bytes], lang: str) -> tuple[HostLine, ...]:
    """Return who is behind an event, by role; ``logos``: pictures by hash."""
    return tuple(
        HostLine(
            t(f"enum.host_role.{role.value}", lang),
            tuple((called(host.name_ko, host.name_en, lang), address(logos.get(host.logo, b""))) for host in of_role),
        )
        for role, of_role in hosts_by_role(hosts)
    )


def marks(hosts: Sequence[Host], logos: Mapping[str, bytes]) -> tuple[bytes, ...]:
    """Return the logos of an event in the order in which its hosts are named, each once."""
    in_order = (host.logo for _, of_role in hosts_by_role(hosts) for host in of_role)
    return tuple(logos[logo] for logo in dict.fromkeys(in_order) if logos.get(logo))
