"""The table of outlets and its look-ups."""

import re

import pytest

from dragoman.errors import LexiconError
from dragoman.lexicon.outlets import OutletKind, load_name_words, load_outlets, read_outlets

HEAD = "name\taliases\tline_forms\tcountry\tkind\tstate\tdomain\n"


def test_table_covers_the_world():
    table = load_outlets()
    assert len(table.outlets) >= 250
    assert len({o.country for o in table.outlets}) >= 80
    assert {o.kind for o in table.outlets} == set(OutletKind)


def test_names_and_domains_are_unique_and_sorted():
    outlets = load_outlets().outlets
    names = [o.name for o in outlets]
    domains = [o.domain for o in outlets if o.domain]
    assert len(set(names)) == len(names)
    assert len(set(domains)) == len(domains)
    assert all(re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", d) and not d.startswith("www.") for d in domains)


@pytest.mark.parametrize(
    ("words", "spelling", "name"),
    [
        ("INDEPENDENT", "Independent", "The Independent"),
        ("the guardian", "The Guardian", "The Guardian"),
        ("Guardian", "Guardian", "The Guardian"),
        ("AFP.", "AFP", "Agence France-Presse"),
        ("new  york times", "New York Times", "The New York Times"),
        ("the Reuters", "Reuters", "Reuters"),
    ],
)
def test_outlet_is_found_by_form(words, spelling, name):
    found = load_outlets().named(words)
    assert found is not None
    assert (found[0], found[1].name) == (spelling, name)


def test_unknown_words_name_no_outlet():
    assert load_outlets().named("Ministry of Fisheries") is None


@pytest.mark.parametrize(
    ("host", "name"), [("www.bbc.com", "BBC"), ("edition.cnn.com", "CNN"), ("bbc.com.example.org", None), ("com", None)]
)
def test_outlet_is_found_by_host(host, name):
    found = load_outlets().at(host)
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    ("form", "is_safe"),
    [("Reuters", True), ("the Independent", True), ("Independent", False), ("Time", False), ("MENA", False)],
)
def test_prose_forms_leave_out_ordinary_words(form, is_safe):
    assert (form in load_outlets().prose_forms) is is_safe


def test_kinds_of_name_words_do_not_overlap():
    words = load_name_words()
    assert not words.outlet & words.outlet_weak
    assert not words.not_place & words.colon_place


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("A\t\t\tXX\tagency\t\ta.org", "country 'XX'"),
        ("A\t\t\tNOR\tblog\t\ta.org", "kind 'blog'"),
        ("A\t\t\tNOR\tagency\tno\ta.org", "state 'no'"),
        ("A\tB\t\tNOR\tagency\nC\tB\t\tNOR\tagency", "'B' belongs to A and to C"),
    ],
)
def test_bad_row_is_refused_with_the_reason(tmp_path, row, message):
    path = tmp_path / "outlets.tsv"
    path.write_text(HEAD + row + "\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=re.escape(message)):
        read_outlets(path)
