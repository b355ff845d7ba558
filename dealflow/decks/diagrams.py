"""SmartArt: the shapes that PowerPoint drew of it last, or, where the file keeps none, its texts in their order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from dealflow.decks.ooxml import NAMES, Element, name, parsed

if TYPE_CHECKING:
    from collections.abc import Mapping

_DRAWING: Final = "http://schemas.microsoft.com/office/2007/relationships/diagramDrawing"
_OWN: Final = NAMES["dsp"].encode()
_USUAL: Final = NAMES["p"].encode()
_TYPES_WITH_WORDS: Final = frozenset({"", "node", "asst"})


class Related(NamedTuple):
    """A part that another one names: its kind of relation and its bytes."""

    kind: str
    data: bytes


class Diagram(NamedTuple):
    """A diagram's drawn shapes as a ``p:spTree``, or None, and its texts, those below others behind them."""

    drawing: Element | None
    texts: tuple[str, ...]


def diagram_of(pointer: Element, related: Mapping[str, Related]) -> Diagram | None:
    """Return the diagram that a frame shows; None if it cannot be found.

    Args:
        pointer: the frame's ``dgm:relIds``.
        related: the parts that the slide names, by relation id.

    Raises:
        UnreadableDeckError: ``damaged``: the parts are no sound XML.
    """
    data = related.get(pointer.get(name("r:dm"), ""))
    if data is None:
        return None
    model = parsed(data.data)
    texts = tuple(_texts(model))
    return Diagram(_drawing(model, texts, related), texts)


def _drawing(model: Element, texts: tuple[str, ...], related: Mapping[str, Related]) -> Element | None:
    """Return the shapes drawn of a data model: by the relation that it names, else those that hold its texts."""
    ids = [extension.get("relId", "") for extension in model.iter(f"{{{NAMES['dsp']}}}dataModelExt")]
    named = [related[part_id] for part_id in ids if part_id in related and related[part_id].kind == _DRAWING]
    for part in named or [part for part in related.values() if part.kind == _DRAWING]:
        tree = parsed(part.data.replace(_OWN, _USUAL)).find(name("p:spTree"))
        if tree is not None and (named or _words(tree) == " ".join(sorted(" ".join(texts).split()))):
            return tree
    return None


def _words(tree: Element) -> str:
    return " ".join(sorted(word for text in tree.iter(name("a:t")) for word in (text.text or "").split()))


def _texts(model: Element) -> list[str]:
    """Return the texts of a data model's points in the order of its tree; those that hang nowhere come last."""
    points = {point.get("modelId"): point for point in model.iter(name("dgm:pt"))}
    below: dict[str | None, list[tuple[int, str]]] = {}
    for link in model.iter(name("dgm:cxn")):
        if link.get("type", "parOf") == "parOf":
            order = link.get("srcOrd", "0")
            below.setdefault(link.get("srcId"), []).append((int(order) if order.isdigit() else 0, link.get("destId")))
    ordered: list[str] = []
    waiting = [point_id for point_id, point in points.items() if point.get("type") == "doc"]
    seen: set[str | None] = set()
    while waiting:
        point_id = waiting.pop(0)
        if point_id in points and point_id not in seen:
            seen.add(point_id)
            ordered.append(point_id)
            waiting[:0] = [child for _, child in sorted(below.get(point_id, []))]
    ordered.extend(point_id for point_id in points if point_id not in seen)
    read = (_text(points[point_id]) for point_id in ordered if points[point_id].get("type", "") in _TYPES_WITH_WORDS)
    return [text for text in read if text]


def _text(point: Element) -> str:
    lines = ("".join(text.text or "" for text in paragraph.iter(name("a:t"))) for paragraph in point.iter(name("a:p")))
    return " ".join(" ".join(lines).split())
