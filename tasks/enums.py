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
    UNDO_CORRECTION = "undo_correction", "撤回更正"
    START_CHECK = "start_check", "开始核对"
    RETURN = "return", "退回修改"
    ACCEPT = "accept", "核对无误"
    REVISE = "revise", "修订"
    GIVE_UP = "give_up", "放弃修订"
    TAKE_BACK = "take_back", "撤回核收"
    UNDO_ACCEPT = "undo_accept", "撤销核收"


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


def revision_in_words(status: str) -> str:
    """修订草稿, 修订待核对: how far the new text of an accepted plan is."""
    return f"修订{PlanStatus(status).label}"


def state_note(checking: bool, revision: str | None) -> str:
    """What the badge of a state says beside it: what is filed may be under check, what was accepted be revised."""
    if revision:
        return revision_in_words(revision)
    return PlanStatus.CHECKING.label if checking else ""


class Timeliness(models.TextChoices):
    ON_TIME = "on_time", "按时"
    LATE = "late", "逾期"


class Figure(models.TextChoices):
    """The figures of 总体情况, in their order; `rule` says how each is counted, in words for the reader."""

    DUE = "due", "应报"
    FILED = "filed", "已报"
    ON_TIME = "on_time", "按时"
    LATE = "late", "逾期报送"
    UNFILED = "unfiled", "未报"
    NO_LEAD = "no_lead", "牵头单位待明确"

    @property
    def rule(self) -> str:
        return _RULES[self]

    def counts(self, task) -> bool:
        """Whether a task, by its `state` and `filed` (on time, late or None), is one of those counted."""
        return _COUNTS[self](task)


_RULES = {
    Figure.DUE: "已有牵头单位的任务；牵头单位待明确的不计入",
    Figure.FILED: "应报中，截至统计日期已报送且未撤回的，含待核对、退回修改和已核收",
    Figure.ON_TIME: "已报中，首次报送不晚于报送截止日期（当日计入）的，此后退回修改不影响",
    Figure.LATE: "已报中，首次报送晚于报送截止日期的，此后退回修改不影响",
    Figure.UNFILED: "应报减已报，含截止日期前尚未填写和仍为草稿的",
    Figure.NO_LEAD: "任务分解表未列牵头单位、尚无明确记录的任务，不作逾期处理",
}
_COUNTS = {
    Figure.DUE: lambda task: task.state != TaskState.NO_LEAD,
    Figure.FILED: lambda task: task.filed is not None,
    Figure.ON_TIME: lambda task: task.filed == Timeliness.ON_TIME,
    Figure.LATE: lambda task: task.filed == Timeliness.LATE,
    Figure.UNFILED: lambda task: task.state != TaskState.NO_LEAD and task.filed is None,
    Figure.NO_LEAD: lambda task: task.state == TaskState.NO_LEAD,
}


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
    CALL = "call", "电话"


class ConsultationAnswer(models.TextChoices):
    NO_OBJECTION = "no_objection", "无意见"
    OPINION = "opinion", "有意见"
    OFFLINE = "offline", "已线下征求"


class StepEnding(models.TextChoices):
    """What becomes of a step in force that a revision no longer has; it is never just deleted."""

    CANCELLED = "cancelled", "取消"
    SPLIT = "split", "拆分"
    MERGED = "merged", "并入"


class CommentAnswer(models.TextChoices):
    ADOPTED = "adopted", "采纳"
    PARTLY = "partly", "部分采纳"
    NOT_ADOPTED = "not_adopted", "未采纳"


class RoundAction(models.TextChoices):
    """What is done to a 报送期 as a whole."""

    OPEN = "open", "开启"
    CHANGE = "change", "更改"
    CLOSE = "close", "截稿"
    REOPEN = "reopen", "撤销截稿"


class RoundState(models.TextChoices):
    """Where a 报送期 stands on a day."""

    AHEAD = "ahead", "未开始"
    RUNNING = "running", "报送中"
    CLOSED = "closed", "已截稿"


class RoundCycle(models.TextChoices):
    """How the rounds of a series follow one another."""

    MONTH = "month", "按月"
    QUARTER = "quarter", "按季度"
    YEAR = "year", "按年"
    ONCE = "once", "自拟一期"


class ProgressStatus(models.TextChoices):
    """Of 进展报送 that somebody has begun; before that it is owed, or not, and there is no row of it."""

    DRAFT = "draft", "草稿"
    FILED = "filed", "已报送"
    RETURNED = "returned", "退回修改"


class ProgressAction(models.TextChoices):
    FILE = "file", "报送"
    ENTER = "enter", "代录"
    CORRECT = "correct", "更正报送"
    WITHDRAW = "withdraw", "撤回"
    RETURN = "return", "退回修改"


class Outlook(models.TextChoices):
    """推进状态: the lead's own judgement of a task."""

    NOT_BEGUN = "not_begun", "尚未启动"
    ON_COURSE = "on_course", "按计划推进"
    STANDING = "standing", "长期推进"
    BEHIND = "behind", "进度滞后"
    UNLIKELY = "unlikely", "难以按期完成"
    DONE = "done", "已完成"

    @property
    def needs_reason(self) -> bool:
        return self in (Outlook.BEHIND, Outlook.UNLIKELY)


class StepProgress(models.TextChoices):
    """步骤情况, as the lead says it."""

    NOT_BEGUN = "not_begun", "未开始"
    UNDER_WAY = "under_way", "进行中"
    DONE = "done", "已完成"


class StepState(models.TextChoices):
    """Where a step of the plan in force stands as of a date; see `tasks/rules/step_standing.py`."""

    DONE = "done", "已完成"
    OVERDUE = "overdue", "逾期"
    TO_REPORT = "to_report", "到期待报"
    DUE_SOON = "due_soon", "即将到期"
    OPEN = "open", "未到期"
    NEVER_DUE = "never_due", "不计时限"


class CompletionKind(models.TextChoices):
    """How a task ends: from then on it owes no progress."""

    DONE = "done", "已完成"
    STANDING = "standing", "转入常态化"


class TimeChangeKind(models.TextChoices):
    """How a time moves later: within 完成时间 by its reason, 完成时间 itself by a decision."""

    RECORDED = "recorded", "备案"
    DECIDED = "decided", "报批"


class TimeBasis(models.TextChoices):
    """On what the decision about a time rests."""

    INSTRUCTION = "instruction", "批示"
    MINUTES = "minutes", "会议纪要"
    REPLY = "reply", "复函"


class DecidedBy(models.TextChoices):
    GROUP = "group", "领导小组"
    OFFICE = "office", "领导小组办公室"


class Outcome(models.TextChoices):
    IN_FULL = "in_full", "同意"
    IN_PART = "in_part", "部分同意"
    REFUSED = "refused", "不同意"


class TimeChangeState(models.TextChoices):
    """How far a later time is that was asked, as of a date: in what is filed and not accepted, before its decision, in force,
    or none of these, because it was refused or asked otherwise since.
    """

    FILED = "filed", "尚未核收"
    WAITING = "waiting", "待决定"
    IN_FORCE = "in_force", "已生效"
    DROPPED = "dropped", "未生效"


class ReportState(models.TextChoices):
    """How far 落实情况报告 is."""

    WRITING = "writing", "编写中"
    FINAL = "final", "已定稿"
    CANCELLED = "cancelled", "已撤销"


class Light(models.TextChoices):
    """Text and shape go with every colour."""

    NOT_RATED = "not_rated", "未评定"
    GREEN = "green", "绿灯"
    YELLOW = "yellow", "黄灯"
    RED = "red", "红灯"


class Matter(models.TextChoices):
    """关注事项: what about a task may want looking at, in the order in which it is said."""

    STEP_OVERDUE = "step_overdue", "步骤逾期"
    ROUND_MISSING = "round_missing", "进展逾期未报"
    RETURNED = "returned", "退回未重报"
    UNLIKELY = "unlikely", "进度滞后或难以按期完成"
    STEP_TO_REPORT = "step_to_report", "步骤到期待报"
    ROUND_LATE = "round_late", "进展逾期报送"
    UNCHANGED = "unchanged", "连续无新进展"
    FINISH_NEAR = "finish_near", "完成时间临近"
    NO_PLAN = "no_plan", "实施方案未核收"
    COORDINATION = "coordination", "提请协调待办"


class Pressing(models.TextChoices):
    """What presses about a task, as 总体情况 counts it."""

    OVERDUE = "overdue", "步骤逾期"
    MISSING = "missing", "进展逾期未报"
    COORDINATION = "coordination", "提请协调未解决"
    TIMES = "times", "完成时间待决定"


class Turn(models.TextChoices):
    """What became of a task between two days."""

    BETTER = "better", "好转"
    WORSE = "worse", "转差"
    MOVED = "moved", "变动"
    SAME = "same", "无变化"


class CoordinationStatus(models.TextChoices):
    """How far 提请协调 is; `SETTLED` says who raised it."""

    RAISED = "raised", "待研究"
    STUDYING = "studying", "研究中"
    PASSED_ON = "passed_on", "已转办"
    IN_MEETING = "in_meeting", "已提交会议"
    ANSWERED = "answered", "已答复"
    SETTLED = "settled", "已解决"


class CoordinationAction(models.TextChoices):
    """What is done about 提请协调: the first four by the leading group's office, then by units."""

    STUDY = "study", "研究中"
    PASS_ON = "pass_on", "转办"
    SUBMIT = "submit", "提交会议"
    ANSWER = "answer", "答复"
    REPLY = "reply", "反馈"
    RENEW = "renew", "继续提请"
    SETTLE = "settle", "确认解决"


# What the leading group's office notes, each with its day and basis.
HANDLING = (
    CoordinationAction.STUDY,
    CoordinationAction.PASS_ON,
    CoordinationAction.SUBMIT,
    CoordinationAction.ANSWER,
)
