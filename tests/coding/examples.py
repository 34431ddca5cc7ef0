"""Sentences of the vocabulary files: `{a,b}` in an example stands for one sentence with each."""

import re
from collections.abc import Iterator

BRACES = re.compile(r"\{([^}]*)\}")


def expanded(example: str) -> Iterator[str]:
    """Yield the sentences that an example stands for."""
    m = BRACES.search(example)
    if m is None:
        yield example
        return
    for choice in m.group(1).split(","):
        yield from expanded(example[: m.start()] + choice + example[m.end() :])
