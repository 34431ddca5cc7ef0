"""Builders of tellings and prints for tests of what joins documents; every part can be overridden."""

from datetime import date, timedelta
from typing import Any

from dragoman.assemble.linking import link
from dragoman.model import EventType, SpeakerKind, Status
from dragoman.model.links import Due, Happening, Links, Party, Pin, Print, Report, Told

DAY = date(2021, 3, 10)
NORWAY, CHAD, KENYA = Party("state:NOR", "NOR"), Party("state:TCD", "TCD"), Party("state:KEN", "KEN")
MINISTER, PREMIER = Party("person:berg", "NOR"), Party("person:dahl", "NOR")


def day(offset: int) -> date:
    return DAY + timedelta(days=offset)


def told(name: str, pub: int = 0, **over: Any) -> Told:
    """Return a telling of a meeting of Norway and Chad, published `pub` days after DAY by an origin of its own.

    `when` gives the days that the words name, as offsets from DAY: one or a pair.
    """
    when = over.pop("when", None)
    if when is not None:
        first, last = when if isinstance(when, tuple) else (when, when)
        over |= {"start": day(first), "end": day(last), "precision": "day"}
    report = Report(
        day=day(pub),
        doc_id=over.pop("doc", f"d{name}"),
        origin_id=over.pop("origin", f"o{name}"),
        kinds=(SpeakerKind.OUTLET,),
        speakers=over.pop("speakers", ("outlet",)),
    )
    values: dict[str, Any] = {
        "member_id": f"e{name}",
        "reports": (report,),
        "type": EventType.CONSULT,
        "status": Status.HAPPENED,
        "lemma": "meet",
        "actors": (NORWAY, CHAD),
    }
    return Told(**{**values, **over})


def due(name: str, told_on: int, start: int | None, end: int | None) -> Due:
    return Due(
        expectation_id=f"x{name}",
        doc_id=f"d{name}",
        told=day(told_on),
        member_id=f"e{name}",
        start=None if start is None else day(start),
        end=None if end is None else day(end),
    )


def events(*tellings: Told, pins: tuple[Pin, ...] = ()) -> list[str]:
    """Return the events of two or more tellings, each as the names of its tellings: ["ab", "cd"]."""
    found: dict[str, list[str]] = {}
    for merge in link(tellings, pins=pins).merges:
        found.setdefault(merge.event_id, []).append(merge.member_id[1:])
    return sorted("".join(sorted(members)) for members in found.values())


def only(links: Links) -> Happening:
    (happening,) = links.happenings
    return happening


def fingerprint(text_id: str, words: str, **over: Any) -> Print:
    """Return the print of a text as the stage makes it."""
    from dragoman.assemble.prints import make_print
    from dragoman.model import Document, Span
    from dragoman.store.rows import origin_key

    values: dict[str, Any] = {"doc_id": text_id, "text": words, "published": DAY, "outlet": f"The {text_id.title()}"}
    values |= {"body": (Span(0, len(words)),), **over}
    document = Document(**values)
    return make_print(document, text_key=origin_key(document))
