"""Actors without a name: persons by what they do, bodies, peoples, sets of states, shares of groups."""

from dragoman.model import MentionKind
from dragoman.resolve.mentions_finds import Article, Find, Page, Rule, Shape
from dragoman.resolve.mentions_index import ENVOYS, GENITIVES, Noun, forms
from dragoman.resolve.mentions_persons import NAMED_KINDS, actor_entries
from dragoman.resolve.mentions_phrases import ARTICLES, Before, Reach, set_entity
from dragoman.resolve.mentions_scan import Named, Segments, SetOf, Titled

MODIFIER = frozenset({"compound", "amod", "nmod"})
PERSON_LINKS = frozenset({"of", "to", "for", "in", "from", "at", "within"})
BODY_LINKS = frozenset({"of", "in", "from", "for"})
PLURAL_TAGS = frozenset({"NNS", "NNPS"})
OF_MEMBERS = frozenset(
    {"union", "association", "league", "federation", "front", "party", "movement", "alliance", "congress", "council"}
)
"""Bodies that have their name from those who are in them ("the miners' union")."""
SPEAKING = ENVOYS | {"SPOX"}
NAME_LINKS = frozenset({"of", "for"})
"""Between the words of an organ's name: "Department of Transportation"."""


class Nominals:
    """Finds actors without a name in one document."""

    def __init__(self, page: Page, segments: Segments, reach: Reach, used: set[int]) -> None:
        self.page = page
        self.segments = segments
        self.reach = reach
        self.used = used
        self._named = {i for n in segments.names.values() for i in range(n.first, n.last)}

    def run(self) -> None:
        """Enter all finds, from the end of the text to its beginning, so that what stands behind "of" is known."""
        starts = sorted({*self.segments.titles, *self.segments.names, *self.segments.sets}, reverse=True)
        for i in starts:
            if i in self.segments.titles:
                if i not in self.used:
                    self._noun(self.segments.titles[i])
            elif i in self.segments.names:
                self._people(self.segments.names[i])
            else:
                self._set(self.segments.sets[i])

    # ---- nouns

    def _noun(self, titled: Titled) -> None:
        page = self.page
        if not page.has(Rule.ROLES if titled.noun.titles else Rule.BODIES):
            return
        ship = self.segments.crafts.get(titled.last)
        if ship is not None and ship.is_joined:
            return
        head = titled.top
        before = self.reach.before(titled.first, head)
        is_plural = self._is_plural(titled)
        modified = self._modified(titled)
        if titled.noun.bodies and titled.last in self.segments.names and self._is_of_name(titled):
            return
        if modified is not None and modified in self.segments.titles and not titled.noun.bodies:
            return
        last = self._to_name_end(titled)
        if before.owner is not None and modified is None and self._is_of_members(before.owner, titled):
            self._of_members(before.owner, titled, last)
            return
        links = PERSON_LINKS if titled.noun.titles else BODY_LINKS
        if self._is_owned(before, titled):
            links -= frozenset({"in", "from", "at", "within"})
        if not titled.noun.is_sent:
            links -= frozenset({"to"})
        behind = self.reach.after(last, head, preps=links, seat=titled.noun.is_ruler) if modified is None else None
        if behind is not None and behind.shape is not Shape.PERSON:
            end = self._over_joined(behind)
        else:
            end = last if modified is not None else self._over_place(last, head)
        self.reach.keep(
            Find(
                first=before.first,
                last=max(last, end),
                head=head,
                shape=Shape.ROLE if titled.noun.titles else Shape.BODY,
                words=page.split(titled.first, last),
                nouns=(titled.noun, *self._inner_nouns(before, titled)),
                states=before.states,
                parts=before.parts,
                owner=before.owner,
                where=before.name if before.name is not None or behind is None else behind.head,
                article=before.article,
                is_plural=is_plural,
                is_former=before.is_former or titled.noun.is_past,
                is_modifier=modified is not None,
            )
        )

    def _is_of_members(self, owner: int, titled: Titled) -> bool:
        """Tell whether a body has its name from those who are in it: "the peasants' league", not "his league"."""
        if titled.noun.titles or titled.noun.last not in OF_MEMBERS or self._is_plural(titled):
            return False
        token = self.page.tokens[owner]
        members = self.segments.titles_to.get(owner + 1)
        if members is not None and not members.noun.kinds.isdisjoint({"state", "rule"}):
            return False
        return token.tag in PLURAL_TAGS and token.dep == "poss" and owner not in self._named

    def _of_members(self, owner: int, titled: Titled, last: int) -> None:
        """Enter a body that has its name from its members."""
        page = self.page
        members = self.reach.before(owner, owner)
        first = members.first
        self.reach.keep(
            Find(
                first=first,
                last=last,
                head=titled.top,
                shape=Shape.ORG,
                words=page.split(first + (page.low[first] in ARTICLES), last),
                nouns=(titled.noun,),
                states=members.states,
                where=members.name,
                article=members.article,
            )
        )

    def _is_of_name(self, titled: Titled) -> bool:
        """Tell whether a noun stands before the name of what it is: "the South American group Mercosur"."""
        entity = self.segments.names[titled.last].entries[0].entity
        is_body = entity.entity_id.partition(":")[0] in {"igo", "ngo", "group", "organ", "outlet"}
        return is_body and not titled.noun.kinds.isdisjoint(NAMED_KINDS)

    def _is_owned(self, before: Before, titled: Titled) -> bool:
        """Tell whether the words before a noun say whose it is, so that a place behind it does not."""
        if before.owner is None and not titled.noun.roles.isdisjoint(SPEAKING):
            return False
        return bool(before.states) or before.owner is not None or before.name is not None

    def _is_plural(self, titled: Titled) -> bool:
        last, tag = titled.noun.last, self.page.tokens[titled.top].tag
        is_with_s = self.page.low[titled.top] == f"{last}s"
        if is_with_s and last[-1] == "y" and last[-2] not in "aeiou":
            return False
        if tag in PLURAL_TAGS or last == "people":
            return True
        return tag == "NNP" and is_with_s and last not in {"police", "media", "military"}

    def _modified(self, titled: Titled) -> int | None:
        """Return the first token of the noun behind that the title only modifies, or None if it stands for itself."""
        page = self.page
        token = page.tokens[titled.top]
        if titled.last >= page.sentence_end(titled.top):
            return None
        follower = page.tokens[titled.last]
        if (
            titled.last in self.segments.titles
            and page.tokens[self.segments.titles[titled.last].top].head != titled.top
        ):
            return titled.last
        if token.dep in MODIFIER and token.head >= titled.last and follower.pos in {"NOUN", "PROPN", "ADJ"}:
            k = next((k for k in range(titled.last, token.head + 1) if k in self.segments.titles), None)
            return k if k is not None else token.head
        return None

    def _inner_nouns(self, before: Before, titled: Titled) -> tuple[Noun, ...]:
        """Return the nouns for actors that stand before the title in its phrase ("army spokesman" by two rows)."""
        if before.first == titled.first:
            return ()
        behind = range(titled.first - 1, before.first - 1, -1)
        found = [self.segments.titles[k] for k in behind if k in self.segments.titles]
        return tuple([t.noun for t in found if t.last <= titled.first])

    def _to_name_end(self, titled: Titled) -> int:
        """Return where an organ's name in capitals ends: "the Department of Transportation"."""
        page = self.page
        if not titled.noun.bodies or not page.tokens[titled.top].text[0].isupper():
            return titled.last
        end = page.sentence_end(titled.top)
        k = titled.last
        if k + 1 >= end or page.low[k] not in NAME_LINKS or k + 1 in self.segments.names:
            return titled.last
        if not page.tokens[k + 1].text[0].isupper():
            return titled.last
        k += 1
        while k < end and (page.tokens[k].text[0].isupper() or (page.low[k] == "and" and k + 1 < end)):
            if page.low[k] == "and" and not page.tokens[k + 1].text[0].isupper():
                break
            k += 1
        return k

    def _over_joined(self, find: Find) -> int:
        """Return the end of a find with those joined to it: "of Malawi and Tanzania"."""
        low = self.page.low
        end = find.last
        chain = {find.head, self.page.tokens[find.head].head}
        while end + 1 < len(low) and low[end] in {"and", ","}:
            follower = self.reach.finds.get(end + 1) or (
                self.reach.finds.get(end + 2) if low[end + 1] == "and" else None
            )
            if follower is None:
                break
            if follower.shape is not Shape.NAME or find.shape is not Shape.NAME:
                break
            if self.page.tokens[follower.head].head not in chain:
                break
            chain.add(follower.head)
            end = follower.last
        return end

    def _over_place(self, last: int, head: int) -> int:
        """Return where a phrase ends that says in which place the actor sits: "the parliament in Benghazi"."""
        page = self.page
        end = page.sentence_end(head)
        if last + 1 >= end or page.low[last] != "in" or page.tokens[last].head != head:
            return last
        k = last + 1
        while k < end and page.tokens[k].dep in {"amod", "det"} and k not in self.segments.pieces:
            k += 1
        piece = self.segments.pieces.get(k)
        return piece.last if piece is not None and piece.label in {"GPE", "LOC"} else last

    # ---- peoples

    def _people(self, named: Named) -> None:
        """Enter "the Americans", "Russians", "the French" where they stand for themselves."""
        page = self.page
        if named.entries[0].kind is not MentionKind.DEMONYM or named.first in self.reach.finds:
            return
        top = page.top(named.first, named.last)
        token = page.tokens[top]
        has_article = named.first > 0 and page.low[named.first - 1] == "the"
        is_plural = token.tag in PLURAL_TAGS or (
            named.last - named.first == 1 and token.text.endswith("s") and token.tag != "JJ"
        )
        follower = page.tokens[named.last] if named.last < page.sentence_end(top) else None
        modifies = follower is not None and (token.head >= named.last and token.dep in MODIFIER | {"det"})
        if not modifies and token.pos in {"NOUN", "PROPN"} and self._counted(named, top, is_plural=is_plural):
            return
        if modifies or not (is_plural or (has_article and token.dep in {"nsubj", "dobj", "pobj", "nsubjpass", "conj"})):
            return
        first = named.first - 1 if has_article else named.first
        if page.has(Rule.BODIES):
            article = Article.THE if has_article else Article.BARE
            self.reach.keep(
                Find(
                    first=first, last=named.last, head=top, shape=Shape.PEOPLE, entries=named.entries,
                    article=article, is_plural=True,
                )
            )  # fmt: skip

    def _counted(self, named: Named, top: int, *, is_plural: bool) -> bool:
        """Enter persons of a state, and not the state, where they are counted: "five Britons", "an Indian"."""
        page = self.page
        before = self.reach.before(named.first, top)
        noun = page.index.noun("national")
        is_counted = before.article is Article.A or (
            before.article is Article.BARE and any(t.pos == "NUM" for t in page.tokens[before.first : named.first])
        )
        if not is_counted or before.states or noun is None or not page.has(Rule.ROLES):
            return False
        self.reach.keep(
            Find(
                first=before.first, last=named.last, head=top, shape=Shape.ROLE, nouns=(noun,),
                states=(named.entries[0].entity,), article=Article.A, is_plural=is_plural,
            )
        )  # fmt: skip
        return True

    # ---- sets of states

    def _set(self, found: SetOf) -> None:
        """Enter a whole phrase for a set of states ("the six powers")."""
        page = self.page
        if not found.is_phrase:
            return
        top = page.top(found.first, found.last)
        if found.last - found.first == 1 and page.tokens[top].dep in MODIFIER:
            return
        has_article = found.first > 0 and page.low[found.first - 1] == "the"
        if found.last - found.first == 1 and not (has_article and page.tokens[top].text[0].isupper()):
            return
        self.reach.keep(
            Find(
                first=found.first - 1 if has_article else found.first,
                last=found.last,
                head=top,
                shape=Shape.SET,
                states=(set_entity(found.collective),),
                article=Article.THE,
                is_plural=True,
            )
        )


class Shares:
    """Finds shares of groups: "members of the bloc", "some of these allies", "one of the officials"."""

    def __init__(self, page: Page, segments: Segments, reach: Reach) -> None:
        self.page = page
        self.segments = segments
        self.reach = reach

    def run(self) -> None:
        """Enter the shares, the innermost first."""
        page = self.page
        for i in reversed([k - 1 for k, low in enumerate(page.low) if low == "of" and k]):
            if i + 2 >= page.sentence_end(i):
                continue
            kind = next((page.roles.partitives[f] for f in forms(page.tokens[i]) if f in page.roles.partitives), None)
            if kind is not None:
                self._share(i, kind)

    def _share(self, i: int, kind: str) -> None:
        page = self.page
        inner = self.reach.finds.get(i + 2) or (
            self.reach.finds.get(i + 3) if page.low[i + 2] in ARTICLES or page.tokens[i + 2].pos == "NUM" else None
        )
        inner = self._possessed(inner) if inner is not None else None
        if inner is None or not self._holds(inner, kind, i):
            return
        before = self.reach.before(i, i)
        article = ARTICLES.get(page.low[before.first], Article.BARE)
        self.reach.keep(
            Find(
                first=before.first,
                last=inner.last,
                head=i,
                shape=Shape.SHARE,
                nouns=inner.nouns,
                states=inner.states,
                article=Article.A if kind == "count" and article is not Article.NO else article,
                is_plural=page.low[i] not in {"one", "another", "each", "member", "neither"},
                inner=inner.first,
                where=inner.head,
            )
        )

    def _possessed(self, inner: Find) -> Find:
        """Return what belongs to a person behind "of": "members of Mr May's party" are members of the party."""
        if inner.shape is not Shape.PERSON:
            return inner
        at = inner.last + (inner.last < len(self.page.tokens) and self.page.tokens[inner.last].text in GENITIVES)
        found = self.reach.finds.get(at)
        return found if found is not None and found.owner == inner.head else inner

    def _holds(self, inner: Find, kind: str, i: int) -> bool:
        """Tell whether a find is something of which there can be a share."""
        if kind == "voice":
            is_plural = self.page.tokens[i].tag in PLURAL_TAGS
            return (
                is_plural
                and inner.shape in {Shape.NAME, Shape.BODY, Shape.ORG, Shape.SET}
                and not self._is_state(inner)
            )
        if inner.shape in {Shape.PERSON, Shape.PEOPLE}:
            return False
        if kind == "part":
            return inner.is_plural or inner.shape in {Shape.NAME, Shape.BODY, Shape.ORG}
        return inner.is_plural or inner.shape in {Shape.SET, Shape.SHARE}

    def _is_state(self, find: Find) -> bool:
        entries = actor_entries(find.entries)
        return bool(entries) and entries[0].entity.entity_id.startswith("state:")
