"""How names of places are compared: the folded form under which they are looked up, and their consonants."""

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache

MIN_SKELETON = 3  # consonants; shorter skeletons fit too many towns
SAME_SOUND = {
    "k": "kqc", "q": "qkg", "c": "ck", "g": "ghjq", "h": "hgk", "j": "jgdz", "d": "djz", "z": "zdj", "s": "sc",
    "e": "eiya", "i": "iey", "y": "yie", "o": "ou", "u": "uow", "w": "wuv", "v": "vw", "a": "ae", "t": "t",
}  # fmt: skip
"""First letters that transliterations of one name may begin with."""
_ARTICLES = frozenset({"al", "el", "ad", "ar", "as", "ash", "at", "az", "an", "ul", "ez", "es", "ed", "er", "en", "et"})
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "ı": "i", "đ": "d", "ð": "d", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ə": "a"}
    | dict.fromkeys("'’‘`ʻʼʿʾ´.,", "")
    | dict.fromkeys("-–‐/_", " ")
)
_SKELETON = (
    ("sch", "sh"), ("dzh", "j"), ("zh", "j"), ("dj", "j"), ("kh", "x"), ("ch", "c"), ("sh", "w"), ("gh", "h"),
    ("th", "t"), ("dh", "d"), ("ph", "f"), ("ts", "z"), ("tz", "z"), ("q", "k"), ("g", "h"),
)  # fmt: skip
_VOWELS = re.compile(r"[aeiouyw](?!$)|[aeiouy]$")


@lru_cache(maxsize=100_000)
def fold(name: str) -> str:
    """Return the form under which a name is looked up: lower case, no accents or points, "saint" as "st".

    The Arabic article is "al" in whatever spelling ("as-Suwayda", "El Arish"); hyphens are blanks.
    """
    text = name.lower()
    if not text.isascii():
        text = text.translate(_LETTERS)
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    words = text.translate(_LETTERS).replace("iyi", "ii").replace("yy", "y").split()
    return " ".join("al" if w in _ARTICLES else "st" if w in {"saint", "sankt"} else w for w in words)


def skeleton(folded: str) -> str:
    """Return the consonants of a folded name in a form common to the usual transliterations; "" if too few."""
    words = [w for w in folded.split() if w != "al"]
    bones = []
    for word in words:
        text = word
        for old, new in _SKELETON:
            text = text.replace(old, new)
        text = _VOWELS.sub("", text.removesuffix("h"))
        bones.append(re.sub(r"(.)\1", r"\1", text))
    joined = "".join(bones)
    return joined if len(joined) >= MIN_SKELETON else ""


def likeness(a: str, b: str) -> float:
    """Return how alike two folded names are, 0 to 1, without their articles."""
    return SequenceMatcher(None, a.removeprefix("al "), b.removeprefix("al "), autojunk=False).ratio()
