"""A ledger with three actors over twelve weeks: Norway and Chad meet every week, Peru accuses both every fourth."""

from datetime import date, timedelta

from factory import CHAD, NORWAY, make_document, make_event, make_evidence, make_record

from dragoman.model import Entity, EventType, Expectation, Interval, Precision, Span, Status
from dragoman.store import open_ledger

PERU = Entity(entity_id="state:PER", name="Peru", code="PER", sector="GOV")
MONDAY = date(2021, 1, 4)
WEEKS = 12
LAST = MONDAY + timedelta(days=7 * (WEEKS - 1) + 6)
"""Day of the last document."""


def fill(path, *, weeks=WEEKS):
    """Fill a ledger and return its folder as text; each week's document comes out on its Sunday.

    A document without events on the first Monday begins the time that the ledger covers.
    """
    opening = make_document(99, published=MONDAY)
    with open_ledger(path).writer(coder_version="1", started="2021-01-01") as writer:
        writer.add(make_record(document=opening, events=(), positions=(), drivers=(), outlook=()))
        for week in range(weeks):
            writer.add(week_record(week))
    return str(path)


def week_record(week):
    monday = MONDAY + timedelta(days=7 * week)
    document = make_document(week, published=monday + timedelta(days=6), doc_id=f"d{week:03}")
    acts = [(EventType.CONSULT, ("state:NOR", "state:TCD"), (), Status.HAPPENED)]
    if week % 4 == 0:
        acts += [(EventType.ACCUSE, ("state:PER",), (other,), Status.HAPPENED) for other in ("state:NOR", "state:TCD")]
    acts.append((EventType.CONSULT, ("state:NOR", "state:TCD"), (), Status.PLANNED))
    day = Interval(start=monday, end=monday, precision=Precision.DAY, basis="absolute")
    events = tuple(
        make_event(
            document,
            event_id=f"e{week:03}{number}",
            date=day,
            evidence=(make_evidence(document, type=kind, actors=actors, recipients=to, status=status),),
        )
        for number, (kind, actors, to, status) in enumerate(acts)
    )
    due = document.published + timedelta(days=7)
    expected = Expectation(
        expectation_id=f"x{week:03}",
        statement=Span(0, 15),
        who="outlet",
        what="Norway met Chad",
        due=Interval(start=due, end=due, precision=Precision.DAY, basis="absolute"),
        event=events[-1].event_id,
    )
    return make_record(document=document, entities=(NORWAY, CHAD, PERU), events=events, drivers=(), outlook=(expected,))
