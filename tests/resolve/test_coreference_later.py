"""Later descriptions and later names: who is taken up once somebody has been told of."""

import pytest
from mention_reading import read


@pytest.mark.parametrize(
    ("text", "earlier", "later"),
    [
        (
            "A Kenyan envoy reached Dodoma on Friday. The envoy, Peter Kamotho, carried a letter.",
            "A Kenyan envoy",
            "Peter Kamotho",
        ),
        ("The court fined a Danish lawyer. The lawyer, Mette Holm, will appeal.", "a Danish lawyer", "Mette Holm"),
        (
            "A retired admiral met the rebels. The admiral, Luis Carreño, denied it.",
            "A retired admiral",
            "Luis Carreño",
        ),
    ],
)
def test_name_beside_the_title_names_somebody_told_of_before(text, earlier, later):
    found = read(text)
    assert found.id_of(earlier) == found.id_of(later)
    assert found.id_of(later).startswith("person:")


def test_name_beside_a_title_with_a_is_somebody_new():
    found = read("The court fined a lawyer from Denmark. A lawyer, Mette Holm, protested.")
    assert found.id_of("a lawyer from Denmark") != found.id_of("Mette Holm")


def test_name_beside_the_title_of_another_state_is_somebody_else():
    found = read("The Kenyan envoy left on Friday. The Ghanaian envoy, Peter Kamotho, stayed.")
    assert found.id_of("The Kenyan envoy") != found.id_of("Peter Kamotho")


@pytest.mark.parametrize(
    ("text", "earlier", "later"),
    [
        ("A Belgian emissary flew to Kigali. The envoy left at once.", "A Belgian emissary", "The envoy"),
        ("The Peruvian cultural attaché was seen. The attaché left.", "The Peruvian cultural attaché", "The attaché"),
        ("Six Filipino hostages wrote a letter. The captives asked for help.", "Six Filipino hostages", "The captives"),
        ("A Portuguese consul was arrested. The man denied everything.", "A Portuguese consul", "The man"),
    ],
)
def test_another_noun_takes_up_somebody_told_of(text, earlier, later):
    found = read(text)
    assert found.id_of(earlier) == found.id_of(later)


@pytest.mark.parametrize("words", ["Mr Lizarraga", "Mr Quintero", "Lizarraga Quintero"])
def test_words_inside_one_full_name_are_its_bearer(words):
    found = read(f"Tomás Lizarraga Quintero refused. Later {words} agreed.")
    assert found.id_of(words) == found.id_of("Tomás Lizarraga Quintero")


def test_words_inside_two_full_names_are_nobody_known():
    found = read("Ana Rivas Soto met Luis Rivas Peña. Later Mr Rivas left.")
    assert found.id_of("Mr Rivas") not in {found.id_of("Ana Rivas Soto"), found.id_of("Luis Rivas Peña")}


@pytest.mark.parametrize(
    ("text", "words", "state"),
    [
        ("Peru closed its border with Chile. Chile accused its neighbour of bad faith.", "its neighbour", "state:PER"),
        ("Norway spoke with Laos. Later Thailand lent the country a ship.", "the country", "state:LAO"),
        ("Jordan asked Ukraine for wheat. Later the kingdom paid.", "the kingdom", "state:JOR"),
        ("Malta wrote to Austria. Later the island paid.", "the island", "state:MLT"),
    ],
)
def test_state_is_taken_up_by_what_it_can_be(text, words, state):
    assert read(text).id_of(words) == state


def test_union_takes_up_the_nearest_one_called_so():
    found = read("The Tunisian fishermen's union protested. The union wants the border open.")
    assert found.id_of("The union") == found.id_of("The Tunisian fishermen's union")


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("The fisheries minister of the day, Pedro Lagos, refused.", "The fisheries minister"),
        ("Peru's ambassador at the time, Pedro Lagos, refused.", "Peru's ambassador"),
        ("The spokesman of the day, Pedro Lagos, denied it.", "The spokesman"),
    ],
)
def test_name_in_apposition_is_the_role_though_words_stand_between(text, role):
    assert read(text).id_of(role) == "person:pedro-lagos"


def test_neighbour_is_the_other_state_of_which_the_text_speaks_most():
    found = read(
        "Kenya and Uganda quarrel over a lake. Uganda wants the lake. France is worried. Kenya accused its neighbour of theft."
    )
    assert found.id_of("its neighbour") == "state:UGA"


@pytest.mark.parametrize(
    ("text", "later"),
    [
        ("Norway asked the International Court of Justice for help. The court refused.", "The court"),
        ("The Ministry of Fisheries answered. Norway said the ministry had lied.", "the ministry"),
        ("The International Committee of the Red Cross wrote to Norway. The committee was angry.", "The committee"),
    ],
)
def test_body_is_taken_up_by_the_head_of_its_name(text, later):
    found = read(text)
    others = {m.entity_id for m in found.mentions} - {"state:NOR"}
    assert others == {found.id_of(later)}


@pytest.mark.parametrize(
    ("text", "earlier", "later"),
    [
        ("A court in Lima fined Chile. Chile accused the court of haste.", "A court in Lima", "the court"),
        ("Norway won. A Danish tribunal had fined it. The tribunal was stern.", "A Danish tribunal", "The tribunal"),
        (
            "The Danish foreign ministry wrote. The ministry in Copenhagen was angry.",
            None,
            "The ministry in Copenhagen",
        ),
        ("The High Court in Accra fined Togo. Togo thanked the court.", "The High Court in Accra", "the court"),
        ("Peru's consulate in Arica was shut. Chile accused the consulate of spying.", None, "the consulate"),
    ],
)
def test_organ_is_taken_up_by_its_noun(text, earlier, later):
    found = read(text)
    first = found.mentions[0].entity_id if earlier is None else found.id_of(earlier)
    assert first is not None
    assert first == found.id_of(later)


@pytest.mark.parametrize(
    "text",
    ["Somebody asked a court in Lima for help.", "A ministry in Lima wrote.", "They waited outside the embassy."],
)
def test_one_organ_of_many_is_an_actor_only_where_it_acts(text):
    assert all(not m.entity_id.startswith("organ:") for m in read(text).mentions)


@pytest.mark.parametrize(
    ("text", "later"),
    [
        ("The Lusaka Club lent Kenya money. Kenya thanked the club.", "the club"),
        (
            "The Confederation of Baltic Fishermen wrote to Malta. Malta asked the confederation to wait.",
            "the confederation",
        ),
    ],
)
def test_noun_that_no_table_knows_takes_up_a_body_named_so(text, later):
    found = read(text)
    assert found.id_of(later) == found.mentions[0].entity_id
    assert found.id_of(later).startswith("org:")


def test_noun_before_the_name_takes_up_nobody():
    assert read("Kenya thanked the club. The Lusaka Club was silent.").id_of("the club") is None
