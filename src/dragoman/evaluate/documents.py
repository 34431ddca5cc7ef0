"""Counts for whole documents: what was found, what was right, what was invented."""

from collections import Counter

from dragoman.evaluate.matching import Edge, agreement, normal, overlap, pair, same, same_entity, speakers_agree
from dragoman.evaluate.shape import ScoredDocument, ScoredEvent

MUTUAL = frozenset({"CONSULT", "COOPERATE", "AGREE", "ASSAULT"})
"""Types whose parties may all stand in one role (PLOVER lists the parties of a mutual act as actors)."""
FUTURE = frozenset({"planned", "expected"})
REAL = frozenset({"happened", "ongoing"})
LEVELS = {0: "trigger", 1: "lenient", 2: "strict"}


def folded_type(event: ScoredEvent, *, fold: bool) -> str:
    """Return the type, or with `fold` the one that a PLOVER-strict coder would give (ANNOTATION section 3)."""
    if not fold:
        return event.type
    if event.type in {"CONSULT", "SUPPORT", "COOPERATE", "AID"} and event.status in FUTURE:
        return "AGREE"
    if event.type == "CONSULT" and event.status in {"cancelled", "postponed"}:
        return "REJECT"
    if event.type == "RETREAT" and event.status in FUTURE:
        return "CONCEDE"
    return event.type


def count_document(gold: ScoredDocument, predicted: ScoredDocument, *, fold: bool = False) -> Counter[str]:
    """Return all counts of one document; summed over documents they give the table of `summarise`."""
    counts: Counter[str] = Counter()
    pairs = _pair_events(gold, predicted, fold=fold)
    counts["events_gold"], counts["events_predicted"] = len(gold.events), len(predicted.events)
    for level, name in LEVELS.items():
        counts[f"events_{name}"] = len(pairs[level])
    _count_found(counts, gold, predicted, pairs[1])
    counts["events_ledger"] = sum(
        gold.events[i].status == predicted.events[j].status
        and speakers_agree(gold, gold.events[i].speakers, predicted, predicted.events[j].speakers)
        for i, j in pairs[2].items()
    )
    _count_confidence(counts, predicted, set(pairs[2].values()))
    _count_disputes(counts, gold, predicted, pairs[1])
    held = _count_positions(counts, gold, predicted)
    _count_drivers(counts, gold, predicted, pairs[0], held)
    _count_outlook(counts, gold, predicted)
    _count_mentions(counts, gold, predicted)
    return counts


def _pair_events(gold: ScoredDocument, predicted: ScoredDocument, *, fold: bool) -> dict[int, dict[int, int]]:
    edges: dict[int, list[Edge]] = {level: [] for level in LEVELS}
    for i, g in enumerate(gold.events):
        for j, p in enumerate(predicted.events):
            if p.trigger is None or folded_type(g, fold=fold) != folded_type(p, fold=fold):
                continue
            touches = any(overlap(span, p.trigger) for span in g.spans)
            beside = any(gold.sentence(span) == predicted.sentence(p.trigger) for span in g.spans)
            if not (touches or beside):
                continue
            level = _level(gold, g, predicted, p)
            weight = 4 * level + 2 * overlap(g.trigger, p.trigger) + touches + 0.5 * (g.status == p.status)
            for reached in range(level + 1):
                edges[reached].append((weight, i, j))
    return {level: pair(found) for level, found in edges.items()}


def _level(gold: ScoredDocument, g: ScoredEvent, predicted: ScoredDocument, p: ScoredEvent) -> int:
    """Return 2 for the same parties on both sides, 1 for a shared one on each, 0 otherwise."""
    sides = agreement(gold, g.actors, predicted, p.actors), agreement(gold, g.recipients, predicted, p.recipients)
    one_role = not all((g.actors, g.recipients, p.actors, p.recipients))
    if g.type == "CONSULT" or (g.type in MUTUAL and one_role):
        union = agreement(gold, (*g.actors, *g.recipients), predicted, (*p.actors, *p.recipients))
        return max(min(sides), union)
    return min(sides)


def _count_found(counts: Counter[str], gold: ScoredDocument, predicted: ScoredDocument, pairs: dict[int, int]) -> None:
    for i, j in pairs.items():
        g, p = gold.events[i], predicted.events[j]
        right_status = g.status == p.status
        right_speaker = speakers_agree(gold, g.speakers, predicted, p.speakers)
        _tally(counts, "status", right=right_status)
        _tally(counts, "attribution", right=right_speaker)
        _tally(counts, "date", right=(not g.date and not p.date) or overlap(g.date, p.date))
        if g.date:
            _tally(counts, "dated", right=overlap(g.date, p.date))
        if p.status == "happened":
            _tally(counts, "phantom", right=g.status not in REAL)
        if g.status != "happened":
            _tally(counts, "status_not_happened", right=right_status)
        if "outlet" not in g.speakers:
            _tally(counts, "attribution_not_outlet", right=right_speaker)


def _count_confidence(counts: Counter[str], predicted: ScoredDocument, right: set[int]) -> None:
    """Count by tenths of confidence the events, their confidence in thousandths, and how many are right."""
    for j, p in enumerate(predicted.events):
        if p.confidence is None:
            continue
        tenth = min(int(p.confidence * 10), 9)
        counts["confidence_n"] += 1
        counts[f"confidence_{tenth}_claimed"] += round(1000 * p.confidence)
        counts[f"confidence_{tenth}_right"] += j in right


def _tally(counts: Counter[str], name: str, *, right: bool) -> None:
    counts[f"{name}_n"] += 1
    counts[f"{name}_ok"] += right


def _dispute_pairs(document: ScoredDocument) -> set[frozenset[int]]:
    number = {e.id: k for k, e in enumerate(document.events)}
    return {frozenset((k, number[x])) for k, e in enumerate(document.events) for x in e.disputed_with if x in number}


def _count_disputes(
    counts: Counter[str], gold: ScoredDocument, predicted: ScoredDocument, pairs: dict[int, int]
) -> None:
    ours, theirs = _dispute_pairs(gold), _dispute_pairs(predicted)
    counts["disputes_gold"], counts["disputes_predicted"] = len(ours), len(theirs)
    counts["disputes_right"] = sum(frozenset(pairs.get(k, -1 - k) for k in pair_) in theirs for pair_ in ours)


def _count_positions(counts: Counter[str], gold: ScoredDocument, predicted: ScoredDocument) -> dict[int, int]:
    edges = []
    for i, g in enumerate(gold.positions):
        for j, p in enumerate(predicted.positions):
            if p.evidence is None or g.evidence is None or not same(gold, g.actor, predicted, p.actor):
                continue
            touches = overlap(g.evidence, p.evidence)
            if not (touches or gold.sentence(g.evidence) == predicted.sentence(p.evidence)):
                continue
            both_actors = g.object in gold.entities and p.object in predicted.entities
            if g.stance != p.stance or (both_actors and not same(gold, g.object, predicted, p.object)):
                continue
            words = set(normal(g.object).split()) & set(normal(p.object).split())
            weight = 2 * touches + 1 + (normal(g.object) == normal(p.object)) + 0.5 * len(words)
            edges.append((float(weight), i, j))
    pairs = pair(edges)
    counts["positions_gold"], counts["positions_predicted"] = len(gold.positions), len(predicted.positions)
    counts["positions_right"] = len(pairs)
    for i, j in pairs.items():
        _tally(counts, "change", right=gold.positions[i].change == predicted.positions[j].change)
    return pairs


def _count_drivers(
    counts: Counter[str],
    gold: ScoredDocument,
    predicted: ScoredDocument,
    events: dict[int, int],
    positions: dict[int, int],
) -> None:
    links = _links(gold, predicted, events, positions)
    edges = [
        (1.0, i, j)
        for i, g in enumerate(gold.drivers)
        for j, p in enumerate(predicted.drivers)
        if overlap(g.cause, p.cause) and (g.effect, p.effect) in links
    ]
    counts["drivers_gold"], counts["drivers_predicted"] = len(gold.drivers), len(predicted.drivers)
    counts["drivers_right"] = len(pair(edges))


def _links(
    gold: ScoredDocument, predicted: ScoredDocument, events: dict[int, int], positions: dict[int, int]
) -> set[tuple[str, str]]:
    """Return the pairs of ids of events or positions that were matched."""
    return {(gold.events[i].id, predicted.events[j].id) for i, j in events.items()} | {
        (gold.positions[i].id, predicted.positions[j].id) for i, j in positions.items()
    }


def _count_outlook(counts: Counter[str], gold: ScoredDocument, predicted: ScoredDocument) -> None:
    edges = []
    for i, g in enumerate(gold.outlook):
        for j, p in enumerate(predicted.outlook):
            if g.statement is None or p.statement is None:
                continue
            touches = overlap(g.statement, p.statement)
            near = touches or gold.sentence(g.statement) == predicted.sentence(p.statement)
            if near and speakers_agree(gold, (g.who,), predicted, (p.who,)):
                edges.append((1.0 + touches, i, j))
    counts["outlook_gold"], counts["outlook_predicted"] = len(gold.outlook), len(predicted.outlook)
    counts["outlook_right"] = len(pair(edges))


def _count_mentions(counts: Counter[str], gold: ScoredDocument, predicted: ScoredDocument) -> None:
    ours = [(span, e) for e in gold.entities.values() for span in e.mentions]
    theirs = [(span, e) for e in predicted.entities.values() for span in e.mentions]
    edges = []
    for i, (x, _) in enumerate(ours):
        for j, (y, _) in enumerate(theirs):
            shared = min(x[1], y[1]) - max(x[0], y[0])
            if shared > 0 and shared >= 0.5 * min(x[1] - x[0], y[1] - y[0]):
                edges.append((shared / (max(x[1], y[1]) - min(x[0], y[0])), i, j))
    pairs = pair(edges)
    counts["mentions_gold"], counts["mentions_predicted"], counts["mentions_right"] = len(ours), len(theirs), len(pairs)
    counts["entities_right"] = sum(same_entity(ours[i][1], theirs[j][1]) for i, j in pairs.items())
    for i, j in pairs.items():
        office = ours[i][1].office
        if office:
            shared_words = set(normal(office).split()) & set(normal(theirs[j][1].office).split())
            _tally(counts, "office", right=bool(shared_words))
