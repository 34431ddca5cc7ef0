"""How quotations are cut for reading."""

import pytest

from dragoman.explore.words import cut_end


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (" to the navy of Chad wi", " to the navy of Chad…"),
        (" to the navy. Th", " to the navy."),
        (' to the navy." Th', ' to the navy."'),
        ("half", "half…"),
        ("", "…"),
    ],
)
def test_dots_stand_for_the_rest_of_a_sentence_only(text: str, shown: str) -> None:
    assert cut_end(text) == shown
