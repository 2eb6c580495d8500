"""进展报送: what lead units say of their tasks, round by round, and what else is told of a task in its course."""

from functools import cached_property

from django.db import models
from django.db.models import Q
from django.utils.timezone import localtime

from tasks.enums import CompletionKind, Outlook, ProgressAction, ProgressStatus, StepProgress
from tasks.models.correspondence import Attachment, IncomingLetter
from tasks.models.filing import Filing
from tasks.models.register import Decision, Task
from tasks.models.rounds import Round
from tasks.querysets import (
    CompletionQuerySet,
    ContributionQuerySet,
    EntryQuerySet,
    ProgressArrivalQuerySet,
    ProgressQuerySet,
    StepReportQuerySet,
)
from tasks.rules import dates
from tasks.rules.statement import NOTHING_SAID, Statement
from units.models import Membership, Office, Unit


def _nothing_said() -> dict:
    return NOTHING_SAID.to_json()


class Progress(models.Model):
    """The working copy, one for a task and round, from the first save. `version` goes up with every write; a stale
    write is refused. `entry` is what was filed last and not taken back.
    """

    task = models.ForeignKey(Task, models.PROTECT, related_name="progress", verbose_name="任务")
    round = models.ForeignKey(Round, models.PROTECT, related_name="progress", verbose_name="报送期")
    status = models.CharField("状态", max_length=10, choices=ProgressStatus, default=ProgressStatus.DRAFT)
    version = models.PositiveIntegerField("版本", default=0)
    content = models.JSONField("填报内容", default=_nothing_said)
    begun_at = models.DateTimeField("开始填写时间", null=True, blank=True)
    updated_at = models.DateTimeField("最近保存时间")
    updated_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", verbose_name="最近保存人")
    entry = models.ForeignKey(
        "tasks.Entry", models.PROTECT, related_name="+", null=True, blank=True, verbose_name="最近报送"
    )
    first_filed_at = models.DateTimeField("首次报送时间", null=True, blank=True)
    refile_by = models.DateField("重新报送时限", null=True, blank=True)

    objects = ProgressQuerySet.as_manager()

    class Meta:
        verbose_name = "进展报送"
        verbose_name_plural = "进展报送"
        ordering = ["round_id", "task_id"]
        constraints = [
            models.UniqueConstraint(fields=["round", "task"], name="progress_once_in_round"),
            models.CheckConstraint(
                name="progress_entry_unless_draft",
                condition=Q(status=ProgressStatus.DRAFT, entry=None, first_filed_at=None)
                | (~Q(status=ProgressStatus.DRAFT) & Q(entry__isnull=False, first_filed_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="progress_refile_by_only_when_returned",
                condition=Q(status=ProgressStatus.RETURNED, refile_by__isnull=False)
                | (~Q(status=ProgressStatus.RETURNED) & Q(refile_by=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task}{self.round}进展"

    @cached_property
    def stand(self) -> int:
        """How many filings were not taken back."""
        return self.entries.standing().count()

    def said(self) -> Statement:
        return Statement.from_json(self.content)


class Evidence(models.Model):
    """佐证材料 of what is said of the task, or of one step; taken out of the working copy it stays in what was filed."""

    progress = models.ForeignKey(Progress, models.PROTECT, related_name="evidence", verbose_name="进展报送")
    file = models.ForeignKey(Attachment, models.PROTECT, related_name="evidence", verbose_name="文件")
    step_key = models.PositiveIntegerField("步骤标识", null=True, blank=True)
    removed_at = models.DateTimeField("移除时间", null=True, blank=True)

    class Meta:
        verbose_name = "佐证材料"
        verbose_name_plural = "佐证材料"
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.file)


class Entry(models.Model):
    """第N次报送 of 进展: an immutable snapshot. Only withdrawal, verification and, of what was entered on behalf, that its
    lead disputes it are filled in later, each once.

    `steps_of` is the filing of the plan whose steps it reports, None where the plan was not accepted. `recorded_at` is
    when the system knew it, `counts_from` when it counts as filed, as those of a plan's filing.
    """

    progress = models.ForeignKey(Progress, models.PROTECT, related_name="entries", verbose_name="进展报送")
    nth = models.PositiveSmallIntegerField("第几次报送")
    number = models.CharField("报送编号", max_length=50, unique=True)
    content = models.JSONField("填报内容")
    # As in the content, to count by.
    outlook = models.CharField("推进状态", max_length=10, choices=Outlook, blank=True)
    unchanged = models.BooleanField("本期无新进展", default=False)
    steps_of = models.ForeignKey(
        Filing, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="所报步骤的方案"
    )
    evidence = models.ManyToManyField("tasks.Evidence", related_name="entries", verbose_name="佐证材料")
    recorded_at = models.DateTimeField("登记时间")
    counts_from = models.DateTimeField("计算时间")
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+", verbose_name="报送人")
    lead = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="报送时牵头单位")
    office = models.ForeignKey(
        Office, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="报送时承办处室"
    )
    letter = models.ForeignKey(
        IncomingLetter, models.PROTECT, related_name="entries", null=True, blank=True, verbose_name="来文"
    )
    signed_by = models.CharField("签字领导", max_length=50, blank=True)
    signed_on = models.DateField("签字日期", null=True, blank=True)
    verified_at = models.DateTimeField("复核时间", null=True, blank=True)
    verified_by = models.ForeignKey(
        Membership, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="复核人"
    )
    disputed_at = models.DateTimeField("提出不一致时间", null=True, blank=True)
    disputed_by = models.ForeignKey(
        Membership, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="提出人"
    )
    dispute = models.TextField("不一致之处", blank=True)
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = "进展报送稿"
        verbose_name_plural = "进展报送稿"
        ordering = ["progress_id", "nth"]
        indexes = [
            # What was entered from a letter or a call and waits for a second person.
            models.Index(
                fields=["letter", "progress"],
                name="entry_to_verify",
                condition=Q(letter__isnull=False, verified_at=None),
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["progress", "nth"], name="entry_nth_once"),
            models.CheckConstraint(
                name="entry_verified_at_and_by_together",
                condition=Q(verified_at=None, verified_by=None)
                | Q(verified_at__isnull=False, verified_by__isnull=False),
            ),
            models.CheckConstraint(
                name="entry_disputed_in_words",
                condition=Q(disputed_at=None, disputed_by=None, dispute="")
                | (Q(disputed_at__isnull=False, disputed_by__isnull=False) & ~Q(dispute="")),
            ),
        ]

    def __str__(self) -> str:
        return f"第{self.nth}次报送"

    @property
    def on_behalf(self) -> bool:
        return self.letter_id is not None

    @property
    def keys(self) -> tuple[int, ...]:
        """Those of the steps it reports, in their order."""
        return self.steps_of.keys if self.steps_of else ()

    def said(self) -> Statement:
        return Statement.from_json(self.content)


class ProgressArrival(models.Model):
    """随文报来: a letter, a fax or a call told what is to be reported of a task in a round. It counts once it is entered,
    from when it was received.
    """

    letter = models.ForeignKey(
        IncomingLetter, models.PROTECT, related_name="progress_arrivals", verbose_name="来文"
    )
    round = models.ForeignKey(Round, models.PROTECT, related_name="arrivals", verbose_name="报送期")
    task = models.ForeignKey(Task, models.PROTECT, related_name="progress_arrivals", verbose_name="任务")
    recorded_at = models.DateTimeField("登记时间")
    withdrawn_at = models.DateTimeField("注销时间", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        Membership, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="注销人"
    )

    objects = ProgressArrivalQuerySet.as_manager()

    class Meta:
        verbose_name = "随文报来进展"
        verbose_name_plural = "随文报来进展"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["letter", "round", "task"], name="progress_arrival_once"),
            models.CheckConstraint(
                name="progress_arrival_withdrawn_at_and_by_together",
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter}报{self.task}{self.round}进展"


class ProgressEvent(models.Model):
    """One step in the life of a 进展报送, append-only; past days are read from these."""

    progress = models.ForeignKey(Progress, models.PROTECT, related_name="events", verbose_name="进展报送")
    action = models.CharField("动作", max_length=20, choices=ProgressAction)
    status = models.CharField("其后状态", max_length=10, choices=ProgressStatus)
    at = models.DateTimeField("时间")
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+", verbose_name="经办")
    entry = models.ForeignKey(
        Entry, models.PROTECT, related_name="events", null=True, blank=True, verbose_name="报送"
    )
    # As `Progress.first_filed_at` was then: what the earliest receipt was known to be.
    first_filed_at = models.DateTimeField("首次报送时间", null=True, blank=True)
    refile_by = models.DateField("重新报送时限", null=True, blank=True)
    note = models.TextField("说明", blank=True)

    class Meta:
        verbose_name = "进展办理记录"
        verbose_name_plural = "进展办理记录"
        ordering = ["pk"]
        indexes = [models.Index(fields=["progress", "id", "at"], name="progress_event_as_done")]

    def __str__(self) -> str:
        return f"{dates.to_the_minute(localtime(self.at))} {self.get_action_display()}"


class StepReport(models.Model):
    """步骤情况: what was said of a step of the plan in force, with an `entry` or by itself. Append-only; the newest that
    was not taken back counts, of each `year` where the step recurred when it was said (decision 0105).
    """

    task = models.ForeignKey(Task, models.PROTECT, related_name="step_reports", verbose_name="任务")
    key = models.PositiveIntegerField("步骤标识")
    state = models.CharField("情况", max_length=10, choices=StepProgress)
    done_on = models.DateField("完成日期", null=True, blank=True)
    year = models.PositiveSmallIntegerField("所报年度", null=True, blank=True)
    word = models.CharField("说明", max_length=200, blank=True)
    entry = models.ForeignKey(
        Entry, models.PROTECT, related_name="step_reports", null=True, blank=True, verbose_name="报送"
    )
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", verbose_name="登记人")
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)

    objects = StepReportQuerySet.as_manager()

    class Meta:
        verbose_name = "步骤情况"
        verbose_name_plural = "步骤情况"
        ordering = ["pk"]
        indexes = [models.Index(fields=["task", "key", "id"], name="step_report_as_said")]
        constraints = [
            models.CheckConstraint(
                name="step_report_day_of_what_is_done",
                condition=Q(done_on=None) | Q(state=StepProgress.DONE),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()}（{self.year}年）" if self.year else self.get_state_display()


class Contribution(models.Model):
    """参与单位提供情况: what a participating unit tells the lead for a round. It stays as its own, taken over or not;
    append-only but for that, and the newest of a unit counts. `offline`: 已线下提供, as the lead notes of one without
    an account.
    """

    task = models.ForeignKey(Task, models.PROTECT, related_name="contributions", verbose_name="任务")
    round = models.ForeignKey(Round, models.PROTECT, related_name="contributions", verbose_name="报送期")
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="单位"
    )
    # Of open wording (等有关区县), for which no unit stands.
    wording = models.CharField("表述", max_length=100, blank=True)
    text = models.TextField("提供情况")
    offline = models.BooleanField("已线下提供", default=False)
    at = models.DateTimeField("时间")
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+", verbose_name="提供人")
    taken_at = models.DateTimeField("采用时间", null=True, blank=True)
    taken_by = models.ForeignKey(
        Membership, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="采用人"
    )

    objects = ContributionQuerySet.as_manager()

    class Meta:
        verbose_name = "参与单位提供情况"
        verbose_name_plural = "参与单位提供情况"
        ordering = ["pk"]
        indexes = [models.Index(fields=["round", "task", "id"], name="contribution_of_task")]
        constraints = [
            models.CheckConstraint(
                name="contribution_of_unit_or_wording",
                condition=Q(unit__isnull=False, wording="") | (Q(unit__isnull=True) & ~Q(wording="")),
            ),
            models.CheckConstraint(
                name="contribution_taken_at_and_by_together",
                condition=Q(taken_at=None, taken_by=None) | Q(taken_at__isnull=False, taken_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit or self.wording}提供情况"


class Completion(Decision):
    """已完成 or 转入常态化 of a task, as the leading group's office confirms it; reopened once, dated and with a reason."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="completions", verbose_name="任务")
    kind = models.CharField("结果", max_length=10, choices=CompletionKind)
    entry = models.ForeignKey(
        Entry, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="所据进展"
    )
    reopened_at = models.DateTimeField("重新开启时间", null=True, blank=True)
    reopened_by = models.ForeignKey(
        Membership, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="重新开启人"
    )
    reopen_reason = models.TextField("重新开启原因", blank=True)

    objects = CompletionQuerySet.as_manager()

    class Meta(Decision.Meta):
        verbose_name = "办结记录"
        verbose_name_plural = "办结记录"
        constraints = [
            models.UniqueConstraint(
                fields=["task"], condition=Q(reopened_at=None), name="completion_one_stands"
            ),
            models.CheckConstraint(
                name="completion_reopened_with_reason",
                condition=Q(reopened_at=None, reopened_by=None, reopen_reason="")
                | (Q(reopened_at__isnull=False, reopened_by__isnull=False) & ~Q(reopen_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task}：{self.get_kind_display()}"
