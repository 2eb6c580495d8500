"""Units, their offices and the names they bore."""

from datetime import date
from functools import cached_property

from django.db import models
from django.db.models import Q

from units.models.named import named_elsewhere


class UnitKind(models.TextChoices):
    CITY_DEPARTMENT = "city_department", "市级部门"
    DISTRICT = "district", "区县"
    COMMITTEE = "committee", "管委会"
    COMPANY = "company", "企业"
    LEADING_GROUP = "leading_group", "领导小组"


class UnitQuerySet(models.QuerySet):
    def in_document_order(self):
        return self.order_by("document_order", "pk")


class Unit(models.Model):
    """A unit as the document names it; `document_order` is the only order units are ever shown in."""

    slug = models.SlugField("网址代号", max_length=50, unique=True)
    kind = models.CharField("类别", max_length=20, choices=UnitKind)
    short_name = models.CharField("简称", max_length=50, unique=True)
    full_name = models.CharField("全称", max_length=100)
    aliases = models.JSONField("别名", default=list, blank=True)
    document_order = models.PositiveIntegerField("文件顺序")

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = "单位"
        verbose_name_plural = "单位"
        ordering = ["document_order", "pk"]

    def __str__(self) -> str:
        return self.short_name

    @cached_property
    def is_named_elsewhere(self) -> bool:
        """Whether rows beyond this room name the unit: tasks, letters, filings."""
        return Unit.objects.filter(named_elsewhere(Unit), pk=self.pk).exists()

    def full_name_on(self, day: date) -> str:
        """The full name in force on `day`; reads the prefetched `names` where there are any."""
        for name in self.names.all():
            if (name.since is None or name.since <= day) and (name.until is None or day <= name.until):
                return name.full_name
        return self.full_name


class UnitName(models.Model):
    """A full name a unit bore, with the first and last day it was in force (None: open)."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="names", verbose_name="单位")
    full_name = models.CharField("全称", max_length=100)
    since = models.DateField("启用日期", null=True, blank=True)
    until = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        verbose_name = "历史名称"
        verbose_name_plural = "历史名称"
        ordering = ["unit_id", "since"]
        constraints = [
            models.CheckConstraint(
                name="unitname_since_before_until",
                condition=Q(since=None) | Q(until=None) | Q(since__lte=models.F("until")),
                violation_error_message="启用日期不能晚于停用日期",
            )
        ]

    def __str__(self) -> str:
        return self.full_name


class OfficeQuerySet(models.QuerySet):
    def in_use(self):
        """Those that programmes or plans name, or for which somebody acted."""
        acted = self.model._meta.get_field("memberships").related_model.objects.having_acted()
        return self.filter(
            named_elsewhere(self.model) | models.Exists(acted.filter(office=models.OuterRef("pk")))
        )


class Office(models.Model):
    """A 处室 of a unit."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="offices", verbose_name="单位")
    name = models.CharField("处室名称", max_length=50)
    aliases = models.JSONField("别名", default=list, blank=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = "处室"
        verbose_name_plural = "处室"
        ordering = ["unit__document_order", "pk"]
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="office_name_once_in_unit")]

    def __str__(self) -> str:
        return f"{self.unit.short_name}{self.name}"
