"""Who vouches for a statement: the speakers along the path from an act to its sentence's root, innermost first.

What no speaker of the text vouches for stays with the outlet; a source is never guessed.
"""

from dataclasses import replace

from dragoman.coding.analysis import Analysis
from dragoman.coding.asides import AsideReader
from dragoman.coding.status import StatusReader
from dragoman.coding.voices import VoiceReader
from dragoman.model import Attribution, EventType, MentionKind, Span, SpeakerKind, Status
from dragoman.model.events import OUTLET, REAL

CLAUSE_LINKS = frozenset({"ccomp", "xcomp", "parataxis", "advcl", "acl", "pcomp", "dobj", "nsubjpass", "nsubj"})
UNNAMED = frozenset(
    {"one", "another", "other", "others", "some", "several", "many", "both", "two", "three", "someone", "somebody"}
)
"""Words that stand for unnamed speakers: "said one; another disagreed"."""
TELLINGS = frozenset({"interview", "conversation", "remark", "comment", "word", "source"})
"""Nouns behind "according to" that stand for those who spoke: "according to interviews with officials"."""
PERFORMED = frozenset(
    {EventType.ACCUSE, EventType.REJECT, EventType.REQUEST, EventType.THREATEN, EventType.SUPPORT, EventType.AGREE}
)
"""Types of acts that are done by saying so."""
TELLING = frozenset(
    {
        *("say", "tell", "add", "claim", "allege", "insist", "warn", "report", "write", "argue", "reveal", "confirm"),
        *("deny", "admit", "acknowledge", "announce", "state", "maintain", "point"),
    }
)
"""Verbs whose subject speaks, whatever noun it is ("the probe said")."""
OFFICES = frozenset({"office", "team", "camp", "lawyer", "representative"})
"""Nouns for those who speak for their owner: "his office said"."""
CONTINUING = {
    "it": frozenset({SpeakerKind.DOCUMENT}),
    "he": frozenset({SpeakerKind.ANONYMOUS}),
    "she": frozenset({SpeakerKind.ANONYMOUS}),
    "they": frozenset({SpeakerKind.ANONYMOUS}),
}
"""Pronouns that go on with the speaker of the sentence before, by the kinds of speaker that they can stand for."""
ALLEGED = frozenset({"alleged", "supposed", "purported"})
NAMING = frozenset(
    {
        *("call", "term", "describe", "see", "regard", "view", "consider", "label", "brand", "deem", "denounce", "dub"),
        *("characterise", "characterize", "portray", "perceive", "condemn"),
    }
)
"""Verbs by which a subject says what it takes something for: "what it regards as occupation"."""
MAX_CHAIN = 3
"""Nobody reads further; deeper chains come from broken parses."""


class AttributionReader:
    """Reads who vouches for the acts of one document."""

    def __init__(self, analysis: Analysis, status: StatusReader) -> None:
        self.g = analysis.grammar
        self.parties = analysis.parties
        self.cues = analysis.cues
        self.predicates = analysis.predicates.by_head
        self.text = analysis.text
        self.status = status
        self._verbs = self.cues.reports("v", "report", "mind")
        self._hear = self.cues.reports("v", "hear")
        self._hearsay = self.cues.reports("v", "hearsay")
        self._adverbs = self.cues.reports("r", "hearsay")
        self._nouns = self.cues.reports("n", "report")
        self._shows = self.cues.reports("v", "show")
        self._rumours = self.cues.reports("n", "hearsay")
        self._voices = VoiceReader(analysis, self._verbs)
        self._asides = AsideReader(analysis.grammar, analysis.quotes, self._verbs)

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
        self._beside(i, chain, skip)
        while node != child:
            if self._is_background(child) or self.g.is_parted(child, node):
                break
            if node != skip and not self._is_granted(i, child):
                self._rumour(node, chain)
                self._above(child, node, chain)
            self._beside(node, chain, skip)
            child, node = node, self.g.token(node).head
        if not chain and (found := self._voices.of(i)) is not None:
            self._add((found,), chain)
        if not chain:
            self._set_in(i, skip, chain)
        if not chain:
            self._alleged(i, skip, chain)
        return tuple(chain)[:MAX_CHAIN] or (OUTLET,)

    def is_granted(self, i: int) -> bool:
        """Tell whether a denial takes for granted what a noun names, so that the denier does not vouch for it.

        "Denied that the delay was due to the seizure": the ship was seized, and it is the text that says so.
        """
        return any(self._is_granted(i, j) for j in self.g.ancestors(i))

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
            chain.append(self._by_hearsay(aside.span))  # "it was announced"

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

    def _above(self, child: int, node: int, chain: list[Attribution]) -> None:
        """Add the speaker whose word governs the child."""
        g = self.g
        t = g.token(child)
        if self._is_told(child, node):
            self._add(g.subjects(g.token(node).head), chain)
            return
        if self._is_so_called(child, node):
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

    def _is_told(self, clause: int, hearer: int) -> bool:
        """Tell whether a seeming relative clause is what somebody was told: "reminded reporters that X had left"."""
        g = self.g
        if g.token(clause).dep not in {"relcl", "acl"} or not self._is_that(clause):
            return False
        return g.token(hearer).dep in {"dobj", "dative"} and self.reports(g.token(hearer).head)

    def _is_so_called(self, child: int, node: int) -> bool:
        """Tell whether the verb says that its subject sees it so: "what it saw as interference", "what X calls Y"."""
        g = self.g
        is_name = g.token(child).dep in {"oprd", "dobj", "xcomp"} or g.lemma(child) == "as"
        is_open = any(g.low(j) == "what" for j in g.children(node, "dobj", "nsubjpass"))
        return is_name and is_open and g.lemma(node) in NAMING

    def reports(self, i: int) -> bool:
        """Tell whether a verb hands over to its subject: "says", "points out"; "shows" only of a document."""
        if self.g.lemma(i) in self._verbs:
            return True
        if self.g.lemma(i) in self._shows:
            return any(self.g.lemma(j) in self.cues.documents for j in self.g.children(i, "nsubj"))
        return any(f"{self.g.lemma(i)} {self.g.lemma(j)}" in self._verbs for j in self.g.children(i, "prt"))

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
        if g.token(node).dep == "pcomp" and self.reports(node):
            self._quoted_as(g.token(node).head, chain)
        clausal = g.token(child).dep in {"ccomp", "xcomp", "parataxis", "advcl"}
        if g.is_passive(node) and self._is_unsourced(node) and g.token(child).dep in {"xcomp", "ccomp"}:
            agents = g.subjects(node) or self._makes_known(node)
            if agents:
                self._add(agents, chain)
                return
            helper = g.children(node, "auxpass")
            span = Span(g.token(helper[0] if helper else node).start, g.token(node).end)
            chain.append(self._by_hearsay(span))
            return
        if clausal and (lemma in self._hear or self._has_another_clause(node, child)):
            return
        if clausal and lemma == "be":
            self._equated(node, chain)
        self._cited(node, chain)
        if (clausal and self.reports(node) and g.token(child).dep != "xcomp") or self._speaks(child, node):
            subjects = g.subjects(node)
            if g.is_passive(node) and not subjects:
                return
            self._add(subjects, chain)

    def _makes_known(self, node: int) -> tuple[int, ...]:
        """Return who "let it be known" or "made it known"; empty for other passives."""
        above = self.g.token(node).head
        return self.g.subjects(above) if self.g.lemma(above) in {"let", "make"} and above < node else ()

    def _has_another_clause(self, node: int, child: int) -> bool:
        """Tell whether a clause before a verb of saying with a "that" clause of its own only stands beside it.

        "Oslo was silent, the envoy vowed that ships would come", not '"We will wait," he said'.
        """
        is_quoted = self._voices.quotes.around(self.g.token(child).start) is not None
        return child < node and not is_quoted and any(self._is_that(j) for j in self.g.children(node, "ccomp"))

    def _is_that(self, clause: int) -> bool:
        return any(self.g.low(j) == "that" for j in self.g.children(clause, "mark"))

    def _is_unsourced(self, node: int) -> bool:
        """Tell whether a passive verb of telling names nobody: "is said to", "it was announced that"."""
        it = any(self.g.low(j) == "it" for j in self.g.children(node, "nsubj", "nsubjpass"))
        open_now = any(self.g.token(j).tag == "MD" for j in self.g.children(node, "aux"))  # "it can be revealed that"
        return self.g.lemma(node) in self._hearsay or (it and not open_now and self.reports(node))

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
                chain.append(self._by_hearsay(Span(g.token(j).start, g.token(node + 1).end)))
            else:
                self._add((j,), chain)

    def _noun_voice(self, node: int, chain: list[Attribution]) -> None:
        g = self.g
        owners = g.children(node, "poss") or g.prep_objects(node, "by", "from", "of")
        t = g.token(node)
        if not owners and t.dep in {"dobj", "attr"} and g.is_verbal(t.head):
            owners = g.subjects(t.head)
        self._add(owners, chain)

    def _beside(self, node: int, chain: list[Attribution], skip: int | None) -> None:
        """Add speakers that stand beside a clause: "according to X", "X said" set in commas, "as X claims"."""
        g = self.g
        for c in g.parse.children[node]:
            if c.dep == "prep" and c.lemma in {"accord", "according"}:
                self._add(self._according_to(c.i), chain)
            elif c.dep == "prep" and c.lemma == "in":
                views = [j for j in g.children(c.i, "pobj") if g.lemma(j) in {"view", "word", "opinion", "account"}]
                for j in views:
                    self._add(g.prep_objects(j, "of") or g.children(j, "poss"), chain)
            elif self._is_cited(c.i):
                self._add(g.subjects(c.i), chain)
            elif c.dep == "advmod" and c.lemma in self._adverbs:
                chain.append(self._by_hearsay(c.span))
            elif c.i != skip and self.is_report(c.i, node) and not self._is_contradicted(c.i, node):
                self._cited(c.i, chain)
                self._add(g.subjects(c.i), chain)

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

    def is_report(self, i: int, node: int) -> bool:
        """Tell whether a clause is a reporting one set into or behind its host: "X, officials said, will Y"."""
        g = self.g
        t = g.token(i)
        if t.dep not in {"parataxis", "ccomp", "advcl"} or not self.reports(i) or not g.children(i, "nsubj"):
            return False
        marks = {g.lemma(j) for j in g.children(i, "mark", "advmod")}
        if t.dep == "advcl":
            return "as" in marks and not g.children(i, "dobj")
        if g.children(i, "ccomp", "dobj", "xcomp") or "that" in marks:
            return False
        return t.dep == "parataxis" or g.token(node).i > i or self._set_in_commas(i)

    def _is_cited(self, i: int) -> bool:
        """Tell whether a clause names who said its host: "as reported by the BBC"."""
        g = self.g
        t = g.token(i)
        if t.tag != "VBN" or t.dep not in {"advcl", "prep", "acl"} or not self.reports(i) or not g.is_passive(i):
            return False
        return i > 0 and g.low(i - 1) == "as"

    def _set_in_commas(self, i: int) -> bool:
        first = min(t.i for t in self.g.parse.subtree(i))
        return first > 0 and self.g.token(first - 1).text == ","

    # ---- speakers

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
            voice = self.speaker(j)
            if voice is not None and voice.speaker not in {x.speaker for x in chain}:
                chain.append(voice)

    def speaker(self, i: int) -> Attribution | None:
        """Return the attribution to whoever stands at a token, or None if it is nobody who can speak."""
        g = self.g
        mention = self.parties.mention_at(i)
        if g.low(i) == "it" and (report := self._continued(i)) is not None:
            return report
        if mention is not None and mention.kind is not MentionKind.DEMONYM:
            entity = self.parties.entity(mention.entity_id)
            if entity is not None and entity.is_anonymous:
                words = entity.name
                return Attribution(speaker=f"anonymous: {words}", kind=SpeakerKind.ANONYMOUS, span=mention.span)
            return Attribution(speaker=mention.entity_id, kind=SpeakerKind.NAMED, span=mention.span)
        t = g.token(i)
        if t.pos == "PRON" and t.text.lower() in CONTINUING:
            return self._continued(i)
        if t.lemma in OFFICES and (owners := g.children(i, "poss")):
            return self.speaker(owners[0])
        is_one_of_them = t.pos in {"NOUN", "PROPN", "ADJ"} and any(
            g.low(j) in {"a", "an"} for j in g.children(i, "det")
        )
        if is_one_of_them and mention is not None:  # "an Iranian close to the government"
            span, words = self._phrase(i)
            return Attribution(speaker=f"anonymous: {words}", kind=SpeakerKind.ANONYMOUS, span=span)
        known = t.lemma in UNNAMED or t.lemma in self.cues.documents or t.lemma in self.cues.speakers
        if not known and not self._tells(i):
            return None
        if g.lemma(i) in self.cues.documents:
            return self._document(i)
        span, words = self._phrase(i)
        return Attribution(speaker=f"anonymous: {words}", kind=SpeakerKind.ANONYMOUS, span=span)

    def _tells(self, i: int) -> bool:
        """Tell whether a common noun is the subject of telling itself: "the probe said that ..."."""
        g = self.g
        t = g.token(i)
        is_subject = t.pos == "NOUN" and t.dep == "nsubj" and g.is_verbal(t.head) and g.lemma(t.head) in TELLING
        return is_subject and not g.is_negated(t.head)

    def _continued(self, i: int) -> Attribution | None:
        """Return the speaker of the sentence before whom a pronoun without a name of its own takes up.

        "It" goes on with a document, the others with people whom the text does not name.
        """
        j = self._voices.last_before(self.g.token(i).sent, reach=1)
        said = self.speaker(j) if j is not None and self.g.token(j).pos != "PRON" else None
        if said is None or said.kind not in CONTINUING[self.g.low(i)]:
            return None
        return replace(said, span=self.g.token(i).span)

    def _by_hearsay(self, span: Span) -> Attribution:
        return Attribution(speaker=f"anonymous: {span.of(self.text).lower()}", kind=SpeakerKind.HEARSAY, span=span)

    def _document(self, i: int) -> Attribution:
        span, words = self._phrase(i)
        owners = self.parties.owners(i)
        if owners:
            return Attribution(speaker=owners[0], kind=SpeakerKind.DOCUMENT, span=span)
        return Attribution(speaker=f"anonymous: {words}", kind=SpeakerKind.DOCUMENT, span=span)

    def _phrase(self, i: int) -> tuple[Span, str]:
        """Return the noun phrase of a token without relative clauses, and its words without the article."""
        g = self.g
        inside = [i]
        for j in inside:
            inside.extend(
                c.i
                for c in g.parse.children[j]
                if c.dep in {"det", "amod", "compound", "nummod", "poss", "case", "prep", "pobj", "nmod", "quantmod"}
            )
        first, last = min(inside), max(inside)
        span = Span(g.token(first).start, g.token(last).end)
        start = g.token(first + 1).start if g.token(first).dep == "det" and first < last else span.start
        return span, self.text[start : span.end]
