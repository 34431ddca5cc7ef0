"""Who vouches for a statement: the speakers along the path from an act to its sentence's root, innermost first.

What no speaker of the text vouches for stays with the outlet; a source is never guessed.
"""

from dragoman.coding.accounts import AccountReader
from dragoman.coding.analysis import Analysis
from dragoman.coding.asides import AsideReader
from dragoman.coding.reporting import Reporting
from dragoman.coding.speakers import SpeakerReader
from dragoman.coding.status import StatusReader
from dragoman.coding.voices import VoiceReader
from dragoman.model import Attribution, EventType, Span, Status
from dragoman.model.events import OUTLET, REAL

CLAUSE_LINKS = frozenset({"ccomp", "xcomp", "parataxis", "advcl", "acl", "pcomp", "dobj", "nsubjpass", "nsubj"})
TELLINGS = frozenset({"interview", "conversation", "remark", "comment", "word", "source"})
"""Nouns behind "according to" that stand for those who spoke: "according to interviews with officials"."""
PERFORMED = frozenset(
    {EventType.ACCUSE, EventType.REJECT, EventType.REQUEST, EventType.THREATEN, EventType.SUPPORT, EventType.AGREE}
)
"""Types of acts that are done by saying so."""
ALLEGED = frozenset({"alleged", "supposed", "purported"})
MAX_CHAIN = 3
"""Nobody reads further; deeper chains come from broken parses."""


class AttributionReader:
    """Reads who vouches for the acts of one document."""

    def __init__(self, analysis: Analysis, status: StatusReader) -> None:
        self.g = analysis.grammar
        self.parties = analysis.parties
        self.predicates = analysis.predicates.by_head
        self.status = status
        self.reporting = Reporting(analysis)
        self._hear = analysis.cues.reports("v", "hear")
        self._adverbs = analysis.cues.reports("r", "hearsay")
        self._nouns = analysis.cues.reports("n", "report")
        self._rumours = analysis.cues.reports("n", "hearsay")
        self._voices = VoiceReader(analysis, self.reporting.verbs)
        self._accounts = AccountReader(analysis.grammar, self._voices)
        self._asides = AsideReader(analysis.grammar, analysis.quotes, self.reporting.verbs)
        self.speakers = SpeakerReader(analysis, self._voices)

    def of(self, i: int, *, skip: int | None = None) -> tuple[Attribution, ...]:
        """Return the chain of those who vouch for what the token names; the outlet alone if nobody else does.

        Args:
            i: Token of the act.
            skip: A verb whose subject does not count, because the act is that verb's own (a speech act).
        """
        if self.is_performed(i):
            return (OUTLET,)
        chain: list[Attribution] = []
        child, node = i, self.g.token(i).head
        is_aside = False
        self._beside(i, i, chain, {i, skip})
        while node != child:
            if self._is_background(child) or self.g.is_parted(child, node):
                is_aside = self._is_known(child)
                break
            if node != skip and not self._is_granted(i, child):
                self._rumour(node, chain)
                self._above(child, node, chain)
            self._beside(i, node, chain, {i, skip})
            child, node = node, self.g.token(node).head
        if not chain and (found := self._voices.of(i)) is not None:
            self._add((found,), chain)
        if not chain and not is_aside:
            self._set_in(i, skip, chain)
        if not chain:
            self._alleged(i, skip, chain)
        return tuple(chain)[:MAX_CHAIN] or (OUTLET,)

    def is_granted(self, i: int) -> bool:
        """Tell whether a denial takes for granted what a noun names, so that the denier does not vouch for it.

        "Denied that the delay was due to the seizure": the ship was seized, and it is the text that says so.
        """
        return any(self._is_granted(i, j) for j in self.g.ancestors(i))

    def is_left_open(self, i: int) -> bool:
        """Tell whether an act stands in what somebody did not say: "would not confirm that X had left"."""
        return any(self.reporting.is_left_open(j, self.g.token(j).head) for j in (i, *self.g.ancestors(i)))

    def _is_granted(self, i: int, clause: int) -> bool:
        found = self.status.governors.of(clause)
        denies = found is not None and found[0].effect is Status.DENIED and clause != i and not self.g.is_verbal(i)
        return denies and self.status.word(i).status in REAL

    def _alleged(self, i: int, skip: int | None, chain: list[Attribution]) -> None:
        """Add who acts on a mere allegation: the European Union in "sanctioned Iran over alleged plots"."""
        verb = self.g.clause(i)
        if verb != skip and any(self.g.low(j) in ALLEGED for j in self.g.children(i, "amod")):
            self._add(self.g.subjects(verb), chain)

    def _set_in(self, i: int, skip: int | None, chain: list[Attribution]) -> None:
        """Add the speaker of a reporting clause set in commas, whatever the parser hung it on."""
        aside = self._asides.of(i)
        if aside is None or aside.verb in {i, skip}:
            return
        self._add(aside.speakers, chain)
        if not aside.speakers:
            chain.append(self.speakers.by_hearsay(aside.span))  # "it was announced"

    def is_performed(self, i: int) -> bool:
        """Tell whether quoted words do what they name, so that the outlet heard the act itself: "I reject the ban"."""
        g = self.g
        t = g.token(i)
        if t.tag != "VBP" or g.children(i, "aux", "neg"):
            return False
        says_so = any(g.low(j) in {"i", "we"} for j in g.children(i, "nsubj"))
        types = {p.type for p in self.predicates.get(("v", t.lemma), ()) if self._is_spelled(i, p.words)}
        return says_so and bool(types & PERFORMED) and types <= PERFORMED | {EventType.SANCTION}  # "condemn to death"

    def _is_spelled(self, i: int, words: tuple[str, ...]) -> bool:
        following = self.g.lows[i + 1 : i + len(words)]
        return following == words[1:]

    # ---- one step of the path

    def _is_background(self, clause: int) -> bool:
        """Tell whether a clause only describes and is set off by a comma: the text itself asserts it."""
        g = self.g
        if g.token(clause).dep != "relcl":
            return False
        noun = g.token(clause).head
        of_step = g.token(noun).dep == "appos"  # ", a step that Mali opposes"
        first = min(t.i for t in g.parse.subtree(noun if of_step else clause))
        return first > 0 and g.token(first - 1).text == ","

    def _is_known(self, clause: int) -> bool:
        """Tell whether a clause describes who or what a statement is about, as known: "Oslo, which left, will vote".

        One with "would" may be part of the news, and so may one behind the statement's verb: "saw Peru, which refused".
        """
        g = self.g
        is_open = any(g.token(j).tag == "MD" for j in g.children(clause, "aux"))
        return self._is_background(clause) and not is_open and g.clause(g.token(clause).head) > clause

    def _above(self, child: int, node: int, chain: list[Attribution]) -> None:
        """Add the speaker whose word governs the child."""
        g = self.g
        t = g.token(child)
        if (teller := self.reporting.teller(child)) is not None:
            self._add(g.subjects(teller), chain)
            return
        if self.reporting.is_so_called(child, node):
            self._add(g.subjects(node), chain)
            return
        if t.dep not in CLAUSE_LINKS | {"pobj", "prep"}:
            return
        if g.is_verbal(node):
            if t.dep == "nsubj" or (t.dep == "nsubjpass" and not self._speaks(child, node)):
                return
            if t.dep == "prep" and not self._speaks(child, node):
                return
            if t.dep == "dobj" and not self._speaks(child, node):
                return
            if t.dep == "advcl" and not self._speaks(child, node):
                return
            self._verb_voice(node, child, chain)
        elif g.token(node).pos == "ADJ":
            if self._speaks(child, node):  # "is confident that"
                self._add(g.predicated(node), chain)
        elif g.lemma(node) in self._nouns:
            is_clause = t.dep in {"acl", "ccomp"} and not self._is_participle(child)
            if is_clause or (t.dep == "prep" and g.lemma(child) in {"of", "about"}):
                self._noun_voice(node, chain)

    def _is_participle(self, i: int) -> bool:
        t = self.g.token(i)
        return t.tag in {"VBG", "VBN"} and not self.g.children(i, "aux", "nsubj", "nsubjpass")

    def _speaks(self, child: int, node: int) -> bool:
        """Tell whether the verb is an operator that makes its subject vouch for the child."""
        if self.g.token(child).dep == "prep":
            inner = self.g.children(child, "pcomp", "pobj")
            found = self.status.governors.of(inner[0]) if inner else None
        else:
            found = self.status.governors.of(child)
        return found is not None and found[1] == node and found[0].speaks

    def _verb_voice(self, node: int, child: int, chain: list[Attribution]) -> None:
        g = self.g
        lemma = g.lemma(node)
        if self.reporting.is_question(child, node):
            self._add(g.subjects(g.token(node).head), chain)
            return
        if g.token(node).dep == "pcomp" and self.reporting.reports(node):
            self._quoted_as(g.token(node).head, chain)
        clausal = g.token(child).dep in {"ccomp", "xcomp", "parataxis", "advcl"}
        if g.is_passive(node) and self.reporting.is_unsourced(node) and g.token(child).dep in {"xcomp", "ccomp"}:
            agents = g.subjects(node) or self._makes_known(node)
            if agents:
                self._add(agents, chain)
                return
            helper = g.children(node, "auxpass")
            span = Span(g.token(helper[0] if helper else node).start, g.token(node).end)
            chain.append(self.speakers.by_hearsay(span))
            return
        if clausal and (lemma in self._hear or self.reporting.has_another_clause(node, child)):
            return
        if clausal and self.reporting.is_left_open(child, node):
            return
        if clausal and lemma == "be":
            self._equated(node, chain)
        self._cited(node, chain)
        if (clausal and self.reporting.reports(node) and g.token(child).dep != "xcomp") or self._speaks(child, node):
            self._add(self._tellers(node), chain)

    def _tellers(self, verb: int) -> tuple[int, ...]:
        """Return the subjects of a verb; of two parted by a comma the nearer: "Kenya, the envoy told us, has left"."""
        g = self.g
        own = g.children(verb, "nsubj")
        parted = len(own) > 1 and any(g.token(j).text == "," for j in range(own[-2], own[-1]))
        return g.spread((g.antecedent(own[-1]),)) if parted and not g.is_passive(verb) else g.subjects(verb)

    def _makes_known(self, node: int) -> tuple[int, ...]:
        """Return who "let it be known" or "made it known"; empty for other passives."""
        above = self.g.token(node).head
        return self.g.subjects(above) if self.g.lemma(above) in {"let", "make"} and above < node else ()

    def _equated(self, node: int, chain: list[Attribution]) -> None:
        """Add whose claim a clause is: "the ministry's claim is that"."""
        g = self.g
        for j in g.children(node, "nsubj"):
            if g.lemma(j) in self._nouns:
                self._noun_voice(j, chain)

    def _rumour(self, node: int, chain: list[Attribution]) -> None:
        """Add the subject of "rumour has it that", "the radio has it that", whatever the parser made of its clause."""
        g = self.g
        following = g.lows[node + 1 : node + 3]
        for j in g.children(node, "nsubj") if g.lemma(node) == "have" and following == ("it", "that") else ():
            if g.lemma(j) in self._rumours:
                chain.append(self.speakers.by_hearsay(Span(g.token(j).start, g.token(node + 1).end)))
            else:
                self._add((j,), chain)

    def _noun_voice(self, node: int, chain: list[Attribution]) -> None:
        g = self.g
        owners = g.children(node, "poss") or g.prep_objects(node, "by", "from", "of")
        t = g.token(node)
        if not owners and t.dep in {"dobj", "attr"} and g.is_verbal(t.head):
            owners = g.subjects(t.head)
        self._add(owners, chain)

    # ---- beside a clause

    def _beside(self, i: int, node: int, chain: list[Attribution], own: set[int | None]) -> None:
        """Add speakers that stand beside a clause: "according to X", "X said" set in commas, "as X claims".

        A verb of reporting that is the act itself (one of `own`) tells nothing of itself: "as X promised", "X warned".
        """
        g = self.g
        self._add(tuple(self._accounts.beside(node, i)), chain)
        for c in g.parse.children[node]:
            if c.dep == "prep" and c.lemma in {"accord", "according"}:
                self._add(self._according_to(c.i), chain)
            elif self.reporting.is_cited(c.i):
                self._add(g.subjects(c.i), chain)
            elif c.dep == "advmod" and c.lemma in self._adverbs:
                chain.append(self.speakers.by_hearsay(c.span))
            elif c.i not in own and self.reporting.is_report(c.i, node) and not self._is_contradicted(c.i, node):
                self._cited(c.i, chain)
                self._add(self._tellers(c.i), chain)

    def _is_contradicted(self, clause: int, node: int) -> bool:
        """Tell whether "as X claimed" stands under a denial: X vouches for what is denied, not for the denial."""
        found = self.status.governors.of(node)
        return self.g.token(clause).dep == "advcl" and found is not None and found[0].effect is Status.DENIED

    def _according_to(self, i: int) -> tuple[int, ...]:
        """Return whom "according to" names; a comma ends the name: "According to the navy, the trawler rammed ..."."""
        g = self.g
        heads = [j for p in (i, *g.children(i, "prep")) for j in g.children(p, "pobj")]
        found: list[int] = []
        for j in heads:
            comma = next((k for k in range(i, j) if g.token(k).text == ","), None)
            if comma is not None and g.token(i).i == g.parse.sentences[g.token(i).sent][0]:
                found += [k for k in range(comma - 1, i, -1) if self.parties.mention_at(k)][:1]  # a misread noun phrase
            elif g.lemma(j) in TELLINGS and (tellers := g.prep_objects(j, "with", "from", "by", "of")):
                found += tellers
            else:
                found += g.conjuncts(j) if g.children(j, "cc") else (j,)
        return tuple(found)

    def _cited(self, node: int, chain: list[Attribution]) -> None:
        """Add those whom a report cites: "the BBC, citing the minister, said"."""
        g = self.g
        around = (node, *g.children(node, "nsubj"))
        for j in (c for k in around for c in g.children(k, "acl", "advcl", "prep")):
            if g.lemma(j) in {"cite", "quote"} and g.token(j).tag == "VBG":
                self._add(g.children(j, "dobj"), chain)

    def _quoted_as(self, prep: int, chain: list[Attribution]) -> None:
        """Add who is quoted, then who quotes: "the BBC quoted him as saying"."""
        g = self.g
        verb = g.token(prep).head
        if g.lemma(prep) == "as" and g.lemma(verb) in {"quote", "cite", "report"} and g.is_verbal(verb):
            self._add(g.objects(verb), chain)
            self._add(g.subjects(verb), chain)

    def _add(self, tokens: tuple[int, ...], chain: list[Attribution]) -> None:
        for j in tokens:
            voice = self.speakers.at(j)
            if voice is not None and voice.speaker not in {x.speaker for x in chain}:
                chain.append(voice)
