"""The register, plans, filings and the correspondence about them; a file a subject."""

from tasks.models.checking import Comment, OfficeAnswer
from tasks.models.contact_changes import ContactChange
from tasks.models.correspondence import Arrival, Attachment, Consultation, ContactNote, IncomingLetter
from tasks.models.filing import FiledStepKey, Filing, PlanEvent
from tasks.models.former import FormerEntry, FormerGroup, FormerProgramme, FormerTask
from tasks.models.plan import Plan, PlanAuthor, PlanParticipant, PlanStep, PlanStepEnd
from tasks.models.register import (
    Designation,
    Leading,
    Programme,
    Responsibility,
    Task,
    TaskGroup,
    WordingResolution,
    units_named_in,
)

__all__ = [
    "Arrival",
    "Attachment",
    "Comment",
    "Consultation",
    "ContactChange",
    "ContactNote",
    "Designation",
    "FiledStepKey",
    "Filing",
    "FormerEntry",
    "FormerGroup",
    "FormerProgramme",
    "FormerTask",
    "IncomingLetter",
    "Leading",
    "OfficeAnswer",
    "Plan",
    "PlanAuthor",
    "PlanEvent",
    "PlanParticipant",
    "PlanStep",
    "PlanStepEnd",
    "Programme",
    "Responsibility",
    "Task",
    "TaskGroup",
    "WordingResolution",
    "units_named_in",
]
