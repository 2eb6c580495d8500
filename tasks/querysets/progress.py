"""What is reported of tasks (进展报送) filtered: who sees which (design §2)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import TruncDate
from django.utils.timezone import localdate

from tasks.enums import ProgressAction, ProgressStatus, StepProgress
from tasks.querysets.receipts import KnownQuerySet, last_moment
from tasks.querysets.register import programmes_of_checkers, takes_part
from tasks.querysets.related import related
from tasks.rules.step_standing import Said
from units.roles import UNIT_ROLES, Role


def _of_tasks_seen(rows: models.QuerySet, membership, task: str) -> Q:
    """Whoever sees what was filed of a task, whose path is `task`: who takes part in it, its checkers, leadership."""
    if membership.role in UNIT_ROLES:
        return takes_part(related(rows, task), membership.unit_id, task)
    if membership.role == Role.CHECKER:
        received, _ = programmes_of_checkers(membership.office_id, f"{task}__programme__")
        return received
    if membership.role == Role.LEADERSHIP:
        return Q(**{f"{task}__programme__leadership_unit": membership.unit_id})
    return Q(pk__in=[])


def _led(membership, task: str) -> Q:
    return Q(**{f"{task}__lead": membership.unit_id}) if membership.role in UNIT_ROLES else Q(pk__in=[])


class ProgressQuerySet(models.QuerySet):
    def visible_to(self, membership):
        """Drafts for the lead's people; what is filed for who takes part, checkers and leadership."""
        if membership is None:
            return self.none()
        filed = Q(entry__isnull=False) & _of_tasks_seen(self, membership, "task")
        return self.filter(_led(membership, "task") | filed)

    def to_verify(self):
        """Entered from a letter or a call, and not compared with it by a second person."""
        entered = related(self, "entries").filter(letter__isnull=False, verified_at=None)
        filed = self.filter(status=ProgressStatus.FILED, entry__letter__isnull=False, entry__verified_at=None)
        return filed.filter(pk__in=entered.values("progress"))  # few of all, and indexed

    def to_verify_by(self, user):
        """Not what the person entered and may not compare."""
        return self.to_verify().exclude(entry__by__user=user)

    def to_compare_by(self, unit, user):
        """The same for the lead whose paper it is, which has not said that it is wrong."""
        own = {"task__lead": unit, "entry__letter__unit": unit}
        return self.to_verify_by(user).filter(**own, entry__disputed_at=None)


class EntryQuerySet(KnownQuerySet):
    def visible_to(self, membership):
        """Those of visible tasks; one that was taken back stays with the lead and its checkers. What a unit filed it
        goes on reading when another one leads.
        """
        if membership is None:
            return self.none()
        seen = _of_tasks_seen(self, membership, "progress__task")
        if membership.role == Role.CHECKER:
            return self.filter(seen)
        filed_by = Q(lead=membership.unit_id) if membership.role in UNIT_ROLES else Q(pk__in=[])
        stands = seen & Q(withdrawn_at=None)
        return self.filter(stands | _led(membership, "progress__task") | filed_by)


class ProgressArrivalQuerySet(KnownQuerySet):
    def with_entering(self):
        """`entered_as`, which filing it was entered as, None where it was not."""
        same = {"progress__task": OuterRef("task"), "progress__round": OuterRef("round")}
        entries = related(self, "letter__entries").filter(letter=OuterRef("letter"), **same)
        return self.annotate(entered_as=Subquery(entries.order_by("-nth").values("nth")[:1]))

    def to_enter(self):
        """What stands and waits to be entered: nothing is filed of it in the round, or the letter came since it was returned."""
        same = {"task": OuterRef("task"), "round": OuterRef("round")}
        filed = related(self, "round__progress").filter(**same, entry__isnull=False)
        returns = related(self, "round__progress__events").filter(
            progress__task=OuterRef("task"),
            progress__round=OuterRef("round"),
            progress__status=ProgressStatus.RETURNED,
            action=ProgressAction.RETURN,
        )
        again = Q(letter__received_at__date__gte=TruncDate("asked_at"))
        waiting = self.with_entering().filter(withdrawn_at=None, entered_as=None)
        return waiting.annotate(asked_at=last_moment(returns)).filter(~Exists(filed) | again)


class StepReportQuerySet(models.QuerySet):
    def known_at(self, moment: datetime):
        """Said before `moment` and not taken back by then, as it was said."""
        return self.filter(recorded_at__lt=moment).exclude(withdrawn_at__lt=moment).order_by("pk")

    def said_last(self) -> dict[int, dict[int, Said]]:
        """By task and the key of its step, of rows in the order in which they were said."""
        return said_last(self.values_list(*SAID_COLUMNS))


SAID_COLUMNS = ("task_id", "key", "state", "recorded_at", "done_on", "word", "year")


def said_last(rows: Iterable[tuple]) -> dict[int, dict[int, Said]]:
    """The same of their `SAID_COLUMNS`."""
    found = defaultdict(dict)
    for task, key, state, at, *said_of_it in rows:
        said = Said(StepProgress(state), localdate(at), *said_of_it)
        found[task][key] = said.after(found[task].get(key))
    return found


class ContributionQuerySet(models.QuerySet):
    def visible_to(self, membership):
        """The unit that gave it, the lead it was given to; checkers see what they may have to ask about."""
        if membership is None:
            return self.none()
        if membership.role in UNIT_ROLES:
            return self.filter(Q(unit=membership.unit_id) | Q(task__lead=membership.unit_id))
        if membership.role == Role.CHECKER:
            received, _ = programmes_of_checkers(membership.office_id, "task__programme__")
            return self.filter(received)
        return self.none()
