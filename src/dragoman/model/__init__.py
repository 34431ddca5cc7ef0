"""The record types and nothing else: what the stages hand to one another.

All records are frozen. Offsets are Unicode code points into `Document.text`, half-open: `text[start:end]` is
the quoted evidence. Days are closed intervals. An unknown value is None, never zero or the empty string.
"""

from dragoman.model.actors import Entity, Mention, MentionKind, OfficeHolder
from dragoman.model.document import Document, Receipt, Span, Stage
from dragoman.model.events import (
    Attribution,
    Coding,
    Driver,
    Event,
    EventType,
    Evidence,
    Expectation,
    Position,
    PositionChange,
    SpeakerKind,
    Stance,
    Status,
)
from dragoman.model.interval import Interval, Precision
from dragoman.model.parse import Parse, Token
from dragoman.model.place import Place
from dragoman.model.record import Record, Resolved

__all__ = [
    "Attribution",
    "Coding",
    "Document",
    "Driver",
    "Entity",
    "Event",
    "EventType",
    "Evidence",
    "Expectation",
    "Interval",
    "Mention",
    "MentionKind",
    "OfficeHolder",
    "Parse",
    "Place",
    "Position",
    "PositionChange",
    "Precision",
    "Receipt",
    "Record",
    "Resolved",
    "Span",
    "SpeakerKind",
    "Stage",
    "Stance",
    "Status",
    "Token",
]
