"""Takes a resolved document and its tellings, gives its record: one event per act, positions, causes, outlook."""

from dataclasses import replace

from dragoman.assemble.disputes import link_disputes
from dragoman.assemble.within import join_tellings
from dragoman.model import Coding, Driver, Receipt, Record, Resolved, Span, Stage

__all__ = ["assemble"]


def assemble(resolved: Resolved, coding: Coding, *, receipts: tuple[Receipt, ...] = ()) -> Record:
    """Return the record of one document; drivers and expectations point to events instead of tellings."""
    document = resolved.document
    entities = {e.entity_id: e for e in (*coding.entities, *resolved.entities)}
    events = link_disputes(join_tellings(document, coding.evidence), entities)
    home = {ev.evidence_id: event.event_id for event in events for ev in event.evidence}
    known = {p.position_id for p in coding.positions}
    drivers: dict[tuple[Span, str], Driver] = {}
    for d in coding.drivers:
        if d.effect in home or d.effect in known:
            effect = home.get(d.effect, d.effect)
            drivers.setdefault((d.cause_span, effect), replace(d, effect=effect))
    outlook = tuple(replace(x, event=home.get(x.event) if x.event else None) for x in coding.outlook)
    found = len(events) + len(coding.positions)
    receipt = Receipt(
        doc_id=document.doc_id,
        source=document.given_id or document.title or document.doc_id,
        stage=Stage.ASSEMBLE,
        outcome="ok" if found else "nothing",
        detail=f"{len(events)} events, {len(coding.positions)} positions, {len(outlook)} expectations",
    )
    return Record(
        document=document,
        entities=tuple(sorted(entities.values(), key=lambda e: e.entity_id)),
        mentions=tuple(sorted((*resolved.mentions, *coding.mentions), key=lambda m: m.span)),
        events=events,
        positions=coding.positions,
        drivers=tuple(drivers.values()),
        outlook=outlook,
        receipts=(*receipts, receipt),
    )
