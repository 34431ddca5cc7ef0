"""Places as the text names them."""

from dataclasses import dataclass

from dragoman.errors import RecordError
from dragoman.model.document import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A town, region, country, sea or site.

    Attributes:
        name: As written in the text.
        country: ISO 3166 alpha-3 code, or None for seas and unknown places.
        lat: Degrees north, -90 to 90, or None where only the name is known.
        lon: Degrees east, -180 to 180, or None.
        kind: "town", "region", "country", "sea", "site" or "unknown".
        basis: Why this place and not another of that name, for a person.
        span: Where the words stand, or None when a bare name was looked up.
    """

    name: str
    country: str | None
    lat: float | None = None
    lon: float | None = None
    kind: str = "unknown"
    basis: str = ""
    span: Span | None = None

    def __post_init__(self) -> None:
        if self.lat is not None and not -90 <= self.lat <= 90:
            raise RecordError(f"place {self.name}: latitude {self.lat} outside -90..90")
        if self.lon is not None and not -180 <= self.lon <= 180:
            raise RecordError(f"place {self.name}: longitude {self.lon} outside -180..180")
