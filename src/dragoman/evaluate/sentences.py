"""Where sentences begin, for scoring: the same plain rule for gold and prediction, free of any parser."""

import re

ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Sen|Rep|Gov|St|No|vs|etc|Jan|Feb|Aug|Sept|Oct|Nov|Dec|[A-Z])"
    r"|\b(?:U\.S|U\.N|U\.K|a\.m|p\.m|e\.g|i\.e))\.$"
)
BOUNDARY = re.compile(r"\n+|[.!?][\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-Z0-9])")


def sentence_starts(text: str) -> tuple[int, ...]:
    """Return the offsets at which sentences begin; (0,) for a text without any boundary.

    Example:
        >>> sentence_starts("Gen. Lee left. He spoke.")
        (0, 15)
    """
    starts = [0]
    for m in BOUNDARY.finditer(text):
        if "\n" not in m.group() and ABBREVIATION.search(text[starts[-1] : m.start() + 1]):
            continue
        starts.append(m.end())
    return tuple(starts)
