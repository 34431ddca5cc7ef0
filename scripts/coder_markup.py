"""Reads the training passages: inline mark-up of mentions, acts and positions (training/README.md tells the grammar).

Run on files, it checks them and prints what they hold: `python scripts/coder_markup.py training/passages/*.txt`.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dragoman.model import Document, Span

TYPES = (
    *("AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST"),
    *("ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
)
"""PLOVER's sixteen."""
STATUSES = (
    *("happened", "ongoing", "planned", "expected", "possible", "cancelled", "postponed", "denied"),
    *("hypothetical", "demanded"),
)
STANCES = ("support", "oppose", "mixed")
CHANGES = ("softened", "hardened", "reversed")
KINDS = {"": "named", "?": "anonymous", "%": "document", "~": "hearsay", "*": "pronoun", "!": "issue"}

TOKEN = re.compile(
    r"\[(?P<id>[A-Z]\d?)(?P<kind>[?%~*!]?) (?P<mention>[^\[\]{}|]+)\]"
    r"|\{(?P<trigger>[^\[\]{}|]+)\|(?P<specs>[^\[\]{}|]+)\}"
)
READ_ON = date(2015, 6, 30)
"""Day on which the passages count as printed when the coder reads them; they tell of no dated office."""


class MarkupError(ValueError):
    """A passage that breaks the grammar; the message names file, line and what was expected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Words that name an actor, a speaker or an issue; mentions of one thing in one passage share the id."""

    start: int
    end: int
    id: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Words that name an act: type, parties by id, status, speakers innermost first; `back` for "the visit" again."""

    start: int
    end: int
    type: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    status: str
    speakers: tuple[str, ...]
    back: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    """Words that put a stance of a holder toward an object, both by id."""

    start: int
    end: int
    holder: str
    object: str
    stance: str
    change: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One passage: its plain text and what is marked in it; spans are code points into the text."""

    source: str
    text: str
    mentions: tuple[Mention, ...]
    acts: tuple[Act, ...]
    stances: tuple[Stance, ...]


def documents_of(passages: Iterable[Passage]) -> list[Document]:
    """Return each passage as a document of its own."""
    return [Document(doc_id=p.source, text=p.text, published=READ_ON, body=(Span(0, len(p.text)),)) for p in passages]


def read_passages(path: Path) -> Iterator[Passage]:
    """Yield the passages of a file; MarkupError at the first that breaks the grammar."""
    for marked, source in blocks(path):
        yield parse_passage(marked, source=source)


def blocks(path: Path) -> Iterator[tuple[str, str]]:
    """Yield each block between empty lines, with file and line; lines that begin with # are comments."""
    block: list[str] = []
    first = 0
    for number, line in enumerate([*path.read_text(encoding="utf-8").splitlines(), ""], start=1):
        if line.startswith("#"):
            continue
        if line.strip():
            first = first or number
            block.append(line.strip())
        elif block:
            yield " ".join(block), f"{path.name}:{first}"
            block, first = [], 0


def parse_passage(marked: str, *, source: str) -> Passage:
    """Return a passage with its marks taken out of the text; MarkupError for a mark that does not parse."""
    text, mentions, acts, stances = "", [], [], []
    position = 0
    for mark in TOKEN.finditer(marked):
        text += marked[position : mark.start()]
        position = mark.end()
        start = len(text)
        text += mark["mention"] or mark["trigger"]
        if mark["mention"]:
            mentions.append(Mention(start=start, end=len(text), id=mark["id"], kind=KINDS[mark["kind"]]))
            continue
        for spec in mark["specs"].split(";"):
            words = spec.split()
            if words and words[0] == "POS":
                stances.append(_stance(words, start, len(text), source))
            else:
                acts.append(_act(words, start, len(text), source))
    text += marked[position:]
    if any(c in text for c in "[]{}|"):
        raise MarkupError(f"{source}: a mark that does not parse is left in {text!r}")
    _check_ids({m.id for m in mentions}, acts, stances, source)
    return Passage(source=source, text=text, mentions=tuple(mentions), acts=tuple(acts), stances=tuple(stances))


def _act(words: list[str], start: int, end: int, source: str) -> Act:
    if len(words) < 2 or words[0] not in TYPES or words[1].count(">") != 1:
        raise MarkupError(f"{source}: expected 'TYPE A,B>C [status] [by=D] [back]', found {' '.join(words)!r}")
    actors, recipients = (tuple(x for x in side.split(",") if x) for side in words[1].split(">"))
    status, speakers, back = "happened", (), False
    for word in words[2:]:
        if word in STATUSES:
            status = word
        elif word.startswith("by="):
            speakers = tuple(word[3:].split("+"))
        elif word == "back":
            back = True
        else:
            raise MarkupError(f"{source}: unknown word {word!r} in {' '.join(words)!r}")
    return Act(
        start=start,
        end=end,
        type=words[0],
        actors=actors,
        recipients=recipients,
        status=status,
        speakers=speakers,
        back=back,
    )


def _stance(words: list[str], start: int, end: int, source: str) -> Stance:
    if len(words) not in {3, 4} or words[1].count(">") != 1 or words[2] not in STANCES:
        raise MarkupError(f"{source}: expected 'POS A>B {'|'.join(STANCES)} [change]', found {' '.join(words)!r}")
    if len(words) == 4 and words[3] not in CHANGES:
        raise MarkupError(f"{source}: unknown change {words[3]!r}, expected one of {', '.join(CHANGES)}")
    holder, object_ = words[1].split(">")
    change = words[3] if len(words) == 4 else "none"
    return Stance(start=start, end=end, holder=holder, object=object_, stance=words[2], change=change)


def _check_ids(known: set[str], acts: list[Act], stances: list[Stance], source: str) -> None:
    used = {x for act in acts for x in (*act.actors, *act.recipients, *act.speakers)}
    used |= {x for s in stances for x in (s.holder, s.object)}
    if missing := sorted(used - known):
        raise MarkupError(f"{source}: no mention has the id {', '.join(missing)}")


def main(paths: list[str]) -> int:
    """Print the counts of each file and every fault; return 1 if there was one."""
    faults, passages = 0, []
    for path in paths:
        for marked, source in blocks(Path(path)):
            try:
                passages.append(parse_passage(marked, source=source))
            except MarkupError as error:
                print(error)
                faults = 1
    acts = [act for p in passages for act in p.acts]
    print(f"{len(passages)} passages, {sum(len(p.text.split()) for p in passages)} words, {len(acts)} acts, ", end="")
    print(
        f"{sum(not p.acts for p in passages)} passages without an act, {sum(len(p.stances) for p in passages)} stances"
    )
    print("types   ", dict(Counter(a.type for a in acts).most_common()))
    print("status  ", dict(Counter(a.status for a in acts).most_common()))
    kinds = {(p.source, m.id): m.kind for p in passages for m in reversed(p.mentions)}
    spoken = Counter(kinds[p.source, a.speakers[0]] for p in passages for a in p.acts if a.speakers)
    print("speakers", dict(spoken.most_common()), "chains", sum(len(a.speakers) > 1 for a in acts))
    words = Counter(p.text[a.start : a.end].lower() for p in passages for a in p.acts)
    print(f"triggers {len(words)} different; most used", words.most_common(12))
    texts = Counter(p.text for p in passages)
    for text, n in texts.items():
        if n > 1:
            print(f"twice: {text[:80]}")
    return faults


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
