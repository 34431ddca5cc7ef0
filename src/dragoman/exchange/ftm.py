"""FollowTheMoney entities: actors, events and the articles that prove them, one JSON object a line.

Source: the model of https://followthemoney.tech (schemata Event, Person, Organization, PublicBody, LegalEntity,
Article).
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from dragoman.exchange.fold import parties
from dragoman.lexicon.foreign import iso2
from dragoman.model.ids import content_id

SCHEMATA: Final = {
    "state": "PublicBody",
    "region": "PublicBody",
    "organ": "PublicBody",
    "igo": "Organization",
    "org": "Organization",
    "group": "Organization",
    "outlet": "Organization",
    "person": "Person",
}
"""Schema by what an entity id begins with; anything else is a LegalEntity, of which FollowTheMoney says no more."""


def write(rows: Iterator[Mapping[str, object]]) -> Iterator[dict[str, object] | None]:
    """Yield the entities of events: a party and an article once, before the first event that refers to them.

    An event's status is its first keyword after the type, so that a cancelled visit does not read as a visit; the words
    of the text are its summary.
    """
    told: set[str] = set()
    for row in rows:
        found = [*parties(row, "actors"), *parties(row, "recipients")]
        for party in found:
            if (key := _party_id(party)) not in told:
                told.add(key)
                yield _entity(
                    key, _schema(party), {"name": party["name"], "country": iso2(party["code"]), **_sector(party)}
                )
        proof = None
        if row.get("doc_id"):
            proof = content_id("f", "article", row["doc_id"])
            if proof not in told:
                told.add(proof)
                yield _article(proof, row)
        yield _event(row, found, proof)


def _event(row: Mapping[str, object], found: list[Mapping[str, str | None]], proof: str | None) -> dict[str, object]:
    names = ", ".join(dict.fromkeys(str(party["name"]) for party in found))
    kind = str(row["type"] or row["label"] or "event")
    return _entity(
        content_id("f", "event", row["event_id"]),
        "Event",
        {
            "name": f"{kind} ({row['status']}): {names}" if names else f"{kind} ({row['status']})",
            "involved": list(dict.fromkeys(_party_id(party) for party in found)),
            "startDate": row["start"],
            "endDate": row["end"],
            "location": row["place"],
            "country": iso2(str(row["country"])) if row["country"] else None,
            "keywords": [str(value) for value in (row["type"], row["status"], row["mode"], row["cameo"]) if value],
            "summary": row.get("context_words"),
            "recordId": row["event_id"],
            "sourceUrl": row["url"],
            "publisher": row["outlet"],
            "proof": proof,
        },
    )


def _article(key: str, row: Mapping[str, object]) -> dict[str, object]:
    return _entity(
        key,
        "Article",
        {
            "title": row.get("title"),
            "publishedAt": row["published"],
            "sourceUrl": row["url"],
            "publisher": row["outlet"],
        },
    )


def _party_id(party: Mapping[str, str | None]) -> str:
    return content_id(
        "f", "party", party["entity_id"] or None, *([] if party["entity_id"] else (party["name"], party["code"]))
    )


def _schema(party: Mapping[str, str | None]) -> str:
    return SCHEMATA.get(str(party["entity_id"] or "").partition(":")[0], "LegalEntity")


def _sector(party: Mapping[str, str | None]) -> dict[str, str | None]:
    return {"sector": party["sector"]}


def _entity(key: str, schema: str, properties: Mapping[str, object]) -> dict[str, object]:
    """Return an entity as FollowTheMoney writes it: every property a list of texts."""
    filled = {name: _values(value) for name, value in properties.items()}
    return {"id": key, "schema": schema, "properties": {name: values for name, values in filled.items() if values}}


def _values(value: object) -> list[str]:
    if value is None or value == "":
        return []
    if isinstance(value, list):
        return [str(one) for one in value]
    return [value.isoformat() if isinstance(value, date) else " ".join(str(value).split())]
