"""One record on a terminal as a reviewer needs it: the words in their sentence, then each field with its value."""

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from dragoman.explore.tables import SHORT_ID
from dragoman.explore.words import one_line, quote
from dragoman.model import Span
from dragoman.store.correction_kinds import KINDS, item_id, span_of
from dragoman.store.correction_values import shown_value
from dragoman.store.corrections import Target

WIDE = 220
"""Code points of text shown on either side of the words in question."""
OWN_WORDS = frozenset(kind.span for kind in KINDS.values())
"""Fields that hold the words already quoted."""


def show_target(target: Target, place: str, console: Console) -> None:
    """Print a record: where it stands, its words in context, its fields, and how sure the coder is."""
    form = target.now
    facts = " · ".join(x for x in (form.outlet, str(form.published or ""), one_line(form.title or "")) if x)
    record_id = item_id(target.form, target.item)[:SHORT_ID]
    console.print(
        f"\n[dim]{place}[/]  [bold]{target.kind}[/] [dim]{record_id}[/]  {escape(facts)}",
        soft_wrap=True,
        highlight=False,
    )
    left, words, right = quote(form.text, Span(*span_of(target.kind, target.seen)), before=WIDE, after=WIDE)
    console.print(f"  “{escape(left)}[bold]{escape(words)}[/]{escape(right)}”", soft_wrap=True, highlight=False)
    fields = Table.grid(padding=(0, 2, 0, 0))
    names = [name for name in KINDS[target.kind].fields if name not in OWN_WORDS]
    values = {name: shown_value(name, target.seen, form) for name in names}
    for name, value in values.items():
        if value != "none":
            fields.add_row(f"  [dim]{name}[/]", escape(one_line(value)))
    if missing := [name for name, value in values.items() if value == "none"]:
        fields.add_row("  [dim]without[/]", f"[dim]{', '.join(missing)}[/]")
    why = getattr(target.item, "why", None)
    rule = why.rule if why else getattr(target.item, "rule", "")
    sure = f"{escape(rule)}, confidence {why.score:.2f}" if why else escape(rule)
    if sure:
        fields.add_row("  [dim]rule[/]", sure)
    console.print(fields, highlight=False)
