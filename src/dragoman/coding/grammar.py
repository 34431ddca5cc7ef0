"""Questions about a parse: who is the subject, what is the object, which clause is this in.

Labels are the ClearNLP ones of spaCy's English models. Every answer is a tuple of token indices in text order, empty
when there is none.
"""

from collections.abc import Sequence
from functools import cache, cached_property

from dragoman.model import Parse, Token

SUBJECTS = frozenset({"nsubj", "csubj"})
PASSIVE_SUBJECTS = frozenset({"nsubjpass", "csubjpass"})
PASSIVE = PASSIVE_SUBJECTS | {"auxpass"}
"""Relations of the words below a verb that make it passive."""
ACTIVE = frozenset({"nsubj", "aux"})
"""Relations of the words below a participle that make it active, or part of another verb form."""
OBJECTS = frozenset({"dobj", "obj"})
CLAUSE_HEADS = frozenset({"ROOT", "ccomp", "xcomp", "advcl", "relcl", "acl", "pcomp", "parataxis", "csubj", "conj"})
VERBAL = frozenset({"VERB", "AUX"})
NAMING = frozenset({"VERB", "NOUN", "ADJ", "PROPN", "AUX"})
"""Parts of speech of words that can name an act."""
OBJECT_CONTROL_PREPS = frozenset({"on", "upon", "for", "to", "with"})
"""A controller may stand behind these: "called on X to leave", "appealed to X to leave"."""
SUBJECT_CONTROL = frozenset({"promise", "threaten", "vow", "use", "need", "take", "have", "make", "risk"})
"""Verbs whose infinitive belongs to their own subject although they have an object ("used force to seize")."""
NOTHING: frozenset[str] = frozenset()
"""Relations of the words below a word that has none."""
RELATIVES = frozenset({"who", "which", "that", "whom", "whose"})
NOBODY = frozenset({"no", "neither", "none", "nothing", "nobody"})
EXCEPTING = frozenset({"but", "except"})
"""Words that make an exception of something behind "nothing": "asked for nothing but time"."""
NEVER = frozenset({"time", "point", "moment", "stage", "way", "circumstance", "account"})
"""Nouns that with "no" negate their verb: "at no time", "in no way", "under no circumstances"."""


class Grammar:
    """A parse with the questions that coding asks of it."""

    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self.tokens = parse.tokens
        self.lows = parse.lows
        self._behind = cache(self._behind_at)
        self._objects = cache(self._objects_of)
        self._subjects = cache(self._subjects_of)
        self._below = tuple([tuple([(c.i, c.dep) for c in held]) if held else () for held in parse.children])
        self._relations = tuple([frozenset([dep for _, dep in below]) if below else NOTHING for below in self._below])

    def children(self, i: int, *deps: str) -> tuple[int, ...]:
        """Return the dependents of a token with one of these relations."""
        if self._relations[i].isdisjoint(deps):  # asked most of all, and mostly in vain
            return ()
        return tuple([j for j, dep in self._below[i] if dep in deps])

    def token(self, i: int) -> Token:
        """Return the token of that index."""
        return self.tokens[i]

    def lemma(self, i: int) -> str:
        """Return the lower-case dictionary form of a token."""
        return self.tokens[i].lemma

    def low(self, i: int) -> str:
        """Return the words of a token in lower case."""
        return self.lows[i]

    @cached_property
    def depth(self) -> tuple[int, ...]:
        """Return each token's distance from its sentence's root."""
        depth = [-1] * len(self.tokens)
        for t in self.tokens:
            path, i = [], t.i
            while depth[i] < 0 and self.tokens[i].head != i:
                path.append(i)
                i = self.tokens[i].head
            base = max(depth[i], 0)
            depth[i] = base
            for j in reversed(path):
                base += 1
                depth[j] = base
        return tuple(depth)

    def is_verbal(self, i: int) -> bool:
        """Tell whether the token is a verb (or an auxiliary used as the main verb)."""
        return self.tokens[i].pos in VERBAL

    def is_passive(self, i: int) -> bool:
        """Tell whether a verb is passive: "was sent", "sent to the base" after a noun, "conj" of a passive."""
        relations = self._relations[i]
        if not relations.isdisjoint(PASSIVE):
            return True
        t = self.tokens[i]
        if t.tag != "VBN":
            return False
        if t.dep in {"acl", "advcl", "relcl"}:
            return relations.isdisjoint(ACTIVE)
        if t.dep == "conj" and relations.isdisjoint(ACTIVE):
            return self.is_passive(t.head)
        return t.dep == "amod"

    def top(self, tokens: Sequence[int]) -> int:
        """Return the first token of some that hangs on none of the others, one that can name an act if there is one."""
        inside = set(tokens)
        tops = [i for i in tokens if self.tokens[i].head not in inside or self.tokens[i].head == i]
        return next((i for i in tops if self.tokens[i].pos in NAMING), tops[0])

    def is_parted(self, first: int, last: int) -> bool:
        """Tell whether a semicolon stands between two tokens; not if the second comes first."""
        return any(t.text == ";" for t in self.tokens[first:last])

    def conjuncts(self, i: int) -> tuple[int, ...]:
        """Return the token and everything coordinated with it."""
        found = [i]
        for j in found:
            found.extend(self.children(j, "conj"))
        return tuple(sorted(found))

    def spread(self, tokens: tuple[int, ...]) -> tuple[int, ...]:
        """Return the tokens with all their nominal conjuncts."""
        if len(tokens) == 1 and "conj" not in self._relations[tokens[0]]:
            return tokens
        return tuple(sorted({j for i in tokens for j in self.conjuncts(i) if j == i or not self.is_verbal(j)}))

    def antecedent(self, i: int) -> int:
        """Return what a relative pronoun stands for; any other token stands for itself."""
        t = self.tokens[i]
        if t.tag not in {"WDT", "WP", "IN", "WP$"} or t.text.lower() not in RELATIVES:
            return i
        j, steps = t.head, 0
        while self.tokens[j].dep != "relcl" and self.tokens[j].head != j and steps < 4:
            j, steps = self.tokens[j].head, steps + 1
        return self._described(j) if self.tokens[j].dep == "relcl" else i

    def _described(self, clause: int) -> int:
        """Return what a relative clause describes; with a plural verb, all of a coordination by its first member."""
        noun = self.tokens[clause].head
        plural = any(t.tag == "VBP" for t in (self.tokens[clause], *self.parse.children[clause]))
        while plural and self.tokens[noun].dep == "conj" and not self.is_verbal(self.tokens[noun].head):
            noun = self.tokens[noun].head
        return noun

    def owner_of_whose(self, i: int) -> int:
        """Return the noun that "whose" stands for; any other token stands for itself."""
        if self.tokens[i].tag != "WP$":
            return i
        for j in self.ancestors(i):
            if self.tokens[j].dep == "relcl":
                return self._described(j)
        return i

    def objects(self, i: int) -> tuple[int, ...]:
        """Return the logical objects of a verb: direct objects, or the subject of a passive."""
        return self._objects(i)

    def _objects_of(self, i: int) -> tuple[int, ...]:
        own = self.children(i, *OBJECTS)
        if own:
            return self._resolved(own)
        if self.is_passive(i):
            passive = self.children(i, *PASSIVE_SUBJECTS)
            if passive:
                return self._resolved(passive)
            t = self.tokens[i]
            if t.dep in {"acl", "relcl", "amod"}:
                return (t.head,)
            if t.dep == "conj":
                return self.objects(t.head) if self.is_passive(t.head) else self.subjects(t.head)
            if t.dep in {"xcomp", "advcl"}:
                return self._controller(i)
        shared = [j for j in self.children(i, "conj") if self.is_verbal(j) and self.tokens[j].tag == self.tokens[i].tag]
        for j in shared:  # "condemned and rejected the plan": the object hangs on the last verb
            if not self.children(j, "nsubj", "aux", "mark") and self.tokens[j].i - i <= 3:
                return self._resolved(self.children(j, *OBJECTS))
        relative = self.tokens[i]
        if relative.dep == "relcl" and not self.is_passive(i) and self._lacks_object(i):
            return (relative.head,)
        return ()

    def _lacks_object(self, i: int) -> bool:
        """Tell whether a relative clause leaves its object open: "the deal it signed"."""
        subjects = self.children(i, "nsubj")
        return bool(subjects) and all(self.antecedent(s) == s for s in subjects)

    def subjects(self, i: int) -> tuple[int, ...]:
        """Return the logical subjects of a verb: who does it; passives by their agent, open clauses by control."""
        return self._subjects(i)

    def _subjects_of(self, i: int) -> tuple[int, ...]:
        if self.is_passive(i):
            return self._resolved(
                tuple(j for a in self.children(i, "agent") for j in self.children(a, "pobj"))
                or tuple(j for a in self.children(i, "prep") if self.lemma(a) == "by" for j in self.children(a, "pobj"))
            )
        own = self.children(i, "nsubj")
        if own:
            return self._resolved(own)
        if self.children(i, "expl"):
            return ()
        return self._controller(i)

    def predicated(self, i: int) -> tuple[int, ...]:
        """Return the logical subject of a verb, or of the copula that has an adjective or noun as its predicate."""
        t = self.tokens[i]
        if not self.is_verbal(i) and t.dep in {"acomp", "oprd", "attr"} and self.is_verbal(t.head):
            return self._subject_at(t.head, 0)
        return self.subjects(i)

    def _resolved(self, tokens: tuple[int, ...]) -> tuple[int, ...]:
        return self.spread(tuple(self.antecedent(i) for i in tokens)) if tokens else ()

    def _controller(self, i: int, steps: int = 0) -> tuple[int, ...]:
        """Return who a subjectless clause is about."""
        t = self.tokens[i]
        if steps > 6 or t.head == i:
            return ()
        g = t.head
        if t.dep == "conj":
            return self._subject_at(g, steps)
        if t.dep == "xcomp" and not self.is_verbal(g):
            return self._subject_at(g, steps) or self._noun_doer(g, steps)
        if t.dep in {"xcomp", "ccomp"} or (t.dep == "advcl" and self._is_infinitive(i)):
            return self._object_controller(g) or self._subject_at(g, steps)
        if t.dep == "advcl":
            return self._subject_at(g, steps)
        if t.dep == "pcomp":
            if self.tokens[g].dep == "prep" and self.is_verbal(self.tokens[g].head):
                verb = self.tokens[g].head
                if self.lemma(g) in {"of", "for", "from", "into", "over"} and self.objects(verb):
                    return self.objects(verb)
                return self._subject_at(verb, steps)
            return self._noun_doer(self.tokens[g].head, steps)
        if t.dep == "acl":
            if self._is_infinitive(i):
                return self._noun_doer(g, steps)
            return self.spread((g,))
        if t.dep == "relcl":
            return self.spread((g,))
        return ()

    def _is_infinitive(self, i: int) -> bool:
        return self.tokens[i].tag in {"VB", "VBN"} and any(c.tag == "TO" for c in self.parse.children[i])

    def _subject_at(self, i: int, steps: int) -> tuple[int, ...]:
        if self.is_passive(i):
            return self._resolved(self.children(i, *PASSIVE_SUBJECTS)) or self._controller(i, steps + 1)
        own = self.children(i, "nsubj")
        if own:
            return self._resolved(own)
        return self._controller(i, steps + 1)

    def _object_controller(self, g: int) -> tuple[int, ...]:
        """Return the object that does the infinitive: "urged Israel to halt", "called on Israel to halt"."""
        if not self.is_verbal(g) or self.lemma(g) in SUBJECT_CONTROL:
            return ()
        objects = self.children(g, "dobj", "dative")
        if objects:
            return self._resolved(objects)
        if self.lemma(g) in {"call", "appeal", "press", "push", "prevail", "rely", "wait", "look", "plead"}:
            return self._resolved(
                tuple(
                    j
                    for p in self.children(g, "prep")
                    if self.lemma(p) in OBJECT_CONTROL_PREPS
                    for j in self.children(p, "pobj")
                )
            )
        return ()

    def _noun_doer(self, i: int, steps: int) -> tuple[int, ...]:
        """Return whose plan, decision or refusal a noun is."""
        owners = self.children(i, "poss") or tuple(
            j
            for p in self.children(i, "prep")
            if self.lemma(p) in {"by", "of", "from"}
            for j in self.children(p, "pobj")
        )
        if owners:
            return self._resolved(owners)
        t = self.tokens[i]
        if t.dep in OBJECTS | {"pobj", "attr"} and t.head != i:
            g = t.head if self.is_verbal(t.head) else self.tokens[t.head].head
            return self._subject_at(g, steps + 1) if self.is_verbal(g) else ()
        return ()

    def prep_objects(self, i: int, *preps: str) -> tuple[int, ...]:
        """Return the objects of prepositions that hang on the token, or on its particle or adverb."""
        behind = self._behind(i)
        return self._resolved(tuple([j for prep, below in behind if prep in preps for j in below])) if behind else ()

    def _behind_at(self, i: int) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """Return the prepositions that hang on a token, or on its particle or adverb, each with its objects."""
        found: list[tuple[str, tuple[int, ...]]] = []
        for p in self.children(i, "prep", "dative", "prt", "advmod", "agent"):
            if self.lemma(p) not in {"accord", "according"}:  # its "to" names a source, no party
                found += [(self.lemma(q), self.children(q, "pobj")) for q in (p, *self.children(p, "prep"))]
        return tuple(found)

    def prep_gerunds(self, i: int, *preps: str) -> tuple[int, ...]:
        """Return the verbs behind prepositions of the token: "accused X of arming"."""
        return tuple(j for p in self.children(i, "prep") if self.lemma(p) in preps for j in self.children(p, "pcomp"))

    def has_particles(self, i: int, words: tuple[str, ...]) -> bool:
        """Tell whether a verb has these particles ("call off"); always for none."""
        return {self.lemma(j) for j in self.children(i, "prt")}.issuperset(words)

    def is_negated(self, i: int) -> bool:
        """Tell whether the verb or noun has its own negation: "not", "never", "no talks", "no longer", "at no time"."""
        for c in self.parse.children[i]:
            if c.dep == "neg" and self._is_not_only(i, c.i):
                continue
            if c.dep == "neg" or (c.dep in {"det", "advmod"} and c.lemma in {"no", "neither", "never", "nor"}):
                return True
            if self.low(c.i) == "longer" and self._says_no(c.i):
                return True
            if c.dep == "prep" and any(self._is_never(j) for j in self.children(c.i, "pobj")):
                return True
        return any(
            self.lemma(c) in NOBODY or any(self.lemma(d) == "no" for d in self.children(c, "det"))
            for c in self.children(i, "nsubj", "nsubjpass")
        )

    def _is_never(self, i: int) -> bool:
        """Tell whether a noun behind a preposition negates the verb: "at no time", "agree on nothing"."""
        is_excepted = i + 1 < len(self.tokens) and self.lemma(i + 1) in EXCEPTING
        return (self.lemma(i) in NOBODY and not is_excepted) or (self.lemma(i) in NEVER and self._says_no(i))

    def _says_no(self, i: int) -> bool:
        return any(self.lemma(j) == "no" for j in self.children(i, "neg", "det"))

    def _is_not_only(self, i: int, neg: int) -> bool:
        """Tell whether a negation only says that there is more: "not the only backer", "did not only meet"."""
        after = range(neg + 1, min(neg + 4, len(self.tokens)))
        return any(self.tokens[j].lemma in {"only", "just", "merely", "alone"} for j in after) and i != neg

    def clause(self, i: int) -> int:
        """Return the verb (or root) of the clause that the token stands in; a verb is its own clause."""
        j = i
        while not self.is_verbal(j) or self.tokens[j].dep in {"aux", "auxpass", "amod", "compound"}:
            head = self.tokens[j].head
            if head == j:
                return j
            j = head
        return j

    def ancestors(self, i: int) -> tuple[int, ...]:
        """Return the heads above a token, nearest first."""
        found = []
        while self.tokens[i].head != i:
            i = self.tokens[i].head
            found.append(i)
        return tuple(found)
