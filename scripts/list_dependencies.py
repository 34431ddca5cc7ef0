"""List what an installation of dragoman brings with it: name, version, licence, and who asks for it.

python scripts/list_dependencies.py                   what `pip install dragoman` installs
python scripts/list_dependencies.py --extra track     with an extra; may be repeated
python scripts/list_dependencies.py --json            one object a line
python scripts/list_dependencies.py --deny GPL        exits with 1 if a licence has that word (AGPL and LGPL too)

Read from the metadata of the installed packages, without a network. No advisories are looked up: run a tool that asks
an advisory database (`pip-audit`) where a network is at hand.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from packaging.requirements import Requirement

CLASSIFIER = "License :: OSI Approved :: "
LONGEST_NAME = 60
"""A longer licence field holds the whole text; then its first line is shown."""


@dataclass(slots=True)
class Dependency:
    """An installed package and who asks for it."""

    name: str
    version: str
    licence: str
    asked_by: set[str] = field(default_factory=set)


def licence_of(found: Distribution) -> str:
    """Return the licence that a package names, or "not stated"."""
    meta = found.metadata
    named = [c.removeprefix(CLASSIFIER) for c in meta.get_all("Classifier") or () if c.startswith(CLASSIFIER)]
    stated = (meta.get("License") or "").strip().splitlines() or [""]
    short = stated[0] if len(stated[0]) <= LONGEST_NAME else None
    for text in (meta.get("License-Expression"), short, ", ".join(named)):
        if text and text.strip():
            return text.strip()
    return "not stated"


def wanted(found: Distribution, extras: Iterable[str]) -> Iterator[str]:
    """Yield the names that a package requires here, with these extras."""
    for line in found.requires or ():
        asked = Requirement(line)
        if asked.marker is None or any(asked.marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            yield asked.name


def closure(root: str, extras: Iterable[str]) -> dict[str, Dependency]:
    """Return everything that a package needs, by name."""
    seen: dict[str, Dependency] = {}
    queue = [(name, root) for name in wanted(distribution(root), extras)]
    while queue:
        name, asker = queue.pop(0)
        key = re.sub(r"[-_.]+", "-", name).lower()
        if key in seen:
            seen[key].asked_by.add(asker)
            continue
        try:
            found = distribution(name)
        except PackageNotFoundError:
            seen[key] = Dependency(key, "not installed", "unknown", {asker})
            continue
        seen[key] = Dependency(key, found.version, licence_of(found), {asker})
        queue += [(one, key) for one in wanted(found, ())]
    return dict(sorted(seen.items()))


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--extra", action="append", default=[])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--deny", action="append", default=[])
    asked = parser.parse_args()
    found = closure("dragoman", asked.extra)
    for one in found.values():
        if asked.json:
            row = {"name": one.name, "version": one.version, "licence": one.licence, "asked_by": sorted(one.asked_by)}
            print(json.dumps(row))
        else:
            print(f"{one.name:<28}{one.version:<22}{one.licence:<44}{', '.join(sorted(one.asked_by))}")
    denied = [one.name for one in found.values() if any(word in one.licence for word in asked.deny)]
    if denied:
        print(f"licences that are not wanted: {', '.join(denied)}", file=sys.stderr)
    return 1 if denied else 0


if __name__ == "__main__":
    sys.exit(main())
