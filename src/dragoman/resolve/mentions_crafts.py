"""Ships' names: a noun for a ship with a name makes it a ship's, and then "the" with the name is that ship.

"The trawler Santa Marta", "a ferry, the Likoni Star", "the Grey Heron, a survey ship", "a tug named Hercules".
"""

from collections.abc import Collection, Iterator

from dragoman.model import Token
from dragoman.resolve.mentions_finds import NAMING, Article, Find, Page, Shape
from dragoman.resolve.mentions_phrases import Reach
from dragoman.resolve.mentions_scan import PARTICLES, SUBJECTS, CraftName, Segments, Titled

NAMED_ELEMENT = "water"
"""Ships bear names; a name behind a noun for an aircraft is mostly its make."""
JOINED = frozenset({"compound", "nmod", "amod"})
"""Relations of a noun right before the name that it belongs to; words of other nouns stand so, too."""

NOT_OF_NAMES = frozenset({"DATE", "TIME", "MONEY", "PERCENT"})
"""Labels of the tagger whose words end a name: "boarded the trawler Siri Tuesday"."""

FINITE = frozenset({"VBD", "VBZ", "VBP"})
JOINING = frozenset({"CC", "WDT", "WP", "WRB", "TO"})
"""Tags of words that join a clause, so that a verb behind them is not the main one."""
PLURALS = frozenset({"NNS", "NNPS"})


class CraftNames:
    """Finds the ships' names of one document, before anyone takes them for persons, firms or places."""

    def __init__(self, page: Page, segments: Segments) -> None:
        self.page = page
        self.segments = segments
        self._prefixes = page.roles.ship_prefixes
        self._known: dict[str, list[tuple[str, ...]]] = {}
        """The names introduced so far, by their first word."""

    def run(self) -> None:
        """Move the names of ships from the other segments to those of ships; without a noun for a ship nothing."""
        classes = {t.top: t for t in self.segments.titles.values() if self._is_class(t)}
        found = [name for titled in classes.values() for name in self._introduced(titled, classes)]
        for name in (*found, *self._with_prefix()):
            self._take(name)
            for words in names_of(tuple(t.text for t in self.page.tokens[name.first : name.last]), self._prefixes):
                self._known.setdefault(words[0], []).append(words)
        if self._known:
            self._again()

    def _with_prefix(self) -> list[CraftName]:
        """Return the names that letters tell to be a ship's: "HMS Kestrel"."""
        tokens = self.page.tokens
        firsts = [i for i in self.segments.pieces if tokens[i].text in self._prefixes]
        ends = [(i, self._end(i)) for i in firsts]
        return [CraftName(i, last, None, is_joined=False) for i, last in ends if last - i > 1]

    def _is_class(self, titled: Titled) -> bool:
        """Tell whether words are a noun for one ship, in small letters."""
        crafts = self.page.roles.crafts
        noun = crafts.get(titled.noun.phrase) or crafts.get(titled.noun.last)
        token = self.page.tokens[titled.top]
        is_ship = noun is not None and noun.element == NAMED_ELEMENT and not titled.noun.titles
        return is_ship and token.text.islower() and token.tag not in PLURALS

    # ---- names that a noun introduces

    def _introduced(self, titled: Titled, classes: dict[int, Titled]) -> Iterator[CraftName]:
        """Yield the name that stands with a noun: right behind it, or in apposition behind it or before it."""
        tokens = self.page.tokens
        last = self._end(titled.last)
        if last > titled.last:
            is_means = titled.first > 0 and tokens[titled.first - 1].pos == "ADP"  # "by boat Ana Soto reached ..."
            if not is_means and self._goes_with(titled, last) and not self._is_relative(titled, last):
                yield CraftName(titled.last, last, titled, is_joined=True)
            return
        for child in self.page.parse.children[titled.top]:
            if child.dep == "appos" and child.i > titled.last:
                yield from self._apposed(child.i, titled)
            elif child.dep == "acl" and child.lemma in NAMING:
                for name in self.page.parse.children[child.i]:
                    if name.dep == "oprd":
                        yield from self._apposed(name.i, titled, needs_the=False)
        over = tokens[titled.top].head
        if tokens[titled.top].dep == "appos" and over < titled.first and over not in classes:
            yield from self._apposed(over, titled)

    def _goes_with(self, titled: Titled, last: int) -> bool:
        """Tell whether the words behind a noun are its name: "the trawler Siri", not "the trawler Spain seized".

        The parser often takes the two for neighbours, such as two subjects of one verb; they are one all the same.
        """
        tokens = self.page.tokens
        top, noun = tokens[self.page.top(titled.last, last)], tokens[titled.top]
        over = tokens[top.head]
        if titled.last <= noun.head < last:
            return noun.dep in JOINED and top.dep not in JOINED
        if top.head == noun.head:
            return True
        if top.dep == "appos":
            return top.head in {noun.i, tokens[noun.head].head}
        if top.dep == "poss":
            return over.dep == "appos" and over.head == noun.i
        return top.dep in SUBJECTS and self._has_no_gap(over, noun)

    def _is_relative(self, titled: Titled, last: int) -> bool:
        """Tell whether a verb behind a name ends a relative clause: "The boat Oman bought sank".

        Another finite verb without a subject of its own follows, or the noun is an object already.
        """
        tokens, children = self.page.tokens, self.page.parse.children
        if last >= len(tokens) or tokens[last].tag not in FINITE:
            return False
        if tokens[titled.top].dep == "dobj" and tokens[titled.top].head < titled.first:
            return True
        for token in tokens[last + 1 : self.page.sentence_end(last)]:
            if token.text in {",", ";", ":"} or token.tag in JOINING:
                return False
            if token.tag in {*FINITE, "MD"}:
                below = (*children[token.i], *children[token.head])
                return not any(c.dep in SUBJECTS and c.i > last for c in below)
        return False

    def _has_no_gap(self, verb: Token, noun: Token) -> bool:
        """Tell whether a verb behind a noun and a name lacks nothing that the noun could be: "Siri rammed a pier"."""
        below = self.page.parse.children[verb.i]
        if verb.dep == "relcl" and verb.head == noun.i:
            return any(c.dep == "dobj" for c in below)
        return any(c.dep in SUBJECTS and c.i < noun.i for c in below)

    def _apposed(self, i: int, titled: Titled, *, needs_the: bool = True) -> Iterator[CraftName]:
        """Yield the name whose head is a token, if it stands behind "the", as ships' names do."""
        first = i
        while first > self.page.sentence_start(i) and self._is_part(first - 1):
            first -= 1
        if not self._is_part(first) or (needs_the and (first == 0 or self.page.low[first - 1] != "the")):
            return
        last = self._end(first)
        if first <= i < last:
            yield CraftName(first, last, titled, is_joined=False)

    def _begins(self, i: int) -> bool:
        token = self.page.tokens[i]
        return token.pos == "PROPN" and token.text[0].isupper() and token.ner not in NOT_OF_NAMES

    def _is_part(self, i: int) -> bool:
        """Tell whether a word may stand inside a name, before its last: "Nordic Star", "Estrella del Mar"."""
        token = self.page.tokens[i]
        is_joined = token.text[0].isupper() and token.dep in JOINED and token.ner not in NOT_OF_NAMES
        return self._begins(i) or is_joined or self.page.low[i] in PARTICLES

    def _end(self, first: int) -> int:
        """Return where the run of capitalised words from a token on ends, with a number behind it."""
        tokens, end = self.page.tokens, self.page.sentence_end(min(first, len(self.page.tokens) - 1))
        k = first
        while k < end:
            piece, named = self.segments.pieces.get(k), self.segments.names.get(k)
            if piece is not None:
                k = piece.last
            elif named is not None and tokens[k].pos == "PROPN":
                k = named.last
            elif self._begins(k) or self._goes_on(k, first, end):
                k += 1
            else:
                break
        return k

    def _goes_on(self, k: int, first: int, end: int) -> bool:
        """Tell whether a name goes on with a number, or with a word before another word of it."""
        token = self.page.tokens[k]
        is_number = k > first and token.tag == "CD" and token.text.isdigit()
        return is_number or (k + 1 < end and self._is_part(k) and self._begins(k + 1))

    # ---- names again

    def _again(self) -> None:
        """Take the names wherever they stand again behind "the", or, of several words, as no place's name."""
        for token in self.page.tokens:
            for words in sorted(self._known.get(token.text, ()), key=len, reverse=True):
                last = token.i + len(words)
                if self._is_again(token.i, last, words):
                    self._take(CraftName(token.i, last, None, is_joined=False))
                    break

    def _is_again(self, first: int, last: int, words: tuple[str, ...]) -> bool:
        page, segments = self.page, self.segments
        if tuple(t.text for t in page.tokens[first:last]) != words or first in segments.crafts:
            return False
        piece = segments.pieces.get(first)
        if piece is not None and piece.last > last:
            return False
        if first > page.sentence_start(first) and page.low[first - 1] == "the":
            return True
        return len(words) > 1 and piece is not None and piece.label not in {"GPE", "LOC", "FAC"}

    def _take(self, name: CraftName) -> None:
        """Make words a ship's name and no other segment."""
        segments = self.segments
        for i in range(name.first, name.last):
            segments.drop(i)
        segments.crafts[name.first] = name


def names_of(words: tuple[str, ...], prefixes: Collection[str]) -> tuple[tuple[str, ...], ...]:
    """Return by which words a ship is named again: its name, also without prefix and number.

    Example:
        >>> names_of(("MV", "Haru", "7"), {"MV"})
        (('MV', 'Haru', '7'), ('Haru', '7'), ('Haru',))
    """
    found = [words]
    if len(words) > 1 and words[0] in prefixes:
        found.append(words[1:])
    if len(found[-1]) > 1 and found[-1][-1].isdigit():
        found.append(found[-1][:-1])
    return tuple(found)


def keep_names(page: Page, segments: Segments, reach: Reach) -> None:
    """Enter the names of ships, with the noun right before them."""
    for name in segments.crafts.values():
        titled = name.titled
        core = titled.first if titled is not None and name.is_joined else name.first
        head = page.top(core, name.last)
        before = reach.before(core, head)
        first = before.first if name.is_joined else name.first
        if not name.is_joined and first > page.sentence_start(first) and page.low[first - 1] == "the":
            first -= 1
        reach.keep(
            Find(
                first=first,
                last=name.last,
                head=head,
                shape=Shape.CRAFT,
                words=page.split(name.first, name.last),
                nouns=(titled.noun,) if titled is not None else (),
                states=before.states if name.is_joined else (),
                owner=before.owner if name.is_joined else None,
                where=before.name if name.is_joined else None,
                article=before.article if name.is_joined else Article.THE,
                inner=titled.top if titled is not None and not name.is_joined else None,
            )
        )
