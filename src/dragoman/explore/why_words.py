"""Why words of a document mean whom, when or where they do: the rule, its score, and the candidates that lost.

The document is resolved anew with the present tables, so that pronouns, adjectives and all dates and places are told,
too, which the ledger does not keep.
"""

import re
from collections.abc import Iterator

from rich.console import Console
from rich.markup import escape

from dragoman.explore.words import day, entity_map, one_line, parties, quote
from dragoman.lexicon.actors import ActorTables, person_id
from dragoman.lexicon.places import PlaceRow, place_table
from dragoman.lexicon.roles import load_rule_notes
from dragoman.model import (
    Entity,
    Interval,
    Mention,
    MentionKind,
    OfficeHolder,
    Place,
    Precision,
    Record,
    Resolved,
    Span,
)
from dragoman.resolve.mentions_index import GENITIVES

WIDE = 90
"""Code points of text shown on either side of the words in question."""
MOST_OTHERS = 4
"""Candidates that lost and are told of."""
BY_DISTANCE = frozenset({"pronoun", "pronoun/unsure", "descriptor", "name/surname", "pair"})
"""Rules that choose by how far back somebody was named."""
UNSURE = 0.5
"""Scores below this are called unsure."""
SLOTS = {"nsubj": "subject of", "nsubjpass": "subject of", "dobj": "object of", "pobj": "behind", "poss": "owner of"}


def spans_of(words: str, text: str) -> tuple[Span, ...]:
    """Return where these whole words stand in a text, in any case and over line ends; () if nowhere."""
    phrase = r"\s+".join(re.escape(part) for part in words.split())
    if not phrase:
        return ()
    pattern = re.compile(rf"(?<!\w){phrase}(?!\w)", re.IGNORECASE)
    return tuple(Span(m.start(), m.end()) for m in pattern.finditer(text))


def show_words(record: Record, resolved: Resolved, asked: Span, tables: ActorTables, console: Console) -> None:
    """Print why the words at a span mean whom, when, where or which act they do, or that nothing was made of them.

    Args:
        record: What the ledger holds of the document: its acts are told from it.
        resolved: The document, resolved anew.
        asked: The words.
        tables: The actors that are known.
        console: Where to print.
    """
    mentions = sorted((m for m in resolved.mentions if m.span.overlaps(asked)), key=lambda m: (len_of(m.span), m.span))
    dates = [d for d in resolved.dates if d.span and d.span.overlaps(asked)]
    places = [p for p in resolved.places if p.span and p.span.overlaps(asked)]
    for mention in mentions:
        _quoted(resolved, mention.span, console)
        _mention(resolved, mention, tables, console)
        if not any(p.span == mention.span for p in places):
            _no_place(resolved, mention, console)
    for date in dates:
        _date(resolved, date, console)
    for place in places:
        _place(resolved, place, console)
    acts = tuple(_acts(record, resolved, asked))
    if not (mentions or dates or places):
        _quoted(resolved, asked, console)
    for act in acts:
        console.print(f"    act    {act}")
    if not (mentions or dates or places or acts):
        console.print(f"    [yellow]unresolved[/]: {_why_nothing(resolved, asked)}")


def len_of(span: Span) -> int:
    """Return the length of a span in code points."""
    return span.end - span.start


# ---- who


def _mention(resolved: Resolved, mention: Mention, tables: ActorTables, console: Console) -> None:
    entity = next(e for e in resolved.entities if e.entity_id == mention.entity_id)
    note = load_rule_notes().get(mention.rule)
    facts = ", ".join(x for x in (entity.code, entity.sector, entity.office) if x)
    console.print(f"    who    {escape(one_line(entity.name))} ({escape(facts)})  [dim]{escape(entity.entity_id)}[/]")
    unsure = "[yellow]unsure[/], " if mention.score < UNSURE else ""
    console.print(
        f"    why    {unsure}rule {mention.rule}, {mention.score:.2f}: {escape(note.chosen if note else 'no note')}"
        f"{escape(_distance(resolved, mention.entity_id, mention))}"
    )
    if entity.entity_id.startswith("person:"):
        _office(resolved, entity, tables, console)
    for other in mention.others[:MOST_OTHERS]:
        reason = (note.others if note else "") or "was considered, too"
        facts = _facts_of(resolved, other, mention, tables)
        console.print(f"    not    {escape(facts)}: {escape(reason)}")


def _office(resolved: Resolved, entity: Entity, tables: ActorTables, console: Console) -> None:
    """Print the office of the day with its row's origin, or what is known instead."""
    on = resolved.document.published
    if on is None:
        console.print("    office not looked up: the document has no day")
        return
    row = tables.offices.office_on(entity.name, on)
    if row is None:
        past = [r for r in tables.offices.persons(entity.name) if r.end and r.end < on]
        last = f"; the last before was {_row(past[0])}" if past else ""
        console.print(f"    office none on {on} in the tables{escape(last)}")
        return
    console.print(f"    office on {on}: {escape(_row(row))}")


def _row(row: OfficeHolder) -> str:
    """Return a row of the office tables in words, with where it comes from."""
    term = f"from {row.start or '?'}" + (f" to {row.end}" if row.end else ", no end told")
    known = f", Wikidata {row.wikidata}" if row.wikidata and row.wikidata.startswith("Q") else ""
    return f"{row.office}, {row.code}, {term} (origin of the row: {row.origin or 'your own table'}{known})"


def _facts_of(resolved: Resolved, entity_id: str, mention: Mention, tables: ActorTables) -> str:
    """Return who another candidate is, with the office of the day or how far back it was named."""
    known = next((e for e in resolved.entities if e.entity_id == entity_id), None)
    name = known.name if known is not None else entity_id
    facts = _distance(resolved, entity_id, mention).removeprefix("; ")
    stem, _, words = entity_id.partition(":")
    on = resolved.document.published
    if not facts and stem == "person" and on is not None:
        rows = [r for r in tables.offices.persons(words.replace("-", " ")) if person_id(r.person) == entity_id]
        row = next((r for r in rows if (r.start is None or r.start <= on) and (r.end is None or on <= r.end)), None)
        name = rows[0].person if rows else name
        facts = f"{row.office}, {row.code}" if row else f"{rows[0].code}, in no office that day" if rows else ""
    return f"{one_line(name)} ({facts})" if facts else one_line(name)


def _distance(resolved: Resolved, entity_id: str, mention: Mention) -> str:
    """Return how far back an actor was last named, for rules that choose by it; else ""."""
    if mention.rule not in BY_DISTANCE:
        return ""
    before = [m for m in resolved.mentions if m.entity_id == entity_id and m.span.start < mention.span.start]
    if not before:
        return "; named only later"
    tokens = resolved.parse.tokens
    last = before[-1]
    back = tokens[mention.head].sent - tokens[last.head].sent
    where = "in the same sentence" if back == 0 else f"{back} sentence{'s' if back > 1 else ''} back"
    slot = ", as subject" if tokens[last.head].dep in {"nsubj", "nsubjpass"} else ""
    return f"; last named {where}{slot} as “{one_line(last.span.of(resolved.document.text))}”"


def _no_place(resolved: Resolved, mention: Mention, console: Console) -> None:
    """Print why the name of a place is none here."""
    words = mention.span.of(resolved.document.text)
    if mention.kind not in {MentionKind.NAME, MentionKind.METONYM} or not place_table().find(words):
        return
    tokens = resolved.parse.tokens
    token = tokens[mention.head]
    behind = tokens[token.i + 1].text if token.i + 1 < len(tokens) else ""
    if token.dep == "poss" or behind in GENITIVES:
        slot = f"owner of “{tokens[token.head].text}”"
    else:
        slot = f"{SLOTS[token.dep]} “{tokens[token.head].text}”" if token.dep in SLOTS else f"“{token.dep}”"
    console.print(f"    where  no place here: as {escape(slot)} it stands for those who rule there")


# ---- when and where


def _date(resolved: Resolved, date: Interval, console: Console) -> None:
    assert date.span is not None
    _quoted(resolved, date.span, console)
    published = resolved.document.published
    seen = f"; the document is of {published}" if published else "; the document has no day"
    is_vague = date.precision is Precision.VAGUE
    grain = "vague: the bounds are a convention" if is_vague else f"to the {date.precision.value}"
    console.print(f"    when   {day(date)}, {grain}")
    console.print(f"    why    {escape(date.basis)}{seen}")


def _place(resolved: Resolved, place: Place, console: Console) -> None:
    assert place.span is not None
    _quoted(resolved, place.span, console)
    point = f", {place.lat}, {place.lon}" if place.lat is not None else ""
    console.print(f"    where  {escape(one_line(place.name))}, {place.country or 'no country'}, {place.kind}{point}")
    console.print(f"    why    {escape(place.basis)}")
    for row in _rivals(place):
        console.print(f"    not    {escape(row.name.title())} ({_row_facts(row)}): less speaks for it")


def _rivals(place: Place) -> Iterator[PlaceRow]:
    """Yield the best known other places of the name."""
    rows = sorted(place_table().find(place.name), key=lambda r: (-r.size, r.country or "", r.lat))
    rows = [r for r in rows if (round(r.lat, 2), round(r.lon, 2)) != (place.lat, place.lon)]
    yield from rows[:MOST_OTHERS]


def _row_facts(row: PlaceRow) -> str:
    size = f", {row.size:,} thousand people" if row.kind == "town" else ""
    return f"{row.country or 'no country'}, {row.kind}, {row.lat:.2f}, {row.lon:.2f}{size}"


# ---- acts, and nothing


def _acts(record: Record, resolved: Resolved, asked: Span) -> Iterator[str]:
    """Yield the acts of the record that the words tell, name again ("the visit") or take up as a pronoun ("it")."""
    entities = entity_map(record)
    tokens = resolved.parse.tokens
    pronouns = [t for t in tokens if asked.start < t.end and t.start < asked.end and t.pos in {"PRON", "DET"}]
    verbs = {t.head for t in pronouns if t.head != t.i}
    verb_spans = {t.span for t in tokens if t.i in verbs or (t.head in verbs and t.dep == "xcomp")}
    for event in record.events:
        what = f"{event.type.value}, {event.status.value}: {escape(parties(event, entities))}  [dim]{event.event_id}[/]"
        told = next((ev for ev in event.evidence if ev.trigger.overlaps(asked)), None)
        pointed = [ev for ev in event.evidence if ev.rule.startswith("it:") and ev.trigger in verb_spans]
        first = f"“{escape(one_line(event.trigger.of(record.document.text)))}” at {event.trigger.start}"
        if told is not None:
            yield f"{what}, told here by rule {escape(told.rule)}"
        elif pointed:
            before = "" if event.trigger == pointed[0].trigger else f"; first told by {first}"
            yield f"{what}, taken up here by rule {escape(pointed[0].rule)}{before}"
        elif any(span.overlaps(asked) for span in event.also):
            yield f"{what}, named again here; first told by {first}"


def _why_nothing(resolved: Resolved, asked: Span) -> str:
    """Return what can be said of words of which resolving made nothing."""
    tokens = [t for t in resolved.parse.tokens if asked.start < t.end and t.start < asked.end]
    if not tokens:
        return "no prose stands there: headlines, bylines and gaps between paragraphs are not resolved"
    if any(t.tag in {"PRP", "PRP$"} for t in tokens):
        return "a pronoun that fills a place in the sentence, takes up an act, or has nobody before it that fits"
    if any(t.pos == "PROPN" for t in tokens):
        return "a name that neither the tables nor the grammar model take for an actor, date or place"
    return "these words name no actor, date or place, and no act of the ledger"


def _quoted(resolved: Resolved, span: Span, console: Console) -> None:
    left, words, right = quote(resolved.document.text, span, before=WIDE, after=WIDE)
    console.print(f"  {escape(left)}[bold]{escape(words)}[/]{escape(right)}  [dim]{span.start}–{span.end}[/]")
