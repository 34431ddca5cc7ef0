"""Names of the tables: states and their capitals, organisations, groups, outlets, peoples, sets of states."""

from dragoman.lexicon.actors import NameEntry
from dragoman.model import MentionKind
from dragoman.resolve.coreference_scene import Choice, Scene
from dragoman.resolve.mentions_finds import Find, Rule, nouns_of

KINDS = {
    "state": "state",
    "region": "state",
    "igo": "body",
    "ngo": "body",
    "organ": "body",
    "group": "group",
    "outlet": "body",
}
SPEAKING = frozenset({"nsubj", "nsubjpass", "agent", "pobj", "poss", "conj", "dobj", "appos", "ROOT"})
CHANNELS = frozenset({"BUS", "JRN", "MED"})
OWN_VOICE = frozenset({"learn", "understand"})
"""Verbs with which an outlet speaks of itself: "The Guardian has learned"."""


class Names:
    """Resolves names of the tables in one document."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.page = scene.page

    def resolve(self, find: Find) -> Choice | None:
        """Return whom a name means; None where it only names a place or the outlet itself."""
        entry, others = self.scene.bearer(find)
        if self.page.has(Rule.PLACES) and self.scene.uses.is_place(find, entry):
            return None
        if entry.entity.entity_id.startswith("outlet:") and not self._speaks(find, entry):
            return None
        if entry.entity.sector in CHANNELS and self._is_channel(find):
            return None
        kind = KINDS.get(entry.entity.entity_id.partition(":")[0], "body")
        known = self.scene.memory.get(entry.entity, kind, nouns=self._nouns(find, entry) if kind != "state" else ())
        rule = "metonym" if entry.kind is MentionKind.METONYM else "name"
        return Choice(known, rule, 1.0 if not others else 0.8, others)

    def _is_channel(self, find: Find) -> bool:
        """Tell whether a firm is only the way by which something was said: "via Twitter"."""
        token = self.page.tokens[find.head]
        prep = self.page.low[token.head]
        return token.dep == "pobj" and (prep == "via" or (prep == "on" and find.entries[0].entity.sector != "BUS"))

    def _nouns(self, find: Find, entry: NameEntry) -> set[str]:
        """Return the nouns by which a body may be taken up: those of its name, and a noun right before it."""
        nouns = set(nouns_of(entry.entity.name))
        titled = self.scene.segments.titles_to.get(find.first)
        if titled is not None and titled.noun.bodies:
            nouns.add(titled.noun.phrase)
        return nouns

    def people(self, find: Find) -> Choice:
        """Return the state that "the Americans" means, or the person of that state that "the Russian" takes up."""
        token = self.page.tokens[find.head]
        if token.tag in {"NNP", "NN", "JJ"} and not token.text.endswith(("s", "ese", "sh", "ch")):
            persons = self.scene.memory.latest(frozenset({"person"}), code=find.entries[0].entity.code)
            if persons and self.page.has(Rule.DESCRIPTORS):
                return Choice(persons[0], "descriptor", 0.7, tuple(k.entity.entity_id for k in persons[1:4]))
        known = self.scene.memory.get(find.entries[0].entity, "state")
        return Choice(known, "people", 0.9)

    def set_of(self, find: Find) -> Choice:
        """Return the set of states that a phrase names."""
        known = self.scene.memory.get(find.states[0], "set", nouns={"power", "powers", "state", "country"})
        known.is_plural = True
        return Choice(known, "set", 0.9)

    def _speaks(self, find: Find, entry: NameEntry) -> bool:
        """Tell whether an outlet is an actor here: it reports, and does not mean itself."""
        page = self.page
        token = page.tokens[find.head]
        verb = page.tokens[token.head]
        if verb.lemma in OWN_VOICE and token.dep == "nsubj":
            return False
        outlet = (page.document.outlet or "").lower()
        if outlet and entry.entity.name.lower() in {outlet, f"the {outlet}"}:
            return False
        return token.dep in SPEAKING
