"""What the outputs of the coder's network stand for, in their order."""

from coder_markup import STANCES, STATUSES, TYPES

TYPE_LABELS = ("none", *TYPES)
STATUS_LABELS = (*STATUSES, "back")
"""The statuses, and "back" for words that only take up an act told before."""
STANCE_LABELS = ("none", *STANCES)
ROLES = ("actor", "recipient", "speaker", "holder", "object")
"""The first three of an act, the others of a stance."""
