"""What a text says of an act by the words around it: (text, act's word, status), one phenomenon a group."""

import pytest
from coded_texts import Code

from dragoman.model import Coding, Resolved

UNDER_WAY = [  # verbs that the parser joins to the wrong one, plans that came to nothing
    ("Peru warned Chile that it would not leave and bombed the port of Arica.", "bomb", "happened"),
    ("Peru and Chile were to have met in Lima.", "meet", "cancelled"),
    ("Kenya reneged on its promise to visit Uganda.", "visit", "cancelled"),
    ("The opposition asked who had bombed Chile, Peru's neighbour.", "bomb", "happened"),
    ("Kenya entreated Uganda to withdraw its troops.", "withdraw", "demanded"),
]
STATED = [  # a noun's act that a copula says how it stands
    ("Kenya's talks with Uganda are off.", "talk", "cancelled"),
    ("The visit by Peru's president to Chile is dead, an aide said.", "visit", "cancelled"),
    ("Talks between Peru and Chile remain on hold.", "talk", "postponed"),
    ("Talks between Peru and Chile look doubtful.", "talk", "possible"),
    ("A visit by Peru's president to Chile is still on the agenda.", "visit", "planned"),
    ("Talks between Kenya and Uganda are out of the question.", "talk", "denied"),
    ("The talks between Kenya and Uganda are under way.", "talk", "ongoing"),
    ("Talks between Kenya and Uganda had to be put off.", "talk", "postponed"),
    ("The summit of Peru and Chile appears to have been called off.", "summit", "cancelled"),
    ("Peru's visit to Chile hangs in the balance.", "visit", "possible"),
    ("Kenya pulled the plug on talks with Uganda.", "talk", "cancelled"),
]
UNTRUE = [  # a claim that is called untrue
    ("Claims that Kenya had bombed Uganda were denied by Mali.", "bomb", "denied"),
    ("Rumours that Peru had bombed Chile were dismissed by Bolivia.", "bomb", "denied"),
    ("Villages that Kenya had bombed were rebuilt by Mali.", "bomb", "happened"),
    ("Kenya was accused by Uganda of bombing a market; Mali denied it.", "accuse", "happened"),
    ("Reports that Kenya had bombed Uganda are false, a Malian envoy said.", "bomb", "denied"),
    ("Peru dismissed as baseless a claim that it had bombed Chile.", "bomb", "denied"),
    ("Peru described reports that it had bombed Chile as nonsense.", "bomb", "denied"),
    ("It is untrue that Kenya bombed Uganda.", "bomb", "denied"),
    ("Peru repeated its claim that Chile had bombed Bolivia.", "bomb", "happened"),
]
OPEN = [  # what is held possible or likely
    ("It is possible that Peru will sanction Chile.", "sanction", "possible"),
    ("Kenya will probably withdraw its troops from Uganda.", "withdraw", "expected"),
    ("Kenya probably bombed Uganda.", "bomb", "possible"),
    ("Mali left amid fears of an attack by Kenya.", "attack", "possible"),
    ("Nobody doubts that Kenya bombed Uganda.", "bomb", "happened"),
    ("Nothing prevents Kenya from bombing Uganda.", "bomb", "possible"),
    ("Peru insists that Chile bombed Bolivia.", "bomb", "happened"),
]
CONDITIONS = [
    ("Were Kenya to bomb Uganda, Mali would withdraw its troops.", "bomb", "hypothetical"),
    ("Were Kenya to bomb Uganda, Mali would withdraw its troops from Niger.", "withdraw", "hypothetical"),
    ("Had Kenya bombed Uganda, Mali would have left.", "bomb", "hypothetical"),
    ("Kenya will stay until Uganda withdraws its troops from Mali.", "withdraw", "expected"),
    ("Kenya stayed until Uganda withdrew its troops from Mali.", "withdraw", "happened"),
]
UNDONE = [
    ("Kenya came close to bombing Uganda.", "bomb", "denied"),
    ("Peru is yet to sign the treaty with Chile.", "sign", "denied"),
    ("Peru has no plans for sanctions on Chile.", "sanction", "denied"),
    ("Peru will not impose any sanctions on Chile.", "sanction", "denied"),
    ("Peru never intended to sanction Chile.", "sanction", "denied"),
]
DONE = [  # what stands in the same frames but has happened
    ("Peru announced sanctions on Chile.", "sanction", "happened"),
    ("Peru has announced a visit to Chile.", "visit", "planned"),
    ("A raid led Kenya to bomb Uganda.", "bomb", "happened"),
    ("Kenya went on to bomb Uganda.", "bomb", "happened"),
]
DESCRIBED = [  # a clause behind the noun tells how it stands
    ("The talks with Uganda that were called off in May had cheered Kenya.", "talk", "cancelled"),
    ("An attack by Kenya on Uganda thwarted in May hurt nobody.", "attack", "denied"),
]
FIXED = [  # a time was fixed: what did not take place then was called off
    ("A meeting of Peru and Chile, called for Monday, did not take place.", "meeting", "cancelled"),
    ("Talks between Peru and Chile did not take place.", "talk", "denied"),
    ("A meeting of Peru and Chile, called for Monday, took place.", "meeting", "happened"),
]
NARRATED = [  # forms of what is to come that tell what was done
    ("Kenya held the envoy of Uganda before expelling him.", "expel", "happened"),
    ("Kenya will detain the envoy of Uganda before expelling him.", "expel", "planned"),
    ("Kenya was first to bomb Uganda.", "bomb", "happened"),
    ("Peru asked Chile for nothing but time.", "ask", "happened"),
    ("Kenya was to visit Uganda.", "visit", "planned"),
    ("Under the deal Kenya was to visit Uganda.", "visit", "planned"),
]
WISHED = [  # wishing to thank is thanking
    ("Peru wishes to thank Chile for the water.", "thank", "happened"),
    ("Peru took the opportunity to congratulate Chile.", "congratulate", "happened"),
    ("Peru did not want to thank Chile.", "thank", "denied"),
    ("Peru wants to be thanked by Chile.", "thank", "demanded"),
]
FATES = [  # what became of a promise, plan or chance
    ("Peru kept its promise to withdraw its troops from Chile.", "withdraw", "happened"),
    ("Peru did not keep its promise to withdraw its troops from Chile.", "withdraw", "denied"),
    ("Peru will keep its promise to withdraw its troops from Chile.", "withdraw", "planned"),
    ("Peru made good on its threat to bomb Chile.", "bomb", "happened"),
    ("Peru has withdrawn its threat to bomb Chile.", "bomb", "cancelled"),
    ("Peru squandered the chance to visit Chile.", "visit", "denied"),
    ("Peru took the decision to visit Chile.", "visit", "planned"),
    ("Peru withdrew its demand that Chile sign the treaty.", "sign", "demanded"),
    ("Peru froze a plan to visit Chile.", "visit", "postponed"),
    ("Peru no longer intends to visit Chile.", "visit", "cancelled"),
    ("Peru does not intend to visit Chile.", "visit", "denied"),
]
GERUNDS = [  # acts behind a preposition, and behind a particle
    ("Peru is thinking about expelling the envoy of Chile.", "expel", "possible"),
    ("Peru is far from expelling the envoy of Chile.", "expel", "denied"),
    ("Peru is bent on expelling the envoy of Chile.", "expel", "planned"),
    ("Peru backed out of visiting Chile.", "visit", "cancelled"),
    ("Peru put off supplying Chile with missiles.", "supply", "postponed"),
    ("Peru thought of the attack by Chile.", "attack", "happened"),
]
TOLD = [  # verbs that order, open questions, what is true
    ("Kenya told Uganda to withdraw its troops.", "withdraw", "demanded"),
    ("Peru has yet to decide whether to sanction Chile.", "sanction", "possible"),
    ("It is not true that Peru bombed Chile.", "bomb", "denied"),
    ("It is true that Peru bombed Chile.", "bomb", "happened"),
    ("Kenya warned that Uganda had bombed Mali.", "bomb", "happened"),
    ("Kenya warned that Uganda would bomb Mali.", "bomb", "hypothetical"),
    ("Kenya agreed that Uganda had been bombed by Mali.", "bomb", "happened"),
    ("Kenya is convinced that Uganda bombed Mali.", "bomb", "happened"),
    ("Kenya is convinced that Uganda will bomb Mali.", "bomb", "expected"),
]
WITH_NETWORK = [  # the rules alone do not see these
    ("The peso fell after the signing of the pact by Peru and Chile.", "sign", "happened"),
    ("Peru's visit to Chile cancelled after storm.", "visit", "cancelled"),
    ("Peru's minister was in Santiago to plead for water from Chile.", "plead", "happened"),
    ("Peru's minister will be in Santiago to plead for water from Chile.", "plead", "planned"),
    ("Russia would like Norway to stop.", "like", "happened"),
    ("Kenya's president said that he would respond with force to any attack by Uganda.", "respond", "happened"),
    ("Peru's minister said: “We expect Chile to free the crew.”", "expect", "happened"),
]
CASES = [*UNDER_WAY, *STATED, *UNTRUE, *OPEN, *CONDITIONS, *UNDONE, *DONE, *DESCRIBED, *FIXED, *NARRATED, *WISHED]
CASES += [*FATES, *GERUNDS, *TOLD]


@pytest.fixture(scope="module")
def results(ruled: Code, coded: Code) -> dict[str, tuple[Resolved, Coding]]:
    """By text, what the rules alone read, for WITH_NETWORK what both read."""
    alone, together = [text for text, _, _ in CASES], [text for text, _, _ in WITH_NETWORK]
    return dict(zip([*alone, *together], [*ruled(alone), *coded(together)], strict=True))


@pytest.mark.parametrize(("text", "word", "status"), [*CASES, *WITH_NETWORK])
def test_act_has_the_status_that_its_words_give(
    results: dict[str, tuple[Resolved, Coding]], text: str, word: str, status: str
) -> None:
    _, coding = results[text]
    assert status in [ev.status.value for ev in coding.evidence if ev.lemma.split()[0].startswith(word[:4])]
