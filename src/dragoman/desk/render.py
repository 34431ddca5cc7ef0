"""From a page's context to HTML through a template, or to JSON through the codec."""

import re
from functools import cache
from importlib.resources import files
from typing import Final

import jinja2
import msgspec
from markupsafe import Markup

from dragoman.desk import charts, links, rows, wording
from dragoman.desk.network import weights
from dragoman.version import __version__

NAV: Final[tuple[tuple[str, str], ...]] = (
    ("/", "Today"),
    ("/search", "Search"),
    ("/relations", "Relations"),
    ("/network", "Network"),
    ("/issues", "Issues"),
    ("/outlook", "Outlook"),
    ("/disputes", "Disputes"),
    ("/review", "Review"),
    ("/scenarios", "Scenarios"),
    ("/add", "Add"),
    ("/about", "About"),
)


@cache
def environment() -> jinja2.Environment:
    """Return the templates' environment: everything is escaped, and an unknown name is an error."""
    found = jinja2.Environment(
        loader=jinja2.PackageLoader("dragoman.desk"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=wording.finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters.update(
        day=wording.long_day,
        days=wording.days,
        short=wording.short_day,
        percent=wording.percent,
        many=wording.many,
        md=wording.markdown,
    )
    found.globals.update(
        links=links,
        weights=weights,
        charts=charts,
        speakers=rows.distinct_speakers,
        kind_words=wording.KIND_WORDS,
        stance_words=wording.STANCE_WORDS,
        nav=NAV,
        version=__version__,
    )
    return found


def html(template: str, **values: object) -> str:
    """Return a page as HTML."""
    return environment().get_template(template).render(**values)


def brief_as(page: object, kind: str) -> str:
    """Return a brief as ".html" that needs nothing beside itself, ".md" or ".json"."""
    if kind == ".json":
        return json_twin(page).decode() + "\n"
    if kind == ".md":
        plain = environment().overlay(autoescape=False)
        text = plain.get_template("brief.md").render(page=page)
        return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
    sheets = ("desk.css", "brief.css")
    css = "".join((files("dragoman.desk") / "static" / name).read_text(encoding="utf-8") for name in sheets)
    return html("brief.html", page=page, css=Markup(css))  # noqa: S704 (our own style sheets)


def json_twin(context: object) -> bytes:
    """Return a page's context as JSON."""
    return msgspec.json.encode(context)
