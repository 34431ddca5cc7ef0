"""Pronouns: number, gender, nearness; first person; what stays unresolved."""

import pytest
from mention_reading import read

from dragoman.model import MentionKind


@pytest.mark.parametrize(
    ("text", "word", "entity_id"),
    [
        ("Carlos Mota met Inés Silva. She left.", "She", "person:ines-silva"),
        ("Inés Silva met Carlos Mota. He left.", "He", "person:carlos-mota"),
        ("Carlos Mota met Inés Silva. His aides left.", "His", "person:carlos-mota"),
        ("Norway refused. It sent a letter.", "It", "state:NOR"),
        ("Norway withdrew its envoy.", "its", "state:NOR"),
        ("Ghanaian rebels attacked. They fled.", "They", "role:GHA:reb"),
        ("Mrs Mota met Mr Silva because she was asked.", "she", "person:mota"),
    ],
)
def test_pronoun_takes_up_the_actor_that_fits(text, word, entity_id):
    mention = read(text).at(word)
    assert mention is not None
    assert (mention.entity_id, mention.kind) == (entity_id, MentionKind.PRONOUN)


def test_object_pronoun_is_not_its_own_subject():
    found = read("Carlos Mota arrived. Pedro Silva met him.")
    assert found.id_of("him") == "person:carlos-mota"


def test_owner_in_a_pair_is_the_one_beside():
    found = read("Carlos Mota refused to meet, but Pedro Silva and his aides agreed.")
    assert found.id_of("his") == "person:pedro-silva"


@pytest.mark.parametrize(
    "text",
    [
        "Norway refused. It is clear that the plan failed.",
        "Norway refused. It remains to be seen who pays.",
        "Norway refused. The trip was put off. It will go ahead in May.",
        "Norway planned it.",
    ],
)
def test_it_that_fills_a_place_or_takes_up_an_act_names_nobody(text):
    found = read(text)
    assert found.at("It") is None
    assert found.at("it") is None


def test_pronoun_with_nobody_before_it_stays_unresolved():
    found = read("He left. She stayed.")
    assert found.mentions == ()


def test_pronoun_between_two_equals_says_that_it_is_unsure():
    found = read("Carlos Mota and Pedro Silva met. Then he left.")
    mention = found.at("he")
    assert mention.rule == "pronoun/unsure"
    assert mention.score < 0.5
    assert {mention.entity_id, *mention.others} == {"person:carlos-mota", "person:pedro-silva"}


@pytest.mark.parametrize(
    ("text", "word", "speaker"),
    [
        ('"We will stay," Carlos Mota said.', "We", "Carlos Mota"),
        ('Carlos Mota said: "I will stay. Our men will stay."', "Our", "Carlos Mota"),
        ('"We stand ready" tweeted Carlos Mota "to help."', "We", "Carlos Mota"),
        ("A senior diplomat said: We will stay. Our men will stay.", "Our", "A senior diplomat"),
        ('According to Carlos Mota, "we will stay".', "we", "Carlos Mota"),
    ],
)
def test_first_person_is_the_speaker(text, word, speaker):
    found = read(text)
    assert found.id_of(word) == found.id_of(speaker) is not None
    assert found.at(word).rule == "speaker"


def test_first_person_of_the_outlet_names_nobody():
    assert read("We asked Norway for its view.").at("We") is None


def test_speaker_is_not_meant_by_a_third_person_in_his_words():
    found = read('Pedro Silva fell ill. "He is weak," Carlos Mota said.')
    assert found.id_of("He") == "person:pedro-silva"


def test_you_names_nobody():
    assert read("Norway asked what you want.").at("you") is None


@pytest.mark.parametrize(
    ("text", "word", "entity_id"),
    [
        ('Carlos Mota met Pedro Silva. "Juan Vega is a liar," he said.', "he", "person:carlos-mota"),
        ("Ghana answered on Monday. Togo, it said, had opened fire.", "it", "state:GHA"),
        ("Norway complained. The Danes were late, it added.", "it", "state:NOR"),
    ],
)
def test_nobody_in_what_is_told_is_the_teller(text, word, entity_id):
    assert read(text).id_of(word) == entity_id


def test_teller_before_a_colon_is_not_in_what_is_told():
    found = read("Carlos Mota criticised Pedro Silva. Inés Silva was blunter: the deal, she said, was dead.")
    assert found.id_of("she") == "person:ines-silva"


@pytest.mark.parametrize(
    ("text", "word", "speaker"),
    [
        ('Carlos Mota arrived. "We will stay," he said. Pedro Silva left.', "We", "Carlos Mota"),
        ('Inés Silva arrived. "I will stay," she told Carlos Mota.', "I", "Inés Silva"),
    ],
)
def test_first_person_is_the_speaker_whom_a_pronoun_behind_the_quotation_takes_up(text, word, speaker):
    found = read(text)
    assert found.id_of(word) == found.id_of(speaker) is not None


@pytest.mark.parametrize(
    "text",
    [
        "Carlos Mota is due in Lima on Friday. An embassy official said he would press Chile.",
        "Carlos Mota flies to Oslo on Monday. One diplomat said he would ask for more.",
        "Carlos Mota is in Doha. A source close to the talks said he was tired.",
        "Carlos Mota is in Doha. His lawyer said he would sue Qatar.",
    ],
)
def test_unnamed_speaker_tells_of_another(text):
    assert read(text).id_of("he") == "person:carlos-mota"


def test_named_speaker_tells_of_himself():
    found = read("Carlos Mota is due in Lima. Pedro Silva said he would press Chile.")
    assert found.id_of("he") == "person:pedro-silva"


@pytest.mark.parametrize(
    ("text", "word", "entity_id"),
    [
        ("Slovenia complained and said it would turn to the court.", "it", "state:SVN"),
        ("Chile said it would take the matter to the council.", "it", "state:CHL"),
        ("Kenya said it had not been consulted.", "it", "state:KEN"),
        ("Norway was firm. The duties are unlawful, it said.", "it", "state:NOR"),
        ("Ghana was late. The United Nations urged it to sign.", "it", "state:GHA"),
        ("Eritrea was angry. Sudan accused it of arming rebels.", "it", "state:ERI"),
    ],
)
def test_it_that_wills_or_is_told_of_is_an_actor(text, word, entity_id):
    assert read(text).id_of(word) == entity_id


def test_it_that_is_called_off_is_the_act():
    assert read("Chile planned a visit. Chile said it was called off.").at("it") is None


@pytest.mark.parametrize(
    ("text", "word", "entity_id"),
    [
        ("Kenya answered the Danes. They want a deal.", "They", "state:DNK"),
        ("Iran offered to mediate. The Taliban said they had no part in it.", "they", "group:TALIBAN"),
        ("Ghana and Togo met in Accra. They agreed to share the river.", "They", "coll:GHA+TGO"),
        ("Carlos Mota and Pedro Silva met. They condemned Spain.", "They", "coll:carlos-mota+pedro-silva"),
    ],
)
def test_they_are_several(text, word, entity_id):
    assert read(text).id_of(word) == entity_id


def test_two_joined_are_not_the_object_of_their_own_verb():
    found = read("Sanctions hit the Danes. Russia and China voted for them.")
    assert found.id_of("them") == "state:DNK"


def test_main_subject_goes_before_that_of_a_clause_below():
    assert read("Seoul refused talks until Tokyo apologised. It has dropped that condition.").id_of("It") == "state:KOR"


def test_object_behind_a_preposition_is_not_its_own_subject():
    assert read("Carlos Mota arrived. Pedro Silva met with him.").id_of("him") == "person:carlos-mota"


@pytest.mark.parametrize(
    ("text", "word", "speaker"),
    [
        ("Inés Silva spoke to us.\nQ: Was it hard?\nA: Very. Once I was put out.", "I", "Inés Silva"),
        ("Inés Silva spoke to us.\nQ: Did Ghana warn you?\nA: Of course.", "you", "Inés Silva"),
        ("Carlos Mota met the press.\nQuestion: Why now?\nAnswer: We must.", "We", "Carlos Mota"),
        ("Pedro Silva rose.\nMr Silva: No.\nMs Rey: Then we shall leave. Norway knows.", "we", "Ms Rey"),
    ],
)
def test_first_person_in_a_turn_is_who_has_the_word(text, word, speaker):
    found = read(text)
    assert found.at(word) is not None
    assert found.id_of(word) == found.id_of(speaker) is not None


def test_who_asks_is_nobody_and_one_label_makes_no_turns():
    assert read("Inés Silva spoke.\nQ: May I ask why?\nA: No.").at("I") is None
    assert read("Inés Silva spoke.\nA: I shall stay.").at("I") is None


@pytest.mark.parametrize(
    "text",
    [
        "Norway left early. Ghana thanked it.",
        "Norway was calm. A firm sued it in May.",
        "Norway left. Ghana told it so.",
    ],
)
def test_object_it_of_an_address_is_an_actor(text):
    assert read(text).id_of("it") == "state:NOR"
