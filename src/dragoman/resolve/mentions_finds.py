"""What the rules of mentions find before anyone is known: phrases with their parts."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from dragoman.lexicon.actors import NameEntry
from dragoman.lexicon.roles import Collective
from dragoman.model import Document, Entity, Parse, Span, Token
from dragoman.resolve.mentions_index import Index, Noun


class Rule(StrEnum):
    """Families of rules; `scripts/ablate_mentions.py` measures what each is worth."""

    GAZETTEER = "gazetteer"  # names of the actor tables
    TAGGER = "tagger"  # names that the statistical tagger found
    PLACES = "places"  # capitals and countries that are only places are no actors
    TITLES = "titles"  # titles before a name
    APPOSITION = "apposition"  # a second name or role beside the first, between commas
    ROLES = "roles"  # offices and persons by what they do
    BODIES = "bodies"  # governments, forces, firms, organs
    GROUPS = "groups"  # shares of groups, collectives
    OFFICES = "offices"  # who held the office on the day
    SPELLING = "spelling"  # lost apostrophes, transliterations
    DESCRIPTORS = "descriptors"  # "the general", "the bloc"
    PRONOUNS = "pronouns"  # he, she, it, they
    SPEAKERS = "speakers"  # I and we


RULES = frozenset(Rule)


class Shape(StrEnum):
    """What a find is made of."""

    NAME = "name"  # a name of the tables: `entries`
    PERSON = "person"  # a person's name with titles: `words`
    ORG = "org"  # a name that only the tagger knows: `words`
    ROLE = "role"  # a person or persons by what they do: `noun`
    CRAFT = "craft"  # a ship by its name: `words`, `nouns`
    BODY = "body"  # a body, force, group: `noun`
    PEOPLE = "people"  # "the Americans": `entries`
    SET = "set"  # a set of states: `collective`
    COUNT = "count"  # "the two", "the pair": `words`
    SHARE = "share"  # "members of X", "some of X": `inner`


class Article(StrEnum):
    """How a phrase begins."""

    THE = "the"  # the, this, those, both
    A = "a"  # a, one, some, several, two, another
    NO = "no"  # no, any, every
    POSS = "poss"  # his, Poland's
    BARE = ""


RULING = frozenset({"force", "rule"})
"""Kinds of bodies to which weapons and vehicles belong."""


@dataclass(slots=True, kw_only=True, eq=False)
class Find:
    """A phrase that may name an actor; never changed, but not frozen: that made building one three times as dear.

    Attributes:
        first: Its first token.
        last: One past its last token.
        head: The token on which the rest hangs.
        shape: What it is made of.
        entries: Bearers of the name, the likeliest first.
        words: The words of a person's or organisation's name without titles.
        nouns: Titles or actor nouns, from left to right; of a role or body the first is the head's.
        states: States and sets of states named by adjectives inside.
        parts: First and last token of each of several joined adjectives ("American and Russian troops").
        owner: Token of whoever it belongs to ("his", "Poland" in "Poland's president"), or None.
        where: Token of a place or body behind "in", "of", "at" that tells whose it is, or None.
        article: How it begins.
        is_plural: Whether it names several.
        is_former: Whether it says former, late, ousted.
        collective: The set of states that it names.
        inner: The find inside "members of ..."; of a ship's name the token of the noun in apposition to it.
        beside: First token of the find to which it stands in apposition, or None.
        is_modifier: Whether it only modifies another noun ("rebel factory", "alliance troops").
        is_genitive: Whether a name is a genitive that has lost its mark ("Mr Trumps advisers").
    """

    first: int
    last: int
    head: int
    shape: Shape
    entries: tuple[NameEntry, ...] = ()
    words: tuple[str, ...] = ()
    nouns: tuple[Noun, ...] = ()
    states: tuple[Entity, ...] = ()
    parts: tuple[tuple[int, int], ...] = ()
    owner: int | None = None
    where: int | None = None
    article: Article = Article.BARE
    is_plural: bool = False
    is_former: bool = False
    collective: Collective | None = None
    inner: int | None = None
    beside: int | None = None
    is_modifier: bool = False
    is_genitive: bool = False

    @property
    def noun(self) -> Noun | None:
        """Return the noun that says what it is, or None."""
        return self.nouns[0] if self.nouns else None

    @property
    def is_of_force(self) -> bool:
        """Tell whether a noun for an army or for rulers before it says whose it is: "navy gunboats"."""
        return any(not noun.kinds.isdisjoint(RULING) for noun in self.nouns[1:])


NAME_LINKS = frozenset({"of", "for", "on", "in", "to", "against", "de", "du", "des", "da", "do", "del", "für"})
"""Words behind which a body's name only says more of it: "Court of Justice", "Office for the Coordination of ..."."""
NAMING = frozenset({"name", "call"})
MOST_OVER = 4
"""Nouns that are looked at over a name in apposition: "a deputy for a district of Latakia, Ana Soto"."""


class Page:
    """A document's words with the questions that the rules ask of them."""

    def __init__(self, document: Document, parse: Parse, index: Index, without: frozenset[Rule]) -> None:
        self.document = document
        self.on = document.published
        self.text = document.text
        self.parse = parse
        self.tokens: tuple[Token, ...] = parse.tokens
        self.index = index
        self.tables = index.tables
        self.roles = index.roles
        self._rules = RULES - without
        self.low = parse.lows

    def has(self, rule: Rule) -> bool:
        """Tell whether a family of rules is in use."""
        return rule in self._rules

    def sentence_end(self, i: int) -> int:
        """Return one past the last token of the sentence of a token."""
        return self.parse.sentences[self.tokens[i].sent][1]

    def sentence_start(self, i: int) -> int:
        """Return the first token of the sentence of a token."""
        return self.parse.sentences[self.tokens[i].sent][0]

    def span(self, first: int, last: int) -> Span:
        """Return the place of tokens `first` to `last` (excluded) in the text."""
        return Span(self.tokens[first].start, self.tokens[last - 1].end)

    def words(self, first: int, last: int) -> str:
        """Return the words of tokens `first` to `last` (excluded) on one line."""
        return " ".join(self.split(first, last))

    def split(self, first: int, last: int) -> tuple[str, ...]:
        """Return the words of tokens `first` to `last` (excluded), cut at blanks."""
        return tuple(self.text[self.tokens[first].start : self.tokens[last - 1].end].split())

    def apposed_to(self, i: int) -> tuple[int, ...]:
        """Return the nouns to which a name may stand in apposition, the nearest first; () if it does not.

        The parser hangs it on the noun before the comma, which may only say where or of what: in "the consul in Lima,
        Ana Soto" it is the consul that is called so. "An envoy named Ana Soto" counts, too.
        """
        tokens, token = self.tokens, self.tokens[i]
        if token.dep == "oprd" and tokens[token.head].dep == "acl" and tokens[token.head].lemma in NAMING:
            return (tokens[token.head].head,)
        if token.dep != "appos":
            return ()
        found = [token.head]
        while tokens[found[-1]].dep in {"pobj", "conj"} and len(found) < MOST_OVER:
            above = tokens[tokens[found[-1]].head]
            found.append(above.head if above.dep == "prep" else above.i)
        return tuple(found)

    def top(self, first: int, last: int) -> int:
        """Return the token of a stretch on which the others hang: the first noun whose head lies outside."""
        tokens = self.tokens
        if last - first == 1:
            return first
        outside = [i for i in range(first, last) if not first <= tokens[i].head < last or tokens[i].head == i]
        nouns = [i for i in outside if tokens[i].pos in {"PROPN", "NOUN", "PRON", "NUM", "ADJ"}]
        return (nouns or outside or [last - 1])[0]


Finds = Mapping[int, Find]
"""Finds by their first token."""


def nouns_of(name: str) -> frozenset[str]:
    """Return the nouns by which a body may be taken up: the last of its name, one word or two, and its head.

    Example:
        >>> sorted(nouns_of("High Court of Appeal")), sorted(nouns_of("Pacific Islands Forum"))
        (['appeal', 'court', 'high court', 'of appeal'], ['forum', 'islands forum'])
    """
    words = name.lower().split()
    end = next((k for k, word in enumerate(words) if k and word in NAME_LINKS), len(words))
    return frozenset(" ".join(part[-n:]) for part in (words, words[:end]) for n in (1, 2) if part)
