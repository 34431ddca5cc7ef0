"""Who held which office on a day: reads a phrase as an office of some body, or as the name of a person."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dragoman.lexicon.actors import ActorTables, load_actors
from dragoman.lexicon.actors_names import NameEntry, normalise_name, split_list
from dragoman.lexicon.actors_offices import SINGLE_SEATS, OfficeTitle, has_words, running
from dragoman.lexicon.actors_terms import ROLE_RANK
from dragoman.model import OfficeHolder

# "head of the IAEA", "Pentagon chief", "Hamas leader": the word says only that someone is at the head.
HEAD_WORDS = frozenset({"head", "chief", "boss", "leader", "director", "commander", "chairman", "chairwoman", "chair"})
HEAD_ROLES = ("HEAD", "LEADER")
FORMER = frozenset({"former", "ex", "previous", "last"})
# Offices in a breakaway or self-governing region.
REGION_ROLES = ("LEADER", "OTH", "HOG", "SPOX", "ENV")
SPECIFICITY = ("group", "organ", "region", "state")
DEPUTIES = frozenset({"deputy", "vice", "assistant", "under", "acting"})
UNITED_NATIONS = "UNO"
# "UN human rights chief" is a title of the UN and of its office for human rights, and of nobody else.
FEW_CODES = 2
TARGET_WORDS = frozenset({"to", "for", "on", "in"})
SMALL_WORDS = frozenset({"the", "of", "a", "an", "and", "s", "current", "then", "new", "acting", "by", "from", "at"})


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficePhrase:
    """A phrase taken apart.

    Attributes:
        title: The title in it ("secretary of state"), or "".
        bodies: The states, organs, organisations or groups whose office it is, the likeliest first.
        target: Words after "to" or "for": where an ambassador or envoy is sent.
        words: All words, normalised.
        is_former: Whether it speaks of an earlier holder.
        rest: Words that are neither title nor body nor target: perhaps a surname, or a closer description.
    """

    title: str
    bodies: tuple[NameEntry, ...]
    target: tuple[str, ...]
    words: tuple[str, ...]
    is_former: bool
    rest: tuple[str, ...]


def who(name_or_role: str, *, on: date) -> tuple[OfficeHolder, ...]:
    """Return whom a name or a role means that day, the likeliest first; () when the tables know nobody.

    A person is answered with the offices of that day; someone without an office then, with the last one before.

    Args:
        name_or_role: "the British foreign secretary", "Pentagon chief", "UN envoy for Syria", "Lavrov", ...
        on: The day.

    Example:
        >>> [h.person for h in who("the British foreign secretary", on=date(2017, 4, 6))]
        ['Boris Johnson']
    """
    tables = load_actors()
    named = tables.offices.persons(name_or_role)
    if named:
        return in_office(named, on)
    phrase = read_phrase(name_or_role, tables)
    found = holders_of(phrase, on, tables) if phrase.title else ()
    return found or in_office(_by_surname(phrase, tables), on)


def _by_surname(phrase: OfficePhrase, tables: ActorTables) -> tuple[OfficeHolder, ...]:
    """Return the terms of all of that surname, of the states in the phrase where there are such."""
    named = tables.offices.by_surname(" ".join(phrase.rest))
    codes = {entry.entity.code for entry in phrase.bodies}
    return tuple(row for row in named if row.code in codes) or named


def in_office(rows: Iterable[OfficeHolder], on: date) -> tuple[OfficeHolder, ...]:
    """Return the terms that ran that day, or for persons without one the last that had ended; () for neither."""
    now = running(rows, on)
    return now or _latest(row for row in rows if row.end and row.end < on)


def _latest(rows: Iterable[OfficeHolder]) -> tuple[OfficeHolder, ...]:
    ended = sorted(rows, key=lambda row: (row.end or date.min, row.start or date.min), reverse=True)
    return tuple(row for row in ended if row.person == ended[0].person)[:1] if ended else ()


def read_phrase(text: str, tables: ActorTables) -> OfficePhrase:
    """Return the parts of a phrase such as "the former British ambassador to Libya"."""
    plain = re.sub(r"(?<=\w)['’`]s\b|(?<=s)['’`](?=\s)", "", text)
    words = normalise_name(plain).split()
    is_former = any(word in FORMER for word in words)
    words = [word for word in words if word not in FORMER]
    start, stop = _title_span(words, tables)
    title = " ".join(words[start:stop])
    before, after = words[:start], words[stop:]
    cut = next((i for i, word in enumerate(after) if word in TARGET_WORDS), len(after))
    bodies, rest = _bodies([*before, *after[:cut]], tables)
    rest = tuple(word for word in rest if not tables.offices.is_honorific(word))
    return OfficePhrase(
        title=title,
        bodies=bodies,
        target=tuple(after[cut + 1 :]),
        words=tuple(words),
        is_former=is_former,
        rest=rest,
    )


def _title_span(words: list[str], tables: ActorTables) -> tuple[int, int]:
    """Return where the longest title of an office stands; (0, 0) for none. The last of equally long ones wins."""
    best = (0, 0)
    for start in range(len(words)):
        for stop in range(min(len(words), start + tables.offices.max_title_words), start, -1):
            if stop - start < max(1, best[1] - best[0]):
                break
            if _is_office(" ".join(words[start:stop]), tables):
                best = (start, stop)
                break
    return best


def _is_office(words: str, tables: ActorTables) -> bool:
    meanings = tables.offices.titles.get(words, ())
    return words in HEAD_WORDS or any(meaning.kind == "office" for meaning in meanings)


def _bodies(words: list[str], tables: ActorTables) -> tuple[tuple[NameEntry, ...], tuple[str, ...]]:
    """Return the names found in the words, and the words that belong to none."""
    found: list[NameEntry] = []
    rest: list[str] = []
    at = 0
    while at < len(words):
        for stop in range(min(len(words), at + tables.max_words), at, -1):
            entries = _entries(" ".join(words[at:stop]), tables)
            if entries:
                found.extend(entries)
                at = stop
                break
        else:
            if words[at] not in SMALL_WORDS:
                rest.append(words[at])
            at += 1
    return tuple(found), tuple(rest)


def _entries(key: str, tables: ActorTables) -> tuple[NameEntry, ...]:
    """Return the bearers of a name; a lost apostrophe is put back ("Libyas government")."""
    return tables.names.get(key, ()) or (tables.names.get(key[:-1], ()) if key.endswith("s") and len(key) > 4 else ())


def holders_of(phrase: OfficePhrase, on: date, tables: ActorTables) -> tuple[OfficeHolder, ...]:
    """Return the holders of the office that a phrase names, the likeliest first."""
    day = None if phrase.is_former else on
    found: list[OfficeHolder] = []
    for entry in sorted(phrase.bodies, key=_specificity):
        if entry.entity.entity_id.startswith("region:"):
            found.extend(_in_region(phrase, entry, day, tables))
        else:
            found.extend(_by_head(phrase, entry, day, tables) or _by_title(phrase, entry, day, tables))
        if found:
            break
    if not phrase.bodies:
        found.extend(_by_title_alone(phrase, day, tables))
    if phrase.is_former:
        return _latest(row for row in found if row.end and row.end < on)
    return tuple(dict.fromkeys(_closest(found, phrase)))


def _specificity(entry: NameEntry) -> int:
    """Return the place of a body in the order in which bodies are tried: "the Yemeni Houthi leader" is the Houthis'."""
    stem = entry.entity.entity_id.partition(":")[0]
    return SPECIFICITY.index(stem) if stem in SPECIFICITY else len(SPECIFICITY)


def _code(entry: NameEntry) -> str:
    """Return the code under which the holders of a body's offices stand; all NGOs share one code, not one head."""
    stem, _, own = entry.entity.entity_id.partition(":")
    return own if stem == "ngo" else entry.entity.code or ""


def _by_head(phrase: OfficePhrase, entry: NameEntry, on: date | None, tables: ActorTables) -> tuple[OfficeHolder, ...]:
    """Return who is at the head of the body, where the title says no more than that."""
    if phrase.title not in HEAD_WORDS:
        return ()
    offices, entity, code = tables.offices, entry.entity, _code(entry)
    organ_word = next((tables.organ_words[w] for w in _phrases(phrase.rest) if w in tables.organ_words), None)
    head = tables.heads.get(entity.entity_id, "") or (organ_word.head if organ_word else "")
    if head:
        role, _, words = head.partition(":")
        return offices.holders(code, role, on, matching=split_list(words))
    if entity.entity_id.startswith("state:"):
        return offices.leaders(code, on) if phrase.title == "leader" and on and not phrase.rest else ()
    found = [row for role in HEAD_ROLES for row in offices.holders(code, role, on)]
    names = {entry.form, entity.name}
    own = [row for row in found if any(has_words(row.office, name) for name in names) or _is_body(row, code, tables)]
    return tuple(own)


def _is_body(row: OfficeHolder, code: str, tables: ActorTables) -> bool:
    return code not in tables.states and tables.offices.body_of(row) == code


def _phrases(words: tuple[str, ...]) -> list[str]:
    """Return all runs of the words, the longest first."""
    n = len(words)
    return [" ".join(words[i : i + size]) for size in range(n, 0, -1) for i in range(n - size + 1)]


def _in_region(
    phrase: OfficePhrase, entry: NameEntry, on: date | None, tables: ActorTables
) -> tuple[OfficeHolder, ...]:
    """Return who holds the office in a region; its holders stand under the code of the parent state."""
    code = entry.entity.code or ""
    rows = [row for role in REGION_ROLES for row in tables.offices.holders(code, role, on)]
    rows = [row for row in rows if entry.entity.entity_id in _ids_in(row.office, tables)]
    titled = [row for row in rows if has_words(row.office, phrase.title)]
    return tuple(titled or [row for row in rows if row.role == "LEADER"])


def _ids_in(words: str, tables: ActorTables) -> set[str]:
    """Return the ids of all that the words name."""
    return {entry.entity.entity_id for entry in _bodies(normalise_name(words).split(), tables)[0]}


def _by_title(phrase: OfficePhrase, entry: NameEntry, on: date | None, tables: ActorTables) -> tuple[OfficeHolder, ...]:
    """Return the holders of the titled office in that state or organisation."""
    code = _code(entry)
    meanings = [m for m in tables.offices.titles.get(phrase.title, ()) if m.kind == "office"]
    special = [m for m in meanings if code in m.states]
    found: list[OfficeHolder] = []
    for meaning in special or [m for m in meanings if not m.states]:
        codes = meaning.states if code == UNITED_NATIONS and meaning in special else (code,)
        for each in dict.fromkeys((code, *codes)):
            found.extend(found_by := _by_meaning(meaning, phrase, each, on, tables))
            if found_by:
                break
    if found or phrase.target:
        return tuple(found)
    rows = [row for role in ROLE_RANK for row in tables.offices.holders(code, role, on)]
    return tuple(row for row in rows if has_words(row.office, phrase.title))


def _by_title_alone(phrase: OfficePhrase, on: date | None, tables: ActorTables) -> tuple[OfficeHolder, ...]:
    """Return the holders of a title that only one state or organisation, or a family of them, has."""
    meanings = [m for m in tables.offices.titles.get(phrase.title, ()) if m.kind == "office" and m.states]
    codes = dict.fromkeys(code for meaning in meanings for code in meaning.states)
    if len(codes) != 1 and UNITED_NATIONS not in codes:
        return ()
    found = [row for m in meanings for code in codes for row in _by_meaning(m, phrase, code, on, tables)]
    return tuple(found) if len(codes) <= FEW_CODES else ()


def _by_meaning(
    meaning: OfficeTitle, phrase: OfficePhrase, code: str, on: date | None, tables: ActorTables
) -> tuple[OfficeHolder, ...]:
    offices = tables.offices
    found = offices.holders(code, meaning.role, on, matching=meaning.matching)
    if not found and meaning.role in SINGLE_SEATS and meaning.is_single_seat:
        found = offices.holders(code, meaning.role, on)
    if phrase.target:
        found = tuple(row for row in found if _is_sent_to(row, phrase.target, tables))
    return found


def _is_sent_to(row: OfficeHolder, target: tuple[str, ...], tables: ActorTables) -> bool:
    """Tell whether the office names the place or state of the target, by any of its names."""
    after = re.split(r"\b(?:to|for|on|in)\b", row.office, maxsplit=1)[-1]
    if _ids_in(" ".join(target), tables) & _ids_in(after, tables):
        return True
    return any(has_words(row.office, word) for word in target if word not in SMALL_WORDS)


def _closest(rows: list[OfficeHolder], phrase: OfficePhrase) -> list[OfficeHolder]:
    """Return the holders whose office has most of the phrase's words, and no "deputy" that the phrase does not say."""
    words = [word for word in phrase.words if word not in SMALL_WORDS and not word.startswith("spokes")]

    def fit(row: OfficeHolder) -> int:
        office = normalise_name(row.office).split()
        return sum(word in office for word in words) - sum(word in DEPUTIES and word not in words for word in office)

    best = max(map(fit, rows), default=0)
    return [row for row in rows if fit(row) == best]
