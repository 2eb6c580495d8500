"""Letters and scans, consultations between units, and notes of who was spoken to."""

from django.db import models
from django.db.models import Q

from tasks.enums import Channel, ConsultationAnswer
from tasks.models.plan import Plan
from tasks.models.register import Programme, Task
from tasks.querysets import (
    ArrivalQuerySet,
    AttachmentQuerySet,
    ConsultationQuerySet,
    ContactNoteQuerySet,
    LetterQuerySet,
)
from tasks.rules import dates
from tasks.rules.sheet import Sheet
from units.models import Membership, Unit


class Attachment(models.Model):
    """A scan, kept outside the static root under a server-made name; `programme` and links decide who sees it."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+", verbose_name="专项工作")
    path = models.CharField("存放位置", max_length=100, unique=True)
    name = models.CharField("原文件名", max_length=200)
    content_type = models.CharField("类型", max_length=50)
    size = models.PositiveIntegerField("字节数")
    sha256 = models.CharField("校验值", max_length=64)
    uploaded_at = models.DateTimeField("上传时间")
    uploaded_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", verbose_name="上传人")

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = "扫描件"
        verbose_name_plural = "扫描件"

    def __str__(self) -> str:
        return self.name


class IncomingLetter(models.Model):
    """来文 of a unit; one letter may carry several plans (`tasks`)."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="letters", verbose_name="专项工作")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="letters", verbose_name="来文单位")
    tasks = models.ManyToManyField(
        Task, through="tasks.Arrival", related_name="letters", verbose_name="所附实施方案"
    )
    number = models.CharField("来文字号", max_length=100, blank=True)
    dated_on = models.DateField("来文日期", null=True, blank=True)
    received_at = models.DateTimeField("收到时间")
    channel = models.CharField("渠道", max_length=20, choices=Channel)
    scan = models.ForeignKey(
        Attachment, models.PROTECT, related_name="letters", null=True, blank=True, verbose_name="扫描件"
    )
    note = models.TextField("备注", blank=True)
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", verbose_name="登记人")

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = "来文"
        verbose_name_plural = "来文"
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="letter_received_before_recorded",
                condition=Q(received_at__lte=models.F("recorded_at")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit}来文{self.number}"


class Arrival(models.Model):
    """随文报来: a letter brought the plan of a task. From `recorded_at` on it is known, and counts from when the letter
    was received, whether or not its content is entered (decision 0038).

    `recorded_at` is None of what was registered before such letters counted, until it is entered.
    """

    letter = models.ForeignKey(IncomingLetter, models.PROTECT, related_name="arrivals", verbose_name="来文")
    task = models.ForeignKey(Task, models.PROTECT, related_name="arrivals", verbose_name="任务")
    recorded_at = models.DateTimeField("登记时间", null=True, blank=True)
    withdrawn_at = models.DateTimeField("注销时间", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        Membership, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="注销人"
    )

    objects = ArrivalQuerySet.as_manager()

    class Meta:
        verbose_name = "随文报来"
        verbose_name_plural = "随文报来"
        unique_together = [("letter", "task")]
        constraints = [
            models.CheckConstraint(
                name="arrival_withdrawn_at_and_by_together",
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.letter}附{self.task}"


class Consultation(models.Model):
    """征求意见 with one participating unit; `content` is the draft as it was shown, empty where it was asked offline.

    The newest per unit counts.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="consultations", verbose_name="实施方案")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="consultations", verbose_name="征求单位")
    content = models.JSONField("征求时的内容")
    message = models.TextField("说明", blank=True)
    asked_at = models.DateTimeField("征求时间")
    asked_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", verbose_name="征求人")
    answer = models.CharField("反馈", max_length=20, choices=ConsultationAnswer, blank=True)
    opinion = models.TextField("意见", blank=True)
    answered_on = models.DateField("反馈日期", null=True, blank=True)
    answered_at = models.DateTimeField("反馈登记时间", null=True, blank=True)
    answered_by = models.ForeignKey(
        Membership, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="反馈人"
    )

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = "征求意见"
        verbose_name_plural = "征求意见"
        ordering = ["pk"]  # in which they were asked
        # What one unit is asked in a programme is found without going through all others, and without `content`.
        indexes = [
            models.Index(fields=["unit", "plan", "answer", "asked_at"], name="consultation_of_unit_on_plan"),
        ]
        constraints = [
            models.CheckConstraint(
                name="consultation_answer_complete",
                condition=Q(answer="", answered_on=None, answered_at=None, answered_by=None)
                | (
                    ~Q(answer="")
                    & Q(answered_on__isnull=False, answered_at__isnull=False, answered_by__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="consultation_opinion_has_text",
                condition=~Q(answer=ConsultationAnswer.OPINION) | ~Q(opinion=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan}征求{self.unit}意见"

    @property
    def offline(self) -> bool:
        return self.answer == ConsultationAnswer.OFFLINE

    def shown_sheet(self) -> Sheet | None:
        """None where nothing was shown in the system."""
        return None if self.offline else Sheet.from_json(self.content)


class ContactNote(models.Model):
    """联系记录: when, with whom, what was said, and by when they expect to file."""

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="contact_notes", verbose_name="专项工作"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="contact_notes", verbose_name="单位")
    task = models.ForeignKey(
        Task, models.PROTECT, related_name="contact_notes", null=True, blank=True, verbose_name="任务"
    )
    contacted_at = models.DateTimeField("联系时间")
    spoke_with = models.CharField("联系对象", max_length=50)
    said = models.TextField("联系内容")
    expected_by = models.DateField("预计报送日期", null=True, blank=True)
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", verbose_name="登记人")

    objects = ContactNoteQuerySet.as_manager()

    class Meta:
        verbose_name = "联系记录"
        verbose_name_plural = "联系记录"
        ordering = ["-contacted_at", "-pk"]
        # The newest with a unit stands on the desk.
        indexes = [models.Index(fields=["programme", "unit", "contacted_at"], name="contact_note_newest")]

    def __str__(self) -> str:
        return f"{dates.in_figures(self.contacted_at)} {self.unit}"
