"""The parts behind the pages: marked texts, layouts, scales, contexts, addresses."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.desk import links, svg
from dragoman.desk.article import _Mark, stretches
from dragoman.desk.issues import _before
from dragoman.desk.layout import place
from dragoman.desk.rows import split_context
from dragoman.desk.wording import days, markdown, visible
from dragoman.model import Span

SPANS = st.tuples(st.integers(0, 39), st.integers(1, 20)).map(lambda pair: Span(pair[0], min(40, pair[0] + pair[1])))
MARKS = st.builds(
    _Mark, SPANS, st.sampled_from(["event", "position", "cause", "outlook"]), st.sampled_from(["e1", "p1", "x1"])
)


@given(st.lists(MARKS, max_size=12))
def test_a_marked_text_is_the_text(marks: list[_Mark]) -> None:
    text = "".join(chr(0x61 + n % 26) for n in range(40))
    parts = list(stretches(text, marks))
    assert "".join(part.text for part in parts) == text
    for mark in marks:
        covered = [part for part in parts if mark.card in part.cards and mark.layer in part.layers]
        assert mark.span.of(text) in "".join(part.text for part in covered) or len(covered) > 1
        assert any(part.start == mark.span.start and part.opens for part in parts)
    assert len({part.start for part in parts}) == len(parts)


def network(n: int) -> tuple[list[str], dict[tuple[str, str], float]]:
    rng = np.random.default_rng(n)
    codes = [f"C{number:02d}" + "X" * (number % 6) for number in range(n)]
    pairs = {(codes[i], codes[j]): float(rng.normal()) for i in range(n) for j in range(i) if rng.random() < 0.15}
    return codes, pairs


@pytest.mark.parametrize("n", [1, 2, 3, 10, 30, 60])
@pytest.mark.parametrize("width", [350, 720])
def test_no_two_labels_overlap_up_to_60_actors(n: int, width: int) -> None:
    codes, pairs = network(n)
    height = max(260.0, min(620.0, (90 if width == 720 else 130) * n**0.5))
    widths = [7.4 * len(code) + 12 for code in codes]
    places = place(codes, pairs, widths, ((4, 4, width - 4, height - 4), 20.0))
    for i, (x1, y1) in enumerate(places):
        assert x1 - widths[i] / 2 >= 0
        assert x1 + widths[i] / 2 <= width
        for j in range(i):
            x2, y2 = places[j]
            apart = abs(x1 - x2) >= (widths[i] + widths[j]) / 2 - 1e-6 or abs(y1 - y2) >= 20 - 1e-6
            assert apart, (codes[i], codes[j])


def test_the_same_network_gives_the_same_picture() -> None:
    codes, pairs = network(12)
    box = ((0.0, 0.0, 700.0, 400.0), 20.0)
    assert place(codes, pairs, [40.0] * 12, box) == place(codes, dict(reversed(pairs.items())), [40.0] * 12, box)


def test_friends_stand_nearer_than_opponents() -> None:
    codes = ["A", "B", "C"]
    places = dict(
        zip(
            codes,
            place(codes, {("A", "B"): 3.0, ("B", "C"): -3.0, ("A", "C"): -3.0}, [20.0] * 3, ((0, 0, 500, 500), 20.0)),
            strict=True,
        )
    )
    gap = {pair: np.hypot(*(np.array(places[pair[0]]) - np.array(places[pair[1]]))) for pair in ("AB", "BC", "AC")}
    assert gap["AB"] < gap["BC"]
    assert gap["AB"] < gap["AC"]


@pytest.mark.parametrize(
    ("first", "last", "most", "labels"),
    [
        (date(2026, 1, 5), date(2026, 4, 2), 7, ["Feb 2026", "Mar", "Apr"]),
        (date(2025, 11, 1), date(2026, 2, 1), 7, ["Nov", "Dec", "2026", "Feb"]),
        (date(2000, 1, 1), date(2026, 1, 1), 7, ["2000", "2005", "2010", "2015", "2020", "2025"]),
        (date(2026, 3, 2), date(2026, 3, 20), 7, []),
    ],
)
def test_ticks_stand_on_firsts_of_months(first: date, last: date, most: int, labels: list[str]) -> None:
    ticks = svg.month_ticks(first, last, most)
    assert all(day.day == 1 and first <= day for day, _ in ticks)
    assert len(ticks) <= most + 1
    assert [label for _, label in ticks] == labels or len(ticks) > 1


def test_svg_escapes_words_and_attributes() -> None:
    drawn = svg.element("a", "<b>\u202e", href='"><script>')
    assert "<b>" not in drawn
    assert "<script>" not in drawn
    assert "\u202e" not in drawn


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2026, 3, 24), date(2026, 3, 24), "24 Mar 2026"),
        (date(2026, 4, 13), date(2026, 4, 19), "13–19 Apr 2026"),
        (date(2026, 4, 30), date(2026, 5, 2), "30 Apr – 2 May 2026"),
        (date(2025, 12, 30), date(2026, 1, 2), "30 Dec 2025 – 2 Jan 2026"),
        (None, date(2026, 5, 31), "until 31 May 2026"),
        (date(2026, 5, 31), None, "from 31 May 2026"),
        (None, None, ""),
    ],
)
def test_intervals_read_as_people_write_them(start: date | None, end: date | None, words: str) -> None:
    assert days(start, end) == words


def test_context_is_split_at_the_word_that_names_the_act() -> None:
    context = "gal has made discreet approaches to Algeria in an effort to repair relations that have been frozen since Lisbon recalled its a"
    before, words, after = split_context(context, "repair")
    assert words == "repair"
    assert before.startswith("…has made")
    assert after.endswith("recalled its…")


def test_control_characters_are_made_visible_and_joiners_are_kept() -> None:
    assert visible("a\u202eb\x00c\n\u200c") == "a\ufffdb\ufffdc\n\u200c"


def test_markdown_has_no_markup_from_texts() -> None:
    assert markdown("[x](javascript:1) <b> *a* `c` |") == r"\[x\](javascript:1) \<b\> \*a\* \`c\` \|"


def test_addresses_quote_what_comes_from_outside() -> None:
    assert links.issue("a/b?c#d") == "/issues/a%2Fb%3Fc%23d"
    assert links.actor("person:x y") == "/actors/person:x%20y"
    assert links.changed("/search", {"q": "a&b", "page": "3"}, page=None, type="X") == "/search?q=a%26b&type=X"
    assert links.twin("/", {}) == "/today.json"


@pytest.mark.parametrize(
    ("at", "change", "before"),
    [
        (0.0, "none", None),
        (0.0, "softened", -0.18),
        (1.0, "softened", 1.18),
        (0.0, "hardened", 0.18),
        (1.0, "reversed", 0.0),
    ],
)
def test_a_move_points_the_way_that_the_text_states(at: float, change: str, before: float | None) -> None:
    assert _before(at, change) == (None if before is None else pytest.approx(before))
