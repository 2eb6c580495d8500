"""What the register said until it was changed: past days are read from these rows, today from the register itself.

A row is written before the change, and nothing where nothing changes. Of several the first since a day holds for it.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from tasks.models.register import Programme, Task, TaskGroup
from tasks.querysets import FormerQuerySet
from units.models import Unit


class Former(models.Model):
    """`until` is when the change was made; what stands here held until then."""

    until = models.DateTimeField("变更时间")

    objects = FormerQuerySet.as_manager()

    subject: ClassVar[str]  # the field that says whose former row it is

    class Meta:
        abstract = True
        ordering = ["pk"]

    @classmethod
    def facts(cls) -> set[str]:
        """What is kept of the subject, by the names it has there."""
        return {field.name for field in cls._meta.concrete_fields} - {"id", "until", cls.subject}


class FormerProgramme(Former):
    subject = "programme"

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="former", verbose_name="专项工作")
    short_name = models.CharField("简称", max_length=30)
    title = models.CharField("名称", max_length=100)
    document_number = models.CharField("文号", max_length=50)
    document_title = models.CharField("文件标题", max_length=200)
    plan_deadline = models.DateField("实施方案报送截止日期")
    red_days = models.PositiveSmallIntegerField("红灯天数", default=30)
    red_rounds = models.PositiveSmallIntegerField("红灯期数", default=2)

    class Meta(Former.Meta):
        verbose_name = "专项工作变更前内容"
        verbose_name_plural = "专项工作变更前内容"

    def __str__(self) -> str:
        return self.title


class FormerGroup(Former):
    subject = "group"

    group = models.ForeignKey(
        TaskGroup, models.PROTECT, related_name="former", verbose_name="工作任务（大项）"
    )
    name = models.CharField("工作任务", max_length=100)

    class Meta(Former.Meta):
        verbose_name = "大项变更前内容"
        verbose_name_plural = "大项变更前内容"

    def __str__(self) -> str:
        return self.name


class FormerTask(Former):
    """With its 责任单位 as `entries`; who led it is kept apart."""

    subject = "task"

    task = models.ForeignKey(Task, models.PROTECT, related_name="former", verbose_name="任务")
    group = models.ForeignKey(TaskGroup, models.PROTECT, related_name="+", verbose_name="工作任务（大项）")
    printed_group = models.ForeignKey(
        TaskGroup, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="印发表格所列大项"
    )
    content = models.TextField("具体内容")

    class Meta(Former.Meta):
        verbose_name = "任务变更前内容"
        verbose_name_plural = "任务变更前内容"

    def __str__(self) -> str:
        return self.content


class FormerEntry(models.Model):
    """One of 责任单位 as it stood. `responsibility` is the key of the row then, on which resolutions hang; it may be gone."""

    former = models.ForeignKey(
        FormerTask, models.PROTECT, related_name="entries", verbose_name="任务变更前内容"
    )
    responsibility = models.PositiveBigIntegerField("责任单位记录")
    position = models.PositiveSmallIntegerField("次序")
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="单位"
    )
    wording = models.CharField("表述", max_length=100, blank=True)

    class Meta:
        verbose_name = "责任单位变更前内容"
        verbose_name_plural = "责任单位变更前内容"
        ordering = ["former_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["former", "position"], name="former_entry_position_once"),
            models.CheckConstraint(
                name="former_entry_unit_or_wording",
                condition=Q(unit__isnull=False, wording="") | (Q(unit__isnull=True) & ~Q(wording="")),
            ),
        ]

    def __str__(self) -> str:
        return self.wording or self.unit.short_name
