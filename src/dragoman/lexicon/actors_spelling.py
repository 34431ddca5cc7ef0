"""Under which keys a person's name is found: surnames, spellings, transliterations."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from dragoman.lexicon.actors_names import normalise_name

# Words before a surname that belong to it in some papers and are left out in others.
PARTICLES = frozenset(
    {
        *("al", "el", "as", "ad", "an", "ar", "at", "ash", "ul", "bin", "ben", "ibn", "abu", "bint"),
        *("von", "van", "der", "den", "de", "del", "della", "di", "da", "do", "dos", "du", "la", "le", "las", "los"),
        *("san", "st", "ter", "ten", "zu", "y", "e"),
    }
)
PATRONYMS = frozenset({"bin", "ben", "ibn"})
# Pairs and single letters that transliterations write now one way, now another.
SOUNDS = (
    ("tsch", "k"), ("shch", "s"), ("dzh", "j"), ("tch", "k"), ("sch", "s"), ("dz", "j"), ("dj", "j"), ("zh", "z"),
    ("kh", "k"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("ph", "f"), ("sh", "s"), ("ch", "k"), ("ck", "k"),
    ("ts", "z"), ("q", "k"), ("w", "f"), ("v", "f"), ("x", "ks"), ("c", "k"),
)  # fmt: skip
VOWELS = frozenset("aeiouyh")
# Names of equal sound count as one person from this likeness on (0 to 1). Chosen on the pairs of spellings in
# tests/lexicon/test_actors_spelling.py: .75 joins Ali Hassan with Ali Hussein, .86 parts Shoigu from Shoygu.
SPELLING_RATIO = 0.8
# Words up to this length must be equal: a letter makes Wang Yi another man than Wang Yu.
SHORT_WORD = 3
# Words whose sound is kept; all names of the tables have fewer.
KEPT_WORDS = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class NameOrders:
    """In which states the family name comes first, or a person is called by the given name."""

    family_first: frozenset[str] = frozenset()
    by_given: frozenset[str] = frozenset()
    two_surnames: frozenset[str] = frozenset()


def person_keys(names: Iterable[str]) -> set[str]:
    """Return the keys under which a person of these names is found by the full name.

    Beside the names: each without single letters ("George W. Bush"), and for names such as "Abdullah bin Zayed Al
    Nahyan" the part before the house.
    """
    keys = set()
    for name in names:
        key = normalise_name(name)
        keys.add(key)
        words = key.split()
        if len(words) > 2:
            keys.add(" ".join([word for word in words if len(word) > 1]))
            if words[-2] == "al" and not PATRONYMS.isdisjoint(words[1:-2]):
                keys.add(" ".join(words[:-2]))
    return keys


def surname_keys(name: str, code: str, orders: NameOrders) -> set[str]:
    """Return the keys by which papers may call a person after the first mention; a peer's "of ..." is no surname.

    Example:
        >>> sorted(surname_keys("Ursula von der Leyen", "EUR", NameOrders()))
        ['leyen', 'von der leyen']
    """
    words = normalise_name(name).split()
    if "of" in words[1:-1]:
        del words[words.index("of", 1) :]
    if len(words) < 2:
        return set(words)
    keys = {words[-1]}
    start = len(words) - 1
    while start > 1 and words[start - 1] in PARTICLES:
        start -= 1
    keys.add(" ".join(words[start:]))
    if code in orders.two_surnames and start > 1 and words[start - 1] not in PARTICLES:
        keys.update((words[start - 1], " ".join(words[start - 1 :])))
    if code in orders.family_first or code in orders.by_given:
        keys.update((words[0], " ".join(words[1:])))
    return keys


def sound_key(name: str) -> str:
    """Return the consonants of a name, equal for most transliterations of it.

    Example:
        >>> sound_key("Sergey Shoygu") == sound_key("Sergei Shoigu")
        True
        >>> sound_key("Fayeze al-Serraj") == sound_key("Fayez Sarraj")
        True
    """
    return " ".join(_sound(word) for word in normalise_name(name).split() if word not in PARTICLES)


@lru_cache(maxsize=KEPT_WORDS)
def _sound(word: str) -> str:
    first = word[:1]
    for letters, sound in SOUNDS:
        word = word.replace(letters, sound)
    out = "A" if first in VOWELS and first != "h" else word[:1]
    for letter in word[1:]:
        if letter not in VOWELS and letter != out[-1:]:
            out += letter
    return out


def is_like(one: str, other: str) -> bool:
    """Tell whether two normalised names look like spellings of one ("sergei lavrov", "sergey lavrov")."""
    short = [{word for word in name.split() if len(word) <= SHORT_WORD} - PARTICLES for name in (one, other)]
    return short[0] == short[1] and SequenceMatcher(None, one, other).ratio() >= SPELLING_RATIO
