"""Two names for one actor side by side: "Rex Tillerson, the US secretary of state", "its envoy, Jan Novak"."""

from dataclasses import replace

from dragoman.resolve.mentions_finds import Article, Find, Page, Rule, Shape

ROLES = frozenset({Shape.ROLE})
BODIES = frozenset({Shape.BODY, Shape.NAME, Shape.ORG})
LINKS = frozenset({",", "—", "–", "--", "("})
ENDS = frozenset({",", ".", ";", ":", ")", "—", "–", "--", "'s", "’s", "?", "!"})
JOINS = frozenset({"and", "or"})


def join_appositions(page: Page, finds: tuple[Find, ...]) -> tuple[Find, ...]:
    """Return the finds, with `beside` set on the second of each two that name the same actor."""
    if not page.has(Rule.APPOSITION):
        return finds
    by_first: dict[int, Find] = {}
    for find in finds:
        by_first.setdefault(find.first, find)
    joined: dict[Find, Find] = {}
    tokens, last = page.tokens, len(page.tokens) - 1
    for find in finds:
        if find.last >= last or tokens[find.last].text not in LINKS:
            continue
        second = _second(page, by_first, find)
        if second is not None and second not in joined and _agree(page, find, second):
            joined[second] = replace(second, beside=find.first)
    return tuple([joined.get(find, find) for find in finds])


def _second(page: Page, by_first: dict[int, Find], find: Find) -> Find | None:
    """Return the find behind the comma behind a find, or None."""
    i = find.last + 1
    if page.tokens[i].sent != page.tokens[find.first].sent:
        return None
    if page.low[i] in {"or", "now", "then", "once"} and i + 1 < len(page.tokens):
        i += 1
    return by_first.get(i)


def _agree(page: Page, one: Find, two: Find) -> bool:
    """Tell whether two finds between commas can be one actor, and are not neighbours in a list."""
    pair = {one.shape, two.shape}
    if one.is_modifier or two.is_modifier:
        return False
    if pair == {Shape.PERSON, Shape.ROLE}:
        role = one if one.shape is Shape.ROLE else two
        return not role.is_plural and _is_set_off(page, one, two)
    linked = page.tokens[two.head].dep == "appos" and page.tokens[two.head].head == one.head
    if Shape.BODY in pair and pair <= BODIES:
        body = one if one.shape is Shape.BODY else two
        return body.article in {Article.THE, Article.A} and linked and not body.is_plural
    if pair == {Shape.ROLE}:
        return linked and one.is_plural == two.is_plural and two.article is not Article.BARE
    return page.low[two.first - 1] == "or" and pair <= {Shape.NAME, Shape.ORG}


def _is_set_off(page: Page, one: Find, two: Find) -> bool:
    """Tell whether the second stands apart: a mark or a verb follows, or the parser says apposition."""
    head = page.tokens[two.head]
    if head.dep == "appos":
        return True
    if two.last >= len(page.tokens):
        return True
    follower = page.tokens[two.last]
    if follower.text in JOINS or (follower.text == "," and page.low[min(two.last + 1, len(page.low) - 1)] in JOINS):
        return False
    if two.shape is Shape.ROLE and two.article is Article.BARE and not two.states and two.where is None:
        return follower.text in ENDS
    return follower.text in ENDS or follower.pos in {"VERB", "AUX", "ADV", "PRON"} or one.shape is Shape.ROLE
