"""GEXF 1.3: a network over time, for Gephi and its kin.

Source: GEXF 1.3 schema and primer, https://gexf.net/schema.html, and https://gexf.net/dynamics.html. Weights are
signed there as here; programs that lay out by weight want them positive and find the strength without sign in the
attribute `strength`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO, Final
from xml.etree import ElementTree as ET

NAMESPACE: Final = "http://gexf.net/1.3"
DIGITS: Final = 4
"""Places behind the point of a weight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """What stood between two actors in a stretch of time.

    Attributes:
        start: First day.
        end: Last day.
        weight: Alignment, -10 to 10.
        n_acts: Acts behind it.
    """

    start: date
    end: date
    weight: float
    n_acts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """What stands between two actors over the whole window.

    Attributes:
        a: Code.
        b: Code.
        weight: Alignment over the whole window, -10 to 10.
        n_acts: Acts behind it.
        spells: The same by stretches of time, in order; empty stretches are left out.
    """

    a: str
    b: str
    weight: float
    n_acts: int
    spells: tuple[Spell, ...]


def write_gexf(out: BinaryIO, ties: Sequence[Tie], names: dict[str, str]) -> int:
    """Write a network and return the number of its edges.

    Args:
        out: Where to.
        ties: The edges; an undirected graph of dated weights.
        names: Code to the name for people; a code without one is its own name.
    """
    root = ET.Element("gexf", {"xmlns": NAMESPACE, "version": "1.3"})
    meta = ET.SubElement(root, "meta")
    ET.SubElement(meta, "creator").text = "dragoman"
    ET.SubElement(meta, "description").text = "alignment of actors: above 0 with, below 0 against one another"
    graph = ET.SubElement(
        root,
        "graph",
        {"defaultedgetype": "undirected", "mode": "dynamic", "timeformat": "date", "timerepresentation": "interval"},
    )
    fixed = ET.SubElement(graph, "attributes", {"class": "edge", "mode": "static"})
    for key, title, kind in (
        ("sign", "sign", "string"),
        ("acts", "acts", "integer"),
        ("strength", "strength", "double"),
    ):
        ET.SubElement(fixed, "attribute", {"id": key, "title": title, "type": kind})
    dated = ET.SubElement(graph, "attributes", {"class": "edge", "mode": "dynamic"})
    ET.SubElement(dated, "attribute", {"id": "weight", "title": "weight", "type": "double"})
    codes = sorted({code for tie in ties for code in (tie.a, tie.b)})
    nodes = ET.SubElement(graph, "nodes", {"count": str(len(codes))})
    for code in codes:
        ET.SubElement(nodes, "node", {"id": code, "label": _plain(names.get(code, code))})
    edges = ET.SubElement(graph, "edges", {"count": str(len(ties))})
    for tie in ties:
        _edge(edges, tie)
    ET.indent(root)
    ET.ElementTree(root).write(out, encoding="utf-8", xml_declaration=True)
    out.write(b"\n")
    return len(ties)


def _edge(edges: ET.Element, tie: Tie) -> None:
    attributes = {"id": f"{tie.a}-{tie.b}", "source": tie.a, "target": tie.b, "weight": str(round(tie.weight, DIGITS))}
    edge = ET.SubElement(edges, "edge", attributes)
    values = ET.SubElement(edge, "attvalues")
    ET.SubElement(values, "attvalue", {"for": "sign", "value": _sign(tie.weight)})
    ET.SubElement(values, "attvalue", {"for": "acts", "value": str(tie.n_acts)})
    ET.SubElement(values, "attvalue", {"for": "strength", "value": str(round(abs(tie.weight), DIGITS))})
    for spell in tie.spells:
        days = {"start": spell.start.isoformat(), "end": spell.end.isoformat()}
        ET.SubElement(values, "attvalue", {"for": "weight", "value": str(round(spell.weight, DIGITS)), **days})
    if tie.spells:
        spells = ET.SubElement(edge, "spells")
        for spell in tie.spells:
            ET.SubElement(spells, "spell", {"start": spell.start.isoformat(), "end": spell.end.isoformat()})


def _sign(weight: float) -> str:
    return "with" if weight > 0 else "against" if weight < 0 else "even"


def _plain(text: str) -> str:
    """Return a text without what XML 1.0 cannot hold."""
    return "".join(c for c in text if c.isprintable())
