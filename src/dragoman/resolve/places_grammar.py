"""Tells a place name from the government behind it: takes the grammar around a name, gives the reading.

"Moscow denied it", "talks with Moscow", "pressure on Moscow" and "Moscow's reply" are Russia; "arrived in Moscow",
"flew to Moscow", "bombed Damascus" and "Moscow's airports" are places. The words that decide stand in
data/places/words.tsv.
"""

from dragoman.lexicon.places import place_words
from dragoman.model import Parse, Token

SUBJECTS = frozenset({"nsubj", "csubj"})
MODIFIERS = frozenset({"compound", "nmod", "amod", "npadvmod"})
OBJECTS = frozenset({"dobj", "obj", "pobj", "dative", "oprd", "attr"})
MAX_CLIMB = 12
"""How many heads are looked at in a chain of conjuncts or prepositions."""


def names_government(parse: Parse, first: int, last: int, *, is_country: bool = False) -> bool:
    """Tell whether the name of a capital or country stands for its government.

    Args:
        parse: The document's grammar.
        first: Index of the name's first token.
        last: One past the index of its last token.
        is_country: Whether the name is a country's or a palace's, not a town's: "president of Iran" is the state,
            "streets of Kabul" the town; "Kremlin critics" concern a government, the "Vienna talks" a town.
    """
    words = place_words()
    head = _head(parse, first, last)
    if _after_town_word(parse, first):
        return False
    hyphen = _hyphened(parse, first, last)
    if hyphen:
        return hyphen not in words["place_hyphen"]
    if _next_text(parse, last) in {"'s", "’s", "'", "’"} or head.dep == "poss":
        return _owner_is_government(parse, head, first, last)
    if head.dep in MODIFIERS and head.head >= last:
        noun = parse.tokens[head.head].lemma
        return noun not in words["possessed"] if is_country else noun in words["power_noun"]
    joined = _first_conjunct(parse, head)
    prep = _preposition(parse, _name_start(parse, joined.i) if joined.i < first else first)
    if prep is not None and joined.dep not in SUBJECTS:
        if is_country and prep.text.lower() in TOPICAL:
            return not {t.lemma for t in _governors(parse, prep)} & words["country_spot"]
        return _after_preposition(parse, prep)
    if joined.dep in SUBJECTS:
        return _subject_is_government(parse, joined)
    if joined.dep in {"nsubjpass", "csubjpass"}:
        return parse.tokens[joined.head].lemma not in words["passive_place"]
    if joined.dep in OBJECTS and parse.tokens[joined.head].pos in {"VERB", "AUX"}:
        return _object_is_government(parse, joined)
    if joined.dep == "agent":
        return True
    return _stands_before_verb(parse, joined, last)


def speaks(parse: Parse, first: int, last: int) -> bool:
    """Tell whether a region's name is the subject of a verb of saying or deciding."""
    head = _first_conjunct(parse, _head(parse, first, last))
    verb = parse.tokens[head.head]
    return head.dep in SUBJECTS and verb.lemma in place_words()["speech_verb"]


def is_subject(parse: Parse, first: int, last: int) -> bool:
    """Tell whether the name is the subject of a verb, active or passive."""
    return _first_conjunct(parse, _head(parse, first, last)).dep in SUBJECTS | {"nsubjpass", "csubjpass"}


def is_locative(parse: Parse, first: int) -> bool:
    """Tell whether a preposition of place or way stands before the name, or before the list that it is in."""
    prep = _preposition(parse, first)
    if prep is None and first and parse.tokens[first - 1].lemma in {"and", "or", ","}:
        named = parse.tokens[first]
        joined = _first_conjunct(parse, parse.tokens[named.head] if named.dep == "compound" else named)
        prep = _preposition(parse, _name_start(parse, joined.i)) if joined.i < first else None
    if prep is None or not (prep.lemma in place_words()["prep_place"] or prep.lemma in {"to", "from"}):
        return False
    return not _after_preposition(parse, prep)


def _head(parse: Parse, first: int, last: int) -> Token:
    """Return the token of the name on which the rest of it hangs."""
    for token in parse.tokens[first:last]:
        if not first <= token.head < last or token.head == token.i:
            return token
    return parse.tokens[last - 1]


def _next_text(parse: Parse, last: int) -> str:
    return parse.tokens[last].text if last < len(parse.tokens) else ""


def _hyphened(parse: Parse, first: int, last: int) -> str:
    """Return the word tied to the name by a hyphen ("Moscow-backed", "Israel-Gaza"), or ""."""
    tokens = parse.tokens
    for mark, other in ((last, last + 1), (first - 1, first - 2)):
        if min(mark, other) >= 0 and max(mark, other) < len(tokens) and tokens[mark].text in {"-", "–"}:
            near, far = (tokens[mark - 1], tokens[other]) if other > mark else (tokens[other], tokens[mark + 1])
            if near.end == tokens[mark].start and tokens[mark].end == far.start:
                return tokens[other].text.lower()
    return ""


def _after_town_word(parse: Parse, first: int) -> bool:
    """Tell whether "city of", "the capital", "the capital, " and the like stand before the name."""
    words = place_words()["town_word"]
    i = first - 1
    for mark in ("of", ",", "the"):
        if i >= 0 and parse.tokens[i].lemma == mark:
            i -= 1
    return i >= 0 and parse.tokens[i].lemma in words and parse.tokens[i].sent == parse.tokens[first].sent


def _first_conjunct(parse: Parse, token: Token) -> Token:
    """Return the first name of a list ("between Moscow and Kyiv"), or what a name in apposition stands beside."""
    for _ in range(MAX_CLIMB):
        if token.dep not in {"conj", "appos"} or token.head == token.i:
            break
        above = parse.tokens[token.head]
        if above.pos not in {"PROPN", "NOUN"}:
            break
        token = above
    return token


def _name_start(parse: Parse, i: int) -> int:
    """Return where the name of which the token is the head begins."""
    while i and parse.tokens[i - 1].pos == "PROPN" and parse.tokens[i - 1].head == i:
        i -= 1
    return i


def _preposition(parse: Parse, first: int) -> Token | None:
    """Return the preposition before the name, over "the" and adjectives ("central"); None if there is none."""
    i = first - 1
    while i >= 0 and (parse.tokens[i].pos in {"DET", "ADJ"} or parse.tokens[i].dep == "amod") and first - i < 4:
        i -= 1
    if i < 0 or parse.tokens[i].sent != parse.tokens[first].sent:
        return None
    token = parse.tokens[i]
    is_prep = token.pos in {"ADP", "SCONJ"} or token.tag in {"IN", "TO"} or token.text.lower() in PREPOSITIONS
    return token if is_prep and token.dep != "prt" else None


TOPICAL = frozenset({"against", "of", "on", "over", "toward", "towards", "for", "about"})
"""Prepositions behind which a country is rather the matter than the spot."""
PREPOSITIONS = frozenset({"near", "outside", "inside", "around", "opposite", "between", "to", "past", "like", "via"})
"""Words that the tagger often calls adverbs or adjectives."""


def _governors(parse: Parse, prep: Token) -> tuple[Token, ...]:
    """Return the words that the preposition may hang on: its head in the parse, heads of prepositions climbed over."""
    found, token = [], prep
    for _ in range(MAX_CLIMB):
        if token.head == token.i:
            break
        token = parse.tokens[token.head]
        found.append(token)
        if token.pos not in {"ADP", "PART", "ADV", "SCONJ"}:
            break
    if prep.i and parse.tokens[prep.i - 1].pos in {"NOUN", "VERB", "ADV"}:
        found.append(parse.tokens[prep.i - 1])
    return tuple(found)


def _after_preposition(parse: Parse, prep: Token) -> bool:
    """Tell whether a name behind this preposition is a government."""
    words = place_words()
    lemmas = {t.lemma for t in _governors(parse, prep)}
    word = prep.text.lower()
    if word in {"to", "for", "against", "between"}:
        return not lemmas & words[f"{word}_place"]
    if word == "from":
        if lemmas & words["from_place"]:
            return False
        verbal = next((t.pos in {"VERB", "AUX"} for t in _governors(parse, prep) if t.pos != "ADV"), False)
        return not verbal or bool(lemmas & words["from_actor"])
    if word in {"on", "upon", "over", "of"}:
        return bool(lemmas & words["on_actor" if word == "upon" else f"{word}_actor"])
    if word in words["prep_place"]:
        return bool(lemmas & (words["trust_noun"] | words["trust_verb"]))
    return True


def _owner_is_government(parse: Parse, head: Token, first: int, last: int) -> bool:
    """Tell whether what the name owns ("Moscow's ...") is a government's rather than a town's."""
    possessed = place_words()["possessed"]
    prep = _preposition(parse, first)
    if prep is not None and prep.text.lower() in place_words()["near_place"]:
        return False
    thing = parse.tokens[head.head]
    nearest = parse.tokens[last + 1] if last + 1 < len(parse.tokens) else thing
    return not ({thing.lemma, nearest.lemma} & possessed)


def _subject_is_government(parse: Parse, subject: Token) -> bool:
    words = place_words()
    verb = parse.tokens[subject.head]
    if verb.lemma in words["subject_place"]:
        return False
    children = parse.children[verb.i]
    if verb.lemma in {"be", "remain", "become", "seem", "look", "stay", "go", "come"}:
        said = {c.lemma for c in children if c.dep in {"attr", "acomp", "advmod", "oprd"}}
        under = any(c.dep == "prep" and c.lemma in {"under", "in", "on", "without", "off", "at"} for c in children)
        is_place = bool(said & (words["place_adj"] | words["place_attr"]))
        return not (is_place or (under and not said))
    return True


def _object_is_government(parse: Parse, thing: Token) -> bool:
    """Tell whether the object of a verb is a government; "attacked Moscow for its silence" is."""
    verb = parse.tokens[thing.head]
    if verb.lemma not in place_words()["object_place"]:
        return True
    return verb.lemma in {"attack", "hit", "target", "leave"} and any(
        c.dep == "prep" and c.lemma in {"for", "over", "with"} and c.i > thing.i and verb.lemma != "leave"
        for c in parse.children[verb.i]
    )


def _stands_before_verb(parse: Parse, head: Token, last: int) -> bool:
    """Tell, where the parse gave the name no place in the sentence, whether a verb of saying follows it."""
    if last >= len(parse.tokens) or head.dep in OBJECTS:
        return False
    after = parse.tokens[last]
    return after.tag in {"VBD", "VBZ"} and after.lemma in place_words()["speech_verb"]
