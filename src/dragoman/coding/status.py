"""What the text says of an act: operators compose along the path from the clause's root to the predicate.

An act's status is read from the inside out: its own tense, modals and negation, then each word that governs it
("plan to", "deny that", "call off"), each taken with the status that the governing word itself has. So in "denied that
it planned to cancel the visit" the cancelling is denied, and the visit still planned.
"""

from collections.abc import Iterator
from dataclasses import replace

from dragoman.coding.analysis import Analysis
from dragoman.coding.governors import Governors
from dragoman.coding.moods import Moods
from dragoman.coding.slots import OCCURRENCE
from dragoman.coding.tenses import Tenses
from dragoman.coding.triggers import Trigger
from dragoman.coding.uttered import SPEECH_TYPES, Utterances
from dragoman.coding.verdicts import Verdict, combine, negate
from dragoman.lexicon.cues import Operator
from dragoman.model import EventType, Status
from dragoman.model.events import REAL

THANKING = frozenset({"thank", "congratulate", "commend", "salute", "praise"})
WISHING = frozenset({"want", "wish", "like", "opportunity"})
"""Who says that he would like to thank has thanked: of such wishes to thank in our texts all four."""
APPOINTING = frozenset({"announce", "arrange", "book", "call", "fix", "plan", "schedule", "set"})
"""Verbs that give an act its time. Of nine so fixed that did not take place our texts call all off."""
HINDERING = frozenset({"prevent", "stop", "bar", "block", "prohibit", "forbid", "preclude"})
GOES_AHEAD = frozenset({"go", "take", "proceed", "happen", "hold", "occur"})
AFTER = frozenset({"after", "since", "following"})
"""Prepositions that presuppose what a definite noun behind them names: "prices fell after the signing"."""
WHOLES = frozenset({"round", "series", "session", "set", "phase", "wave", "course", "day", "week", "date", "start"})
"""Nouns whose fate is that of what they are made of: "a round of talks was cancelled"."""
PART = frozenset({"NUM", "ADJ", "DET", "PRON"})
"""Parts of speech of what counts out some of several: "the first of those trips", "both of the visits"."""
NOMINAL = frozenset({"dobj", "nsubj", "nsubjpass", "pobj"})
"""Relations in which an adjective stands for a noun ("the first")."""
NOW = frozenset({"now", "currently", "presently", "still"})
NOT_BEFORE = frozenset({"before", "until", "till"})
"""Prepositions and conjunctions that make a negated future a later one: "will not take place before May"."""
MAX_STEPS = 12


class StatusReader:
    """Reads the status of acts in one document."""

    def __init__(self, analysis: Analysis) -> None:
        self.g = analysis.grammar
        self.cues = analysis.cues
        self.governors = Governors(analysis.grammar, analysis.cues)
        self.moods = Moods(analysis.grammar, analysis.cues)
        self.tenses = Tenses(analysis.grammar, analysis.cues)
        self.uttered = Utterances(analysis, self.governors, self.tenses)
        self.statives = analysis.predicates.statives
        self._hearsay = self.cues.reports("v", "hearsay")
        self._words_of_saying = analysis.predicates.classes["UTTERANCE"]
        self._memo: dict[int, Verdict] = {}

    def of(self, trigger: Trigger) -> Verdict:
        """Return the status of the trigger's act."""
        asks = trigger.predicate.type is EventType.REQUEST  # "we expect Mali to pay" asks for it, and expects nothing
        told = None if asks else self._self_told(trigger.i)
        verdict = told or self.word(trigger.i, carrier=trigger.carrier)
        if verdict.is_purpose:
            is_uttered = trigger.predicate.type in SPEECH_TYPES and self._is_done(self.g.token(trigger.i).head)
            return Verdict(status=Status.HAPPENED) if is_uttered else verdict  # "flew to Oslo to ask for help"
        if self.uttered.is_done(trigger, verdict):
            return replace(verdict, status=Status.HAPPENED, is_modal=False)
        return verdict

    def _self_told(self, i: int) -> Verdict | None:
        """Return the status that a verb or adjective gives its own act: "is due in Oslo", "is expected in Oslo"."""
        if self.g.token(i).pos == "NOUN":
            return None
        ops = self.cues.operators.get(("i", self.g.lemma(i)), ())
        plain = Verdict(status=Status.HAPPENED)
        return next((combine(op, plain, self.word(i), cue=i) for op in ops), None)

    def _is_done(self, i: int) -> bool:
        """Tell whether a verb is told in the past or the perfect as done."""
        return self.g.is_verbal(i) and self.word(i).status is Status.HAPPENED

    def word(self, i: int, *, carrier: int | None = None, steps: int = 0) -> Verdict:
        """Return the status of what a verb, noun or adjective names."""
        if steps > MAX_STEPS:
            return Verdict(status=Status.HAPPENED)
        if carrier is None and i in self._memo:
            return self._memo[i]
        if self.g.is_verbal(i):
            verdict = self._verb(i, steps)
        elif self.g.token(i).pos == "ADJ" and self.g.token(i).dep not in NOMINAL:
            verdict = self._adjective(i, steps)
        else:
            verdict = self._noun(i, i if carrier is None else carrier, steps)
        if carrier is None:
            self._memo[i] = verdict
        return verdict

    # ---- nouns and adjectives

    def _noun(self, i: int, carrier: int, steps: int) -> Verdict:
        g = self.g
        for op in self.cues.operators.get(("i", g.lemma(i)), ()):
            return combine(op, Verdict(status=Status.HAPPENED), self._noun_outer(i, carrier, steps), cue=i)
        for j in g.children(i, "amod", "compound", "advmod"):
            for op in self.cues.operators.get(("m", g.low(j)), ()):
                outer = self._noun_outer(i, carrier, steps)
                if carrier != i and op.effect is Status.PLANNED:
                    return outer  # "went ahead with the planned talks"
                return combine(op, Verdict(status=Status.HAPPENED), outer, cue=j)
        outer = self._noun_outer(i, carrier, steps)
        if self._is_none_of(i) and outer.status in REAL:
            return Verdict(status=Status.DENIED, cue=g.clause(i))
        counted = g.token(i).dep in {"nsubj", "nsubjpass"} and (carrier != i or self.governors.of(i) is not None)
        if g.is_negated(i) and not counted and outer.status is not None:
            return negate(outer, cue=i)
        return outer  # "no talks were planned": the verb has counted the negation

    def _noun_outer(self, i: int, carrier: int, steps: int) -> Verdict:
        g = self.g
        t = g.token(i)
        stated = self.governors.state(i)
        if stated is not None:
            outer = self.word(t.head, steps=steps + 1)
            return combine(stated[0], Verdict(status=Status.HAPPENED), outer, cue=stated[1])
        found = self.governors.of(i)
        if found is not None:
            op, head = found
            outer = self.word(head, steps=steps + 1)
            if op.words == ("offer",) and g.lemma(i) in self._words_of_saying:
                return outer  # "offered its condolences": the offer is the act
            if op.effect is Status.EXPECTED and outer.status is Status.DENIED and self._not_before(head):
                return Verdict(status=Status.POSTPONED, cue=head)
            return combine(op, Verdict(status=Status.HAPPENED), outer, cue=head, put_off=self.is_put_off(head))
        if carrier != i:
            return self._borne(i, carrier, steps)
        if t.dep == "conj" and not g.is_verbal(t.head):
            return self.word(t.head, steps=steps + 1)
        if t.dep == "compound":
            of_noun = self.governors.operator("n", t.head, "prep:of")
            if of_noun is not None:
                return combine(of_noun, Verdict(status=Status.HAPPENED), self.word(t.head, steps=steps + 1), cue=t.head)
        whole = g.token(t.head).head
        if t.dep == "pobj" and g.lemma(t.head) == "of" and (g.lemma(whole) in WHOLES or g.token(whole).pos in PART):
            return self.word(whole, steps=steps + 1)
        if t.dep == "pobj" and self._is_under_way(t.head):
            return Verdict(status=Status.ONGOING, cue=t.head)
        if t.dep == "pobj" and g.lemma(t.head) in AFTER and not self._is_indefinite(i):
            return Verdict(status=Status.HAPPENED, cue=t.head)
        if t.dep == "pobj" and (before := self.governors.preposition(t.head)) is not None:
            first = t.head - len(before.words) + 1
            return combine(before, Verdict(status=Status.HAPPENED), Verdict(status=Status.HAPPENED), cue=first)
        if t.dep == "pobj" and g.lemma(t.head) in {"after", "during", "at", "before"} and self._is_indefinite(i):
            clause = g.clause(t.head)
            verdict = self._carried(clause, steps) if clause != i else Verdict(status=Status.HAPPENED)
            if verdict.status in {Status.PLANNED, Status.EXPECTED}:
                return verdict
        if t.dep in {"dobj", "attr"} and g.is_verbal(t.head) and self._is_indefinite(i):
            verdict = self.word(t.head, steps=steps + 1)
            under_no_plan = verdict.status is Status.DENIED and self.governors.of(t.head) is not None
            if under_no_plan or verdict.status not in {None, Status.HAPPENED, Status.ONGOING, Status.DENIED}:
                return verdict
        described = self._described(i, steps)
        if described is not None:
            return described
        if g.lemma(i) in self.statives:
            return Verdict(status=Status.ONGOING)
        return Verdict(status=Status.HAPPENED)

    def _borne(self, i: int, carrier: int, steps: int) -> Verdict:
        """Return the status of a noun's act from its carrier; what was fixed for a day and failed is called off."""
        verdict = self._carried(carrier, steps)
        fails = verdict.status is Status.DENIED and self._is_appointed(i, carrier)
        return replace(verdict, status=Status.CANCELLED) if fails else verdict

    def _is_appointed(self, i: int, verb: int) -> bool:
        """Tell whether the words between a noun and its verb name its time: "a meeting called for Sunday"."""
        g = self.g
        return any(
            g.lemma(j) in APPOINTING and g.token(j).dep in {"acl", "relcl"} and g.prep_objects(j, "for", "on")
            for j in range(i + 1, verb)
        )

    def _described(self, i: int, steps: int) -> Verdict | None:
        """Return the status that a passive clause behind a noun gives it: "talks planned for May"."""
        g = self.g
        for j in g.children(i, "acl", "relcl"):
            op = self.governors.operator("v", j, "obj") if g.is_passive(j) and not g.children(j, "dobj") else None
            if op is None or op.effect is None or op.effect in REAL:
                continue
            outer = self.word(j, steps=steps + 1) if g.token(j).dep == "relcl" else Verdict(status=Status.HAPPENED)
            return combine(op, Verdict(status=Status.HAPPENED), outer, cue=j, put_off=self.is_put_off(j))
        return None

    def _is_none_of(self, i: int) -> bool:
        """Tell whether a negated clause says "any" of the noun: "will not win any concession"."""
        is_any = any(self.g.lemma(j) == "any" for j in self.g.children(i, "det"))
        return is_any and self.g.is_negated(self.g.clause(i))

    def _is_indefinite(self, i: int) -> bool:
        """Tell whether a noun brings up an act that need not exist: "would like to see a deal"."""
        return not self.g.children(i, "poss") and not any(
            self.g.lemma(j) in {"the", "this", "that", "these", "those"} for j in self.g.children(i, "det")
        )

    def _carried(self, carrier: int, steps: int) -> Verdict:
        """Return the status of a noun's act from the verb that carries it ("talks will be held")."""
        g = self.g
        for j in g.children(carrier, "acomp", "attr", "oprd", "advmod"):
            for pos in ("a", "v"):
                found = self.governors.operator(pos, j, "inf") if g.lemma(carrier) == "be" else None
                if found is not None:
                    return combine(found, Verdict(status=Status.HAPPENED), self.word(carrier, steps=steps + 1), cue=j)
        if self._is_only_described(carrier):
            return self._finite(carrier, ignore_negation=True)
        verdict = self.word(carrier, steps=steps + 1)
        goes_ahead = g.lemma(carrier) in GOES_AHEAD and g.lemma(carrier) in OCCURRENCE
        if goes_ahead and verdict.status is Status.DENIED and self.tenses.has_helper(carrier, "will", "would"):
            later = self._not_before(carrier)
            return Verdict(status=Status.POSTPONED if later else Status.CANCELLED, cue=carrier)
        return verdict

    def _is_only_described(self, verb: int) -> bool:
        """Tell whether a negated "be" says what an act was not, rather than that it was not: "was not the first"."""
        g = self.g
        is_be = g.lemma(verb) == "be" and not g.children(verb, "expl") and bool(g.children(verb, "neg"))
        subjects = g.children(verb, "nsubj")
        return is_be and any(not self._is_indefinite(j) for j in subjects) and bool(g.children(verb, "attr", "prep"))

    def _is_under_way(self, prep: int) -> bool:
        """Tell whether somebody is "on" what a noun names at the time of writing: "is on a visit", "now on a tour"."""
        g = self.g
        above = g.token(prep).head
        now = any(g.lemma(j) in NOW for k in (prep, above) for j in g.children(k, "advmod") if j < prep)
        return g.lemma(prep) == "on" and (now or (g.lemma(above) == "be" and self.tenses.is_present(above)))

    def _not_before(self, i: int) -> bool:
        """Tell whether a negated verb says when its act comes instead: "will not take place before May"."""
        clauses = (k for j in self.g.children(i, "advcl") for k in self.g.children(j, "mark"))
        return any(self.g.lemma(j) in NOT_BEFORE for j in (*self.g.children(i, "prep"), *clauses))

    def is_put_off(self, i: int) -> bool:
        """Tell whether a cancelling word names a new time: "shelved until May"."""
        return bool(self.g.prep_objects(i, "until", "till"))

    def _adjective(self, i: int, steps: int) -> Verdict:
        g = self.g
        t = g.token(i)
        if t.dep in {"acomp", "attr", "oprd", "xcomp"} and g.is_verbal(t.head):
            return self.word(t.head, steps=steps + 1)
        return Verdict(status=Status.ONGOING if self.tenses.is_present(g.clause(i)) else Status.HAPPENED)

    # ---- verbs

    def _verb(self, i: int, steps: int) -> Verdict:
        g = self.g
        t = g.token(i)
        found = self.governors.of(i)
        if found is not None:
            op, head = found
            if g.lemma(i) in THANKING and op.words[0] in WISHING and not g.is_passive(i) and not g.is_negated(head):
                return Verdict(status=Status.HAPPENED)
            if g.lemma(head) == "be" and op.words == ("be",) and self.tenses.has_helper(i, "have"):
                return Verdict(status=Status.CANCELLED, cue=head)  # "were to have met": they did not
            if self._is_given_up(op, head):
                return Verdict(status=Status.CANCELLED, cue=head)
            asked = self.governors.open_question(i)
            if asked is not None and self.governors.is_infinitive(i):
                return Verdict(status=Status.POSSIBLE, cue=asked)  # "has yet to decide whether to visit"
            inner = Verdict(status=Status.DENIED if g.is_negated(i) else Status.HAPPENED)
            modal = self.tenses.modal(i)
            if modal is not None and "that" in op.links and op.effect is Status.DENIED:
                inner = Verdict(status=Status.HAPPENED)
            if op.words[0] in HINDERING and self._is_free(head):
                return Verdict(status=Status.POSSIBLE, cue=head)
            return combine(op, inner, self.word(head, steps=steps + 1), cue=head)
        if t.dep == "conj" and g.is_verbal(t.head) and self.tenses.shares_clause(i):
            shared = self.word(t.head, steps=steps + 1)
            if g.is_negated(t.head) and not g.is_negated(i) and not self.tenses.is_joined_by_or(t.head):
                shared = self._without_negation(t.head, steps)
            return negate(shared, cue=i) if g.is_negated(i) else shared
        return self._finite(i)

    def _is_given_up(self, op: Operator, i: int) -> bool:
        """Tell whether a plan or wish is told to be one no more: "no longer intends to"."""
        is_own = op.effect is Status.PLANNED or op.words[0] in WISHING
        return is_own and "inf" in op.links and self.g.is_negated(i) and self.tenses.is_over(i)

    def _is_free(self, i: int) -> bool:
        """Tell whether nothing hinders: "nothing prevents X from going", unlike "X could not prevent Y from going"."""
        subjects = self.g.children(i, "nsubj")
        none = any(self.g.lemma(j) in {"nothing", "nobody", "none"} or self.g.is_negated(j) for j in subjects)
        return none and self.tenses.modal(i) is None

    def _without_negation(self, i: int, steps: int) -> Verdict:
        found = self.governors.of(i)
        if found is not None:
            return combine(
                found[0], Verdict(status=Status.HAPPENED), self.word(found[1], steps=steps + 1), cue=found[1]
            )
        return self._finite(i, ignore_negation=True)

    def _finite(self, i: int, *, ignore_negation: bool = False) -> Verdict:
        """Return what the verb's own mood, tense and negation say."""
        g = self.g
        t = g.token(i)
        negated = g.is_negated(i) and not ignore_negation
        condition = self.governors.condition(i)
        if condition is not None:
            return Verdict(status=Status.HYPOTHETICAL, cue=condition)
        asked = self.governors.open_question(i)
        if asked is not None:
            return Verdict(status=Status.POSSIBLE, cue=asked)
        mood = self.moods.of(i)
        if mood is not None:
            return Verdict(status=mood[0], cue=mood[1])
        if t.dep == "pcomp" and (op := self.governors.preposition(t.head)) is not None:
            first = t.head - len(op.words) + 1
            if op.words == ("before",) and self._is_done(g.clause(t.head)):
                return Verdict(status=Status.HAPPENED, cue=first)  # "held him for a week before letting him go"
            return combine(op, Verdict(status=Status.HAPPENED), Verdict(status=Status.HAPPENED), cue=first)
        modal = self.tenses.modal(i)
        if modal is not None:
            return self._modal(i, modal, negated=negated)
        for op, j in self._adverbs(i):
            open_now = op.effect is Status.EXPECTED  # "has probably left": what is past is not expected any more
            return Verdict(status=Status.POSSIBLE if open_now else op.effect, cue=j)
        if self.governors.is_infinitive(i):
            return self._bare_infinitive(i, negated=negated)
        tense = Status.ONGOING if self.tenses.is_present(i) else Status.HAPPENED
        return negate(Verdict(status=tense), cue=i) if negated else Verdict(status=tense)

    def _modal(self, i: int, modal: int, *, negated: bool) -> Verdict:
        g = self.g
        word = g.lemma(modal)
        op = self.cues.operators[("x", word)][0]
        effect = op.effect
        perfect = any(g.lemma(j) == "have" for j in g.children(i, "aux"))
        if perfect and word in {"would", "should"}:
            return Verdict(status=Status.HYPOTHETICAL, cue=modal)
        if perfect and word == "must":
            return Verdict(status=Status.POSSIBLE, cue=modal)
        if effect in {Status.PLANNED, Status.EXPECTED} and self.governors.has_condition(i):
            return Verdict(status=Status.HYPOTHETICAL, cue=modal)
        if negated:
            if effect is Status.DEMANDED:
                return Verdict(status=None, cue=modal)
            if word in {"may", "might"}:
                return Verdict(status=Status.POSSIBLE, cue=modal)
            return Verdict(status=Status.DENIED, cue=modal)
        for op, j in self._adverbs(i):
            if effect in {Status.PLANNED, Status.EXPECTED} and op.effect in {Status.EXPECTED, Status.POSSIBLE}:
                return Verdict(status=op.effect, cue=j)
        return Verdict(status=effect, cue=modal, is_modal=effect in {Status.PLANNED, Status.EXPECTED})

    def _adverbs(self, i: int) -> Iterator[tuple[Operator, int]]:
        """Yield the adverbs of a verb that decide how sure its act is, each with its token."""
        for j in self.g.children(i, "advmod"):
            for op in self.cues.operators.get(("r", self.g.lemma(j)), ()):
                yield op, j

    def _bare_infinitive(self, i: int, *, negated: bool) -> Verdict:
        t = self.g.token(i)
        if t.dep == "xcomp" and self.g.lemma(t.head) == "have" and self.g.token(t.head).tag == "VBD" and not negated:
            return self.word(t.head)  # "had to receive them at home"
        if t.dep == "ROOT":  # a headline: "Minister to visit Chad"
            return Verdict(status=Status.DENIED if negated else Status.PLANNED, cue=i)
        if self._is_ranked(t.head):
            return Verdict(status=Status.HAPPENED)
        if t.dep in {"advcl", "acl", "relcl"}:
            return Verdict(status=Status.PLANNED, is_purpose=True, cue=i)
        if negated:
            return Verdict(status=Status.DENIED, cue=i)
        told = self.g.is_verbal(t.head) and self.g.lemma(t.head) in self._hearsay
        if told or self.tenses.has_helper(i, "have") or t.dep != "xcomp":
            return Verdict(status=Status.ONGOING if told and not self.tenses.has_helper(i, "have") else Status.HAPPENED)
        return Verdict(status=Status.POSSIBLE)

    def _is_ranked(self, i: int) -> bool:
        """Tell whether a noun is "the first leader", "the only state": its infinitive has happened."""
        ranks = {"first", "second", "third", "last", "latest", "only", "next"}
        return any(self.g.lemma(j) in ranks for j in (i, *self.g.children(i, "amod", "advmod", "acomp")))
