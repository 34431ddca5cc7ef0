"""Whether the name of a country or capital stands for its government or only for a place."""

from dragoman.lexicon.actors import NameEntry
from dragoman.model import MentionKind, Token
from dragoman.resolve.mentions_finds import Find, Page
from dragoman.resolve.mentions_index import GENITIVES

ACTING = frozenset({"nsubj", "nsubjpass", "agent", "dative"})
CLAUSES = frozenset({"ROOT", "ccomp", "advcl", "relcl"})
"""A plural noun that heads a clause is a verb that the tagger took for a noun ("if Oslo apologises")."""
ACTOR_PREPS = frozenset({"between", "against", "with", "by"})
"""Right before a name these show an actor, whatever the parser makes of it."""
COMPASS = frozenset({"north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest", "kilometre"})


class Uses:
    """Tells the two readings apart, by the words around a name."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.cues = page.roles.cues
        self._known: dict[int, bool] = {}

    def is_place(self, find: Find, entry: NameEntry) -> bool:
        """Tell whether a name that may be a place is nothing more here.

        Args:
            find: The name.
            entry: The bearer that is meant.
        """
        if not entry.is_place:
            return False
        found = self._known.get(find.first)
        if found is None:
            is_town = entry.kind is MentionKind.METONYM
            found = self._known[find.first] = self._is_place(find, is_town=is_town) or self._is_taken(find, entry)
        return found

    def _is_taken(self, find: Find, entry: NameEntry) -> bool:
        """Tell whether a region is only what others fight over: "the annexation of Crimea"."""
        token = self.page.tokens[find.head]
        if not entry.entity.entity_id.startswith("region:") or token.dep not in {"pobj", "dobj", "conj"}:
            return False
        above = self.page.tokens[token.head]
        governor = self.page.tokens[above.head] if above.pos == "ADP" else above
        return governor.lemma in self.cues["taken"]

    def _is_place(self, find: Find, *, is_town: bool) -> bool:
        page = self.page
        token = page.tokens[find.head]
        if self._is_behind_town(find):
            return True
        if find.first > 0 and page.low[find.first - 1] in ACTOR_PREPS:
            return False
        if token.dep == "poss" or self._has_genitive(find):
            owned = page.tokens[token.head]
            return is_town and owned.lemma in self.cues["noun"]
        if token.dep in {"conj", "appos"}:
            return self._as_first(find, is_town=is_town)
        if token.dep in {"compound", "nmod", "npadvmod", "amod"} and token.head >= find.last:
            noun = page.tokens[token.head]
            if noun.dep in CLAUSES and noun.tag == "NNS":
                return False
            return is_town or noun.lemma in self.cues["event"]
        if token.dep in ACTING:
            return False
        if token.dep == "dobj":
            verb = page.tokens[token.head]
            return is_town and verb.lemma in self.cues["verb"]
        if token.dep in {"pobj", "pcomp"}:
            return self._behind_word(page.tokens[find.head].head, find.first, is_town=is_town)
        return self._by_word_before(find)

    def _is_right_behind(self, i: int, word: str) -> bool:
        """Tell whether a token follows on a word, or on that and an article."""
        before = i - 2 if i > 1 and self.page.low[i - 1] == "the" else i - 1
        return before >= 0 and self.page.low[before] == word

    def _has_genitive(self, find: Find) -> bool:
        tokens = self.page.tokens
        return find.last < len(tokens) and tokens[find.last].text in GENITIVES

    def _is_behind_town(self, find: Find) -> bool:
        """Tell whether the name only says where a town lies: "Aleppo, Syria"."""
        page = self.page
        i = find.first
        if (
            i < 2
            or page.tokens[i - 1].text != ","
            or page.tokens[find.head].dep not in {"appos", "conj", "npadvmod", "dobj"}
        ):
            return False
        before = page.tokens[i - 2]
        if before.ner not in {"GPE", "LOC", "FAC"} or page.low[min(find.last, len(page.low) - 1)] in {"and", "or"}:
            return False
        is_listed = (
            find.last < len(page.tokens) and page.tokens[find.last].text == "," and page.tokens[find.head].dep == "conj"
        )
        known = page.tables.names.get(" ".join(page.index.keys[before.text]), ())
        return not known and not is_listed

    def _as_first(self, find: Find, *, is_town: bool) -> bool:
        """Read a joined name as the first of its row."""
        page = self.page
        up = page.tokens[find.head]
        seen = {up.i}
        while up.dep in {"conj", "appos"} and up.head not in seen:
            up = page.tokens[up.head]
            seen.add(up.i)
        if up.pos == "NOUN" and self._is_site(up):
            return True
        if up.dep in {"pobj", "pcomp"}:
            return self._behind_word(up.head, up.i, is_town=is_town)
        if up.dep in ACTING or up.dep == "poss":
            return False
        if up.dep == "dobj":
            return is_town and page.tokens[up.head].lemma in self.cues["verb"]
        return self._by_word_before(find)

    def _behind_word(self, i: int, first: int, *, is_town: bool) -> bool:
        """Tell whether a name that begins with token `first`, or whose row does, is a place behind preposition `i`."""
        page = self.page
        prep = page.low[i]
        if not is_town and self._is_right_behind(first, "at"):
            return False  # "lashed out at Chile": one is in a country, not at it
        if prep in self.cues["prep"]:
            return True
        if prep in self.cues["list"]:
            return self._of_list(i)
        governor = page.tokens[page.tokens[i].head]
        if prep in self.cues["topic"] and not is_town:
            return (prep == "over" and governor.pos == "NOUN") or i == page.sentence_start(i)
        if prep == "of":
            outer = governor
            return outer.lemma in COMPASS or (is_town and outer.lemma in self.cues["noun"]) or outer.lemma == "out"
        if prep == "from":
            is_left = governor.lemma in self.cues["leave"] or page.low[i - 1] in COMPASS
            return is_left or (is_town and governor.lemma in self.cues["verb"])
        if prep in {"to", "for", "towards", "toward"} and is_town:
            return governor.lemma in self.cues["verb"]
        return False

    def _of_list(self, i: int) -> bool:
        """Tell whether a list of names behind "such as" or "including" is of places."""
        page = self.page
        for k in range(i - 1, max(page.sentence_start(i) - 1, i - 5), -1):
            if page.tokens[k].pos in {"NOUN", "PROPN"}:
                return self._is_site(page.tokens[k])
        return False

    def _is_site(self, noun: Token) -> bool:
        """Tell whether a noun before a list of names makes them places; "countries" does where it is one itself."""
        if noun.lemma in self.cues["site"]:
            return True
        if noun.lemma not in {"country", "nation", "state"} or noun.dep != "pobj":
            return False
        above = self.page.tokens[noun.head]
        outer = self.page.tokens[above.head]
        return above.text.lower() in self.cues["prep"] or outer.dep == "attr"

    def _by_word_before(self, find: Find) -> bool:
        """Decide where the grammar tells nothing: by the preposition before the name."""
        page = self.page
        k = find.first - 1
        while k > page.sentence_start(find.first) and page.low[k] in {"the", ",", "and"}:
            k -= 1
        return k >= 0 and page.low[k] in self.cues["prep"]
