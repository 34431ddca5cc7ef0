"""The desk's pictures, each from its page's context, each twice: for a wide column and for a phone.

Drawn here and not by the chart library of the notebooks: these follow the page's light or dark colours, have words
of readable size on a phone, hold links, and need no inline style, which the pages' policy forbids.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Final

from markupsafe import Markup

from dragoman.desk import links, svg
from dragoman.desk.about import AboutPage
from dragoman.desk.issues import IssuePage
from dragoman.desk.layout import CHAR, NARROW, WIDE, frame
from dragoman.desk.network import NetworkPage
from dragoman.desk.outlook import Expected, OutlookPage
from dragoman.desk.relation import EventMark, RelationPage
from dragoman.desk.scenarios import Result
from dragoman.desk.svg import Scale
from dragoman.track import RelationPoint, Shift

STRIPS: Final = (("is", "happened"), ("ahead", "planned"), ("off", "called off"), ("maybe", "possible"))
COOPERATION: Final = ("verbal_cooperation", "material_cooperation")
CONFLICT: Final = ("verbal_conflict", "material_conflict")


def _both(draw: Callable[..., Markup], *arguments: object) -> Markup:
    """Return a picture for a wide column and one for a phone; the style sheet shows one of them."""
    return draw(*arguments, WIDE, "wide") + draw(*arguments, NARROW, "narrow")


def relation(page: RelationPage) -> Markup:
    """Return tone with its band, volumes under it, and every event as a mark by its status; "" without points."""
    return _both(_relation, page) if page.points else Markup("")


def _relation(page: RelationPage, width: int, class_: str) -> Markup:
    left, top, tones, volumes = 34.0, 14.0, 170.0, 80.0
    points = page.points
    x = Scale(points[0].start.toordinal(), points[-1].end.toordinal() + 1, left, width - 6.0)
    base = top + tones + 16
    strip = base + volumes + 14
    present = [(mark, words) for mark, words in STRIPS if any(one.mark == mark for one in page.marks)]
    bottom = strip + 17 * len(present)
    parts = [
        *_time_axis(points[0].start, points[-1].end, x, (top, bottom), class_),
        *_level(points, x, (top, tones)),
        *_shifts(page.shifts, x, top, bottom),
        *_volumes(points, x, (base, volumes)),
        *_strips(page.marks, x, strip, present),
    ]
    last = points[-1]
    label = (
        f"Relation of {page.a_name} and {page.b_name} by {page.freq}: the last level is {last.level:+.1f}, "
        f"80 % band {last.low:+.1f} to {last.high:+.1f}. The numbers stand in the table below."
    )
    return svg.drawing(*parts, size=(width, bottom + 20), label=label, class_=class_, has_links=True)


def _time_axis(first: date, last: date, x: Scale, ends: tuple[float, float], class_: str) -> list[Markup]:
    parts = []
    right = 0.0
    for day, label in svg.month_ticks(first, last, 9 if class_ == "wide" else 5):
        at = x(day.toordinal())
        parts.append(svg.line(at, ends[0], at, ends[1] + 4, class_="grid"))
        if at >= right and at + CHAR * len(label) <= x.last + 6:
            parts.append(svg.text(label, at + 2, ends[1] + 15))
            right = at + CHAR * (len(label) + 1)
    return parts


def _level(points: Sequence[RelationPoint], x: Scale, box: tuple[float, float]) -> list[Markup]:
    top, height = box
    shown = [0.0, *(p.low for p in points), *(p.high for p in points), *(p.tone for p in points if p.tone is not None)]
    y = Scale(min(*shown, -2.0), max(*shown, 2.0), top + height, top)
    middle = [(x((p.start.toordinal() + p.end.toordinal() + 1) / 2), p) for p in points]
    band = [(at, y(p.high)) for at, p in middle] + [(at, y(p.low)) for at, p in reversed(middle)]
    parts = [svg.path(band, class_="band", is_closed=True), svg.line(x.first, y(0), x.last, y(0), class_="zero")]
    parts += [
        svg.text(words, 0, y(value) + 4)
        for value, words in ((y.high, f"{y.high:+.0f}"), (0.0, "0"), (y.low, f"{y.low:+.0f}"))
    ]
    parts += [
        svg.element("circle", cx=at, cy=y(p.tone), r=min(2.0 + p.n_events**0.5, 7.0), class_="tone")
        for at, p in middle
        if p.tone is not None
    ]
    parts.append(svg.path([(at, y(p.level)) for at, p in middle], class_="level"))
    return parts


def _shifts(shifts: Sequence[Shift], x: Scale, top: float, bottom: float) -> list[Markup]:
    parts = []
    for day in sorted({shift.day for shift in shifts}):
        at = x(day.toordinal())
        parts += [svg.line(at, top - 8, at, bottom, class_="shift"), svg.text("shift?", at + 3, top - 3)]
    return parts


def _volumes(points: Sequence[RelationPoint], x: Scale, box: tuple[float, float]) -> list[Markup]:
    top, height = box
    up = max((sum(getattr(p, name) for name in COOPERATION) for p in points), default=0)
    down = max((sum(getattr(p, name) for name in CONFLICT) for p in points), default=0)
    unit = height / max(up + down, 1)
    zero = top + up * unit
    parts = []
    for point in points:
        left, right = x(point.start.toordinal()), x(point.end.toordinal() + 1)
        wide = max((right - left) * 0.8, 1.5)
        at = zero
        for name in COOPERATION:
            if n := getattr(point, name):
                at -= n * unit
                parts.append(svg.element("rect", x=left, y=at, width=wide, height=n * unit, class_=f"q {name}"))
        at = zero
        for name in CONFLICT:
            if n := getattr(point, name):
                parts.append(svg.element("rect", x=left, y=at, width=wide, height=n * unit, class_=f"q {name}"))
                at += n * unit
    words = [svg.text(str(up), 0, top + 9)] if up else []
    words += [svg.text(str(down), 0, top + height)] if down else []
    return [svg.line(x.first, zero, x.last, zero, class_="zero"), *parts, *words]


def _strips(marks: Sequence[EventMark], x: Scale, top: float, present: Sequence[tuple[str, str]]) -> list[Markup]:
    parts = []
    for row, (kind, _) in enumerate(present):
        y = top + 17 * row + 6
        parts.append(svg.line(x.first, y, x.last, y, class_="grid"))
        for one in marks:
            at = x(one.day.toordinal())
            if one.mark != kind or not x.first < at < x.last:
                continue
            title = svg.element("title", f"{one.type}, {one.status}, {one.day}")
            shape = svg.element("circle", cx=at, cy=y, r=3.6, class_=f"mark {one.mark}")
            parts.append(svg.element("a", title, shape, href=f"#{one.event_id}"))
    return parts


def tone_bar(tone: float) -> Markup:
    """Return a tone of -10 to 10 as a bar from the middle, for a line of text; its figure stands beside it."""
    end = 40 + 4 * max(-10.0, min(10.0, tone))
    bar = svg.element(
        "rect", x=min(40.0, end), y=2, width=max(abs(end - 40), 1.0), height=8, class_="with" if tone > 0 else "against"
    )
    middle = svg.line(40, 0, 40, 12, class_="zero")
    return svg.element("svg", bar, middle, viewbox="0 0 80 12", width=80, height=12, class_="bar", aria_hidden="true")


LINES: Final = 160
"""Lines of a network at most, the strongest: more hide one another."""


def network(page: NetworkPage) -> Markup:
    """Return the actors as labels, friends near and opponents far, with lines between them; "" without actors."""
    return _both(_network, page) if page.actors else Markup("")


def _network(page: NetworkPage, width: int, class_: str) -> Markup:
    codes = [actor.code for actor in page.actors]
    sizes = frame(codes, width)
    places = dict(zip(codes, page.wide if class_ == "wide" else page.narrow, strict=True))
    tall = sizes.label_height
    parts = []
    for edge in reversed(page.edges[:LINES]):
        (x1, y1), (x2, y2) = places[edge.a], places[edge.b]
        side = "with" if edge.weight > 0 else "against"
        title = svg.element("title", f"{edge.a} and {edge.b}: {edge.weight:+.1f}, {edge.n_acts} acts")
        parts.append(
            svg.element(
                "line", title, x1=x1, y1=y1, x2=x2, y2=y2, class_=f"edge {side}",
                stroke_width=0.8 + abs(edge.weight) * 0.55,
            )
        )  # fmt: skip
    for actor, wide in zip(page.actors, sizes.label_widths, strict=True):
        x, y = places[actor.code]
        box = svg.element(
            "rect",
            x=x - wide / 2,
            y=y - tall / 2,
            width=wide,
            height=tall,
            rx=4,
            class_=f"node camp{actor.community % 6}",
        )
        words = svg.text(actor.code, x, y + 4, class_="code", anchor="middle")
        parts.append(svg.element("a", box, words, href=links.actor(actor.code)))
    label = f"Network of {len(codes)} actors and {len(page.edges)} edges; the matrix beside it holds the weights."
    return svg.drawing(*parts, size=(width, sizes.height), label=label, class_=class_, has_links=True)


LANES: Final = 24


def outlook(page: OutlookPage) -> Markup:
    """Return the expectations with a due window on a time line; "" where none has one."""
    dated = [row for row in page.expected if row.due_start and row.due_end and row.told][:LANES]
    return _both(_outlook, dated, page.day) if dated else Markup("")


def _outlook(rows: Sequence[Expected], day: date | None, width: int, class_: str) -> Markup:
    left = 8.0
    first = min(min(row.told, row.due_start) for row in rows if row.told and row.due_start)
    last = max(max(row.due_end, day or row.due_end) for row in rows if row.due_end) + timedelta(days=7)
    x = Scale(first.toordinal() - 2, last.toordinal(), left, width - 8.0)
    lane, top = 26.0, 40.0
    bottom = top + lane * len(rows) - 10
    parts = _time_axis(first, last, x, (8.0, bottom), class_)
    room = int((width - 16) / (CHAR * 0.88))
    for number, row in enumerate(rows):
        y = top + lane * number
        assert row.told, row.due_start
        start, end = x(row.due_start.toordinal()), x(row.due_end.toordinal() + 1)  # type: ignore[union-attr]
        told = x(row.told.toordinal())
        parts.append(svg.line(told, y, max(start, told), y, class_="wait"))
        parts.append(svg.element("circle", cx=told, cy=y, r=2.4, class_="told"))
        state = "overdue" if row.is_overdue else "open" if row.is_open else "settled"
        parts.append(
            svg.element("rect", x=start, y=y - 4, width=max(end - start, 4), height=8, rx=2, class_=f"due {state}")
        )
        words = row.words if len(row.words) <= room else row.words[: room - 1].rsplit(" ", 1)[0] + "…"
        caption = svg.text(words, left, y - 7, class_="caption")
        parts.append(svg.element("a", caption, href=links.article(row.doc_id, row.expectation_id)))
    if day is not None:
        at = x(day.toordinal() + 1)
        anchor, shift = ("end", -4) if at > 120 else ("start", 4)
        words = svg.text("ledger's last day", at + shift, 10, anchor=anchor)
        parts += [svg.line(at, 4, at, bottom, class_="now"), words]
    label = f"{len(rows)} expectations with a due day; the table below lists them all."
    return svg.drawing(*parts, size=(width, bottom + 20), label=label, class_=class_, has_links=True)


def issue(page: IssuePage) -> Markup:
    """Return the actors from against to for, with an arrow where the text says that one moved; "" without stances."""
    return _both(_issue, page) if page.stands else Markup("")


def _issue(page: IssuePage, width: int, class_: str) -> Markup:
    left, right = (190.0, width - 24.0) if class_ == "wide" else (24.0, width - 24.0)
    lane = 26.0 if class_ == "wide" else 40.0
    x = Scale(-0.2, 1.2, left, right)
    bottom = 26 + lane * len(page.stands)
    parts = [svg.line(x(at), 20, x(at), bottom, class_="grid") for at in (0.0, 0.5, 1.0)]
    parts += [
        svg.text(words, x(at), 13, anchor="middle") for at, words in ((0.0, "against"), (0.5, "between"), (1.0, "for"))
    ]
    for number, stand in enumerate(page.stands):
        y = 40 + lane * number if class_ == "wide" else 52 + lane * number
        place_, anchor = (left - 12, "end") if class_ == "wide" else (4.0, "start")
        name = svg.text(stand.name, place_, y + 4 if class_ == "wide" else y - 14, class_="caption", anchor=anchor)
        parts.append(svg.element("a", name, href=links.actor(stand.entity_id)))
        parts.append(svg.line(x.first, y, x.last, y, class_="grid"))
        if stand.came_from is not None:
            parts.append(_arrow(x(stand.came_from), x(stand.at), y))
        parts.append(svg.element("circle", cx=x(stand.at), cy=y, r=6, class_=f"stand {stand.stance}"))
    label = f"{len(page.stands)} stances on {page.label}, from against to for; the quotations stand below."
    return svg.drawing(*parts, size=(width, bottom + 12), label=label, class_=class_, has_links=True)


def _arrow(start: float, end: float, y: float) -> Markup:
    way = 1.0 if end > start else -1.0
    tip = end - way * 8
    head = svg.path([(tip, y), (tip - way * 7, y - 4), (tip - way * 7, y + 4)], class_="head", is_closed=True)
    return svg.line(start, y, tip, y, class_="move") + head


def outcome(result: Result) -> Markup:
    """Return the distribution of the draws over the scale and the actors' ranges under it."""
    return _both(_outcome, result)


def _outcome(result: Result, width: int, class_: str) -> Markup:
    left = 150.0 if class_ == "wide" else 10.0
    lane = 22.0 if class_ == "wide" else 36.0
    x = Scale(0, 100, left, width - 12.0)
    height, top = 110.0, 8.0
    most = max(result.counts)
    step = 100 / len(result.counts)
    parts = [
        svg.element(
            "rect", x=x(at * step), y=top + height * (1 - n / most), width=max(x(step) - x(0) - 1, 1),
            height=height * n / most, class_="draws",
        )
        for at, n in enumerate(result.counts)
        if n
    ]  # fmt: skip
    base = top + height
    parts += [
        svg.line(x.first, base, x.last, base, class_="zero"),
        svg.line(x(result.median), top, x(result.median), base, class_="now"),
    ]
    parts += [svg.text(str(at), x(at), base + 14, anchor="middle") for at in (0, 25, 50, 75, 100)]
    for number, (name, low, mode, high) in enumerate(result.actors):
        y = base + 36 + lane * number if class_ == "wide" else base + 48 + lane * number
        where, anchor = (left - 10, "end") if class_ == "wide" else (left, "start")
        parts.append(svg.text(name, where, y + 4 if class_ == "wide" else y - 9, class_="caption", anchor=anchor))
        parts.append(svg.line(x.first, y, x.last, y, class_="grid"))
        parts.append(svg.line(x(low), y, x(high), y, class_="range"))
        parts.append(svg.element("circle", cx=x(mode), cy=y, r=4, class_="tone"))
    label = (
        f"Distribution of the outcome: median {result.median:.1f}, "
        f"80 % of the draws from {result.low:.1f} to {result.high:.1f}."
    )
    bottom = base + 44 + lane * len(result.actors)
    return svg.drawing(*parts, size=(width, bottom + 8), label=label, class_=class_)


def tornado(result: Result) -> Markup:
    """Return what each judgement alone does to the outcome, the widest first."""
    return _both(_tornado, result)


def _tornado(result: Result, width: int, class_: str) -> Markup:
    left = 220.0 if class_ == "wide" else 10.0
    lane = 22.0 if class_ == "wide" else 36.0
    ends = [v for bar in result.bars for v in (bar.outcome_at_low, bar.outcome_at_high)] + [result.at_modes]
    low, high = min(ends), max(ends)
    room = max((high - low) * 0.08, 0.5)
    x = Scale(low - room, high + room, left, width - 12.0)
    bottom = 20 + lane * len(result.bars)
    parts = [svg.line(x(result.at_modes), 16, x(result.at_modes), bottom, class_="now")]
    parts += [svg.text(f"{v:.0f}", x(v), 11, anchor="middle") for v in {low, high} if high - low > 1]
    for number, bar in enumerate(result.bars):
        y = 32 + lane * number if class_ == "wide" else 44 + lane * number
        where, anchor = (left - 10, "end") if class_ == "wide" else (left, "start")
        words = f"{bar.actor}: {bar.quantity}{' *' if bar.is_assumed else ''}"
        parts.append(svg.text(words, where, y + 4 if class_ == "wide" else y - 9, class_="caption", anchor=anchor))
        one, other = sorted((x(bar.outcome_at_low), x(bar.outcome_at_high)))
        parts.append(svg.element("rect", x=one, y=y - 5, width=max(other - one, 1.5), height=10, class_="draws"))
    label = f"How far each judgement alone moves the outcome of {result.at_modes:.1f}; the table below has the figures."
    return svg.drawing(*parts, size=(width, bottom + 18), label=label, class_=class_)


def coverage(page: AboutPage) -> Markup:
    """Return documents by month as bars; "" for a ledger without days."""
    return _both(_coverage, page) if page.months else Markup("")


def _coverage(page: AboutPage, width: int, class_: str) -> Markup:
    first, last = page.months[0].month, page.months[-1].month
    end = (last + timedelta(days=32)).replace(day=1)
    x = Scale(first.toordinal(), end.toordinal(), 30.0, width - 6.0)
    most = max(one.n_documents for one in page.months)
    height = 90.0
    parts = _time_axis(first, last, x, (8.0, height + 8), class_)
    for one in page.months:
        left = x(one.month.toordinal())
        right = x((one.month + timedelta(days=32)).replace(day=1).toordinal())
        tall = height * one.n_documents / most
        parts.append(
            svg.element(
                "rect", x=left, y=8 + height - tall, width=max((right - left) * 0.85, 1), height=tall, class_="draws"
            )
        )
    parts += [svg.text(str(most), 0, 16), svg.line(x.first, height + 8, x.last, height + 8, class_="zero")]
    label = f"Documents by month, from {first:%B %Y} to {last:%B %Y}, at most {most} a month."
    return svg.drawing(*parts, size=(width, height + 30), label=label, class_=class_)
