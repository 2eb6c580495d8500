"""States and actions with the words users read."""

from django.db import models


class PlanStatus(models.TextChoices):
    DRAFT = "draft", "草稿"
    FILED = "filed", "待核对"
    CHECKING = "checking", "核对中"
    RETURNED = "returned", "退回修改"
    ACCEPTED = "accepted", "已核收"


class Action(models.TextChoices):
    """What moves a plan from one status to another, or marks a stage of checking."""

    FILE = "file", "报送"
    ENTER = "enter", "代录"
    CORRECT = "correct", "更正报送"
    WITHDRAW = "withdraw", "撤回"
    START_CHECK = "start_check", "开始核对"
    RETURN = "return", "退回修改"
    ACCEPT = "accept", "核对无误"


class TaskState(models.TextChoices):
    """Where a task stands as of a date (ledger); see `tasks/rules/deadlines.py`."""

    NO_LEAD = "no_lead", "牵头单位待明确"
    NOT_STARTED = "not_started", "尚未填写"
    DRAFT = "draft", "草稿"
    DUE_SOON = "due_soon", "即将到期"
    MISSING = "missing", "逾期未报"
    ON_TIME = "on_time", "按时报送"
    LATE = "late", "逾期报送"
    RETURNED = "returned", "退回修改"
    ACCEPTED = "accepted", "已核收"


# With whoever checks it: filed, and neither returned nor accepted.
WITH_THE_CHECKER = (PlanStatus.FILED, PlanStatus.CHECKING)
# What the checkers decided on a filed plan; until then it stands as filed on time or late.
DECIDED = {PlanStatus.RETURNED: TaskState.RETURNED, PlanStatus.ACCEPTED: TaskState.ACCEPTED}


class Timeliness(models.TextChoices):
    ON_TIME = "on_time", "按时"
    LATE = "late", "逾期"


class Basis(models.TextChoices):
    """On what a designation or a resolution of wording rests."""

    INSTRUCTION = "instruction", "批示"
    MINUTES = "minutes", "会议纪要"
    LETTER = "letter", "来函"


class Channel(models.TextChoices):
    SYSTEM = "system", "系统"
    EMAIL = "email", "邮件"
    FAX = "fax", "传真"
    EXCHANGE = "exchange", "机要交换"
    IN_PERSON = "in_person", "当面"


class ConsultationAnswer(models.TextChoices):
    NO_OBJECTION = "no_objection", "无意见"
    OPINION = "opinion", "有意见"
    OFFLINE = "offline", "已线下征求"


class CommentAnswer(models.TextChoices):
    ADOPTED = "adopted", "采纳"
    PARTLY = "partly", "部分采纳"
    NOT_ADOPTED = "not_adopted", "未采纳"
