"""What leads write of a task in a round: sentences of such offices about the steps of their own plan, with figures."""

import re
from collections.abc import Sequence
from datetime import date

from tasks.models import Round, Task
from tasks.play import chance
from tasks.rules import dates
from tasks.rules.periods import Period
from tasks.rules.statement import ReportedFigure
from tasks.rules.step_standing import StepInTime

_UNDER_WAY = (
    "“{step}”正在推进，已召开专题会{few}次，听取{units}家单位意见，形成{product}。",
    "围绕“{step}”，走访企业和机构{many}家，收集意见建议{more}条，正在梳理分析。",
    "“{step}”按计划开展，已与有关处室、参与单位会商{few}次，明确分工和时间安排。",
    "“{step}”已完成前期准备，{product}已送{units}家单位征求意见，收到反馈{few}条。",
    "“{step}”有序推进，本期完成材料起草和数据核对，拟于近期报分管领导审定。",
)
_DONE = (
    "“{step}”已于{day}完成，有关材料已报分管领导审定。",
    "{day}完成“{step}”，成果已印送各参与单位。",
    "“{step}”按要求于{day}完成，资料已归档备查。",
    "{day}，“{step}”一步工作完成，有关情况已在工作例会上通报。",
)
_STANDING = (
    "“{step}”持续推进，本期开展对接活动{few}次，服务企业和人才{many}家（人）次。",
    "“{step}”转入经常性工作，本期更新台账信息{more}条。",
)
_LATE = (
    "“{step}”晚于原定时限，目前{product}已完成，正在协调解决剩余问题。",
    "受客观因素影响，“{step}”进度有所滞后，已调整力量、倒排时间推进。",
)
_IDLE = "本期主要开展日常联系和资料收集工作，与参与单位保持沟通。"
_BEFORE_ACCEPTED = (
    "实施方案正在完善，前期已就“{step}”开展摸底，走访企业和机构{many}家。",
    "按实施方案报送稿先行做好“{step}”有关准备工作，召开专题会{few}次。",
)
_PRODUCTS = ("初步方案", "征求意见稿", "工作台账", "需求清单", "分工方案")
_NEXT = (
    "下一步重点推进“{step}”，力争{due}完成。",
    "继续推进“{step}”，加强与参与单位的沟通衔接，确保{due}完成。",
    "抓紧落实“{step}”，按时限要求（{due}）把任务分解到人。",
)
_NEXT_LATE = (
    "下一步集中力量加快“{step}”，争取尽快补齐进度。",
    "抓紧协调解决“{step}”中的问题，尽早完成，不影响后续步骤。",
)
_NEXT_STANDING = "继续做好日常服务和情况统计，按期报送进展。"
REASONS = (
    "涉及部门较多，意见尚未完全统一，相应步骤顺延。",
    "年度预算下达时间晚于预期，有关支出安排需要调整。",
    "申报单位材料补正用时较长，评审相应推后。",
    "有关政策口径尚待上级部门明确，文件暂未印发。",
    "合作方内部决策程序尚未完成，协议签署推迟。",
)
_PRACTICES = (
    "建立月调度制度，由分管领导每月听取一次进展情况。",
    "实行一项任务、一名责任人、一张时间表，重要节点提前两周提醒。",
    "与参与单位建立联络员群，问题当日提出、三日内答复。",
)
_FIGURES = (
    ("累计走访企业和机构", "家", 9),
    ("累计对接国际人才", "人", 14),
    ("累计开展对接活动", "场", 2),
    ("累计收集意见建议", "条", 11),
)
_LONGEST_NAME = 40
_SINGLE_MARKS = str.maketrans("“”", "‘’")


def named(text: str) -> str:
    """What a step is about, as it stands between quotation marks: its first clause, its own marks made single."""
    clause = re.split(r"[，；。]", text.strip(), maxsplit=1)[0]
    return clause[:_LONGEST_NAME].translate(_SINGLE_MARKS)


def done(task: Task, step: StepInTime, day: date) -> str:
    return _said(_DONE, task, step, "完成", day=dates.in_words(day))


def under_way(task: Task, step: StepInTime, round: Round) -> str:
    if step.due_on is None:
        return _said(_STANDING, task, step, round.name)
    return _said(_LATE if step.is_overdue else _UNDER_WAY, task, step, round.name)


def idle() -> str:
    return _IDLE


def before_accepted(task: Task, first_step: str, round: Round) -> str:
    about = ("未核收", task.number, round.name)
    return chance.one_of(_BEFORE_ACCEPTED, *about).format(step=named(first_step), **_numbers(*about))


def _said(templates: Sequence[str], task: Task, step: StepInTime, *about, **said) -> str:
    about = (task.number, step.key, *about)
    written = chance.one_of(templates, *about)
    return written.format(step=named(step.step.text), **_numbers(*about), **said)


def _numbers(*about) -> dict:
    return {
        "few": chance.number(2, 5, "few", *about),
        "units": chance.number(3, 8, "units", *about),
        "many": chance.number(6, 28, "many", *about),
        "more": chance.number(12, 60, "more", *about),
        "product": chance.one_of(_PRODUCTS, "product", *about),
    }


def opening(round: Round, lead: str) -> str:
    """2015年第三季度，市科委继续推进本项工作。 A round is named by its period."""
    return f"{round.name}，{lead}继续推进本项工作。"


def next_steps(task: Task, steps: Sequence[StepInTime], round: Round) -> str:
    ahead = [each for each in steps if not each.is_done and each.due_on is not None]
    if not ahead:
        return _NEXT_STANDING
    late = ahead[0].step.due.last < round.covers_until
    written = chance.one_of(_NEXT_LATE if late else _NEXT, "下一步", task.number, round.name)
    return written.format(step=named(ahead[0].step.text), due=ahead[0].step.due)


def reason(task: Task, round: Round) -> str:
    return chance.one_of(REASONS, "原因", task.number, round.covers_until.year)


def practice(task: Task, round: Round) -> str:
    drawn = chance.happens(7, "做法", task.number, round.name)
    return chance.one_of(_PRACTICES, "做法", task.number) if drawn else ""


def figures(task: Task, round: Round) -> tuple[ReportedFigure, ...]:
    """Of two tasks in five; it counts from the beginning, and so never falls."""
    if not chance.happens(40, "数据", task.number):
        return ()
    what, measure, each_month = chance.one_of(_FIGURES, "数据", task.number)
    until = round.covers_until
    months = 12 * (until.year - 2015) + until.month - 3
    rate = each_month + chance.number(0, each_month, "数据", task.number)
    return (
        ReportedFigure(
            what, str(rate * max(months, 1)), measure, Period(dates.in_words(until)), "本单位统计"
        ),
    )
