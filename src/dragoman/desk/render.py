"""From a page's context to HTML through a template, or to JSON through the codec."""

from functools import cache
from typing import Final

import jinja2
import msgspec

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
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters.update(
        day=wording.long_day,
        days=wording.days,
        short=wording.short_day,
        percent=wording.percent,
        many=wording.many,
        visible=wording.visible,
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


def json_twin(context: object) -> bytes:
    """Return a page's context as JSON."""
    return msgspec.json.encode(context)
