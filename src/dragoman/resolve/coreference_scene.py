"""What the rules of coreference share: the page, the finds, the memory, and whose something is."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection
from typing import NamedTuple

from dragoman.lexicon.actors import NameEntry, normalise_name
from dragoman.lexicon.places import place_table
from dragoman.model import Entity, MentionKind
from dragoman.resolve.coreference_memory import Known, Memory
from dragoman.resolve.mentions_finds import Article, Find, Page, Shape
from dragoman.resolve.mentions_scan import Segments
from dragoman.resolve.mentions_use import Uses

STATES_BACK = 30
"""States before a word that are looked at; a sentence names fewer."""
NEARER, MOST_NEAR, HELD = 2.2, 3, 2.1
"""How much likelier a state is for each time that the paragraph named it (up to so often), and if the rules say it.

Fitted on the two halves of our training articles: right in 173 instead of 156 of 296, each half by the other's numbers.
"""
DEPTH = 12
"""Steps up the sentence that are looked at for subjects."""
APART = frozenset({"advcl", "relcl", "acl", "parataxis"})
"""Clauses that take up those of the main clause freely."""
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})


class Choice(NamedTuple):
    """Whom a find names, by which rule, how surely, and who else was considered."""

    known: Known
    rule: str
    score: float = 1.0
    others: tuple[str, ...] = ()


class Scene:
    """The state of reading one document."""

    def __init__(self, page: Page, segments: Segments, finds: tuple[Find, ...]) -> None:
        self.page = page
        self.segments = segments
        self.memory = Memory()
        self.uses = Uses(page)
        self.finds = finds
        self.by_head: dict[int, Find] = {}
        self.by_first: dict[int, Find] = {}
        for find in finds:
            self.by_first.setdefault(find.first, find)
            held = self.by_head.get(find.head)
            if held is None or find.last - find.first > held.last - held.first:
                self.by_head[find.head] = find
        self.at: dict[int, Known] = {}
        """Who is named at a token, as far as the text has been read."""
        self.resolve: Callable[[Find], Choice | None] = lambda _find: None
        self.resolve_pronoun: Callable[[int], Choice | None] = lambda _token: None
        self.states = _state_words(segments)
        self._places = [i for i, _ in self.states]
        self._counts = counts = Counter(entity.code for _, entity in self.states)
        self._main_states = tuple(sorted((c for c in counts if c), key=lambda c: (-counts[c], c)))
        self.state_ranks = {code: rank for rank, code in enumerate(self._main_states)}
        """Codes of the states in the text with their rank, the most often named first."""

    # ---- whose

    def owner(self, find: Find) -> Entity | None:
        """Return whose a person or body is, by the words of its phrase: an adjective, a genitive, "of", "in"."""
        if find.states:
            return find.states[0]
        if find.owner is not None:
            known = self.at.get(find.owner) or self._known_find(find.owner, find) or self._whose(find.owner)
            if known is not None:
                return known.entity
        if find.where is not None:
            known = self._known_find(find.where, find)
            if known is not None:
                return known.entity
            inner = self.by_head.get(find.where)
            if inner is not None and inner is not find:
                return inner.entries[0].entity if inner.entries else self.owner(inner)
        return None

    def _whose(self, i: int) -> Known | None:
        """Return whom "whose" takes up: the noun on which its clause hangs."""
        tokens = self.page.tokens
        if tokens[i].tag != "WP$":
            return None
        token = tokens[i]
        for _ in range(8):
            if token.dep == "relcl":
                inner = self.by_head.get(token.head)
                return self.at.get(token.head) or (self._choice(inner) if inner is not None else None)
            token = tokens[token.head]
        return None

    def _choice(self, find: Find) -> Known | None:
        choice = self.resolve(find)
        return choice.known if choice else None

    def _known_find(self, token: int, asking: Find) -> Known | None:
        inner = self.by_head.get(token)
        if inner is None or inner is asking:
            return None
        choice = self.resolve(inner)
        return choice.known if choice else None

    # ---- the state that is spoken of

    def seat(self, find: Find) -> Entity | None:
        """Return the state of the place behind "in" that belongs to a phrase ("the parliament in Tobruk"), or None.

        A place that the tables do not know gives a state without code: the actor sits elsewhere than the states named.
        """
        page = self.page
        if find.where is not None or find.last <= find.head + 2 or page.low[find.head + 1] != "in":
            return None
        name = page.words(find.head + 2, find.last)
        countries = [row.country for row in place_table().find(name) if row.country]
        known = self.main_states()
        code = next((c for c in countries if c in known), countries[0] if countries else None)
        state = page.tables.states.get(code or "")
        return state.entity if state is not None else Entity(entity_id="state:unknown", name=name)

    def context(self, i: int, *, is_ruler: bool = False) -> Entity | None:
        """Return the state that a word without an owner most likely belongs to.

        The nearest one before it in its sentence, else that of the last subject, else the nearest one behind, else the
        last one before; None if the text has named none so far. One that the text speaks of again goes first.

        Args:
            i: Token of the word.
            is_ruler: The word is for those who rule a state: the state of the sentence's subject goes first.
        """
        page = self.page
        start, end = page.sentence_start(i), page.sentence_end(i)
        k = bisect_left(self._places, i)
        before, behind = self.states[max(0, k - STATES_BACK) : k], self.states[k : k + 1]
        here = [e for at, e in before if at >= start]
        subject = self._subject_state(i, back=0) if is_ruler else None
        if subject is not None or here:
            return subject or self._main(here)
        spoken_of = self._subject_state(i, back=1)
        if spoken_of is not None:
            return spoken_of
        if before and "\n" not in page.text[page.tokens[before[-1][0]].end : page.tokens[i].start]:
            return self._main([e for _, e in before[-3:]])
        there = next((e for at, e in behind if at < end), None)
        if there is not None:
            return there
        return self._main([e for _, e in before[-3:]]) if before else None

    def likeliest(self, i: int, held: Entity, among: Collection[str | None] | None = None) -> Entity:
        """Return the state that "the government" or "the country" most likely means.

        The more the text speaks of a state, and the more so in this paragraph, the likelier; the one that the rules
        say counts double.

        Args:
            i: Token of the word.
            held: The state that the rules say.
            among: Codes of the states that it may be; None for all.
        """
        page, k = self.page, bisect_left(self._places, i)
        start = page.text.rfind("\n", 0, page.tokens[i].start)
        near = Counter[str | None]()
        for at, entity in reversed(self.states[max(0, k - STATES_BACK) : k]):
            if page.tokens[at].start < start:
                break
            near[entity.code] += 1
        here = self._seated(i, k)
        if here is not None and (among is None or here.code in among):
            return here
        codes = {entity.code: entity for _, entity in self.states[:k]}
        if among is not None:
            codes = {code: entity for code, entity in codes.items() if code in among}
        codes[held.code] = held

        def weight(code: str | None) -> float:
            return self._counts[code] * NEARER ** min(near[code], MOST_NEAR) * (HELD if code == held.code else 1)

        return codes[max(codes, key=lambda code: (weight(code), code == held.code, code or ""))]

    def _seated(self, i: int, k: int) -> Entity | None:
        """Return the state of a place that is said of the clause around a word or its subject, or None.

        "In Lima the government ...", "a diplomat in Lima believes that the government ...".
        """
        tokens, start = self.page.tokens, self.page.sentence_start(i)
        over, token = {i}, tokens[i]
        for _ in range(DEPTH):
            over.add(token.head)
            token = tokens[token.head]
        for at, entity in reversed(self.states[max(0, k - STATES_BACK) : k]):
            if at < start:
                return None
            if not at or self.page.low[at - 1] != "in":
                continue
            above = tokens[tokens[at - 1].head]
            if above.i in over or (above.dep in SUBJECTS and above.head in over):
                return entity
        return None

    def _subject_state(self, i: int, *, back: int) -> Entity | None:
        """Return the state of the last subject, at most `back` sentences before in the same paragraph."""
        page = self.page
        for trace in self.memory.recent():
            if trace.token < i and trace.is_subject:
                if (
                    page.tokens[i].sent - trace.sentence > back
                    or "\n" in page.text[page.tokens[trace.token].end : page.tokens[i].start]
                ):
                    return None
                state = page.tables.states.get(trace.known.entity.code or "")
                if state is not None:
                    return state.entity
        return None

    def _main(self, states: list[Entity]) -> Entity:
        """Return the last of some states that the text speaks of more than once, else the last."""
        counts = self._counts
        return next((e for e in reversed(states) if counts.get(e.code, 0) > 1), states[-1])

    def main_states(self) -> tuple[str, ...]:
        """Return the codes of the states in the text, the most often named first."""
        return self._main_states

    def over(self, i: int) -> frozenset[str]:
        """Return the ids of the subjects over a word in its sentence: a noun with "the" is none of them.

        "Spain lent the country a ship" is not Spain's own, which would be "it" or "itself".
        """
        tokens, found = self.page.tokens, set()
        for _ in range(DEPTH):
            token = tokens[i]
            if token.head == i or token.dep in APART:
                break
            for child in self.page.parse.children[token.head]:
                if child.dep in SUBJECTS and child.i != i:
                    known = self.at.get(child.i)
                    if known is not None:
                        found.add(known.entity.entity_id)
            i = token.head
        return frozenset(found)

    # ---- entries

    def bearer(self, find: Find) -> tuple[NameEntry, tuple[str, ...]]:
        """Return which of its bearers a name means here, and the ids of the others.

        The first of the table, unless another is already spoken of in the text and the first is not.
        """
        entries = find.entries
        if len(entries) == 1:
            return entries[0], ()
        if entries[0].entity.entity_id not in self.memory.by_id:
            codes = set(self.main_states())
            for entry in entries[1:]:
                if entry.entity.entity_id in self.memory.by_id:
                    return entry, _ids(entries, entry)
                if entry.kind is not MentionKind.METONYM and entry.entity.code in codes - {entries[0].entity.code}:
                    return entry, _ids(entries, entry)
        return entries[0], _ids(entries, entries[0])

    def is_subject(self, i: int) -> bool:
        """Tell whether a token is a subject of its clause, alone or joined to others."""
        tokens = self.page.tokens
        token = tokens[i]
        for _ in range(4):
            if token.dep != "conj":
                break
            token = tokens[token.head]
        return token.dep in SUBJECTS

    def is_definite(self, find: Find) -> bool:
        """Tell whether a phrase points at someone in particular."""
        if find.article in {Article.THE, Article.POSS}:
            return True
        return find.article is Article.BARE and not find.is_plural and find.shape in {Shape.ROLE, Shape.BODY}


def _ids(entries: tuple[NameEntry, ...], chosen: NameEntry) -> tuple[str, ...]:
    return tuple([e.entity.entity_id for e in entries if e is not chosen])


def _state_words(segments: Segments) -> list[tuple[int, Entity]]:
    """Return where states are named in any way, as places too, in text order."""
    named = [(named.first, named.entries[0].entity) for named in segments.names.values()]
    return [(first, entity) for first, entity in named if entity.entity_id.startswith(("state:", "region:"))]


def slug(words: str) -> str:
    """Return words as a part of an id."""
    return normalise_name(words).replace(" ", "-")


def without_article(words: str) -> str:
    """Return a phrase without a leading article."""
    first, _, rest = words.partition(" ")
    return rest if rest and first.lower() in {"the", "a", "an", "some", "this", "that", "these", "those"} else words


def others_of(found: list[Known]) -> tuple[str, ...]:
    """Return the ids of the next best of several candidates."""
    return tuple(k.entity.entity_id for k in found[1:4])
