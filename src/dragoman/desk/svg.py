"""Small SVG: elements as escaped markup, and scales. Colours come from the style sheet, by class."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from markupsafe import Markup, escape

from dragoman.desk.wording import visible

SPELLED: Final = {"class_": "class", "viewbox": "viewBox"}
Attribute = str | float | int | None
TICKS_MOST: Final = 7
DAYS_A_YEAR: Final = 365


def element(name: str, *children: str | Markup, **attributes: Attribute) -> Markup:
    """Return an element; texts and attributes are escaped, `class_` becomes class, `font_size` becomes font-size."""
    parts = [f" {_name(key)}={_quoted(value)}" for key, value in attributes.items() if value is not None]
    inner = Markup("").join(child if isinstance(child, Markup) else visible(child) for child in children)
    whole = f"<{name}{''.join(parts)}>{inner}</{name}>" if inner else f"<{name}{''.join(parts)}/>"
    return Markup(whole)  # noqa: S704 (names are ours, `_quoted` and `join` have escaped the rest)


def _name(key: str) -> str:
    return SPELLED.get(key) or key.replace("_", "-")


def _quoted(value: Attribute) -> str:
    text = f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else visible(str(value))
    return f'"{escape(text)}"'


def drawing(
    *children: str | Markup, size: tuple[float, float], label: str, class_: str, has_links: bool = False
) -> Markup:
    """Return a whole picture that scales to its column.

    Args:
        children: What is drawn.
        size: Width and height in its own units.
        label: Said in its place by a screen reader.
        class_: For the style sheet ("wide", "narrow").
        has_links: Whether something in it can be followed: then it is a group and not one image.
    """
    return element(
        "svg",
        *children,
        viewbox=f"0 0 {size[0]:g} {size[1]:g}",
        role="group" if has_links else "img",
        aria_label=label,
        class_=f"chart {class_}",
        width=float(size[0]),
        height=float(size[1]),
    )


def text(words: str, x: float, y: float, *, class_: str = "tick", anchor: str = "start") -> Markup:
    """Return words at a place."""
    return element("text", words, x=x, y=y, class_=class_, text_anchor=anchor)


def line(x1: float, y1: float, x2: float, y2: float, *, class_: str) -> Markup:
    """Return a straight line."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=class_)


def path(points: Sequence[tuple[float, float]], *, class_: str, is_closed: bool = False) -> Markup:
    """Return a path through the points."""
    drawn = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + ("Z" if is_closed else "")
    return element("path", d=drawn, class_=class_)


@dataclass(frozen=True, slots=True)
class Scale:
    """A linear scale from values to places."""

    low: float
    high: float
    first: float
    last: float

    def __call__(self, value: float) -> float:
        """Return the place of a value; values outside stay at the ends."""
        if self.high == self.low:
            return (self.first + self.last) / 2
        share = (value - self.low) / (self.high - self.low)
        return self.first + min(1.0, max(0.0, share)) * (self.last - self.first)


def month_ticks(first: date, last: date, most: int = TICKS_MOST) -> tuple[tuple[date, str], ...]:
    """Return firsts of months (of every second, third ... month) from first to last, each with its label."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    step = next((s for s in (1, 2, 3, 6, 12, 24, 60, 120) if months / s <= most), 240)
    ticks = []
    for number in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        if number % step == 0 and (day := date(number // 12, number % 12 + 1, 1)) >= first:
            label = str(day.year) if step >= 12 or day.month == 1 else f"{day:%b}"
            ticks.append((day, label))
    if ticks and not any(label.isdigit() for _, label in ticks):
        day, label = ticks[0]
        ticks[0] = (day, f"{label} {day.year}")
    return tuple(ticks)
