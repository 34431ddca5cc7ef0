"""Floors on the place gold sets beside the repository; scripts/ablate_places.py prints the same figures."""

import csv
import math
from pathlib import Path

import pytest

from dragoman.model import Document, Span
from dragoman.resolve.parser import load_parser
from dragoman.resolve.places import find_places, is_metonym, locate

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
TOWN_KM, REGION_KM = 30, 200
EARTH_KM = 6371


def read_gold(path):
    if not path.exists():
        pytest.skip(f"no gold set {path.name}: shared/data is not beside the repository")
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def distance_km(lat_1, lon_1, lat_2, lon_2):
    a, b = math.radians(lat_1), math.radians(lat_2)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(lon_2 - lon_1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(half))


def share_right(rows, context, country):
    right = 0
    for row in rows:
        place = locate(row["mention"], context=row[context])
        if place is None or place.country != row[country]:
            continue
        is_wide = row.get("kind") == "region" or place.kind in {"region", "country", "sea"}
        far = distance_km(place.lat, place.lon, float(row["lat"]), float(row["lon"]))
        right += far <= (REGION_KM if is_wide else TOWN_KM)
    return right / len(rows)


def test_probes_are_located():
    assert share_right(read_gold(DATA / "probes" / "places.tsv"), "sentence", "iso3") >= 0.95


def test_mentions_are_located():
    assert share_right(read_gold(DATA / "places" / "mentions.tsv"), "context", "country") >= 0.975


def test_metonyms_of_the_probes_are_told_from_places():
    rows = read_gold(DATA / "probes" / "places.tsv")
    parser = load_parser()
    wrong = []
    for row in rows:
        text, span = row["sentence"], Span(int(row["start"]), int(row["end"]))
        document = Document(doc_id="d1", text=text, body=(Span(0, len(text)),))
        parse = parser.parse(document)
        is_found = any(place.span.overlaps(span) for place in find_places(document, parse))
        if is_metonym(document, parse, span) != (row["metonym"] == "1") or is_found == (row["metonym"] == "1"):
            wrong.append(row["id"])
    assert len(wrong) <= 1, wrong
