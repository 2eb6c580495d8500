"""From a request to the rows it may see, and from a refusal to the form that shows it; a file a subject. Used by every view."""

from tasks.requests.answers import AnswersGiven, closed_answers, open_answers, save_answers
from tasks.requests.coordination import coordination_or_404
from tasks.requests.letters import (
    arrival_or_404,
    arrival_to_enter,
    attachment_or_404,
    letter_or_404,
    progress_arrival_or_404,
)
from tasks.requests.opinions import comment_or_404, comments_beside, consultation_or_404, opinion_or_404
from tasks.requests.plans import (
    filing_or_404,
    plan_of,
    plan_or_404,
    plan_to_write,
    task_to_save,
    task_with_steps,
    writable_plan,
)
from tasks.requests.posted import (
    based_on,
    deleted_step,
    focused,
    leads_back,
    refusal_in,
    refused_by,
    remember_deleted,
    status_of,
)
from tasks.requests.register import (
    group_or_404,
    named_unit_or_404,
    own_office_or_404,
    programme_seen,
    programme_to_start_with,
    task_or_404,
    tasks_numbered,
    unit_or_404,
)
from tasks.requests.reports import report_or_404
from tasks.requests.rounds import (
    contribution_or_404,
    entry_or_404,
    evidence_or_404,
    progress_or_404,
    reported_or_404,
    round_asked,
    round_or_404,
)

__all__ = [
    "AnswersGiven",
    "arrival_or_404",
    "arrival_to_enter",
    "attachment_or_404",
    "based_on",
    "closed_answers",
    "comment_or_404",
    "comments_beside",
    "consultation_or_404",
    "contribution_or_404",
    "coordination_or_404",
    "deleted_step",
    "entry_or_404",
    "evidence_or_404",
    "filing_or_404",
    "focused",
    "group_or_404",
    "leads_back",
    "letter_or_404",
    "named_unit_or_404",
    "open_answers",
    "opinion_or_404",
    "own_office_or_404",
    "plan_of",
    "plan_or_404",
    "plan_to_write",
    "programme_seen",
    "programme_to_start_with",
    "progress_arrival_or_404",
    "progress_or_404",
    "refusal_in",
    "refused_by",
    "remember_deleted",
    "report_or_404",
    "reported_or_404",
    "round_asked",
    "round_or_404",
    "save_answers",
    "status_of",
    "task_or_404",
    "task_to_save",
    "task_with_steps",
    "tasks_numbered",
    "unit_or_404",
    "writable_plan",
]
