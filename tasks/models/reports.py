"""落实情况报告: drafts with frozen rows, its text and every version of it, and what was issued."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate

from tasks.models.correspondence import Attachment
from tasks.models.register import Programme
from tasks.models.rounds import Round
from tasks.querysets import ReportQuerySet
from units.models import Membership


class Report(models.Model):
    """Of a round, or of any day. `year` and `nth` make its 文件编号 (GJRC-JZ-2015-1), which is never a 发文字号.

    定稿 (`final_draft`) makes title, text and rows immutable, which the database holds; one that was begun by mistake is
    撤销 instead and keeps its number.
    """

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="reports", verbose_name="专项工作")
    year = models.PositiveSmallIntegerField("年份")
    nth = models.PositiveIntegerField("序号")
    round = models.ForeignKey(
        Round, models.PROTECT, related_name="reports", null=True, blank=True, verbose_name="报送期"
    )
    as_of = models.DateField("统计日期")
    corrects = models.ForeignKey(
        "self", models.PROTECT, related_name="corrected_by", null=True, blank=True, verbose_name="更正的报告"
    )
    made_at = models.DateTimeField("建立时间")
    made_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", verbose_name="建立人")
    final_draft = models.ForeignKey(
        "tasks.ReportDraft", models.PROTECT, related_name="+", null=True, blank=True, verbose_name="定稿"
    )
    final_title = models.JSONField("定稿标题", default=list)
    final_text = models.JSONField("定稿正文", default=list)
    final_digest = models.CharField("定稿正文校验值", max_length=64, blank=True)
    final_at = models.DateTimeField("定稿时间", null=True, blank=True)
    final_by = models.ForeignKey(
        Membership, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="定稿人"
    )
    cancelled_at = models.DateTimeField("撤销时间", null=True, blank=True)
    cancelled_by = models.ForeignKey(
        Membership, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="撤销人"
    )
    cancel_reason = models.TextField("撤销原因", blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = "落实情况报告"
        verbose_name_plural = "落实情况报告"
        ordering = ["programme_id", "-year", "-nth"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "year", "nth"], name="report_number_once"),
            models.CheckConstraint(
                name="report_final_with_its_draft",
                condition=Q(final_draft=None, final_at=None, final_by=None, final_digest="")
                | (
                    Q(final_draft__isnull=False, final_at__isnull=False, final_by__isnull=False)
                    & ~Q(final_digest="")
                ),
            ),
            models.CheckConstraint(
                name="report_cancelled_unless_final",
                condition=Q(cancelled_at=None, cancelled_by=None, cancel_reason="")
                | (
                    Q(cancelled_at__isnull=False, cancelled_by__isnull=False, final_at=None)
                    & ~Q(cancel_reason="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("report", args=[self.programme.slug, self.year, self.nth])

    @property
    def newest_version(self) -> int | None:
        """The key of what was edited last in any of its paragraphs; None where nothing was."""
        return self.versions.order_by("-pk").values_list("pk", flat=True).first()

    @property
    def number(self) -> str:
        return f"{self.programme.code}-JZ-{self.year}-{self.nth}"

    @property
    def is_final(self) -> bool:
        return self.final_draft_id is not None

    @property
    def final_on(self) -> date | None:
        """The day that its paper carries."""
        return localdate(self.final_at) if self.final_at else None

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    def final_said(self) -> dict:
        """What `final_digest` is of."""
        return {"title": self.final_title, "text": self.final_text}


class ReportIssue(models.Model):
    """What was put on the issued paper of a final report. Append-only: the newest counts, one after the first has a
    `reason`, why it was put right.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="issues", verbose_name="报告")
    document_number = models.CharField("发文字号", max_length=50, blank=True)
    signed_by = models.CharField("签发人", max_length=50)
    issued_on = models.DateField("印发日期")
    scan = models.ForeignKey(
        Attachment, models.PROTECT, related_name="report_issues", null=True, blank=True, verbose_name="扫描件"
    )
    reason = models.TextField("更正原因", blank=True)
    at = models.DateTimeField("登记时间")
    by = models.ForeignKey(
        Membership, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="登记人"
    )

    class Meta:
        verbose_name = "报告印发情况"
        verbose_name_plural = "报告印发情况"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.report} {self.document_number}"


class ReportDraft(models.Model):
    """送审稿第N稿: the rows of the ledger as they were when it was taken, with their checksums. Append-only."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="drafts", verbose_name="报告")
    nth = models.PositiveSmallIntegerField("第几稿")
    frozen = models.JSONField("数据")
    row_digests = models.JSONField("各行校验值")
    digest = models.CharField("校验值", max_length=64)
    taken_at = models.DateTimeField("生成时间")
    taken_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", verbose_name="生成人")

    class Meta:
        verbose_name = "送审稿"
        verbose_name_plural = "送审稿"
        ordering = ["report_id", "nth"]
        constraints = [models.UniqueConstraint(fields=["report", "nth"], name="report_draft_once")]

    def __str__(self) -> str:
        return f"{self.report}送审稿第{self.nth}稿"


class ReportVersion(models.Model):
    """A paragraph as somebody edited it; the newest counts, '' is the generated one again. Append-only."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="versions", verbose_name="报告")
    key = models.CharField("段落", max_length=20)
    text = models.TextField("内容", blank=True)
    # What was generated when it was edited: where that has changed since, its reader is told.
    generated = models.TextField("编辑时的生成稿")
    at = models.DateTimeField("时间")
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+", verbose_name="编辑人")

    class Meta:
        verbose_name = "报告段落"
        verbose_name_plural = "报告段落"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.report} {self.key}"


class ReportFile(models.Model):
    """A file that was made of a draft, by its SHA-256; or an edited Word file that came back, which is kept. Append-only."""

    draft = models.ForeignKey(ReportDraft, models.PROTECT, related_name="files", verbose_name="送审稿")
    name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField("校验值", max_length=64, db_index=True)
    kept = models.ForeignKey(
        Attachment, models.PROTECT, related_name="report_files", null=True, blank=True, verbose_name="文件"
    )
    at = models.DateTimeField("时间")
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+", verbose_name="经办")

    class Meta:
        verbose_name = "报告文件"
        verbose_name_plural = "报告文件"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class ReportTemplate(models.Model):
    """A Word file that reports of a programme are filled into in place of the built-in one; the newest counts."""

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="report_templates", verbose_name="专项工作"
    )
    file = models.ForeignKey(
        Attachment, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="模板"
    )
    at = models.DateTimeField("上传时间")
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+", verbose_name="上传人")

    class Meta:
        verbose_name = "报告模板"
        verbose_name_plural = "报告模板"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.programme}报告模板"
