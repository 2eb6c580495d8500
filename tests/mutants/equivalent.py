"""Mutants that say the same: by file and change, as `make mutants` prints them, with the reason. They are not counted."""

import re

OR_NOTHING = "it is asked beside others, of which one is enough, and there an empty condition is none"
EQUIVALENT = {
    (
        "tasks/ledger/progress.py",
        "lambda programme, before: FormerRound.objects.filter(round__programme=programme).since(before) → "
        "lambda programme, before: FormerRound.objects.filter().since(before)",
    ): "rows are looked up by their round; those of other programmes are read in vain",
    (
        "tasks/ledger/facts.py",
        'tasks = tasks_then(of.rows(Task, "").order_by("number"), before) → tasks = tasks_then(of.rows(Task, ""), before)',
    ): "tasks of one programme come by their number anyhow",
    (
        "tasks/ledger/facts.py",
        "return {pk for life in lives.values() for pk in (life.in_force, *life.filings) if pk} → "
        "return {pk for life in lives.values() for pk in (life.in_force, *life.filings) if True}",
    ): "no row has the key None, and none is asked for",
    (
        "tasks/ledger/facts.py",
        "filings |= _filings(Filing.objects.filter(pk__in=later)) → filings |= _filings(Filing.objects.filter())",
    ): "filings are looked up by their keys; the others are read in vain",
    (
        "tasks/ledger/facts.py",
        'rows = of.rows(PlanEvent, "plan__task").filter(at__lt=before).order_by("pk") → '
        'rows = of.rows(PlanEvent, "plan__task").filter(at__lt=before)',
    ): "events come in that order anyhow",
    (
        "tasks/ledger/facts.py",
        'rows = FiledStepKey.objects.filter(filing__in=filings).order_by("filing_id", "position") → '
        'rows = FiledStepKey.objects.filter(filing__in=filings).order_by("-filing_id", "position")',
    ): "keys are put together by filing, whichever comes first",
    (
        "tasks/rules/pasting.py",
        "for apart in _APART.finditer(body, max(len(body) - _LONGEST_TIME, 0)): → "
        "for apart in _APART.finditer(body, max(len(body) - _LONGEST_TIME, -1)):",
    ): "a place before the beginning is the beginning",
    (
        "tasks/ledger/former.py",
        'rows = FormerEntry.objects.filter(former__in=formers).order_by("former_id", "position") → '
        "rows = FormerEntry.objects.filter(former__in=formers)",
    ): "they come in that order anyhow",
    (
        "tasks/ledger/former.py",
        "lambda programme, before: FormerProgramme.objects.filter(programme=programme).since(before)[:1] → "
        "lambda programme, before: FormerProgramme.objects.filter(programme=programme).since(before)",
    ): "the first is taken however many are read",
    (
        "tasks/ledger/progress.py",
        'for pk, content in entries.filter(told).values_list("pk", "content"): → '
        'for pk, content in entries.filter().values_list("pk", "content"):',
    ): "what is told is looked up by its key; the others are read in vain",
    (
        "tasks/ledger/goals.py",
        "lambda programme, before, day: GoalReading.objects.filter(goal__programme=programme).counted_by( → "
        "lambda programme, before, day: GoalReading.objects.filter().counted_by(",
    ): "readings are looked up by their goal; those of other programmes are read in vain",
    (
        "tasks/querysets/register.py",
        'counted = self.order_by().values(*by).annotate(tasks=Count("pk")) → '
        'counted = self.values(*by).annotate(tasks=Count("pk"))',
    ): "what is counted is in no order",
    (
        "tasks/policies/checking.py",
        'answered = OfficeAnswer.objects.filter(plan=plan, written=written).order_by().values("office") → '
        'answered = OfficeAnswer.objects.filter(plan=plan, written=written).values("office")',
    ): "what others are looked up in is in no order",
    (
        "tasks/policies/people.py",
        ".order_by() → ",
    ): "whether there is any is the same in whatever order",
    (
        "tasks/policies/people.py",
        '.values_list("pk")[:1] → .values_list("pk")',
    ): "whether there is any is the same however many are read",
    (
        "tasks/policies/people.py",
        '.values_list("pk")[:1] → .values_list("pk")[: 2]',
    ): "whether there is any is the same however many are read",
    (
        "tasks/policies/people.py",
        '_WROTE = Prepared(lambda plan, user: PlanAuthor.objects.filter(plan=plan, user=user).values_list("pk")[:1]) → '
        '_WROTE = Prepared(lambda plan, user: PlanAuthor.objects.filter(plan=plan, user=user).values_list("pk")[: 2])',
    ): "whether there is any is the same however many are read",
    (
        "tasks/actions/register.py",
        "group = programme.groups.filter(number=data.number).first() → "
        "group = programme.groups.filter(number=data.number).last()",
    ): "a number is there once in a programme",
    (
        "tasks/actions/register.py",
        'entries = Responsibility.objects.select_related("unit").order_by("position") → '
        'entries = Responsibility.objects.select_related("unit")',
    ): "of one task they come by their position anyhow",
    (
        "tasks/actions/courses.py",
        'rounds = Round.objects.filter(programme=programme).order_by("pk") → '
        "rounds = Round.objects.filter(programme=programme)",
    ): "in whichever order they come, it is the same each time",
    (
        "tasks/actions/courses.py",
        'changed=Count("events", filter=Q(events__action=RoundAction.CHANGE), distinct=True), → '
        'changed=Count("events", filter=Q(), distinct=True),',
    ): "what is kept is worked out anew once more than it need be",
    (
        "tasks/actions/times.py",
        'return filing.time_changes.select_related("decision").order_by("pk") → '
        'return filing.time_changes.select_related("decision")',
    ): "they come in that order anyhow",
    (
        "tasks/actions/times.py",
        "if not held or not change.filings.filter(pk=plan.in_force_id).exists(): → "
        "if not held or not change.filings.filter().exists():",
    ): "a change that what is in force does not ask for moves none of its times anyhow",
    (
        "tasks/querysets/times.py",
        'asked = related(self, "filing__time_changes").filter(filings=OuterRef("filing"), key=OuterRef("key")) → '
        'asked = related(self, "filing__time_changes").filter(key=OuterRef("key"))',
    ): "times that are as they were say nothing, and are read in vain",
    (
        "tasks/querysets/times.py",
        "waits = Q(filings=in_force_id, kind=TimeChangeKind.DECIDED, decision=None) → "
        "waits = Q(filings=in_force_id, decision=None)",
    ): "a change that is only put on record holds once its text is in force, and no time is later than itself",
    (
        "tasks/querysets/times.py",
        "self.filter(asked, key=FINISH, kind=TimeChangeKind.DECIDED, decision=None) → "
        "self.filter(asked, key=FINISH, decision=None)",
    ): "a change of 完成时间 is always one that is decided of",
    ("tasks/querysets/register.py", "return Q(pk__in=[]) → return Q()"): OR_NOTHING,
    (
        "tasks/querysets/plans.py",
        "return Q(lead=membership.unit_id) if membership.role in UNIT_ROLES else Q(pk__in=[]) → "
        "return Q(lead=membership.unit_id) if membership.role in UNIT_ROLES else Q()",
    ): OR_NOTHING,
    (
        "tasks/querysets/progress.py",
        "filed_by = Q(lead=membership.unit_id) if membership.role in UNIT_ROLES else Q(pk__in=[]) → "
        "filed_by = Q(lead=membership.unit_id) if membership.role in UNIT_ROLES else Q()",
    ): OR_NOTHING,
}
COLUMNS = ("tasks/ledger/columns.py", "tasks/ledger/time_change_columns.py")


def reason_of(path: str, kind: str, change: str) -> str | None:
    """Why nobody can notice it; None where somebody can."""
    if change.endswith("version += 2"):
        return "a version is compared for being the same, and which comes next nobody asks"
    if kind == "ReplaceTrueWithFalse" and re.search(r"@dataclass\(.*(frozen|slots)=False", change):
        return (
            "whether a value could be changed, and how it is kept, says nothing of it where nobody changes it"
        )
    if kind == "NumberReplacer" and path in COLUMNS and "enumerate(" not in change:
        return "a width on paper, of which either will do"
    if kind == "NumberReplacer" and "lru_cache(maxsize=" in change:
        return "how many answers are kept says nothing of what they are"
    if kind == "ReplaceTrueWithFalse" and "output_field=" in change and "(null=True)" in change:
        return "what a query works out is empty where it is, whatever its field is told"
    return EQUIVALENT.get((path, change))
