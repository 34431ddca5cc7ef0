"""Give hand-written terms of data/actors the Wikidata ids that a source knows for that person in that office.

python scripts/match_wikidata.py SOURCE   write the ids into holders_*.tsv, print how many; then build the index anew

SOURCE is the table that scripts/build_actors.py compiles. An id is written only where the source has that person by an
equal name (case, accents, hyphens and initials aside), of that state, in an office of that role, on some of the same
days, and all rows of the source that fit agree on the id. Ids that stand in the files already are kept.
"""

import argparse
import csv
import sys
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from build_actors import ACTORS, COMPILED, Term, hand_term, overlap_days, source_term

from dragoman.lexicon.actors_read import COLUMNS
from dragoman.lexicon.actors_spelling import person_keys

HEAD_LINE = "\t".join(COLUMNS["holders"][:-1])
PLACE = COLUMNS["holders"].index("wikidata")


def source_terms(source: Path) -> dict[tuple[str, str], list[Term]]:
    """Return the terms of the source that have a Wikidata id, by state and each normalised name."""
    found: dict[tuple[str, str], list[Term]] = defaultdict(list)
    with source.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t"):
            term = source_term(row)
            if term and term.wikidata.startswith("Q"):
                for name in person_keys((term.person, *term.aliases)):
                    found[term.code, name].append(term)
    return found


def id_of(term: Term, known: dict[tuple[str, str], list[Term]]) -> str:
    """Return the one id of the person of a hand-written term; "" where the source has none, or several."""
    names = person_keys(n for n in (term.person, *term.aliases) if n)
    ids = {
        other.wikidata
        for name in names
        for other in known.get((term.code, name), [])
        if other.role == term.role and overlap_days(term, other) > 0
    }
    return ids.pop() if len(ids) == 1 else ""


def fill(file: Path, known: dict[tuple[str, str], list[Term]]) -> int:
    """Write the ids into one file; return how many were new."""
    lines = file.read_text(encoding="utf-8").splitlines()
    new = 0
    for i, line in enumerate(lines):
        if line.startswith(("#", HEAD_LINE)):
            continue
        cells = line.split("\t")
        row = dict.fromkeys(COLUMNS["holders"], "") | dict(zip(COLUMNS["holders"], cells, strict=False))
        if not row["wikidata"] and (found := id_of(hand_term(row), known)):
            cells[PLACE] = found
            lines[i] = "\t".join(cells)
            new += 1
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return new


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("source", type=Path, help="table of office holders with ids")
    known = source_terms(parser.parse_args().source)
    for file in sorted(ACTORS.glob("holders_*.tsv")):
        if file != COMPILED:
            print(f"{file.name}: {fill(file, known)} ids")


if __name__ == "__main__":
    main()
