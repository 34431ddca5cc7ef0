"""What every reader of coding looks at: one document with its grammar, parties, quotations and vocabularies."""

from dataclasses import dataclass

from dragoman.coding.grammar import Grammar
from dragoman.coding.parties import Parties
from dragoman.coding.quotes import Quotes, find_quotes
from dragoman.coding.rejoined import rejoined
from dragoman.lexicon.cues import Cues
from dragoman.lexicon.party_nouns import load_party_nouns
from dragoman.lexicon.predicates import PredicateTables
from dragoman.model import Resolved


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """One resolved document, ready to be asked."""

    resolved: Resolved
    text: str
    grammar: Grammar
    parties: Parties
    quotes: Quotes
    cues: Cues
    predicates: PredicateTables


def analyse(resolved: Resolved, *, cues: Cues, predicates: PredicateTables) -> Analysis:
    """Return the analysis of a resolved document."""
    grammar = Grammar(rejoined(resolved.parse))
    return Analysis(
        resolved=resolved,
        text=resolved.document.text,
        grammar=grammar,
        parties=Parties(resolved, grammar, load_party_nouns()),
        quotes=find_quotes(resolved.document.text),
        cues=cues,
        predicates=predicates,
    )
