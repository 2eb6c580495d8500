"""The register, plans, filings and the correspondence about them; a file a subject."""

from tasks.models.checking import Comment, OfficeAnswer
from tasks.models.contact_changes import ContactChange
from tasks.models.coordination import Coordination, CoordinationEvent
from tasks.models.correspondence import Arrival, Attachment, Consultation, ContactNote, IncomingLetter
from tasks.models.courses import Course
from tasks.models.filing import FiledStepKey, Filing, PlanEvent
from tasks.models.former import FormerEntry, FormerGroup, FormerProgramme, FormerTask
from tasks.models.goals import Goal, GoalReading
from tasks.models.opinions import Opinion, PlanReading
from tasks.models.plan import Plan, PlanAuthor, PlanParticipant, PlanStep, PlanStepEnd
from tasks.models.progress import (
    Completion,
    Contribution,
    Entry,
    Evidence,
    Progress,
    ProgressArrival,
    ProgressEvent,
    StepReport,
)
from tasks.models.register import (
    AREAS,
    UNIT_NAMED,
    UNITS_NAMED,
    Designation,
    Leading,
    Programme,
    Responsibility,
    Task,
    TaskGroup,
    WordingResolution,
)
from tasks.models.reports import Report, ReportDraft, ReportFile, ReportIssue, ReportTemplate, ReportVersion
from tasks.models.rounds import Extension, FormerRound, Round, RoundEvent
from tasks.models.times import PlanTimeReason, StepInForce, TimeChange, TimeDecision

__all__ = [
    "AREAS",
    "UNITS_NAMED",
    "UNIT_NAMED",
    "Arrival",
    "Attachment",
    "Comment",
    "Completion",
    "Consultation",
    "ContactChange",
    "ContactNote",
    "Contribution",
    "Coordination",
    "CoordinationEvent",
    "Course",
    "Designation",
    "Entry",
    "Evidence",
    "Extension",
    "FiledStepKey",
    "Filing",
    "FormerEntry",
    "FormerGroup",
    "FormerProgramme",
    "FormerRound",
    "FormerTask",
    "Goal",
    "GoalReading",
    "IncomingLetter",
    "Leading",
    "OfficeAnswer",
    "Opinion",
    "Plan",
    "PlanAuthor",
    "PlanEvent",
    "PlanParticipant",
    "PlanReading",
    "PlanStep",
    "PlanStepEnd",
    "PlanTimeReason",
    "Programme",
    "Progress",
    "ProgressArrival",
    "ProgressEvent",
    "Report",
    "ReportDraft",
    "ReportFile",
    "ReportIssue",
    "ReportTemplate",
    "ReportVersion",
    "Responsibility",
    "Round",
    "RoundEvent",
    "StepInForce",
    "StepReport",
    "Task",
    "TaskGroup",
    "TimeChange",
    "TimeDecision",
    "WordingResolution",
]
