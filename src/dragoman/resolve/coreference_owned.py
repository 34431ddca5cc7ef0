"""Forces, groups and craft that have no name of their own: entities by whose they are and what they are called."""

from typing import Final

from dragoman.lexicon.roles import ActorNoun
from dragoman.model import Entity
from dragoman.resolve.coreference_roles import BY_CONTEXT, BY_ROLE
from dragoman.resolve.coreference_scene import Choice, Scene, without_article
from dragoman.resolve.mentions_finds import Find

BODIES: Final = frozenset({"body", "group", "craft", "state", "set"})
"""Kinds of actors that may have been called by a noun before: a force, too ("a patrol vessel ... the vessel")."""
ONE_ENTITY: Final = frozenset({"MIL", "COP", "REB", "OPP"})
"""Sectors whose forces are one actor by whatever word: troops, warplanes and the army of a state."""


def owned(
    scene: Scene,
    find: Find,
    body: ActorNoun,
    owner: Entity | None,
    context: Entity | None,
    *,
    part: str,
    sector: str | None,
    kind: str,
) -> Choice:
    """Return what a noun without a name means: the same entity wherever the same part of the same state is told of.

    Args:
        scene: The document.
        find: The phrase.
        body: Its noun.
        owner: Whose it is by the words of the text, or None.
        context: The owner, or else the state that is spoken of; None if unknown.
        part: What it is of them, last in its id.
        sector: Its sector.
        kind: As what the scene remembers it ("group", "craft").
    """
    code = context.code if context else None
    entity = Entity(
        entity_id=f"role:{code or 'unknown'}:{part}",
        name=called(scene, find, owner),
        code=code,
        sector=sector,
        members=context.members if context is not None and context.entity_id.startswith("coll:") else (),
    )
    known = scene.memory.get(entity, kind, nouns={body.noun, body.noun.rpartition(" ")[2]})
    known.is_plural = known.is_plural or find.is_plural
    return Choice(known, "body/owned" if owner else "body/context", BY_ROLE if owner else BY_CONTEXT)


def called(scene: Scene, find: Find, owner: Entity | None) -> str:
    """Return the words of a phrase without its article, and with its owner's name for "its"."""
    words = without_article(scene.page.words(find.first, find.last))
    if find.owner is not None and owner is not None and scene.page.tokens[find.first].tag == "PRP$":
        return f"{owner.name}'s {words.partition(' ')[2]}"
    return words
