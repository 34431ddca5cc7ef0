"""Persons and bodies by name: the name with the titles, states and bodies that stand before it."""

from dragoman.lexicon.actors import NameEntry
from dragoman.model import MentionKind
from dragoman.resolve.mentions_finds import Article, Find, Page, Rule, Shape
from dragoman.resolve.mentions_index import Noun
from dragoman.resolve.mentions_name_keys import has_family_first
from dragoman.resolve.mentions_phrases import Before, Reach
from dragoman.resolve.mentions_scan import Piece, Segments, Titled
from dragoman.resolve.mentions_use import ACTOR_PREPS

PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
TITLE_LINKS = frozenset({"of", "to", "for", "in"})
"""Between a title and the name of its country: "ambassador to Germany Richard Grenell"."""
NAMED_KINDS = frozenset({"firm", "group", "body", "organ"})
"""Kinds of bodies whose noun may stand right before their name."""
KNOWN_BY_SURNAME = frozenset({"HOS", "HOG", "HEAD", "FM", "DM", "MIN", "LEADER", "ENV"})
"""Offices whose holders papers may call by the surname alone, without having named them in full."""
UNHEARD = frozenset({"", "PERSON"})
"""Labels of the tagger that tell nothing of a name: none, or a person's for a single word."""
NAME_TAGS = frozenset({"NNP", "NNPS"})
SHORTEST_NAME = 2
"""Letters of a single word that may be a name that nobody knows; a letter marks who speaks in an interview."""
NEVER_UNHEARD = frozenset({"poss", "appos"})
SINGULAR = frozenset({"NN", "NNP"})
SET_OFF = frozenset({",", "(", "—", "–", "--"})
"""Marks between a name and what it is called behind it."""
SLOTS = frozenset({"nsubj", "nsubjpass", "dobj", "poss", "dative", "agent"})
"""Places in a clause where a name that only the tagger knows may stand for an actor."""


class Naming:
    """Finds persons and unlisted bodies of one document."""

    def __init__(self, page: Page, segments: Segments, reach: Reach) -> None:
        self.page = page
        self.segments = segments
        self.reach = reach
        self.used: set[int] = set()
        """First tokens of the titles that belong to a name."""
        self._surnames: set[str] = set()
        self._given: set[str] = set()
        self._orgs: set[str] = set()
        self._bodies: set[str] = set()
        """Names that somewhere in the text stand in apposition to a noun for a body, in small letters."""
        self._titled = {t.top: t for t in segments.titles.values()}
        """Titles by the token on which the rest of the title hangs."""
        self._called = self._appositions()
        self._inside = {t.text for t in page.tokens if t.text[0].isupper() and t.i > page.sentence_start(t.i)}
        self._small = {t.text for t in page.tokens if t.text.islower()}

    def run(self) -> None:
        """Enter all finds that are names of persons, and of bodies that only the tagger knows."""
        for named in self.segments.names.values():
            if named.last - named.first > 1 and named.entries[0].entity.sector in {"BUS", "JRN"}:
                self._orgs.add(self.page.low[named.first])
        pieces = sorted(self.segments.pieces.values(), key=lambda p: p.first)
        self._bodies = {self.page.words(p.first, p.last).lower() for p in pieces if self._body_of(p) is not None}
        later = []
        for piece in pieces:
            titles = self._titles(piece.first)
            if self._is_person(piece, titles):
                self._person(piece, titles)
            else:
                later.append((piece, titles))
        for piece, titles in later:
            if self._is_known_surname(piece):
                self._person(piece, titles)
            elif self._may_be_org(piece, titles):
                self._org(piece, titles)

    # ---- persons

    def _titles(self, first: int) -> list[Titled]:
        """Return the titles right before a token, from left to right."""
        found: list[Titled] = []
        if not self.page.has(Rule.TITLES):
            return found
        while (titled := self.segments.titles_to.get(first)) is not None and len(found) < 4:
            found.insert(0, titled)
            first = titled.first
        if not found:
            named = self.segments.names_to.get(first)
            start = named.first if named else first
            low = self.page.low
            if start > 1 and low[start - 1] == "the":
                start -= 1
            if named is not None and start > 1 and low[start - 1] in TITLE_LINKS:
                titled = self.segments.titles_to.get(start - 1)
                if titled is not None and titled.noun.titles and self.page.tokens[titled.first].text[0].isupper():
                    return [titled]
        return found

    def _is_person(self, piece: Piece, titles: list[Titled]) -> bool:
        page = self.page
        n = piece.last - piece.first
        says_body = page.low[piece.last - 1] in page.roles.org_words
        if any(t.noun.titles for t in titles) and not (says_body and n > 1):
            return not titles[-1].noun.bodies and (piece.label not in PLACE_LABELS or self._adjoins(piece, titles))
        if says_body:
            return False
        if n > 1 and page.tables.offices.persons(page.words(piece.first, piece.last)):
            return True
        if page.words(piece.first, piece.last).lower() in self._bodies:
            return False
        if n > 1 and piece.label not in PLACE_LABELS and page.tokens[piece.first].text in page.roles.genders:
            return True
        called = self._described(piece)
        if called is not None and (n > 1 or self._may_be_single(piece)):
            return bool(called.noun.titles) and not called.noun.bodies
        return piece.label == "PERSON" and n > 1 and page.has(Rule.TAGGER)

    def _may_be_single(self, piece: Piece) -> bool:
        """Tell whether a single word stands where a person may, and not where a place does."""
        head = self.page.top(piece.first, piece.last)
        return piece.label not in PLACE_LABELS and (self._acts(head) or self.page.tokens[head].dep == "appos")

    def _appositions(self) -> dict[int, Titled]:
        """Return the titles that stand in apposition behind a name, by the token of the name on which they hang."""
        tokens = self.page.tokens
        behind: dict[int, Titled] = {}
        for top, titled in self._titled.items():
            token = tokens[top]
            if token.dep == "appos" and token.head < titled.first and token.tag in SINGULAR:
                behind.setdefault(token.head, titled)
        return behind

    def _described(self, piece: Piece) -> Titled | None:
        """Return the title in the singular with which a name stands in apposition, before it or behind it, or None.

        What the tagger makes of a name it has never met counts less: "the envoy, Oruvela Tamsin", "Tavmir, a party".
        """
        tokens = self.page.tokens
        head = tokens[self.page.top(piece.first, piece.last)]
        if head.pos != "PROPN" or self.page.low[piece.first - 1] in {"a", "an", "the"}:
            return None
        over = self.page.apposed_to(head.i)
        titled = [t for i in over if (t := self._titled.get(i)) and t.last <= piece.first and tokens[i].tag in SINGULAR]
        before = next((t for t in titled if t.noun.titles), None)
        if before is None and titled and titled[0].last >= piece.first - 1:
            before = titled[0] if not titled[0].noun.kinds.isdisjoint(NAMED_KINDS) else None
        if before is not None:
            return before
        behind = self._called.get(head.i)
        is_set_off = piece.last < len(tokens) and tokens[piece.last].text in SET_OFF
        return behind if behind is not None and is_set_off and behind.first > piece.last else None

    def _adjoins(self, piece: Piece, titles: list[Titled]) -> bool:
        """Tell whether words that the tagger holds for a place are a name all the same: the title is in capitals."""
        return titles[-1].last == piece.first and self.page.tokens[titles[-1].first].text[0].isupper()

    def _is_known_surname(self, piece: Piece) -> bool:
        """Tell whether a single name belongs to a person that the text or the table of offices knows."""
        page = self.page
        words = self._single(piece)
        if words is None:
            return False
        if words in self._surnames:
            return True
        if piece.label in PLACE_LABELS | {"NORP"} or page.tokens[piece.first].pos != "PROPN":
            return False
        stem = words[:-1] if words.endswith("s") and piece.label != "ORG" else words
        rows = [r for word in dict.fromkeys((words, stem)) for r in page.tables.offices.by_surname(word, page.on)]
        return any(row.role in KNOWN_BY_SURNAME for row in rows)

    def _single(self, piece: Piece) -> str | None:
        words = self.page.tokens[piece.first : piece.last]
        key = " ".join([k for word in words for k in self.page.index.keys[word.text]])
        if (
            self.page.has(Rule.SPELLING)
            and key not in self._surnames
            and key[:-1] in self._surnames
            and key[-1:] == "s"
        ):
            return key[:-1]
        return key or None

    def _person(self, piece: Piece, titles: list[Titled]) -> None:
        page, reach = self.page, self.reach
        words = page.split(piece.first, piece.last)
        if titles or len(words) > 1:
            self._learn(words)
        head = page.top(piece.first, piece.last)
        core = titles[0].first if titles else piece.first
        self.used.update([t.first for t in titles])
        before = reach.before(core, head) if titles else Before(core, Article.BARE)
        nouns = tuple([t.noun for t in titles])
        is_honorific = all(noun.is_honorific for noun in nouns)
        has_article = before.first < core and page.low[before.first] == "the"
        is_linked = bool(titles) and titles[-1].last < piece.first
        reach.keep(
            Find(
                first=before.first if not is_honorific or before.states or has_article else core,
                last=piece.last,
                head=head,
                shape=Shape.PERSON,
                words=words,
                nouns=nouns,
                states=before.states,
                owner=before.owner,
                where=before.name if before.name is not None or not is_linked else self._linked(piece.first),
                is_former=before.is_former or any(noun.is_past for noun in nouns),
                is_genitive=self._is_genitive(piece),
            )
        )

    def _learn(self, words: tuple[str, ...]) -> None:
        """Note by which words the text may speak of a person again."""
        keys = [k for w in words for k in self.page.index.keys[w]]
        if not keys:
            return
        self._surnames.update((keys[-1], " ".join(keys[-2:]), " ".join(keys)))
        self._given.add(keys[0])
        if has_family_first(words):
            self._surnames.add(keys[0])

    def _is_genitive(self, piece: Piece) -> bool:
        """Tell whether the last word of a name is a genitive that has lost its mark."""
        page = self.page
        word = page.tokens[piece.last - 1].text
        if not page.has(Rule.SPELLING) or not word.endswith("s") or piece.last >= page.sentence_end(piece.first):
            return False
        if page.tokens[piece.last].pos not in {"NOUN", "ADJ"}:
            return False
        key = " ".join(page.index.keys[word])
        if key in self._surnames and piece.last - piece.first == 1 and key[:-1] not in self._surnames | self._given:
            return False
        return key[:-1] in self._surnames | self._given or bool(
            page.tables.offices.by_surname(key[:-1], page.on) and not page.tables.offices.by_surname(key, page.on)
        )

    def _linked(self, first: int) -> int | None:
        named = self.segments.names_to.get(first)
        return self.page.top(named.first, named.last) if named else None

    # ---- bodies that only the tagger knows

    def _may_be_org(self, piece: Piece, titles: list[Titled]) -> bool:
        """Tell whether a name may be a body's: by its label, by a noun before it ("the firm X"), or as named before."""
        if piece.label == "ORG" and self.page.has(Rule.TAGGER):
            return True
        is_called = bool(titles) and not titles[-1].noun.kinds.isdisjoint(NAMED_KINDS)
        is_called |= self.page.words(piece.first, piece.last).lower() in self._bodies
        if (is_called and piece.label != "LOC") or self._is_known_org(piece):
            return True
        return self._is_unheard(piece)

    def _is_unheard(self, piece: Piece) -> bool:
        """Tell whether a name of which the tagger makes nothing stands where only an actor can: "Tavmir refused"."""
        page = self.page
        token = page.tokens[page.top(piece.first, piece.last)]
        if not page.has(Rule.TAGGER) or token.tag not in NAME_TAGS or self._is_ordinary(piece):
            return False
        has_article = piece.first > page.sentence_start(piece.first) and page.low[piece.first - 1] == "the"
        if piece.label not in UNHEARD and not (piece.label == "NORP" and has_article and token.tag == "NNPS"):
            return False
        if token.dep == "nsubj":
            return page.tokens[token.head].pos == "VERB"
        return (has_article or token.dep in {"pobj", "conj"}) and token.dep not in NEVER_UNHEARD and self._acts(token.i)

    def _is_ordinary(self, piece: Piece) -> bool:
        """Tell whether capitals make no name: a letter, a dateline, a word that the text has in small letters, too."""
        if piece.last - piece.first > 1:
            return False
        word = self.page.tokens[piece.first].text
        if piece.first == self.page.sentence_start(piece.first) and not piece.label and word not in self._inside:
            return True
        return len(word) < SHORTEST_NAME or (piece.first == 0 and word.isupper()) or word.lower() in self._small

    def _body_of(self, piece: Piece) -> Noun | None:
        """Return the noun for a body with which a name stands in apposition ("Hollin, a mining firm"), or None."""
        called = self._described(piece)
        return called.noun if called is not None and not called.noun.kinds.isdisjoint(NAMED_KINDS) else None

    def _is_known_org(self, piece: Piece) -> bool:
        """Tell whether a word is the first of a body's name that was named in full before ("Mahan")."""
        if piece.label == "LOC" or self.page.tokens[piece.last - 1].dep in {"compound", "amod"}:
            return False
        return self.page.words(piece.first, piece.last).lower() in self._orgs

    def _org(self, piece: Piece, titles: list[Titled]) -> None:
        """Enter a name labelled as an organisation, if its own words or its place in the clause speak for an actor."""
        page = self.page
        piece = self._with_state(piece)
        text = page.words(piece.first, piece.last)
        words = text.lower().split()
        head = page.top(piece.first, piece.last)
        body = self._body_of(piece)
        nouns: tuple[Noun, ...] = tuple(t.noun for t in titles) or ((body,) if body is not None else ())
        said = [page.roles.org_words[w].kind for w in words if w in page.roles.org_words]
        is_known = text.lower() in self._orgs
        if "none" in said[-1:] or not (said or nouns or is_known or self._acts(head)):
            return
        if said or nouns:
            self._orgs.update((words[0], text.lower()) if len(words) > 1 else words)
        core = titles[0].first if titles else piece.first
        self.used.update(t.first for t in titles)
        before = self.reach.before(core, head)
        where = before.name
        if len(words) == 1 and where is not None and not before.states and before.owner is None:
            text = page.words(before.first + (page.low[before.first] == "the"), piece.last)
        inner = [n for n in self.segments.names.values() if piece.first <= n.first and n.last <= piece.last]
        if where is None and inner:
            where = page.top(inner[0].first, inner[0].last)
        self.reach.keep(
            Find(
                first=before.first,
                last=piece.last,
                head=head,
                shape=Shape.ORG,
                words=tuple(text.split()),
                nouns=nouns,
                states=before.states,
                owner=before.owner,
                where=where,
                article=before.article,
            )
        )

    def _with_state(self, piece: Piece) -> Piece:
        """Return the name with the state behind "of": "the Federal Aviation Office of Germany"."""
        page = self.page
        if piece.last + 1 >= page.sentence_end(piece.first) or page.low[piece.last] != "of":
            return piece
        named = self.segments.names.get(piece.last + 1)
        if named is None or not named.entries[0].entity.entity_id.startswith("state:"):
            return piece
        return Piece(first=piece.first, last=named.last, label=piece.label)

    def _acts(self, head: int) -> bool:
        """Tell whether a name stands where an actor may stand."""
        tokens = self.page.tokens
        token = tokens[head]
        seen = 0
        while token.dep in {"conj", "appos"} and seen < 6:
            token = tokens[token.head]
            seen += 1
        if token.dep == "pobj":
            return tokens[token.head].text.lower() in ACTOR_PREPS
        return token.dep in SLOTS and token.pos == "PROPN"


def actor_entries(entries: tuple[NameEntry, ...]) -> tuple[NameEntry, ...]:
    """Return the bearers of a name that are no mere adjectives."""
    if len(entries) == 1:
        return () if entries[0].kind is MentionKind.DEMONYM else entries
    return tuple([e for e in entries if e.kind is not MentionKind.DEMONYM])
