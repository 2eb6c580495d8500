"""Comments of the receiving office on what a lead filed, and the lead's answers."""

from django.db import models
from django.db.models import Q

from tasks.enums import CommentAnswer
from tasks.models.filing import Filing
from tasks.models.plan import Plan
from tasks.models.progress import Entry, Progress
from tasks.rules import answers
from tasks.rules.sheet import LABELS
from tasks.rules.statement import PLACES
from units.models import Membership, Office


class Comment(models.Model):
    """核对意见 on a filing of a plan, or on an entry of what is reported in a round (decision 0103), pinned to a field or to
    one step; the lead sees it once it was sent with a return.
    """

    filing = models.ForeignKey(
        Filing, models.PROTECT, related_name="comments", null=True, blank=True, verbose_name="报送"
    )
    entry = models.ForeignKey(
        Entry, models.PROTECT, related_name="comments", null=True, blank=True, verbose_name="进展报送稿"
    )
    field = models.CharField("栏目", max_length=30)
    step_key = models.PositiveIntegerField("步骤标识", null=True, blank=True)
    text = models.TextField("意见")
    at = models.DateTimeField("时间")
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+", verbose_name="核对人")
    sent_at = models.DateTimeField("退回时间", null=True, blank=True)
    answer = models.CharField("答复", max_length=20, choices=CommentAnswer, blank=True)
    answer_text = models.TextField("说明", blank=True)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    answered_by = models.ForeignKey(
        Membership, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="答复人"
    )

    class Meta:
        verbose_name = "核对意见"
        verbose_name_plural = "核对意见"
        ordering = ["filing_id", "entry_id", "pk"]
        constraints = [
            models.CheckConstraint(
                name="comment_on_filing_or_entry",
                condition=Q(filing__isnull=False, entry=None) | Q(filing=None, entry__isnull=False),
            ),
            models.CheckConstraint(
                name="comment_answer_complete",
                condition=Q(answer="", answered_at=None, answered_by=None)
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="comment_not_adopted_has_reason",
                condition=~Q(answer=CommentAnswer.NOT_ADOPTED) | ~Q(answer_text=""),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def on(self) -> Filing | Entry:
        return self.filing if self.entry_id is None else self.entry

    @property
    def work(self) -> Plan | Progress:
        """What is mended by it."""
        return self.on.plan if self.entry_id is None else self.on.progress

    @work.setter
    def work(self, work: Plan | Progress) -> None:
        setattr(self.on, "plan" if self.entry_id is None else "progress", work)

    @property
    def place(self) -> str:
        """Where the comment is pinned, in words."""
        labels = LABELS if self.entry_id is None else PLACES
        return f"第{self.step}步" if self.step else labels[self.field]

    @property
    def answer_mark(self) -> str:
        """Of the answer as it stands; a save carries the one that its page was drawn with."""
        return answers.mark_of(self.answer, self.answer_text)

    @property
    def pinned_to(self) -> str:
        """The same as an address of the page names it: finish, step-3."""
        return f"step-{self.step}" if self.step else self.field

    @property
    def step(self) -> int | None:
        """The number its step has in what it is on, whatever it has in others; None for a field."""
        return None if self.step_key is None else self.on.keys.index(self.step_key) + 1


class OfficeAnswer(models.Model):
    """Whether 责任处室, as `written` in a plan, is an office; asked of a checker of that office. The latest counts.

    It holds for later filings of the plan that name it in the same words.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="office_answers", verbose_name="实施方案")
    written = models.CharField("所填责任处室", max_length=100)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name="处室")
    is_meant = models.BooleanField("是该处室")
    at = models.DateTimeField("时间")
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+", verbose_name="答复人")

    class Meta:
        verbose_name = "责任处室答复"
        verbose_name_plural = "责任处室答复"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"“{self.written}”{'就是' if self.is_meant else '不是'}{self.office}"
