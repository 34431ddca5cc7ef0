"""Reproaches made by the words that are told: the text heard them, nobody vouches for them."""

import pytest
from coded_texts import Code

HEARD = [
    "Norway's envoy said he condemned the raid on Mali.",
    "The Peruvian foreign ministry said it regretted the vote in Chile.",
    "Kenya's foreign minister told reporters he was disappointed with Uganda.",
    "Kenya's foreign minister wrote that Uganda's decision was “toxic”.",
    "“Uganda's decision was a slap in the face,” Kenya's foreign minister told reporters.",
]
REPORTED = [
    "The Kenyan minister said that he had condemned the Ugandan raid.",
    "Peru's foreign ministry said it would condemn the Chilean raid.",
    "Peru's ambassador said he had complained to Chile about the fishing ban.",
    "Peru's ambassador said that Bolivia condemned the Chilean raid.",
]


@pytest.mark.parametrize("text", HEARD)
def test_reproach_made_by_the_words_is_told_by_the_outlet(coded: Code, text: str) -> None:
    [(_, coding)] = coded([text])
    (ev,) = [ev for ev in coding.evidence if ev.type == "ACCUSE"]
    assert [x.speaker for x in ev.attribution] == ["outlet"]


@pytest.mark.parametrize("text", REPORTED)
def test_reproach_that_is_reported_rests_on_the_speaker(coded: Code, text: str) -> None:
    [(_, coding)] = coded([text])
    (ev,) = [ev for ev in coding.evidence if ev.type == "ACCUSE"]
    assert ev.attribution[0].speaker != "outlet"
