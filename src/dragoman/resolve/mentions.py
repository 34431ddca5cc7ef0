"""Who is named where: takes a Document and its Parse, gives its entities and mentions.

First all phrases that may name an actor are found (names, titles, nouns for bodies, shares of groups), then each is
given its entity from left to right, with what has been read so far in mind (see `coreference`).
"""

from collections.abc import Iterable

from dragoman.lexicon.actors import ActorTables, NameEntry
from dragoman.model import Document, Entity, Mention, Parse
from dragoman.resolve.coreference import Resolver
from dragoman.resolve.mentions_apposition import join_appositions
from dragoman.resolve.mentions_crafts import CraftNames, keep_names
from dragoman.resolve.mentions_finds import Find, Page, Rule, Shape
from dragoman.resolve.mentions_index import GENITIVES, index_of
from dragoman.resolve.mentions_nouns import Nominals, Shares
from dragoman.resolve.mentions_persons import Naming, actor_entries
from dragoman.resolve.mentions_phrases import Reach
from dragoman.resolve.mentions_scan import Segments, scan
from dragoman.resolve.mentions_takeup import TakeUps

__all__ = ["Rule", "find_mentions"]


def find_mentions(
    document: Document, parse: Parse, *, tables: ActorTables, without: Iterable[Rule] = ()
) -> tuple[tuple[Entity, ...], tuple[Mention, ...]]:
    """Return the entities of a document, sorted by id, and where they are named, in text order.

    Args:
        document: The text.
        parse: Its grammar.
        tables: The actors that are known.
        without: Families of rules to leave out; for measuring what they are worth.

    Returns:
        Two empty tuples when nobody is named. Pronouns and demonyms are among the mentions; "unsure" in `rule` marks a
        pronoun that could as well mean another.
    """
    if not parse.tokens:
        return (), ()
    page = Page(document, parse, index_of(tables), frozenset(without))
    segments = scan(page)
    if page.has(Rule.BODIES):
        CraftNames(page, segments).run()
    finds = find_phrases(page, segments)
    return Resolver(page, segments, finds).run()


def find_phrases(page: Page, segments: Segments) -> tuple[Find, ...]:
    """Return the phrases that may name an actor, in text order; appositions know each other."""
    reach = Reach(page, segments)
    keep_names(page, segments, reach)
    for named in segments.names.values():
        entries = actor_entries(named.entries)
        if entries:
            reach.keep(_name(page, segments, named.first, named.last, entries))
    naming = Naming(page, segments, reach)
    naming.run()
    if page.has(Rule.ROLES) or page.has(Rule.BODIES):
        Nominals(page, segments, reach, naming.used).run()
    if page.has(Rule.DESCRIPTORS) and page.has(Rule.BODIES):
        TakeUps(page, segments, reach).run()
    if page.has(Rule.GROUPS):
        Shares(page, segments, reach).run()
    return join_appositions(page, _longest(reach.all))


def _longest(finds: Iterable[Find]) -> tuple[Find, ...]:
    """Return the finds in text order, the longer first; of two with the same words the one entered later."""
    last = {(find.first, -find.last): find for find in finds}
    return tuple([last[place] for place in sorted(last)])


def _name(page: Page, segments: Segments, first: int, last: int, entries: tuple[NameEntry, ...]) -> Find:
    """Return the find of a name of the tables, with its article."""
    first, last, head = _with_state(page, segments, first, last, entries)
    has_article = first > page.sentence_start(first) and page.low[first - 1] == "the"
    return Find(
        first=first - 1 if has_article else first,
        last=last,
        head=head,
        shape=Shape.NAME,
        entries=entries,
    )


def _with_state(
    page: Page, segments: Segments, first: int, last: int, entries: tuple[NameEntry, ...]
) -> tuple[int, int, int]:
    """Return the name of a body with that of its state ("Brazil's INPE", "the Guards of Iran"), and its head."""
    head = page.top(first, last)
    entity = entries[0].entity
    if entity.entity_id.startswith(("state:", "region:")):
        return first, last, head
    if last + 1 < page.sentence_end(head) and page.low[last] == "of":
        behind = segments.names.get(last + 1)
        if behind is not None and behind.entries[0].entity.code == entity.code:
            last = behind.last
    if first > 1 and page.tokens[first - 1].text in GENITIVES:
        before = segments.names_to.get(first - 1)
        if before is not None and before.entries[0].entity.code == entity.code:
            first = before.first
    return first, last, head
