"""The register: a programme, its areas and tasks, who is responsible, and decisions recorded about that."""

from dataclasses import replace
from datetime import date, datetime

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, Max, OuterRef, Q
from django.urls import reverse
from django.utils.functional import cached_property

from tasks.enums import Basis
from tasks.querysets import LeadingQuerySet, ProgrammeQuerySet, TaskQuerySet
from tasks.querysets.register import CHANGED_HANDS, in_order
from tasks.rules.attention import Limits
from tasks.rules.known_years import KnownYears, issued_in, known_years
from tasks.rules.sheet import Sheet
from units.models import Membership, Office, Unit
from zgc_tasks.common.prepared import Prepared


class Programme(models.Model):
    """专项工作. A second one needs data, never code; `code` is also the slug in URLs, in lower case."""

    code = models.CharField("代号", max_length=20, unique=True, help_text="大写字母，用于报送编号和网址")
    short_name = models.CharField("简称", max_length=30)
    title = models.CharField("名称", max_length=100)
    document_number = models.CharField("文号", max_length=50)
    document_title = models.CharField("文件标题", max_length=200)
    issuer = models.CharField("发文单位", max_length=100)
    plan_deadline = models.DateField("实施方案报送截止日期")
    ends_on = models.DateField("实施期满", null=True, blank=True)
    red_days = models.PositiveSmallIntegerField(
        "红灯天数",
        default=30,
        validators=[MinValueValidator(1)],
        help_text="任一步骤逾期满多少天的，任务为红灯；不满的为黄灯。",
    )
    red_rounds = models.PositiveSmallIntegerField(
        "红灯期数",
        default=2,
        validators=[MinValueValidator(1)],
        help_text="进展逾期未报满多少期的，任务为红灯；不满的为黄灯。",
    )
    receiving_office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name="接收处室")
    stand_in_office = models.ForeignKey(
        Office,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="代核对处室",
        help_text="接收处室自己承办的实施方案，由该处室的核对人代为核对、核收。可不填；不能与接收处室相同。",
    )
    leadership_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="统筹单位")
    contact_name = models.CharField("联系人", max_length=50)
    contact_phone = models.CharField("联系电话", max_length=50)
    contact_fax = models.CharField("传真", max_length=50, blank=True)
    contact_email = models.EmailField("电子邮箱", blank=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = "专项工作"
        verbose_name_plural = "专项工作"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="programme_stand_in_is_another_office",
                condition=Q(stand_in_office=None) | ~Q(stand_in_office=models.F("receiving_office")),
                violation_error_message="代核对处室不能与接收处室相同，请另选处室，或者不填",
            )
        ]

    def __str__(self) -> str:
        return self.short_name

    def get_absolute_url(self) -> str:
        return reverse("home", args=[self.slug])

    @property
    def slug(self) -> str:
        return self.code.lower()

    def in_log(self, *about: object) -> str:
        """What the audit log calls something of this programme: others have tasks of the same numbers."""
        return " ".join(map(str, (self.code, *about)))

    @property
    def issued_in(self) -> int:
        """2015 of 京人才发〔2015〕3号."""
        return issued_in(self.document_number) or self.plan_deadline.year

    @property
    def limits(self) -> Limits:
        """From when on a light is red."""
        return Limits(self.red_days, self.red_rounds)

    @cached_property
    def last_draft_at(self) -> datetime | None:
        """When the newest 送审稿 of a report that stands was taken; asked once, however many rows rest on it."""
        return self.reports.filter(cancelled_at=None).aggregate(last=Max("drafts__taken_at"))["last"]

    def drafted_since(self, moment: datetime) -> bool:
        """Whether a 送审稿 that stands was taken since: it tells what was known at `moment`."""
        return self.last_draft_at is not None and self.last_draft_at >= moment

    def known_years(self, today: date) -> KnownYears:
        """In which a day that somebody types has to lie."""
        return known_years(
            document_number=self.document_number,
            plan_deadline=self.plan_deadline,
            ends_on=self.ends_on,
            today=today,
        )


class TaskGroup(models.Model):
    """工作任务（大项）with its section of the body and the 落实单位 line as printed."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="groups", verbose_name="专项工作")
    number = models.PositiveSmallIntegerField("序号")
    name = models.CharField("工作任务", max_length=100)
    body = models.TextField("正文段落", blank=True)
    responsible_line = models.CharField("落实单位", max_length=300, blank=True)

    class Meta:
        verbose_name = "工作任务（大项）"
        verbose_name_plural = "工作任务（大项）"
        ordering = ["programme_id", "number"]
        constraints = [models.UniqueConstraint(fields=["programme", "number"], name="group_number_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class Task(models.Model):
    """具体内容. `lead` is the unit at position 1, else or instead the designated one; only `set_lead` writes it."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="tasks", verbose_name="专项工作")
    group = models.ForeignKey(
        TaskGroup, models.PROTECT, related_name="tasks", verbose_name="工作任务（大项）"
    )
    printed_group = models.ForeignKey(
        TaskGroup, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="印发表格所列大项"
    )
    number = models.PositiveSmallIntegerField("任务编号")
    content = models.TextField("具体内容")
    body_sentence = models.TextField("正文语句", blank=True)
    reading_note = models.TextField("说明", blank=True)
    lead = models.ForeignKey(
        Unit, models.PROTECT, related_name="led_tasks", null=True, blank=True, verbose_name="牵头单位"
    )
    # Set with a designation, which gives the task a deadline of its own; None: the programme's.
    own_deadline = models.DateField("本项报送截止日期", null=True, blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = "具体任务"
        verbose_name_plural = "具体任务"
        ordering = ["programme_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="task_number_once_in_programme")
        ]
        indexes = [
            # Printed order is by area, then number: read from here, a page of thousands of tasks is not sorted.
            models.Index(fields=["group", "number"], name="task_printed_order"),
            # What a unit leads in one of many programmes, without a look at what it leads in the others.
            models.Index(fields=["lead", "programme"], name="task_led_in_programme"),
        ]

    def __str__(self) -> str:
        return f"第{self.number}项"

    def get_absolute_url(self) -> str:
        return reverse("task-detail", args=[self.programme.slug, self.number])

    @property
    def filing_deadline(self) -> date:
        return self.own_deadline or self.programme.plan_deadline

    @property
    def participant_entries(self) -> list["Responsibility"]:
        """参与单位 of the 表样: whom the register names beside the lead, units and wordings in printed order."""
        return [entry for entry in self.entries if entry.unit_id != self.lead_id and not entry.names_nobody]

    @cached_property
    def entries(self) -> list["Responsibility"]:
        """责任单位 in printed order, as they stood when first asked for: of one task by a prepared query, of many with
        their plans (`with_sheet()`).
        """
        return _ENTRIES(task=self.pk)

    def read(self, typed: Sheet) -> Sheet:
        """A plan of this task with the days its times denote; 今年 is the year in which the programme was issued."""
        return typed.read(issued=self.programme.issued_in)

    def completed(self, typed: Sheet) -> Sheet:
        """A plan of this task with what the register says of it; reads lead and responsibilities."""
        return typed.completed(
            number=self.number,
            lead=self.lead.short_name if self.lead else "",
            content=self.content,
            participants=list(map(str, self.participant_entries)),
        )

    def typed(self, completed: Sheet) -> Sheet:
        """The other way round: of a plan of this task what its lead writes; the participants are those it adds."""
        registered = set(map(str, self.participant_entries))
        added = tuple(name for name in completed.participants if name not in registered)
        return replace(completed, participants=added)


class Responsibility(models.Model):
    """One entry of 责任单位: a unit, or a wording such as 等有关区县, at its printed position (from 1)."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="responsibilities", verbose_name="任务")
    position = models.PositiveSmallIntegerField("次序")
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="responsibilities", null=True, blank=True, verbose_name="单位"
    )
    wording = models.CharField("表述", max_length=100, blank=True)

    class Meta:
        verbose_name = "责任单位"
        verbose_name_plural = "责任单位"
        ordering = ["task_id", "position"]
        # From a unit to its tasks without a look at each entry: asked on every page that says who takes part.
        indexes = [models.Index(fields=["unit", "task"], name="responsibility_tasks_of_unit")]
        constraints = [
            models.UniqueConstraint(fields=["task", "position"], name="responsibility_position_once"),
            models.CheckConstraint(
                name="responsibility_unit_or_wording",
                condition=Q(unit__isnull=False, wording="") | (Q(unit__isnull=True) & ~Q(wording="")),
            ),
        ]

    def __str__(self) -> str:
        return self.wording or self.unit.short_name

    @property
    def names_nobody(self) -> bool:
        """A lone 等 only leads over to the entry after it, so nobody is ever asked whom it means (decision 0001)."""
        return self.wording == "等"


class Decision(models.Model):
    """Somebody else's decision that we record: on what basis, and who entered it when. Append-only."""

    basis = models.CharField("依据", max_length=20, choices=Basis)
    basis_number = models.CharField("文号或编号", max_length=100, blank=True)
    dated_on = models.DateField("依据日期")
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", verbose_name="登记人")

    class Meta:
        abstract = True
        ordering = ["pk"]  # in which they were recorded


class Designation(Decision):
    """明确牵头单位 of a task that has no lead, or another one than now; `Leading` says from when to when it leads.

    `plan_deadline` is None where the plan was filed already: its deadline stays what it was.
    """

    task = models.ForeignKey(Task, models.PROTECT, related_name="designations", verbose_name="任务")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="designations", verbose_name="牵头单位")
    plan_deadline = models.DateField("本项报送截止日期", null=True, blank=True)

    class Meta(Decision.Meta):
        verbose_name = "牵头单位明确记录"
        verbose_name_plural = "牵头单位明确记录"
        constraints = [
            models.CheckConstraint(
                name="designation_deadline_not_before_its_date",
                condition=Q(plan_deadline__gte=models.F("dated_on")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.task}：{self.unit}牵头"


class Leading(models.Model):
    """Which unit leads a task, from when to when: by the register, or by a decision in its place (decision 0049).

    The row made last leads. `since` None: from the beginning; `until` is the day from which the next one leads.
    `recorded_at` None: known from the beginning, like the register itself. `plan_deadline` None: the programme's.
    """

    task = models.ForeignKey(Task, models.PROTECT, related_name="leadings", verbose_name="任务")
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="leadings", null=True, blank=True, verbose_name="牵头单位"
    )
    plan_deadline = models.DateField("本项报送截止日期", null=True, blank=True)
    since = models.DateField("自何日起", null=True, blank=True)
    until = models.DateField("至何日止（不含）", null=True, blank=True)
    recorded_at = models.DateTimeField("登记时间", null=True, blank=True)

    objects = LeadingQuerySet.as_manager()

    class Meta:
        verbose_name = "牵头记录"
        verbose_name_plural = "牵头记录"
        ordering = ["pk"]
        indexes = [
            # The newest of a task is looked up for each task of a page about a past day.
            models.Index(fields=["task", "id"], name="leading_of_task_in_order"),
            # Whether a unit ever led a task is asked of each task by itself.
            models.Index(fields=["unit", "task"], name="leading_tasks_of_unit"),
            # A home tells of what changed hands, which is little of all that a unit leads.
            models.Index(fields=["unit"], condition=CHANGED_HANDS, name="leading_that_changed_hands"),
        ]

    def __str__(self) -> str:
        return f"{self.task}：{self.unit or '待明确'}牵头"


class WordingResolution(Decision):
    """Open wording (等有关区县) resolved into named units; the printed wording stays."""

    responsibility = models.ForeignKey(
        Responsibility, models.PROTECT, related_name="resolutions", verbose_name="表述"
    )
    units = models.ManyToManyField(Unit, related_name="+", verbose_name="明确的单位")

    class Meta(Decision.Meta):
        verbose_name = "责任单位表述明确记录"
        verbose_name_plural = "责任单位表述明确记录"

    def __str__(self) -> str:
        return f"{self.responsibility.task}：{self.responsibility.wording}"


def _units_named_in(programme):
    """Units the register names or that lead or led by a decision, in document order."""
    # Asked for each unit by its index, so that thousands of tasks do not make it slower.
    entries = Responsibility.objects.filter(unit=OuterRef("pk"), task__programme=programme)
    led = Leading.objects.filter(unit=OuterRef("pk"), task__programme=programme)
    return Unit.objects.filter(Exists(entries) | Exists(led)).in_document_order()


AREAS = Prepared(
    lambda programme: (
        TaskGroup.objects.filter(programme=programme).order_by("number").values_list("number", "name")
    )
)  # by `programme`, for the filters of its lists
UNITS_NAMED = Prepared(_units_named_in)  # the same
UNIT_NAMED = Prepared(lambda programme, slug: _units_named_in(programme).filter(slug=slug))


_ENTRIES = Prepared(lambda task: in_order(Responsibility.objects.filter(task=task)))
