"""Gives back the subject that the parser takes for the end of a date: "On Friday Hungary signed", "In April Mali left".

Of invented sentences that begin so, without a comma, one in seven lost its subject: the parser reads "Friday Hungary"
as one name.
"""

from dataclasses import replace

from dragoman.model import Parse, Token

TIMES = frozenset(
    {
        *("January", "February", "March", "April", "May", "June", "July", "August", "September", "October"),
        *("November", "December", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    }
)
BEHIND = frozenset({"in", "on", "by", "since", "until", "till", "during", "before", "after", "from"})
"""Prepositions of dates."""
INSIDE = frozenset({"compound", "nummod", "amod", "punct", "nmod", "dep"})
"""Relations of the words of the date to the name behind it."""
SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl", "csubj"})
YEAR_DIGITS = 4
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


def with_subjects(parse: Parse) -> Parse:
    """Return the parse with such names as subjects of their verbs; the same one where there is none."""
    changed: dict[int, Token] = {}
    for time in parse.tokens:
        if time.dep in INSIDE and time.head > time.i and (time.text in TIMES or _is_year(parse, time)):
            changed |= _parted(parse, time)
    return parse.changed(changed)


def _is_year(parse: Parse, time: Token) -> bool:
    """Tell whether a number is a year by itself: "in 1998", not "in May 1998"."""
    is_four = time.tag == "CD" and len(time.text) == YEAR_DIGITS and time.text.isdigit()
    return is_four and parse.tokens[time.i - 1].text not in TIMES


def _parted(parse: Parse, time: Token) -> dict[int, Token]:
    """Return the tokens to change so that a month or day ends its date and the name behind it is the subject."""
    name = parse.tokens[time.head]
    prep = parse.tokens[name.head]
    if name.dep != "pobj" or prep.i > time.i or prep.lemma.lower() not in BEHIND:
        return {}
    last = time.i
    while parse.tokens[last + 1].tag == "CD" and parse.tokens[last + 1].head == name.i:
        last += 1  # "in May 2014 Hungary signed"
    verb = parse.tokens[prep.head]
    while verb.pos not in {"VERB", "AUX"} and verb.head != verb.i:
        verb = parse.tokens[verb.head]
    joined = _joined(parse, name, verb)
    if verb.i < name.i or last >= name.i or not (joined or _lacks_subject(parse, verb)):
        return {}
    is_passive = any(c.dep == "auxpass" for c in parse.children[verb.i])
    date = [c for c in parse.children[name.i] if prep.i < c.i <= last]
    changed = {c.i: replace(c, head=time.i) for c in date} | joined
    changed[time.i] = replace(time, dep="pobj", head=prep.i)
    changed[name.i] = replace(name, dep="nsubjpass" if is_passive else "nsubj", head=verb.i)
    for i in range(last + 1, name.i + 1):
        token = changed.get(i, parse.tokens[i])
        if token.ner in {"DATE", time.ner}:
            changed[i] = replace(token, ner="", ner_start=False)
    return changed


def _joined(parse: Parse, name: Token, verb: Token) -> dict[int, Token]:
    """Return the verb's subject as joined to the name, where only "and" stands between: "In May Chad and Mali met"."""
    joint, subject = parse.tokens[name.i + 1 : name.i + 3] if name.i + 3 <= len(parse.tokens) else (name, name)
    if joint.dep != "cc" or subject.dep not in {"nsubj", "nsubjpass"} or subject.head != verb.i:
        return {}
    return {joint.i: replace(joint, head=name.i), subject.i: replace(subject, dep="conj", head=name.i)}


def _lacks_subject(parse: Parse, verb: Token) -> bool:
    """Tell whether a finite verb has no subject."""
    below = parse.children[verb.i]
    is_finite = verb.tag in FINITE or any(c.tag in FINITE and c.dep in {"aux", "auxpass"} for c in below)
    return is_finite and not any(c.dep in SUBJECTS for c in below)
