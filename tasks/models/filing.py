"""What was filed, frozen, and every event in a plan's life."""

from datetime import date
from functools import cached_property

from django.db import models
from django.db.models import F, Min, Q
from django.utils.timezone import localdate, localtime

from tasks.enums import Action, PlanStatus
from tasks.models.correspondence import Attachment, IncomingLetter
from tasks.models.plan import Plan
from tasks.querysets import FilingQuerySet
from tasks.rules import dates
from tasks.rules.sheet import Sheet
from tasks.rules.step_ends import StepEnd
from units.models import Membership, Office, Unit


class Filing(models.Model):
    """第N次报送: an immutable snapshot. Only the registry facts at the end are filled in later, each once.

    `recorded_at` is when the system knew it; `counts_from` is when it counts as filed: the same for a filing by
    the lead, `received_at` of the letter for one entered on behalf.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="filings", verbose_name="实施方案")
    nth = models.PositiveSmallIntegerField("第几次报送")
    number = models.CharField("报送编号", max_length=40, unique=True)
    sequence = models.PositiveIntegerField("收件序号")
    content = models.JSONField("表样内容")
    # Of a revision: what became of steps in force that it no longer has (rules/step_ends.py).
    step_ends = models.JSONField("步骤的取消、拆分和并入", default=list)
    # What the cross-checks asked about when it was filed, and the lead had seen.
    warnings = models.JSONField("报送时已知悉的提示", default=list)
    unit_names = models.JSONField("当时有效的单位全称", default=dict)
    # Units the plan names beyond the register's: they see this filing, whatever the working copy becomes.
    added_units = models.ManyToManyField(Unit, related_name="+", verbose_name="增列参与单位")
    recorded_at = models.DateTimeField("登记时间")
    counts_from = models.DateTimeField("计算时间")
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+", verbose_name="报送人")
    # Who led when it was filed, and reads it ever after.
    lead = models.ForeignKey(Unit, models.PROTECT, related_name="+", null=True, verbose_name="报送时牵头单位")
    # Who carried it out when it was filed, or was the first to: nobody of that office accepts it (decision 0048).
    office = models.ForeignKey(
        Office, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="报送时承办处室"
    )
    letter = models.ForeignKey(
        IncomingLetter, models.PROTECT, related_name="filings", null=True, blank=True, verbose_name="来文"
    )
    signed_by = models.CharField("签字领导", max_length=50, blank=True)
    signed_on = models.DateField("签字日期", null=True, blank=True)
    stamped_scan = models.ForeignKey(
        Attachment, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="盖章扫描件"
    )
    stamped_received_on = models.DateField("盖章件收到日期", null=True, blank=True)
    stamped_recorded_at = models.DateTimeField("盖章件登记时间", null=True, blank=True)
    verified_at = models.DateTimeField("复核时间", null=True, blank=True)
    verified_by = models.ForeignKey(
        Membership, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="复核人"
    )
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)
    # The office of the lead that 责任处室 names; None where that is not certain (decision 0039).
    named_office = models.ForeignKey(
        Office, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="所填责任处室"
    )

    objects = FilingQuerySet.as_manager()

    class Meta:
        verbose_name = "报送"
        verbose_name_plural = "报送"
        ordering = ["plan_id", "nth"]
        # Few of all, whose contents are not read for it: what was taken back after a day, and what was entered from a letter
        # and nobody has compared.
        indexes = [
            models.Index(
                fields=["withdrawn_at", "plan"],
                name="filing_withdrawn",
                condition=Q(withdrawn_at__isnull=False),
            ),
            models.Index(
                fields=["letter"],
                name="filing_to_verify",
                condition=Q(letter__isnull=False, verified_at=None),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["plan", "nth"], name="filing_nth_once"),
            models.CheckConstraint(
                name="filing_verified_at_and_by_together",
                condition=Q(verified_at=None, verified_by=None)
                | Q(verified_at__isnull=False, verified_by__isnull=False),
            ),
            models.CheckConstraint(
                name="filing_stamped_on_and_recorded_together",
                condition=Q(stamped_received_on=None, stamped_recorded_at=None)
                | Q(stamped_received_on__isnull=False, stamped_recorded_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"第{self.nth}次报送"

    @property
    def made_on(self) -> date | None:
        """By this day it was there on paper: signed, or come with the earliest letter. None where nobody knows: of what was
        filed here without the day of signing the paper may have come before.
        """
        if not (self.signed_on or self.letter):
            return None
        arrivals = self.plan.task.arrivals.filter(withdrawn_at=None)
        came = arrivals.aggregate(first=Min("letter__received_at"))["first"] or self.counts_from
        days = (self.signed_on, self.letter and self.letter.dated_on)
        return min(localdate(self.counts_from), localdate(came), *filter(None, days))

    @property
    def on_behalf(self) -> bool:
        return self.letter_id is not None

    def sheet(self) -> Sheet:
        """As filed, without the keys of its steps: no query."""
        return Sheet.from_json(self.content)

    def keyed_sheet(self) -> Sheet:
        """As filed, each step with its key."""
        return self.sheet().with_keys(self.keys)

    def ends(self) -> list[StepEnd]:
        return [StepEnd.from_json(data) for data in self.step_ends]

    @property
    def carries_keys(self) -> bool:
        return all("key" in step for step in self.content["steps"])

    @cached_property
    def keys(self) -> tuple[int, ...]:
        """The keys of its steps, in their order; of a filing of before (decision 0026) they are in `step_keys`."""
        if self.carries_keys:
            return tuple(step["key"] for step in self.content["steps"])
        return tuple(row.key for row in self.step_keys.all())


class FiledStepKey(models.Model):
    """The key of a step of a filing from before filings carried them; filled once by a migration, append-only."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="step_keys", verbose_name="报送")
    position = models.PositiveSmallIntegerField("第几步")
    key = models.PositiveIntegerField("步骤标识")

    class Meta:
        verbose_name = "以前报送的步骤标识"
        verbose_name_plural = "以前报送的步骤标识"
        ordering = ["filing_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["filing", "position"], name="filed_step_position_once"),
            models.UniqueConstraint(fields=["filing", "key"], name="filed_step_key_once"),
        ]

    def __str__(self) -> str:
        return f"第{self.position}步"


class PlanEvent(models.Model):
    """One step in a plan's life, append-only; the ledger of any past day is read from these.

    `in_force` is the accepted filing that holds while a revision is open; otherwise `filing` itself holds, unless it
    was withdrawn.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="events", verbose_name="实施方案")
    action = models.CharField("动作", max_length=20, choices=Action)
    status = models.CharField("其后状态", max_length=10, choices=PlanStatus)
    at = models.DateTimeField("时间")
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+", verbose_name="经办")
    filing = models.ForeignKey(
        Filing, models.PROTECT, related_name="events", null=True, blank=True, verbose_name="报送"
    )
    in_force = models.ForeignKey(
        Filing, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="修订期间的有效报送"
    )
    refile_by = models.DateField("重新报送时限", null=True, blank=True)
    note = models.TextField("说明", blank=True)

    class Meta:
        verbose_name = "办理记录"
        verbose_name_plural = "办理记录"
        ordering = ["pk"]  # in which they were done, whatever the clock of a demonstration said
        # The last event of a plan before a moment is what it stood at.
        indexes = [models.Index(fields=["plan", "id", "at"], name="event_of_plan_as_done")]
        constraints = [
            models.CheckConstraint(
                name="event_refile_by_with_return",
                condition=Q(action=Action.RETURN, refile_by__isnull=False)
                | (~Q(action=Action.RETURN) & Q(refile_by=None)),
            ),
            models.CheckConstraint(
                name="event_in_force_beside_its_filing",
                condition=Q(in_force=None) | Q(filing=None) | ~Q(in_force=F("filing")),
            ),
        ]

    def __str__(self) -> str:
        return f"{dates.to_the_minute(localtime(self.at))} {self.get_action_display()}"
