"""What looks like a date in running text and is none: names, numbers, ages, sentences of prison, habits."""

from collections.abc import Sequence
from typing import NamedTuple

from dragoman.lexicon.time_words import load_time_words
from dragoman.model import Parse
from dragoman.model import Token as ParsedToken
from dragoman.resolve.time_calendar import Period
from dragoman.resolve.time_reader import Reader
from dragoman.resolve.time_rules import Clock, Tense
from dragoman.resolve.time_tense import is_stretch
from dragoman.resolve.time_tokens import Token

# Words before a bare month, year or season that make it a date.
TIME_PREPOSITIONS = frozenset(
    {
        "in",
        "since",
        "until",
        "till",
        "by",
        "before",
        "after",
        "during",
        "throughout",
        "through",
        "from",
        "between",
        "for",
    }
    | {"early", "mid", "late", "circa", "around", "about", "late-", "-", "–", "to", "and", "of", "over", "next", "last"}
)
# Months that are also names or words.
DOUBTFUL_MONTHS = frozenset({"march", "april", "may", "june", "august"})
# Nouns after which a number is a number.
NUMBERED = frozenset(
    {
        "resolution",
        "no",
        "number",
        "article",
        "section",
        "law",
        "decree",
        "regulation",
        "directive",
        "order",
        "flight",
        "room",
    }
    | {
        "page",
        "paragraph",
        "document",
        "file",
        "case",
        "unit",
        "brigade",
        "highway",
        "route",
        "act",
        "protocol",
        "agenda",
    }
    | {"vision", "chapter", "boeing", "figure", "version", "bill", "operation", "euro", "expo", "channel", "radio"}
)
TAGGED_NAMES = frozenset({"PERSON", "ORG", "GPE", "LAW", "WORK_OF_ART", "FAC", "PRODUCT", "NORP", "LOC"})
# Words before a day or season that make it a habit.
HABITS = frozenset({"every", "each", "alternate"})
HABIT_RULES = frozenset({"weekday", "month", "season", "year", "feast", "bare_daypart", "fiscal_year"})
HABIT_ENDS = frozenset({"nights", "mornings", "afternoons", "evenings"})
# Written in small letters; with capitals they are titles of programmes ("This Week").
LOWER_RULES = frozenset({"calendar_unit", "day_word", "night"})
# Determiners and endings between which a year may stand ("the 2015 deal", "its 2003 invasion").
YEAR_BEARERS = frozenset({"the", "a", "an", "this", "that", "its", "his", "her", "their", "our", "'s"})
QUOTES = frozenset({'"', "'", "“", "‘", "«", "`"})
HIS = frozenset({"his", "her", "their", "my", "our"})


class Candidate(NamedTuple):
    """A time expression that was read in a sentence, with its grammar.

    Attributes:
        tokens: Tokens of the sentence.
        start: Index of the first token.
        end: Index after the last.
        period: What was read.
        clock: What it was read by.
        parse: Grammar of the document.
        first: Index of the first parsed token.
        last: Index of the last.
    """

    tokens: Sequence[Token]
    start: int
    end: int
    period: Period
    clock: Clock
    parse: Parse
    first: int
    last: int

    @property
    def before(self) -> str:
        """Return the lower-case token in front, or ""."""
        return self.tokens[self.start - 1].low if self.start else ""

    @property
    def behind(self) -> str:
        """Return the lower-case token behind, or ""."""
        return self.tokens[self.end].low if self.end < len(self.tokens) else ""

    @property
    def head(self) -> ParsedToken:
        """Return the word that governs the expression; its last word where none stands outside."""
        parsed = self.parse.tokens
        top = next((t for t in parsed[self.first : self.last + 1] if not self.first <= t.head <= self.last), None)
        while top and parsed[top.head].pos == "ADP" and parsed[top.head].head != top.head:
            top = parsed[top.head]
        return parsed[top.head] if top else parsed[self.last]


def named_tokens(reader: Reader) -> frozenset[int]:
    """Return the indexes of tokens inside names and set phrases that date nothing ("Black September")."""
    inside: set[int] = set()
    for i, token in enumerate(reader.tokens):
        if "name" in token.kinds and (end := reader.phrase(i, reader.words.names)) > 0:
            inside.update(range(i, end))
    return frozenset(inside)


def is_date(found: Candidate) -> bool:
    """Tell whether the words date something here."""
    rule = found.period.rule
    check = CHECKS.get(rule)
    if (found.before in HABITS and rule in HABIT_RULES) or found.behind in HABIT_ENDS:
        return False
    if any("month" in t.kinds and t.text.islower() for t in found.tokens[found.start : found.end]):
        return False
    is_inside = found.start > 0 and found.before not in QUOTES
    if rule in LOWER_RULES and is_inside and found.tokens[found.end - 1].text[0].isupper():
        return False
    if rule in SHORT_RULES and found.end - found.start == 1 and not _is_untagged(found):
        return False
    return check(found) if check else True


def _is_untagged(found: Candidate) -> bool:
    """Tell whether the tagger leaves the word free, or calls it a date itself."""
    token = found.parse.tokens[found.first]
    return token.ner not in TAGGED_NAMES


def _month(found: Candidate) -> bool:
    if found.end - found.start > 1:
        return True
    token = found.tokens[found.start]
    if found.before in TIME_PREPOSITIONS and (
        token.low not in DOUBTFUL_MONTHS or found.behind not in {"'s", "has", "is", "was", "said"}
    ):
        return True
    parsed = found.parse.tokens[found.first]
    if token.low in DOUBTFUL_MONTHS:
        if found.behind == "'s" or _is_named(found):
            return False
        is_modifier = parsed.dep in {"compound", "nmod", "amod"} and found.parse.tokens[parsed.head].pos == "NOUN"
        return parsed.ner == "DATE" or (is_modifier and found.tokens[found.start - 1].low in {"the", "a", "its"})
    return parsed.pos != "VERB"


def _is_named(found: Candidate) -> bool:
    """Tell whether a name or title stands in front ("Theresa May", "Mr March")."""
    i = found.first - 1
    while i >= 0 and found.parse.tokens[i].text == ".":
        i -= 1
    return i >= 0 and found.parse.tokens[i].pos == "PROPN" and not _is_month(found.before)


def _year(found: Candidate) -> bool:
    if found.end - found.start > 1:
        return True
    parsed = found.parse.tokens[found.first]
    head = found.parse.tokens[parsed.head]
    before = found.parse.tokens[found.first - 1] if found.start else None
    if found.before in NUMBERED or (
        found.start > 1 and found.before == "." and found.tokens[found.start - 2].low in NUMBERED
    ):
        return False
    counts = parsed.dep == "nummod" and head.i > parsed.i and head.tag in {"NNS", "NNPS"}
    if counts and found.before not in YEAR_BEARERS:
        return found.before in {"in", "since"} and parsed.ner == "DATE"
    if (
        before is not None
        and before.pos == "PROPN"
        and found.before not in TIME_PREPOSITIONS
        and not _is_month(found.before)
    ):
        return False
    if found.before in TIME_PREPOSITIONS or found.before in {"(", ",", "than", "year", ""} or parsed.ner == "DATE":
        return True
    return found.before in YEAR_BEARERS and parsed.i != head.i


def _is_month(low: str) -> bool:
    return bool(load_time_words().kinds.get(low, {}).keys() & {"month", "month_short"})


def _season(found: Candidate) -> bool:
    words = [t.low for t in found.tokens[found.start : found.end]]
    if any("year" in t.kinds for t in found.tokens[found.start : found.end]):
        return True
    if found.behind == "of" and words[0] not in {"last", "this", "next"}:
        return False
    parsed = found.parse.tokens[found.last]
    if parsed.pos not in {"NOUN", "PROPN"}:
        return False
    name = found.tokens[found.end - 1]
    if (
        name.text[0].isupper()
        and found.start
        and found.tokens[found.end - 2].text[0].isupper()
        and found.end - found.start == 1
    ):
        return False
    if len(words) > 1:
        return name.low != "fall" or words[0] != "the" or found.before in TIME_PREPOSITIONS
    return found.before in TIME_PREPOSITIONS - {"of", "and", "to", "for", "about", "over", "-"}


def _decade(found: Candidate) -> bool:
    is_word = found.tokens[found.end - 1].low.isalpha()
    return not (found.before in HIS or (is_word and "the" not in {found.before, found.tokens[found.start].low}))


def _day_of_unit(found: Candidate) -> bool:
    return (
        found.before in {"on", "by", "since", "until", "till", "from", "before", "after", "of"}
        or found.end - found.start > 2
    )


def _vague(found: Candidate) -> bool:
    first = found.tokens[found.start].low
    if found.end - found.start > 1:
        return True
    if found.behind in {"that", "after", "before"} or found.before in {"as", "how", "too"}:
        return False
    return not (first in {"shortly", "soon"} and found.clock.tense is Tense.PAST)


def _verb_kinds(found: Candidate) -> frozenset[str]:
    return load_time_words().tense.get(found.head.lemma, frozenset())


def _for_length(found: Candidate) -> bool:
    if found.tokens[found.start + 1].low in {"the", "another", "these"}:
        return True
    if "sentence" in _verb_kinds(found) or (found.behind == "in" and "sentence" in _verb_kinds(found)):
        return False
    head = found.head
    return found.clock.is_record or (head.pos in {"VERB", "AUX"} and is_stretch(found.parse, head))


def _in_length(found: Candidate) -> bool:
    if found.tokens[found.start].low != "in":
        return True
    return found.clock.is_record or found.clock.tense is not Tense.PAST


def _within(found: Candidate) -> bool:
    return found.clock.tense is not Tense.PAST or found.clock.anchor is not None


def _by_length(found: Candidate) -> bool:
    return "delay" in _verb_kinds(found)


def _bare_length(found: Candidate) -> bool:
    if found.behind == "to":
        above = found.head
        follows = found.last + 2 < len(found.parse.tokens) and found.parse.tokens[found.last + 2].pos == "VERB"
        verbs = {above.lemma, found.parse.tokens[above.head].lemma}
        words = load_time_words().tense
        return follows and any("grant" in words.get(verb, frozenset()) for verb in verbs)
    kinds = _verb_kinds(found)
    return "spend" in kinds or ("endure" in kinds and is_stretch(found.parse, found.head))


CHECKS = {
    "month": _month,
    "year": _year,
    "season": _season,
    "decade": _decade,
    "day_of_unit": _day_of_unit,
    "vague_word": _vague,
    "for_length": _for_length,
    "in_length": _in_length,
    "within_length": _within,
    "by_length": _by_length,
    "bare_length": _bare_length,
}
SHORT_RULES = frozenset({"month", "weekday", "year", "season"})
