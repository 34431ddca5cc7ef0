"""Takes a resolved document, gives its tellings of events, its positions, causes and expectations."""

from dragoman.coding.analysis import analyse
from dragoman.coding.coders import CODERS, Coder
from dragoman.coding.denials import DenialReader
from dragoman.coding.drivers import DriverReader
from dragoman.coding.events import EventReader
from dragoman.coding.outlook import OutlookReader
from dragoman.coding.performed import PerformedReader
from dragoman.coding.positions import PositionReader
from dragoman.lexicon.cues import load_cues
from dragoman.lexicon.predicates import load_predicates
from dragoman.lexicon.stances import load_stances
from dragoman.model import Coding, Resolved

__all__ = ["CODERS", "Coder", "code"]


def code(resolved: Resolved, *, coder: Coder | None = None) -> Coding:
    """Return what the document says of acts, telling by telling; empty for a document without any.

    `coder` tells the acts: by default rules and network together (CODERS["both"]).
    """
    analysis = analyse(resolved, cues=load_cues(), predicates=load_predicates())
    reader = EventReader(analysis)
    denials = DenialReader(analysis, reader.attribution)
    told = reader.with_pointers((coder or CODERS["both"]).tell(reader))
    told = PerformedReader(analysis).settle(denials.settle(reader.references.folded(told)))
    carried = {trigger.carrier: ev for trigger, ev in told} | {trigger.i: ev for trigger, ev in told}
    stances = PositionReader(analysis, reader.status, reader.attribution, load_stances())
    positions = stances.read()
    effects = {**stances.anchors, **{i: ev.evidence_id for i, ev in carried.items()}}
    evidence = (*(ev for _, ev in told), *denials.read(told))
    parties = {x for ev in evidence for x in (*ev.actors, *ev.recipients)}
    parties |= {x for p in positions for x in (p.actor, p.object)}
    told_by_noun, mentions = analysis.parties.taking_part(parties)
    return Coding(
        entities=(*analysis.parties.added.values(), *told_by_noun),
        mentions=mentions,
        evidence=evidence,
        positions=positions,
        drivers=DriverReader(analysis, effects, {i: ev.actors for i, ev in carried.items()}).read(),
        outlook=OutlookReader(analysis, reader.status, reader.attribution, carried).read(),
    )
