"""Who held which office on a day."""

from datetime import date

import pytest

from dragoman.lexicon.actors import load_actors
from dragoman.lexicon.offices import read_phrase, who

ASKED = [
    ("Pentagon chief", "2021-06-01", "Lloyd Austin"),
    ("president of Egypt", "2014-01-10", "Adly Mansour"),
    ("US Treasury Secretary", "2022-03-01", "Janet Yellen"),
    ("British prime minister", "1996-05-05", "John Major"),
    ("the former British prime minister", "2017-04-06", "David Cameron"),
    ("US national security adviser", "2003-03-01", "Condoleezza Rice"),
    ("the Israeli defence minister", "2019-01-01", "Benjamin Netanyahu"),
    ("Hamas leader", "2018-01-01", "Ismail Haniyeh"),
    ("leader of the PKK", "2010-01-01", "Abdullah Öcalan"),
    ("the North Korean leader", "2005-05-05", "Kim Jong-il"),
    ("the Iranian president", "2010-01-01", "Mahmoud Ahmadinejad"),
    ("Iran's supreme leader", "2010-01-01", "Ali Khamenei"),
    ("Irans supreme leader", "2010-01-01", "Ali Khamenei"),
    ("head of the CIA", "2005-01-01", "Porter Goss"),
    ("the Mossad chief", "2020-01-01", "Yossi Cohen"),
    ("Russia's UN ambassador", "2018-01-01", "Vasily Nebenzya"),
    ("American ambassador in Moscow", "2013-01-01", "Michael McFaul"),
    ("the Ambassador of Britain to the US", "2018-01-01", "Kim Darroch"),
    ("the EU foreign policy chief", "2022-02-24", "Josep Borrell"),
    ("European Commission president", "2005-06-01", "José Manuel Barroso"),
    ("the NATO chief", "2020-01-01", "Jens Stoltenberg"),
    ("head of the IMF", "2009-01-01", "Dominique Strauss-Kahn"),
    ("the ICC prosecutor", "2010-01-01", "Luis Moreno Ocampo"),
    ("African Union Commission chairperson", "2018-01-01", "Moussa Faki Mahamat"),
    ("the UN envoy to Libya", "2018-01-01", "Ghassan Salamé"),
    ("UN human rights chief", "2015-01-01", "Zeid Ra'ad al-Hussein"),
    ("the president of South Ossetia", "2008-08-08", "Eduard Kokoity"),
    ("Catalan president", "2017-10-01", "Carles Puigdemont"),
    ("the Bosnian Serb leader", "1994-01-01", "Radovan Karadžić"),
    ("Taliban leader", "2017-01-01", "Hibatullah Akhundzada"),
    ("the Yemeni Houthi leader", "2020-01-01", "Abdul-Malik al-Houthi"),
    ("secretary general of Hezbollah", "2006-07-15", "Hassan Nasrallah"),
    ("Labour leader", "2017-05-01", "Jeremy Corbyn"),
    ("leader of the British opposition", "2017-05-01", "Jeremy Corbyn"),
    ("the Kremlin spokesman", "2017-04-06", "Dmitry Peskov"),
    ("State Department spokesman", "2010-06-01", "P. J. Crowley"),
    ("Russian foreign ministry spokeswoman", "2020-01-01", "Maria Zakharova"),
    ("White House press secretary", "2002-01-01", "Ari Fleischer"),
    ("Speaker of the House", "2008-01-01", "Nancy Pelosi"),
    ("the foreign secretary of India", "2016-01-01", "Subrahmanyam Jaishankar"),
    ("Brexit secretary", "2018-01-01", "David Davis"),
    ("Governor of Hong Kong", "1996-01-01", "Chris Patten"),
    ("the Saudi crown prince", "2018-10-02", "Mohammed bin Salman"),
    ("Lavrov", "2017-04-06", "Sergey Lavrov"),
    ("Mr Johnson", "2017-04-06", "Boris Johnson"),
    ("General Haftar", "2017-04-06", "Khalifa Haftar"),
    ("Sir Michael Fallon", "2017-04-06", "Michael Fallon"),
    ("Mullah Omar", "2001-10-01", "Mohammed Omar"),
    ("MBS", "2018-10-02", "Mohammed bin Salman"),
]


@pytest.mark.parametrize(("phrase", "day", "person"), ASKED)
def test_a_phrase_names_the_holder_of_that_day(phrase: str, day: str, person: str) -> None:
    found = who(phrase, on=date.fromisoformat(day))
    assert found, "nobody found"
    assert found[0].person == person


@pytest.mark.parametrize("phrase", ["the president", "Nobody Atall", "the mayor of Atlantis", "", "the of"])
def test_what_the_tables_do_not_know_is_nobody(phrase: str) -> None:
    assert who(phrase, on=date(2017, 4, 6)) == ()


def test_a_person_out_of_office_is_answered_with_the_last_one() -> None:
    found = who("David Cameron", on=date(2017, 4, 6))
    assert [(h.office, h.end) for h in found] == [("Prime Minister", date(2016, 7, 13))]


def test_a_person_before_any_office_is_answered_with_nothing() -> None:
    assert who("Angela Merkel", on=date(1970, 1, 1)) == ()


def test_nobody_holds_an_office_before_its_first_term() -> None:
    assert who("the president of the European Council", on=date(2001, 1, 1)) == ()


def test_a_deputy_is_not_taken_for_the_head() -> None:
    assert [h.person for h in who("NATO secretary general", on=date(2018, 1, 1))] == ["Jens Stoltenberg"]


def test_a_phrase_is_taken_apart() -> None:
    phrase = read_phrase("the former British ambassador to Libya", load_actors())
    assert (phrase.title, phrase.target, phrase.is_former) == ("ambassador", ("libya",), True)
    assert [entry.entity.code for entry in phrase.bodies] == ["GBR"]
