"""Speed of joining: synthetic tellings of stated number to events, and prints of texts to origins.

Tellings are of 60 actors, some far more frequent than others, within 300 days, eight a document; half are dated, three
in ten have one party, one in ten is a plan or called off. Texts are of 120 words; every tenth is an edited copy.
"""

import argparse
import json
import random
import time
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from dragoman.assemble.linking import group_origins, link
from dragoman.assemble.prints import make_print
from dragoman.model import Document, EventType, Span, Status
from dragoman.model.links import Party, Report, Told

FIRST = date(2018, 1, 1)
ACTORS = [f"C{k:02d}" for k in range(60)]
FREQUENCIES = [1 / (k + 1) for k in range(60)]
STATUSES = [Status.HAPPENED, Status.PLANNED, Status.CANCELLED]
WORDS = ("visit", "meet", "accuse", "sign", "shell", "expel", "warn", "agree")
VOCABULARY = [f"w{k}" for k in range(5_000)]


def tellings(n: int, rng: random.Random) -> Iterator[Told]:
    """Yield synthetic tellings."""
    for k in range(n):
        day = FIRST + timedelta(days=rng.randrange(300))
        actor, recipient = (Party(f"state:{code}", code) for code in rng.choices(ACTORS, FREQUENCIES, k=2))
        dated = rng.random() < 0.5
        yield Told(
            member_id=f"e{k:08d}",
            reports=(Report(day, f"d{k // 8}", f"o{k // 8}"),),
            type=rng.choice(list(EventType)),
            status=rng.choices(STATUSES, [0.9, 0.08, 0.02])[0],
            lemma=rng.choice(WORDS),
            start=day if dated else None,
            end=day if dated else None,
            actors=(actor,),
            recipients=(recipient,) if rng.random() < 0.7 else (),
        )


def documents(n: int, rng: random.Random) -> Iterator[Document]:
    """Yield synthetic texts, every tenth an edited copy of the one before."""
    words: list[str] = []
    for k in range(n):
        words = [*words[:60], "edited", *words[61:]] if k % 10 == 9 else rng.choices(VOCABULARY, k=120)
        text = " ".join(words)
        published = FIRST + timedelta(days=rng.randrange(300) if k % 10 < 8 else 5)
        yield Document(doc_id=f"d{k:08d}", text=text, published=published, body=(Span(0, len(text)),))


def main() -> None:
    """Print the figures, or one object of them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print one object of figures")
    parser.add_argument("--events", type=int, default=50_000, help="tellings to join (default 50,000)")
    parser.add_argument("--texts", type=int, default=5_000, help="texts to compare (default 5,000)")
    options = parser.parse_args()
    rng = random.Random(1)
    told = list(tellings(options.events, rng))
    texts = list(documents(options.texts, rng))
    clock = [time.process_time()]
    links = link(told)
    clock.append(time.process_time())
    prints = [make_print(d, text_key=d.doc_id) for d in texts]
    clock.append(time.process_time())
    origins = group_origins(prints)
    clock.append(time.process_time())
    seconds = [round(b - a, 2) for a, b in pairwise(clock)]
    figures = {
        "tellings": len(told), "joined": len(links.merges), "events_of_several": len(links.happenings),
        "link_cpu_s": seconds[0], "texts": len(texts), "print_cpu_s": seconds[1], "origins_cpu_s": seconds[2],
        "shared_origins": len(origins),
    }  # fmt: skip
    print(json.dumps(figures) if options.json else "\n".join(f"{k:<18} {v:>10,}" for k, v in figures.items()))


if __name__ == "__main__":
    main()
