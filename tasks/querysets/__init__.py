"""All filtering of the domain: who sees which rows, and what is fetched with them (design §2).

What one may not see is absent from these querysets, so a page answers 404 for it.
"""

from tasks.querysets.coordination import CoordinationEventQuerySet, CoordinationQuerySet
from tasks.querysets.correspondence import (
    AttachmentQuerySet,
    ConsultationQuerySet,
    ContactNoteQuerySet,
    LetterQuerySet,
)
from tasks.querysets.former import FormerQuerySet
from tasks.querysets.goals import GoalQuerySet, GoalReadingQuerySet
from tasks.querysets.opinions import OpinionQuerySet
from tasks.querysets.plans import ContactChangeQuerySet, FilingQuerySet, PlanQuerySet
from tasks.querysets.progress import (
    ContributionQuerySet,
    EntryQuerySet,
    ProgressArrivalQuerySet,
    ProgressQuerySet,
    StepReportQuerySet,
)
from tasks.querysets.receipts import ArrivalQuerySet
from tasks.querysets.register import LeadingQuerySet, ProgrammeQuerySet, TaskQuerySet
from tasks.querysets.reports import ReportQuerySet
from tasks.querysets.rounds import CompletionQuerySet, ExtensionQuerySet, RoundQuerySet
from tasks.querysets.times import StepInForceQuerySet, TimeChangeQuerySet

__all__ = [
    "ArrivalQuerySet",
    "AttachmentQuerySet",
    "CompletionQuerySet",
    "ConsultationQuerySet",
    "ContactChangeQuerySet",
    "ContactNoteQuerySet",
    "ContributionQuerySet",
    "CoordinationEventQuerySet",
    "CoordinationQuerySet",
    "EntryQuerySet",
    "ExtensionQuerySet",
    "FilingQuerySet",
    "FormerQuerySet",
    "GoalQuerySet",
    "GoalReadingQuerySet",
    "LeadingQuerySet",
    "LetterQuerySet",
    "OpinionQuerySet",
    "PlanQuerySet",
    "ProgrammeQuerySet",
    "ProgressArrivalQuerySet",
    "ProgressQuerySet",
    "ReportQuerySet",
    "RoundQuerySet",
    "StepInForceQuerySet",
    "StepReportQuerySet",
    "TaskQuerySet",
    "TimeChangeQuerySet",
]
