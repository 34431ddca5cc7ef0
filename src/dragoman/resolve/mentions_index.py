"""Finds the names and titles of the tables in running words, the longest first."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Generic, TypeVar

from dragoman.lexicon.actors import ActorTables, NameEntry, OfficeTitle, normalise_name
from dragoman.lexicon.roles import ActorNoun, Collective, RoleTables, load_roles
from dragoman.model import Token

KEPT_WORDS = 50_000
"""Normalised words kept for reuse; a newspaper's year has fewer different ones."""
SEPARATORS = frozenset({"-", "‐", "‑", "–", "/"})
"""Tokens inside a name or title that do not count ("secretary-general")."""
OPEN_ENDS = frozenset({"to", "with", "of", "for"})
"""Titles that end so want a name behind them, which the rules for phrases find themselves."""
GENITIVES = frozenset({"'s", "’s", "'", "’"})

T = TypeVar("T")


BEGINS_CAPITAL, BEGINS_SET, BEGINS_TITLE, BEGINS_NAME = 1, 2, 4, 8
"""What `Index.start` tells of a word, added up: it is in capitals, and words for a set of states, a title or actor
noun, a name of the tables (perhaps with a genitive that has lost its mark) may begin with it."""


FORMER = frozenset({"former", "ex", "late", "ousted", "deposed", "onetime", "erstwhile", "then", "outgoing"})
PAST = FORMER - {"outgoing", "then"}
SENT = frozenset({"adviser", "advisor", "aide", "delegate", "representative", "commissioner", "signatory", "party"})
RULERS, LEADERS = frozenset({"rule", "organ"}), frozenset({"HOS", "HOG"})
ENVOYS = frozenset({"AMB", "ENV"})


@dataclass(frozen=True, kw_only=True)
class Noun:
    """What a title or actor noun may mean: a person, a body, or either. What follows from that is reckoned once."""

    phrase: str
    titles: tuple[OfficeTitle, ...] = ()
    bodies: tuple[ActorNoun, ...] = ()

    @cached_property
    def last(self) -> str:
        """The last word of the phrase."""
        return self.phrase.rpartition(" ")[2]

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of its bodies."""
        return frozenset(body.kind for body in self.bodies)

    @cached_property
    def roles(self) -> frozenset[str]:
        """The kinds of office that it may be."""
        return frozenset(title.role for title in self.titles)

    @cached_property
    def gender(self) -> str | None:
        """What a title says of its bearer's gender, or None."""
        return next((title.gender for title in self.titles if title.gender), None)

    @cached_property
    def is_ruler(self) -> bool:
        """Whether it is for those who rule, so that "in" and a capital behind it say where."""
        return not (self.kinds.isdisjoint(RULERS) and self.roles.isdisjoint(LEADERS))

    @cached_property
    def is_sent(self) -> bool:
        """Whether "to" behind it says where or to whom its holder is sent."""
        return self.last in SENT or not self.roles.isdisjoint(ENVOYS)

    @cached_property
    def is_past(self) -> bool:
        """Whether it says that its bearer is no more what he was."""
        return not PAST.isdisjoint(self.phrase.split())

    @cached_property
    def is_honorific(self) -> bool:
        """Whether it is only a form of address or a rank ("Mr", "Gen")."""
        return bool(self.titles) and all(title.kind == "honorific" for title in self.titles)


@dataclass(slots=True)
class Node(Generic[T]):
    """A place in the tree of word sequences: what ends here, and where the next word leads."""

    value: T | None = None
    next: dict[str, "Node[T]"] = field(default_factory=dict)

    def add(self, words: Iterable[str], value: T) -> None:
        """Enter a sequence of words."""
        node = self
        for word in words:
            node = node.next.setdefault(word, Node())
        node.value = value


class Words(dict[str, T]):
    """What is known of each word; filled as it is asked."""

    def __init__(self, look_up: Callable[[str], T]) -> None:
        super().__init__()
        self._look_up = look_up

    def __missing__(self, word: str) -> T:
        if len(self) > KEPT_WORDS:
            self.clear()
        self[word] = found = self._look_up(word)
        return found


class Index:
    """The tables in the form in which running words are compared with them."""

    def __init__(self, tables: ActorTables) -> None:
        self.tables = tables
        self.roles: RoleTables = load_roles()
        self.names: Node[tuple[NameEntry, ...]] = Node()
        for key, entries in tables.names.items():
            self.names.add(key.split(), entries)
        self.titles: Node[Noun] = Node()
        for phrase, noun in self._nouns.items():
            self.titles.add(phrase.split(), noun)
        self.sets: Node[tuple[Collective, bool]] = Node()
        for form, collective in self.roles.collectives.items():
            self.sets.add(form.split(), (collective, False))
        for phrase, collective in self.roles.phrases.items():
            self.sets.add(phrase.split(), (collective, True))
        self.keys = Words(_key)
        """The words under which a token stands in the table of names; () for marks."""
        self._starts = Words(self._start)
        """What can begin with a word, whatever its dictionary form."""

    @cached_property
    def _nouns(self) -> Mapping[str, Noun]:
        """Titles and actor nouns; what data/roles says of a noun goes before the words for organs in data/actors."""
        titles, bodies = self.tables.offices.titles, self.roles.nouns
        nouns = {
            phrase: Noun(phrase=phrase, titles=meanings)
            for phrase, meanings in titles.items()
            if phrase.rpartition(" ")[2] not in OPEN_ENDS
        }
        known = titles.keys() | bodies.keys()
        for phrase, word in self.tables.organ_words.items():
            if not {phrase, phrase.removesuffix("s"), phrase.removesuffix("men") + "man"} & known:
                own = bodies.get(phrase.rpartition(" ")[2], ())
                kind, is_bare = (own[0].kind, own[0].is_bare) if own else ("organ", False)
                organ = ActorNoun(noun=phrase, kind=kind, sector=word.sector, is_bare=is_bare)
                nouns[phrase] = Noun(phrase=phrase, bodies=(organ,))
        for phrase, meanings in bodies.items():
            nouns[phrase] = (
                _person(meanings[0]) if meanings[0].kind == "person" else Noun(phrase=phrase, bodies=meanings)
            )
        return nouns

    def noun(self, phrase: str) -> Noun | None:
        """Return the title or actor noun of that phrase, or None."""
        return self._nouns.get(phrase)

    def beginnings(self, tokens: tuple[Token, ...]) -> Iterator[tuple[Token, int]]:
        """Yield the tokens with which something may begin, in order, with what that is (see `start`)."""
        starts, titles = self._starts, self.titles.next
        for token in tokens:
            start = starts[token.text]
            if token.lemma in titles and token.tag != "VBG":
                start |= BEGINS_TITLE
            if start:
                yield token, start

    def start(self, token: Token) -> int:
        """Return what can begin with a token, as the sum of the BEGINS numbers: 0 for most words."""
        return next((start for _, start in self.beginnings((token,))), 0)

    def _start(self, word: str) -> int:
        found, low = 0, word.lower()
        if word[0].isupper():
            found |= BEGINS_CAPITAL
        if low in self.sets.next:
            found |= BEGINS_SET
        if any(form in self.titles.next for form in _forms(word, "")):
            found |= BEGINS_TITLE
        key = self.keys[word]
        begins_name = not key or key[0] in self.names.next or f"{''.join(key)}s" in self.names.next
        if (word[0].isupper() or low in {"al", "el"}) and (begins_name or word.endswith("s")):
            found |= BEGINS_NAME
        return found

    def name_at(self, tokens: tuple[Token, ...], i: int, end: int) -> tuple[int, tuple[NameEntry, ...]] | None:
        """Return the end and the bearers of the longest name that begins at a token, or None.

        Args:
            tokens: The words.
            i: Where the name begins.
            end: Where the sentence ends.
        """
        return self._name(self.names, tokens, i, end)

    def _name(
        self, node: Node[tuple[NameEntry, ...]], tokens: tuple[Token, ...], j: int, end: int
    ) -> tuple[int, tuple[NameEntry, ...]] | None:
        found = None
        while j < end:
            word = tokens[j].text
            if word in SEPARATORS and node is not self.names:
                j += 1
                continue
            key = self.keys[word]
            if j + 1 < end and tokens[j + 1].text in GENITIVES:
                below = node.next.get(f"{''.join(key)}s")
                inner = self._name(below, tokens, j + 2, end) if below is not None else None
                if inner is not None:
                    return inner
            for part in key:
                below = node.next.get(part)
                if below is None:
                    return found
                node = below
            j += 1
            if node.value is not None and key:
                found = (j, node.value)
            elif not key:
                return found
        return found

    def set_at(self, tokens: tuple[Token, ...], i: int, end: int) -> tuple[int, Collective, bool] | None:
        """Return the end of the longest words for a set of states, the set, and whether they are a whole phrase."""
        node, found = self.sets, None
        if tokens[i].text.lower() not in node.next:
            return None
        for j in range(i, end):
            below = node.next.get(tokens[j].text.lower())
            if below is None:
                break
            node = below
            if node.value is not None:
                found = (j + 1, *node.value)
        return found

    def title_at(self, tokens: tuple[Token, ...], i: int, end: int) -> tuple[int, Noun] | None:
        """Return the end and the meaning of the longest title or actor noun that begins at a token, or None."""
        return self._title(self.titles, tokens, i, end)

    def _title(self, node: Node[Noun], tokens: tuple[Token, ...], j: int, end: int) -> tuple[int, Noun] | None:
        best = None
        while j < end and tokens[j].text in SEPARATORS and node is not self.titles:
            j += 1
        if j >= end:
            return None
        for word in forms(tokens[j]):
            below = node.next.get(word)
            if below is None:
                continue
            found = self._title(below, tokens, j + 1, end) if below.next else None
            if found is None and below.value is not None:
                found = (j + 1, below.value)
            if found is not None and (best is None or found[0] > best[0]):
                best = found
        return best


def _key(word: str) -> tuple[str, ...]:
    return tuple(normalise_name(word).split())


def _person(noun: ActorNoun) -> Noun:
    title = OfficeTitle(title=noun.noun, role="", sector=noun.sector or "UNK", kind="nominal")
    return Noun(phrase=noun.noun, titles=(title,))


def forms(token: Token) -> tuple[str, ...]:
    """Return the lower-case forms under which a word may stand in the tables: as it is, and in the singular."""
    return _forms(token.text, "" if token.tag == "VBG" else token.lemma)


@lru_cache(maxsize=KEPT_WORDS)
def _forms(word: str, lemma: str) -> tuple[str, ...]:
    low = word.lower().removesuffix(".")
    if lemma not in {low, ""}:
        return tuple(dict.fromkeys((low, lemma, low.removesuffix("s"))))
    return (low, low[:-1]) if low.endswith("s") else (low,)


class _Same:
    """A key that is equal only for the same object."""

    def __init__(self, tables: ActorTables) -> None:
        self.tables = tables

    def __hash__(self) -> int:
        return id(self.tables)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.tables is self.tables


@lru_cache(maxsize=4)
def _index(key: _Same) -> Index:
    return Index(key.tables)


def index_of(tables: ActorTables) -> Index:
    """Return the index of these tables, built on first use."""
    return _index(_Same(tables))
