"""The register filtered: programmes and tasks, whom they concern and where they stand."""

from collections.abc import Callable
from datetime import date, datetime
from functools import reduce
from operator import and_, or_

from django.db import models
from django.db.models import (
    Case,
    Count,
    Exists,
    OuterRef,
    Q,
    Subquery,
    When,
)

from tasks.enums import Figure, PlanStatus
from tasks.querysets import courses, rounds, standing
from tasks.querysets.former import then
from tasks.querysets.related import related
from tasks.querysets.standing import Days
from tasks.rules import sought
from units.models import Spelling
from units.roles import BUSINESS_ROLES, Role
from zgc_tasks.common.initials import asked_for
from zgc_tasks.common.prepared import Argument


def takes_part(
    tasks: models.QuerySet, unit_id: int, task: str = "pk", *, before: datetime | None = None
) -> Q:
    """Tasks whose register names the unit, or whose wording was resolved into it (with `before`, by that moment).

    `task` is the path to their key. It is asked of each task by itself: a list of all tasks of the unit would be as long
    as it takes part in other programmes.
    """
    named, resolved = takes_part_by(tasks, unit_id, task, before=before)
    return named | resolved


def takes_part_by(
    tasks: models.QuerySet, unit_id: int, task: str = "pk", *, before: datetime | None = None
) -> tuple[Q, Q]:
    """The two ways to take part, each by itself, the one that is found sooner first."""
    entries = related(tasks, "responsibilities").filter(task=OuterRef(task))
    resolved = related(entries, "resolutions").filter(units=unit_id, responsibility=OuterRef("pk"))
    named = Q(Exists(entries.filter(unit=unit_id)))
    if before is not None:
        named = then(related(tasks, "former"), "task", before, named, Q(entries__unit=unit_id))
        resolved = resolved.filter(recorded_at__lt=before)
    # From the task to its few entries and what these were resolved into; not from all that was resolved into the unit.
    return named, Q(Exists(entries.filter(Exists(resolved))))


def programmes_of_checkers(office_id: int, programme: str = "") -> tuple[Q, Q]:
    """Programmes the office receives, and those it stands in for (never all that name no such office)."""
    stand_in = f"{programme}stand_in_office"
    return (
        Q(**{f"{programme}receiving_office": office_id}),
        Q(**{f"{stand_in}__isnull": False, stand_in: office_id}),
    )


def is_in_words(asked: str) -> bool:
    """Whether what was typed is one word and neither a number nor initials, so that texts are all that is looked at
    (`saying`).
    """
    return not asked_for(asked) and sought.number(asked) is None and len(sought.words(asked)) == 1


def _says(path: str, words: str | Argument) -> Q:
    """Texts at the end of `path` with these words, or with the pinyin initials that they are; an argument is none."""
    found = Q(**{f"{path}__icontains": words})
    if letters := isinstance(words, str) and asked_for(words):
        found |= Q(**{f"{path}__in": Spelling.objects.texts(letters)})
    return found


def _each(asked: str, condition: Callable[[str], Q]) -> Q:
    """For every word of what was typed."""
    return reduce(and_, map(condition, sought.words(asked)), Q())


def in_order(rows: models.QuerySet) -> models.QuerySet:
    """Rows with a position and a unit, in their order."""
    return rows.select_related("unit").order_by("position")


class ProgrammeQuerySet(models.QuerySet):
    def visible_to(self, membership):
        """The register of every programme is open to all business roles."""
        return self.all() if membership and membership.role in BUSINESS_ROLES else self.none()

    def start_of(self, membership):
        """The oldest programme the membership has work in, else the oldest; None where there is none."""
        for condition in (*self._own(membership), Q()):
            # One after the other, so that the database stops at the first programme that fits.
            if found := self.filter(condition).order_by("pk").first():
                return found
        return None

    def worked_in_by(self, membership):
        """Those in which the membership has work, the oldest first."""
        return self.filter(reduce(or_, map(Q, self._own(membership)))).order_by("pk")

    def with_others(self, membership):
        """Annotated with whether the membership has work in another one too (`has_others`)."""
        others = self.model._default_manager.exclude(pk=OuterRef("pk"))
        if membership.role in (Role.CHECKER, Role.LEADERSHIP):
            return self.annotate(has_others=Exists(others.filter(reduce(or_, self._own(membership)))))
        work = (
            rows.exclude(**{path: OuterRef("pk")}) for path, rows in self._work_of(membership.unit_id).items()
        )
        # One after the other, and none where there is no other programme: both sides of an OR or AND would be asked.
        asked = (When(Exists(rows), then=True) for rows in work)
        return self.annotate(has_others=Case(When(~Exists(others), then=False), *asked, default=False))

    def _work_of(self, unit_id: int) -> dict[str, models.QuerySet]:
        """What a unit leads and takes part in, and problems and questions put to it, which may have no task there, by the
        path to the programme: each for itself, so that the first of them is found by an index.
        """
        named = related(self, "tasks__responsibilities")
        return {
            "programme": related(self, "tasks").filter(lead=unit_id),
            "task__programme": named.filter(unit=unit_id),
            "responsibility__task__programme": related(named, "resolutions").filter(units=unit_id),
            "coordination__task__programme": related(self, "tasks__coordinations__events").owed_by(unit_id),
            "plan__task__programme": related(self, "tasks__plan__consultations").waiting_for(unit_id),
        }

    def _own(self, membership) -> tuple:
        """Conditions for the programmes the membership has work in, the most of it first."""
        if membership.role == Role.CHECKER:
            return programmes_of_checkers(membership.office_id)
        if membership.role == Role.LEADERSHIP:
            return (Q(leadership_unit=membership.unit_id),)
        # From the programme to its tasks, whatever the database knows of their numbers: a unit may have thousands.
        unit, tasks = membership.unit_id, related(self, "tasks").filter(programme=OuterRef("pk"))
        owed = related(tasks, "coordinations").filter(task__programme=OuterRef("pk")).owed_by(unit)
        asked = (
            related(tasks, "plan__consultations")
            .filter(plan__task__programme=OuterRef("pk"))
            .waiting_for(unit)
        )
        # Not of one task after the other both ways to take part: the first of them mostly finds one.
        named, resolved = takes_part_by(tasks, unit)
        in_tasks = (tasks.filter(way) for way in (Q(lead=unit), named, resolved))
        return (reduce(or_, map(Q, map(Exists, in_tasks))), Q(Exists(owed)) | Q(Exists(asked)))


# Not so of what a unit leads from the beginning until now.
CHANGED_HANDS = Q(since__isnull=False) | Q(until__isnull=False)


class LeadingQuerySet(models.QuerySet):
    def changed_hands(self):
        return self.filter(CHANGED_HANDS)

    def known_at(self, moment: datetime):
        """What was known before `moment` of who leads, the newest last."""
        return self.filter(Q(recorded_at=None) | Q(recorded_at__lt=moment)).order_by("pk")

    def on(self, day: date):
        """Who led on a day, by what is known now; on the day another one comes to lead, both."""
        begun, not_over = Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day)
        return self.filter(begun, not_over)


class TaskQuerySet(models.QuerySet):
    def visible_to(self, membership):
        return self.all() if membership and membership.role in BUSINESS_ROLES else self.none()

    def led_by(self, unit_id: int):
        return self.filter(lead=unit_id)

    def ever_led_by(self, unit):
        """Led now, or before another unit came to lead."""
        return self.filter(Exists(related(self, "leadings").filter(unit=unit.pk, task=OuterRef("pk"))))

    def joined_by(self, unit_id: int):
        """Tasks the unit takes part in without leading them."""
        return self.filter(self._joined(unit_id, None)).exclude(lead=unit_id)

    def of_unit(self, unit_id: int):
        """Tasks a unit leads or takes part in now, for where only its key is known."""
        return self.filter(Q(lead=unit_id) | self._joined(unit_id, None))

    def concerning(self, unit, part: str = "", *, before: datetime | None = None):
        """Tasks a unit leads (part "lead"), takes part in ("participant"), or either.

        With `before`, as was known before that moment; the tasks then have a standing (`with_standing`).
        """
        led = Q(lead=unit.pk) if before is None else Q(lead_unit=unit.pk, lead_unit__isnull=False)
        if part == "lead":
            return self.filter(led)
        joined = self._joined(unit.pk, before)
        return self.filter(joined & ~led) if part == "participant" else self.filter(led | joined)

    def _joined(self, unit_id: int, before: datetime | None) -> Q:
        """Named by the register or a resolution of its wording, or by the plan that was filed."""
        if before is None:
            added = related(self, "plan").filter(in_force__added_units=unit_id, task=OuterRef("pk"))
        else:
            added = related(self, "plan__filings").in_force_at(before)
            added = added.filter(added_units=unit_id, plan__task=OuterRef("pk"))
        return takes_part(self, unit_id, before=before) | Q(Exists(added))

    def matching(self, *, today, q="", group=None, unit=None, part="", state=""):
        """What the filter row above 任务分解 asks for; every filter optional, all of them hold at once."""
        found = self
        if q:
            found = found.saying(q)
        if group:
            found = found.filter(group__number=group)
        if unit:
            found = found.concerning(unit, part)
        return found.in_state(state, today) if state else found

    def saying(self, words: str | Argument):
        """Tasks with each of these words in their content, their area or among the responsible units, or of that number; an
        argument stands for what `is_in_words`.
        """
        if isinstance(words, Argument):
            return self.filter(self._saying(words))
        return self.filter(_each(words, lambda word: self._saying(word) | self._numbered(word)))

    def said(self, words: str, before: datetime):
        """The same of a past day, after `with_standing`."""
        return self.filter(_each(words, lambda word: self._said(word, before) | self._numbered(word)))

    def _said(self, words: str, before: datetime) -> Q:
        areas = related(self, "group")
        named = then(related(areas, "former"), "group", before, _says("name", words), _says("name", words))
        listed = then(
            related(self, "former"), "task", before, self._listed(words), self._listing(words, "entries")
        )
        return _says("said", words) | Q(area__in=areas.filter(named).values("pk")) | listed

    def in_area(self, number: int):
        """Tasks of the areas with this number, after `with_standing`."""
        return self.filter(Exists(related(self, "group").filter(number=number, pk=OuterRef("area"))))

    def _saying(self, words: str | Argument) -> Q:
        return _says("content", words) | _says("group__name", words) | self._listed(words)

    def _listed(self, words: str | Argument) -> Q:
        """Asked of each task by itself: a list of all that name such a unit would be as long as there are programmes."""
        return Q(Exists(self.model._default_manager.filter(self._listing(words), pk=OuterRef("pk"))))

    def _numbered(self, words: str) -> Q:
        """By its number alone, or by the 报送编号 of a plan, GJRC-04-1, which says it too."""
        found = sought.number(words)
        if found is None:
            return Q(pk__in=[])
        named = Q(number=int(found["number"]))
        return named & Q(programme__code=found["code"].upper()) if found["code"] else named

    def _listing(self, words: str | Argument, entries: str = "responsibilities") -> Q:
        return _says(f"{entries}__wording", words) | _says(f"{entries}__unit__short_name", words)

    def with_standing(self, day: date | Days, *, past: bool = False):
        """Annotated with where each task stands on `day`, today or (`past`) a day gone by; equal to the ledger of it.

        `said` (its content), `area` (pk), `lead_unit` (pk), `deadline`, `status` of what is in force, `revision`,
        `has_draft`, `first_filed_at`, `refile_by`, `checking`, `filed` (on_time, late or None), `state` (a TaskState)
        and `refile_overdue`: to show, filter and count by.
        `standing.standing_of(row, day)` says the same of one row in words.
        """
        return standing.with_standing(self, day, past=past)

    def with_outlook(self):
        """Annotated with 推进状态 as the lead said it last (`outlook`), None where nothing was filed."""
        filed = related(self, "progress").filter(task=OuterRef("pk"), entry__isnull=False)
        newest = filed.order_by("-round__opens_on", "-round__number")
        return self.annotate(outlook=Subquery(newest.values("entry__outlook")[:1]))

    def owing_in(self, round):
        """Those that owe 进展报送 in a round: chosen, led on its first day, and not confirmed done by then."""
        return rounds.owing_in(self, round)

    def in_each_round(self):
        """In a subquery of rounds: annotated with what `owing_in_each` reads; `in_round` is the key of its round."""
        return rounds.in_each_round(self)

    def owing_in_each(self):
        """Of those `in_each_round` the ones that owe in the round of its row."""
        return rounds.owing_in_each(self)

    def with_round_standing(self, round, day: date | Days, *, past: bool = False):
        """Annotated with where each task stands in a round on `day` (`querysets/rounds.py` names the columns)."""
        return rounds.with_round_standing(self, round, day, past=past)

    def with_course(self, day: date):
        """Annotated with how far each task is on `day`, today or later (`querysets/courses.py` names the columns)."""
        return courses.with_course(self, day)

    def with_course_out_of_date(self, basis: str):
        """Those of which what is kept in `Course` has to be worked out anew."""
        return courses.out_of_date(self, basis)

    def reported_by(self, unit: int, round, day: date | Days):
        """What the unit reports in a round, task by task (`querysets/rounds.py` names the columns)."""
        return rounds.reported_by(self, unit, round, day)

    def at_desk(self):
        """Annotated with the status `at_desk` under which the receiving office has each task now."""
        return self.annotate(at_desk=standing.AT_DESK)

    def with_filed_on(self):
        """Annotated with the day on which each came first, `filed_on`, after `with_standing`; None where nothing is filed."""
        return self.annotate(filed_on=standing.DayOf("first_filed_at"))

    def of_figure(self, figure: Figure):
        """Those that a figure counts, after `with_standing`."""
        return self.filter(standing.COUNTED[figure])

    def situations(self, *by: str):
        """How many tasks share what `by` names, after `with_standing`: rows of it with the number of `tasks`."""
        counted = self.order_by().values(*by).annotate(tasks=Count("pk"))
        return counted.values_list(*by, "tasks", named=True)

    def in_state(self, state: str, today: date):
        """Tasks in a `TaskState` as of today, or those whose filed plan is being checked (`PlanStatus.CHECKING`)."""
        standing_today = self.with_standing(today)
        if state == PlanStatus.CHECKING:
            return standing_today.filter(checking=True)
        return standing_today.filter(state=state)
