"""How far a phrase reaches: to the left over articles, adjectives and owners, to the right over "of", "to", "in"."""

from typing import NamedTuple

from dragoman.lexicon.roles import Collective
from dragoman.model import Entity, MentionKind, Token
from dragoman.resolve.mentions_finds import Article, Find, Page, Shape
from dragoman.resolve.mentions_index import GENITIVES, PAST, SEPARATORS
from dragoman.resolve.mentions_scan import Named, Segments, SetOf

BEFORE_NOUN = frozenset(
    {"det", "amod", "compound", "nmod", "nummod", "poss", "quantmod", "predet", "advmod", "npadvmod", "punct", "case"}
)
"""Relations of words that stand before their noun and belong to it."""
ARTICLES = {
    "the": Article.THE, "this": Article.THE, "that": Article.THE, "these": Article.THE, "those": Article.THE,
    "both": Article.THE, "such": Article.THE,
    "a": Article.A, "an": Article.A, "one": Article.A, "some": Article.A, "several": Article.A, "two": Article.A,
    "another": Article.A, "many": Article.A, "other": Article.A, "three": Article.A, "four": Article.A,
    "no": Article.NO, "any": Article.NO, "every": Article.NO, "each": Article.NO, "neither": Article.NO,
    "my": Article.POSS, "our": Article.POSS, "your": Article.POSS, "his": Article.POSS, "her": Article.POSS,
    "its": Article.POSS, "their": Article.POSS, "whose": Article.POSS,
}  # fmt: skip
OWNERS = frozenset({"of", "to", "for", "in", "from", "at", "within"})
"""Prepositions behind which a phrase names whose it is."""
JOINS = frozenset({"and", "or", ",", "&"})
MODIFYING = frozenset({"body", "group", "force", "rule", "organ"})
"""Kinds of bodies that say whose the noun behind them is ("alliance troops", "army spokesman")."""
MAX_BEFORE = 12
"""Words before a noun that are looked at; longer stretches come from broken parses."""


class Before(NamedTuple):
    """What stands before a noun.

    Attributes:
        first: The first token of the whole phrase.
        article: How it begins.
        states: States and sets that adjectives name, in order.
        parts: First and last token of each adjective when several are joined ("American and Russian").
        owner: Token of the owner, or None: a pronoun, or the head of the name before a genitive mark.
        name: Token of a name that stands as a modifier ("Kremlin spokesman"), or None.
        is_former: Whether a word says that it is past.
    """

    first: int
    article: Article
    states: tuple[Entity, ...] = ()
    parts: tuple[tuple[int, int], ...] = ()
    owner: int | None = None
    name: int | None = None
    is_former: bool = False


class Reach:
    """Measures phrases of one document."""

    def __init__(self, page: Page, segments: Segments) -> None:
        self.page = page
        self.segments = segments
        self.finds: dict[int, Find] = {}
        self.persons_to: dict[int, Find] = {}
        """Persons by the token behind their name."""
        self._ends = {*segments.names_to, *segments.titles_to, *segments.sets_to}
        """Tokens behind a segment or a person's name."""
        self.all: list[Find] = []

    def keep(self, find: Find) -> None:
        """Enter a find; a longer one that begins or ends at the same token stands before a shorter."""
        held = self.finds.get(find.first)
        if held is None or held.last <= find.last:
            self.finds[find.first] = find
        self.all.append(find)
        if find.shape is Shape.PERSON:
            self.persons_to[find.last] = find
            self._ends.add(find.last)

    # ---- to the left

    def before(self, first: int, head: int) -> Before:
        """Return what stands before a noun phrase's core.

        Args:
            first: First token of the core (a title, a name).
            head: Token on which the phrase hangs.
        """
        page = self.page
        demonyms: list[Named | SetOf] = []
        name = owner = None
        k = first
        lowest = max(page.sentence_start(first), first - MAX_BEFORE)
        while k > lowest:
            if page.tokens[k - 1].text in GENITIVES or (k in self._ends and self._lost_genitive(k)):
                owner, k = self._owner(k)
                break
            if k not in self._ends:
                if not self._goes_with(k, first, head, demonyms):
                    break
                k -= 1
                continue
            step = self._step(k, first, head, demonyms)
            if step is None:
                break
            k, top = step
            name = top if name is None else name
        if k == first and owner is None:
            return Before(k, Article.BARE)
        while k < first and page.tokens[k].text in JOINS:
            k += 1
        low = page.low[k] if k < first else ""
        if low in ARTICLES and ARTICLES[low] is Article.POSS and owner is None:
            owner = k
        return self._described(k, first, demonyms, owner, name)

    def _described(
        self, k: int, first: int, demonyms: list[Named | SetOf], owner: int | None, name: int | None
    ) -> Before:
        page = self.page
        demonyms.reverse()
        words = page.low[k:first]
        article = Article.POSS if owner is not None else ARTICLES.get(words[0] if words else "", Article.BARE)
        if article is Article.BARE and words and page.tokens[k].pos == "NUM":
            article = Article.A
        return Before(
            first=k,
            article=article,
            states=tuple(dict.fromkeys(map(named_state, demonyms))) if demonyms else (),
            parts=tuple((d.first, d.last) for d in demonyms) if len(demonyms) > 1 else (),
            owner=owner,
            name=name,
            is_former=not PAST.isdisjoint(words),
        )

    def _step(self, k: int, first: int, head: int, demonyms: list[Named | SetOf]) -> tuple[int, int | None] | None:
        """Take the name, title or set of states that ends before token `k` into the phrase, or its last word.

        None where the phrase begins.

        Returns:
            Where the phrase now begins, and the token of a name or body that modifies the noun, or None.
        """
        page = self.page
        person = self.persons_to.get(k)
        if person is not None:
            return (person.first, person.head) if k <= page.tokens[person.head].head <= head else None
        adjective = self.segments.sets_to.get(k)
        if adjective is not None and not adjective.is_phrase:
            demonyms.append(adjective)
            return adjective.first, None
        named = self.segments.names_to.get(k)
        if named is not None:
            if self._is_of_participle(k):
                return named.first, None
            if named.entries[0].kind is MentionKind.DEMONYM:
                demonyms.append(named)
                return named.first, None
            return (named.first, page.top(named.first, named.last)) if self._modifies(named, k, head) else None
        if not self._goes_with(k, first, head, demonyms):
            return None
        titled = self.segments.titles_to.get(k)
        is_joined = bool(demonyms) and self._joins(k)
        if titled is not None and not is_joined and not titled.noun.kinds.isdisjoint(MODIFYING):
            return titled.first, titled.top
        return k - 1, None

    def _goes_with(self, k: int, first: int, head: int, demonyms: list[Named | SetOf]) -> bool:
        """Tell whether the word before token `k` is part of the phrase: it joins adjectives, or belongs to the noun."""
        return (bool(demonyms) and self._joins(k)) or self._belongs(self.page.tokens[k - 1], k, first, head)

    def _joins(self, k: int) -> bool:
        """Tell whether the word before token `k` joins what stands behind it to the name of a state before it."""
        at = k - 1
        is_behind_name = at in self.segments.names_to or at in self.segments.sets_to
        return is_behind_name and self.page.tokens[at].text in JOINS

    def _is_of_participle(self, k: int) -> bool:
        """Tell whether a name only goes with a participle: "the UN-backed government", "Saudi-led forces"."""
        page = self.page
        at = k + 1 if page.tokens[k].text in SEPARATORS else k
        return at < len(page.tokens) and page.tokens[at].tag in {"VBN", "VBD"}

    def _modifies(self, named: Named, k: int, head: int) -> bool:
        """Tell whether a name before a noun goes with it ("US envoy"), and is not a neighbour ("In Rome officials")."""
        page = self.page
        top = page.tokens[page.top(named.first, named.last)]
        if k <= top.head <= head or page.tokens[k - 1].text in {"US", "U.S.", "UN", "U.N.", "EU", "UK"}:
            return True
        return top.dep in {"compound", "nmod"} and top.head >= k

    def _belongs(self, token: Token, k: int, first: int, head: int) -> bool:
        if token.text in {"-", "‑"}:
            return token.end == self.page.tokens[k].start
        if token.dep not in BEFORE_NOUN or token.text in {",", ";", ":", '"', "“", "”", "(", ")", "—", "–"}:
            return False
        if token.pos == "PRON" and self.page.low[k - 1] not in ARTICLES:
            return False
        if token.dep == "advmod" and token.head >= first:
            return False
        return k <= token.head <= max(head, first) or (token.pos == "DET" and token.head >= k)

    def _lost_genitive(self, k: int) -> bool:
        """Tell whether a name before token `k` is a genitive without its mark ("Britains envoy")."""
        person = self.persons_to.get(k)
        if person is not None:
            return person.is_genitive
        named = self.segments.names_to.get(k)
        if named is None or named.entries[0].kind is MentionKind.DEMONYM:
            return False
        word = self.page.tokens[k - 1].text
        return (
            word.endswith("s")
            and not word.isupper()
            and " ".join(self.page.index.keys[word]) not in self.page.tables.names
        )

    def _owner(self, k: int) -> tuple[int | None, int]:
        """Return the token of the owner before a genitive mark, and where the phrase begins.

        The name of a state or organisation is part of the phrase, a person or another noun is a phrase of its own.
        """
        page = self.page
        at = k - 1 if page.tokens[k - 1].text in GENITIVES else k
        named = self.segments.names_to.get(at)
        if named is not None:
            first = named.first
            if first > page.sentence_start(first) and page.low[first - 1] == "the":
                first -= 1
            return page.top(named.first, named.last), first
        person = self.persons_to.get(at)
        if person is not None:
            return person.head, k
        return page.tokens[k - 1].head if at < k else at - 1, k

    # ---- to the right

    def after(self, last: int, head: int, *, preps: frozenset[str] = OWNERS, seat: bool = False) -> Find | None:
        """Return the find behind a preposition that goes with a phrase ending before token `last`, or None.

        Args:
            last: One past the last token of the phrase.
            head: Token on which the phrase hangs.
            preps: Prepositions that may join the two.
            seat: The phrase is for rulers: a capital behind "in" is theirs, whatever the parser hangs it on.
        """
        page = self.page
        if last >= len(page.tokens) or page.low[last] not in preps or last >= page.sentence_end(head):
            return None
        prep = page.tokens[last]
        if not self._hangs_on(prep, head, last):
            found = self.finds.get(last + 1) if seat and prep.text == "in" else None
            return found if found is not None and _is_capital(found) else None
        for skip in (1, 2, 3):
            found = self.finds.get(last + skip)
            if found is not None:
                return found
            if last + skip >= len(page.tokens) or page.tokens[last + skip].pos not in {"DET", "ADJ", "NUM"}:
                return None
        return None

    def _hangs_on(self, prep: Token, head: int, last: int) -> bool:
        """Tell whether a preposition goes with the noun; "of" always does."""
        if self.page.low[prep.i] == "of":
            return True
        top = prep.head
        return top == head or (head <= top < last)


def _is_capital(find: Find) -> bool:
    return bool(find.entries) and find.entries[0].kind is MentionKind.METONYM and find.entries[0].is_place


def named_state(found: Named | SetOf) -> Entity:
    """Return the state or set of states that an adjective names."""
    return found.entries[0].entity if isinstance(found, Named) else set_entity(found.collective)


def set_entity(collective: Collective) -> Entity:
    """Return the record of a set of states."""
    return Entity(
        entity_id=f"{'igo' if collective.sector == 'IGO' else 'coll'}:{collective.code}",
        name=collective.name,
        code=collective.code,
        sector=collective.sector,
        members=tuple(f"state:{code}" for code in collective.members),
    )
