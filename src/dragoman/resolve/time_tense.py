"""Whether a date lies before or after publication, by the words of a sentence, or by its grammar where it is parsed.

Without grammar, groups of auxiliaries and verb forms are read from left to right ("will have met", "was to open",
"has been closed"); the group before the date decides, or else the first one behind it. A sentence with no sign of the
past is taken for a present one, and a date in it for a coming one ("talks resume on Monday").
"""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from dragoman.lexicon.time_words import load_time_words
from dragoman.model import Parse
from dragoman.model import Token as ParsedToken
from dragoman.resolve.time_rules import Tense
from dragoman.resolve.time_tokens import Token

MODALS = frozenset(
    {"will", "shall", "can", "cannot", "could", "may", "might", "must", "should", "would", "ought"}
    | {"won't", "shan't", "can't", "couldn't", "mightn't", "mustn't", "shouldn't", "wouldn't", "ll", "'ll"}
)
HAVE = frozenset({"has", "have", "had", "having", "hasn't", "haven't", "hadn't", "'ve"})
BE_NOW = frozenset({"is", "are", "am", "be", "isn't", "aren't", "'re"})
BE_THEN = frozenset({"was", "were", "wasn't", "weren't"})
DO_NOW = frozenset({"do", "does", "don't", "doesn't"})
DO_THEN = frozenset({"did", "didn't"})
AUXILIARIES = MODALS | HAVE | BE_NOW | BE_THEN | DO_NOW | DO_THEN | {"been", "being", "to"}
# Words after "to" that show it to be the preposition.
NOT_VERBS = frozenset(
    {"the", "a", "an", "his", "her", "its", "their", "our", "this", "that", "these", "those", "all", "any", "both"}
)
DETERMINERS = NOT_VERBS | {"some", "many", "several", "newly", "more", "most", "of"}
INSIDE_GROUP = frozenset(
    {"not", "also", "now", "still", "already", "yet", "soon", "then", "never", "n't", "both", "all", "first"}
)
# Words before "in five years" that are looked at for "the first", "the worst", "not".
RECORD_WINDOW = 14
CLIMB = 10


def is_record(tokens: Sequence[Token], start: int, tense: Tense | None) -> bool:
    """Tell whether words before a token make "in five years" look back: "the first", "the worst", a past "not"."""
    signs = _record_signs()
    if signs.isdisjoint([t.low for t in tokens[max(0, start - RECORD_WINDOW) : start]]):
        return False
    words = load_time_words().tense
    low = _clause(tokens, start, start)[0]
    window = [words.get(t.low, frozenset()) for t in tokens[max(low, start - RECORD_WINDOW) : start]]
    if tense is Tense.PAST and any("negative" in kinds for kinds in window):
        return True
    return any("record" in kinds for kinds in window)


@cache
def _record_signs() -> frozenset[str]:
    """Return the words that may make "in five years" look back."""
    return frozenset(word for word, kinds in load_time_words().tense.items() if kinds & {"negative", "record"})


class Signs(NamedTuple):
    """What the words around a date tell: the tense, and whether "in five years" would look back."""

    tense: Tense | None
    is_record: bool


class _Group(NamedTuple):
    start: int
    end: int
    tense: Tense


def signs_in(tokens: Sequence[Token], start: int, end: int) -> Signs:
    """Return the signs around the tokens from start to end of a sentence without grammar.

    Returns:
        No tense when the sentence holds no other words.
    """
    low, high = _clause(tokens, start, end)
    groups = [g for g in _groups(tokens, low, high) if g.end <= start or g.start >= end]
    before = [g for g in groups if g.end <= start]
    behind = [g for g in groups if g.start >= end]
    tense: Tense | None
    if before or behind:
        tense = before[-1].tense if before else behind[0].tense
    else:
        has_words = any(t.low.isalpha() for t in (*tokens[low:start], *tokens[end:high]))
        tense = Tense.FUTURE if has_words else None
    return Signs(tense, is_record(tokens, start, tense))


def _clause(tokens: Sequence[Token], start: int, end: int) -> tuple[int, int]:
    """Return the bounds of the stretch between sentence ends, semicolons and colons in which the date stands."""
    low = start
    while low > 0 and tokens[low - 1].low not in {".", ";", ":", "?", "!"}:
        low -= 1
    high = end
    while high < len(tokens) and tokens[high].low not in {".", ";", ":", "?", "!"}:
        high += 1
    return low, high


def _groups(tokens: Sequence[Token], low: int, high: int) -> list[_Group]:
    found = []
    i = low
    while i < high:
        end = _group_end(tokens, i, high)
        if end == i:
            i += 1
            continue
        tense = _group_tense(tokens, i, end)
        if tense:
            found.append(_Group(i, end, tense))
        i = end
    return found


def _group_end(tokens: Sequence[Token], i: int, high: int) -> int:
    """Return the index after the verb group that begins at a token, or the same index if none does."""
    low = tokens[i].low
    if tokens[i].text == "May":
        return i
    if low == "to" and not _is_infinitive(tokens, i, high):
        return i
    if low not in AUXILIARIES:
        return i + 1 if _form(tokens, i) else i
    j = i + 1
    while j < high:
        word = tokens[j].low
        if word == "to" and not _is_infinitive(tokens, j, high):
            break
        if not (word in AUXILIARIES or word in INSIDE_GROUP or word.endswith(("ly", "ing")) or _form(tokens, j)):
            break
        j += 1
    return j + 1 if tokens[j - 1].low == "to" and j < high else j


def _is_infinitive(tokens: Sequence[Token], i: int, high: int) -> bool:
    if i + 1 >= high:
        return False
    following = tokens[i + 1]
    return following.text.islower() and following.low not in NOT_VERBS and not following.low.endswith("ing")


def _form(tokens: Sequence[Token], i: int) -> str:
    """Return "past", "past_base" or "future" for a word that shows a tense by itself, or ""."""
    token = tokens[i]
    kinds = load_time_words().tense.get(token.low, frozenset())
    if "future" in kinds:
        return "future"
    if "none" in kinds or not token.text.islower():
        return ""
    if i and (tokens[i - 1].low in {"-", "–"} or tokens[i - 1].low in DETERMINERS):
        return ""
    if "past" in kinds or (token.low.endswith("ed") and len(token.low) > 3):
        return "past"
    return "past_base" if "past_base" in kinds else ""


def _group_tense(tokens: Sequence[Token], i: int, end: int) -> Tense | None:
    words = [t.low for t in tokens[i:end]]
    first = words[0]
    has_future = any(_form(tokens, k) == "future" for k in range(i, end))
    if first in MODALS:
        return Tense.PAST if "have" in words[1:] else Tense.FUTURE
    if first == "to":
        if "have" in words[1:2] and len(words) > 2:
            return Tense.PAST
        before = load_time_words().tense.get(tokens[i - 1].low, frozenset()) if i else frozenset()
        return Tense.PAST if "implicative" in before else Tense.FUTURE
    if first in HAVE:
        return Tense.FUTURE if "to" in words[1:3] and first in {"has", "have"} else Tense.PAST
    if first in BE_THEN:
        return Tense.FUTURE if "to" in words[1:3] or has_future else Tense.PAST
    if first in DO_THEN:
        return Tense.PAST
    if first in BE_NOW or first in DO_NOW or has_future:
        return Tense.FUTURE
    if first in {"been", "being"}:
        return Tense.PAST
    return Tense.PAST


def tense_of(parse: Parse, first: int, last: int) -> Tense | None:
    """Return the tense of the verb that governs a date, climbing from its words; None where no verb does.

    A date of a noun behind a preposition ("after the seizure on Sunday") is past, unless the noun names something that
    is arranged beforehand ("talks on Sunday") or a modal verb governs it; so is "Sunday's raid".

    Args:
        parse: The grammar of the document.
        first: Index of the date's first token.
        last: Index of its last token.
    """
    words = load_time_words().tense
    token = next((t for t in parse.tokens[first : last + 1] if not first <= t.head <= last), parse.tokens[last])
    is_done = False
    holder = parse.tokens[token.head]
    if token.dep == "poss" and "scheduled" not in words.get(holder.lemma, frozenset()):
        return Tense.PAST
    for step in range(CLIMB):
        head = parse.tokens[token.head]
        kinds = words.get(head.text.lower(), frozenset())
        if "future" in kinds and head.pos in {"VERB", "ADJ", "NOUN"} and not _has_modal(parse, head):
            return Tense.FUTURE
        if head.pos == "NOUN" and step <= 1:
            is_done = head.dep == "pobj" and "scheduled" not in words.get(head.lemma, frozenset())
        if head.pos in {"VERB", "AUX"} and head.text.lower() != "according":
            tense = verb_tense(parse, head)
            return Tense.PAST if is_done and not _has_modal(parse, head) else tense
        if head.i == token.i:
            return Tense.PAST if is_done else None
        token = head
    return None


def _has_modal(parse: Parse, verb: ParsedToken) -> bool:
    return any(t.tag == "MD" for t in parse.children[verb.i])


def verb_tense(parse: Parse, verb: ParsedToken, depth: int = 0) -> Tense | None:
    """Return the tense of a verb by its tag and auxiliaries; for infinitives and gerunds, by the verb above it."""
    helpers = [t for t in parse.children[verb.i] if t.dep in {"aux", "auxpass"}]
    tags = {t.tag for t in helpers}
    has_have = any(t.lemma == "have" for t in helpers)
    if has_have or verb.tag == "VBD":
        return Tense.PAST
    if "MD" in tags:
        return Tense.FUTURE
    above = parse.tokens[verb.head]
    can_climb = above.i != verb.i and depth < CLIMB and above.pos in {"VERB", "AUX"}
    if "TO" in tags:
        kinds = load_time_words().tense.get(above.text.lower(), frozenset())
        moved = "motion" in load_time_words().tense.get(above.lemma, frozenset())
        follows = (verb.dep == "advcl" and moved) or "implicative" in kinds
        return verb_tense(parse, above, depth + 1) if follows and can_climb else Tense.FUTURE
    if tags & {"VBD"}:
        return Tense.PAST
    if verb.tag == "VBN" and all(t.text in {"'s", "’s"} for t in helpers):
        return Tense.PAST
    if tags & {"VBZ", "VBP"} or verb.tag in {"VBZ", "VBP"}:
        return Tense.FUTURE
    if verb.tag == "VBN":
        return Tense.PAST
    if can_climb and (verb.tag == "VBG" or (verb.tag == "VB" and verb.dep in {"conj", "xcomp"})):
        return verb_tense(parse, above, depth + 1)
    return Tense.FUTURE if verb.tag == "VB" else None


def is_stretch(parse: Parse, verb: ParsedToken) -> bool:
    """Tell whether "for three weeks" with this verb touches publication: perfect, present, future, not simple past."""
    helpers = [t for t in parse.children[verb.i] if t.dep in {"aux", "auxpass"}]
    if any(t.lemma == "have" or t.tag in {"MD", "TO"} for t in helpers):
        return True
    return verb.tag in {"VBZ", "VBP", "VB"} or any(t.tag in {"VBZ", "VBP"} for t in helpers)
