"""The reliability plot: how sure claims were against how many held, as an SVG that is equal for equal counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt

from fiction.judged import Bin

SIDE, LEFT, TOP = 320, 56, 28
COLOURS = ("#1F4E79", "#B7791F")
FEW = 10
"""Bins of fewer claims say nothing and are drawn hollow."""


def drawn(curves: Mapping[str, Sequence[Bin]]) -> str:
    """Return the plot; a dot's area follows the count of its claims."""
    body = [_frame(), *(_curve(place, name, bins) for place, (name, bins) in enumerate(curves.items()))]
    size = f'width="{SIDE + 190}" height="{SIDE + 84}"'
    style = 'font-family="sans-serif" font-size="12" fill="#1B2733"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {style}>\n' + "\n".join(body) + "\n</svg>\n"


def _at(size: float, held: float) -> tuple[float, float]:
    return round(LEFT + size * SIDE, 1), round(TOP + (1 - held) * SIDE, 1)


def _frame() -> str:
    lines = [f'<rect width="100%" height="100%" fill="#FFFFFF"/><text x="{LEFT}" y="16">Share wholly right</text>']
    for tenth in range(0, 11, 2):
        x, y = _at(tenth / 10, tenth / 10)
        lines.append(f'<path d="M{LEFT} {y}H{LEFT + SIDE}M{x} {TOP}V{TOP + SIDE}" stroke="#E3E8EE"/>')
        lines.append(f'<text x="{LEFT - 8}" y="{y + 4}" text-anchor="end">{tenth / 10:.1f}</text>')
        lines.append(f'<text x="{x}" y="{TOP + SIDE + 18}" text-anchor="middle">{tenth / 10:.1f}</text>')
    (x0, y0), (x1, y1) = _at(0, 0), _at(1, 1)
    lines.append(f'<path d="M{x0} {y0}L{x1} {y1}" stroke="#8A97A6" stroke-dasharray="4 4"/>')
    lines.append(f'<text x="{LEFT + SIDE / 2}" y="{TOP + SIDE + 42}" text-anchor="middle">Confidence said</text>')
    return "\n".join(lines)


def _curve(place: int, name: str, bins: Sequence[Bin]) -> str:
    colour = COLOURS[place % len(COLOURS)]
    points = [(_at(each.said, each.right / each.claims), each) for each in bins]
    firm = [point for point, each in points if each.claims >= FEW]
    lines = [f'<polyline points="{" ".join(f"{x},{y}" for x, y in firm)}" fill="none" stroke="{colour}"/>']
    for (x, y), each in points:
        fill = colour if each.claims >= FEW else "#FFFFFF"
        text = f"{name}: {each.claims} claims, said {each.said:.2f}, right {each.right / each.claims:.2f}"
        lines.append(
            f'<circle cx="{x}" cy="{y}" r="{max(3.0, sqrt(each.claims) / 2.5):.1f}" fill="{fill}" fill-opacity="0.7" '
            f'stroke="{colour}"><title>{text}</title></circle>'
        )
    y = TOP + 14 + 20 * place
    lines.append(f'<circle cx="{LEFT + SIDE + 16}" cy="{y - 4}" r="5" fill="{colour}"/>')
    lines.append(f'<text x="{LEFT + SIDE + 28}" y="{y}">{name}</text>')
    return "\n".join(lines)
