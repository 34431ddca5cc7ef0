"""The two of whom a text speaks: "both governments", "the two capitals", "both sides"."""

import pytest
from mention_reading import read


@pytest.mark.parametrize(
    ("text", "words", "entity_id"),
    [
        (
            "Kenya accused Uganda of arming rebels. Kampala denied it. Washington urged both governments to talk.",
            "both governments",
            "coll:KEN+UGA",
        ),
        (
            "Peru recalled its envoy from Chile. Brazil, which is weary, called on the two countries to talk.",
            "the two countries",
            "coll:CHL+PER",
        ),
        ("Serbia and Kosovo traded blame. The United States told both sides to talk.", "both sides", "coll:SRB+XKX"),
        ("Ethiopia shut its border with Eritrea. Sudan wrote to both capitals.", "both capitals", "coll:ERI+ETH"),
        (
            "Armenia shelled Azerbaijan. A Russian envoy will visit the two capitals.",
            "the two capitals",
            "coll:ARM+AZE",
        ),
        ("Egypt threatened Ethiopia. Norway said it would press both parties.", "both parties", "coll:EGY+ETH"),
    ],
)
def test_two_are_those_named_together_and_not_the_doer(text, words, entity_id):
    assert read(text).id_of(words) == entity_id


def test_two_are_those_of_whom_the_text_speaks_most():
    found = read(
        "Ghana threatened Togo on Monday. Togo recalled its envoy from Ghana. Ghana then closed the border with Togo. "
        "Kenya and Uganda voiced concern. Norway asked both governments to talk."
    )
    assert found.id_of("both governments") == "coll:GHA+TGO"


def test_two_named_only_behind_the_phrase():
    found = read("Fourteen years on, the two governments differ. Rwanda and Burundi met in May.")
    assert found.id_of("the two governments") == "coll:BDI+RWA"


def test_one_of_two_sides_may_fight_the_state():
    found = read("Rebels in Colombia attacked the Colombian army. Norway urged both sides to talk.")
    assert found.id_of("both sides") == "coll:COL:reb+COL"


def test_one_capital_names_nobody():
    assert read("Kenya accused Uganda. The capital was calm.").at("The capital") is None


@pytest.mark.parametrize(
    "text",
    [
        "Egypt and Jordan, whose jets have bombed the camps, asked for talks.",
        "The general relies on Oman and Qatar, whose drones attacked the port.",
        "Peru met Chile, whose troops have seized the bridge.",
    ],
)
def test_arms_behind_whose_are_no_actor_beside_their_owners(text):
    assert not [m.entity_id for m in read(text).mentions if m.entity_id.endswith((":mil", ":drone"))]


@pytest.mark.parametrize(
    ("text", "earlier", "later"),
    [
        ("Two Danish consuls were expelled. Peru gave the two a day.", "Two Danish consuls", "the two"),
        ("Malta holds three Kenyan pilots. Kenya asked Malta to free the three.", "three Kenyan pilots", "the three"),
        ("Two Polish engineers vanished in Chad. Somebody saw the pair in May.", "Two Polish engineers", "the pair"),
        ("Four rebel officers fled. The four crossed the river.", "Four rebel officers", "The four"),
    ],
)
def test_number_with_the_takes_up_those_counted_so(text, earlier, later):
    found = read(text)
    assert found.id_of(earlier) is not None
    assert found.id_of(earlier) == found.id_of(later)


def test_number_before_its_noun_takes_up_nobody():
    assert read("Two Danish consuls were expelled. Peru gave the two ships a day.").id_of("the two") is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Peru and Chile quarrel. Peru and Chile have stopped talking. Peru said the other side had lied.", "CHL"),
        ("Togo and Benin shut the road. Benin's envoy said that the other side had begun.", "TGO"),
    ],
)
def test_the_other_side_is_the_partner_of_who_speaks(text, code):
    assert read(text).who("the other side").code == code
