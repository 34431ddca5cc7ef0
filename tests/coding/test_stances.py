"""Who stands where: (text, holder, stance, change, words of the object or id), one construction a case; all invented."""

import pytest
from coded_texts import Code

from dragoman.model import Coding, Position

HELD = [
    # words of stance
    ("Finland bankrolls the rebels in Chad.", "state:FIN", "support", "none", "reb"),
    ("Portugal has thrown its weight behind the pipeline.", "state:PRT", "support", "none", "pipeline"),
    ("Peru has leaned towards Chile in the dispute.", "state:PER", "support", "none", "state:CHL"),
    ("Ghana looks askance at the common currency.", "state:GHA", "oppose", "none", "currency"),
    ("Kenya is losing patience with Uganda.", "state:KEN", "oppose", "hardened", "state:UGA"),
    ("Denmark has come round to the fishing quota.", "state:DNK", "support", "reversed", "quota"),
    ("Mexico has mixed feelings about the trade pact.", "state:MEX", "mixed", "none", "pact"),
    ("Bolivia wants no part of the embargo.", "state:BOL", "oppose", "none", "embargo"),
    ("Austria is lukewarm about the carbon tax.", "state:AUT", "mixed", "none", "tax"),
    ("Malta is torn over the migration pact.", "state:MLT", "mixed", "none", "pact"),
    ("Latvia is keen on a bigger garrison.", "state:LVA", "support", "none", "garrison"),
    ("Chad, eager for a settlement, has offered a truce.", "state:TCD", "support", "none", "settlement"),
    ("Long opposed to the dam, Egypt agreed in May to talks.", "state:EGY", "oppose", "none", "dam"),
    ("Belgium, wary of the plan, asked for time.", "state:BEL", "oppose", "none", "plan"),
    # what is wanted, named as a thing
    ("Norway insists that the sailors must be released.", "state:NOR", "support", "none", "sailors being released"),
    # members of a group
    ("Poland is one of the strongest backers of Ukraine.", "state:POL", "support", "none", "state:UKR"),
    ("Iran is among the critics of the treaty.", "state:IRN", "oppose", "none", "treaty"),
    ("Critics of the pipeline include Denmark and Sweden.", "state:DNK", "oppose", "none", "pipeline"),
    ("Critics of the pipeline include Denmark and Sweden.", "state:SWE", "oppose", "none", "pipeline"),
    ("Supporters of the ban, including Norway, will meet.", "state:NOR", "support", "none", "ban"),
    # beside an act, in words held out
    ("Cuba sent doctors to Luanda in support of Angola.", "state:CUB", "support", "none", "state:AGO"),
    ("The talks failed over Japan's distaste for the quota.", "state:JPN", "oppose", "none", "quota"),
    ("Serbia's words of support for Russia angered Croatia.", "state:SRB", "support", "none", "state:RUS"),
    # refusals
    ("Sudan refuses to accept the border verdict.", "state:SDN", "oppose", "none", "verdict"),
    ("Hungary will not join the embargo.", "state:HUN", "oppose", "none", "embargo"),
    ("Armenia would never recognise the annexation.", "state:ARM", "oppose", "none", "annexation"),
    ("Qatar refused to hear of a boycott.", "state:QAT", "oppose", "none", "boycott"),
    ("Slovakia ruled out a military solution.", "state:SVK", "oppose", "none", "military solution"),
    # what is due
    ("Turkey maintains that the refugees must return.", "state:TUR", "support", "none", "return"),
    ("Brazil has said the forest should be opened to miners.", "state:BRA", "support", "none", "opened to miners"),
    ("Cyprus insists that the garrison should not stay.", "state:CYP", "oppose", "none", "stay"),
    # requests told as a line
    ("Japan has been urging Russia to share its catch data.", "state:JPN", "support", "none", "share"),
    ("Mali has long pressed France to lift the sanctions.", "state:MLI", "oppose", "none", "sanctions"),
    ("Canada demands a new inquiry.", "state:CAN", "support", "none", "inquiry"),
    ("Ireland has repeatedly condemned the blockade.", "state:IRL", "oppose", "none", "blockade"),
    # judgements and goals
    ("Israel regards Hezbollah as a threat.", "state:ISR", "oppose", "none", "HEZBOLLAH"),
    ("Vietnam considers the treaty illegal.", "state:VNM", "oppose", "none", "treaty"),
    ("Spain called the proposal a disaster.", "state:ESP", "oppose", "none", "proposal"),
    ("Scotland's ultimate goal is independence.", "Scotland", "support", "none", "independence"),
    # lines taken and moved
    ("Greece has taken a tough stance on Albania.", "state:GRC", "oppose", "none", "state:ALB"),
    ("Georgia took a strong anti-Russian line.", "state:GEO", "oppose", "none", "state:RUS"),
    ("India's tone towards China has become sharper.", "state:IND", "oppose", "hardened", "state:CHN"),
    ("Vienna withdrew its objection to the budget.", "state:AUT", "neutral", "softened", "budget"),
    # "it"
    ("Ghana backs the new currency; Togo opposes it.", "state:TGO", "oppose", "none", "currency"),
    ("France, once the chief sponsor of the pact, now opposes it.", "state:FRA", "oppose", "reversed", "pact"),
    ("Peru supports the treaty. But Peru opposes the treaty too.", "state:PER", "mixed", "none", "treaty"),
]

UNHELD = [
    "Norway insists that the ship was in open waters.",
    "Norway insists that its navy is ready.",
    "Norway insisted on Monday.",
    "Norway demanded 40 trucks of Chad.",
    "Norway defended its borders.",
    "Norway stands by its ambassador in Chad.",
    "Norway called for a meeting on Tuesday.",
    "Norway rejected the note.",
    "Norway called the strike reckless.",
    "Norway has campaigned for years.",
    "Norway should have signed earlier, the paper wrote.",
    "Norway refused to say whether it would come.",
    "Norway did not accept a gift from Chad.",
    "Norway is cold to visitors in winter.",
    "Norway wants Chad to sign the treaty by June.",
    "Norway urged Chad to sign the treaty on Friday.",
    "If Norway backed Chad, the talks would end.",
    "The goal of the match was scored by Norway.",
    "Having backed Chad for years, Norway went home.",
    "Norway looks well in the spring.",
    "Norway sent ships in support vehicles.",
]


def positions_of(coding: Coding, holder: str) -> list[Position]:
    return [p for p in coding.positions if holder in p.actor or holder.lower() in p.actor]


@pytest.fixture(scope="module")
def held(coded: Code) -> dict[str, Coding]:
    texts = sorted({case[0] for case in HELD} | set(UNHELD))
    return {text: coding for text, (_, coding) in zip(texts, coded(texts), strict=True)}


@pytest.mark.parametrize(("text", "expected"), [(case[0], case[1:]) for case in HELD])
def test_stance_is_held_by_the_right_actor_toward_the_right_thing(
    held: dict[str, Coding], text: str, expected: tuple[str, str, str, str]
) -> None:
    holder, stance, change, about = expected
    found = [(p.stance, p.change, about in p.object) for p in positions_of(held[text], holder)]
    assert (stance, change, True) in found, held[text].positions


@pytest.mark.parametrize("text", UNHELD)
def test_single_acts_claims_and_own_things_put_no_stance(held: dict[str, Coding], text: str) -> None:
    assert not held[text].positions
