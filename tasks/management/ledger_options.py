"""The options that all commands on the ledger share: which programme, as of when, which rows."""

import re
from collections.abc import Callable
from datetime import date

from tasks.enums import TaskState
from tasks.models import Programme
from zgc_tasks.common import clock
from zgc_tasks.common.commands import WrongUse, argument


def add_programme_and_date(parser) -> None:
    parser.add_argument(
        "--programme", metavar="代号", default="", help="专项工作代号；只有一个专项工作时可省略"
    )
    parser.add_argument(
        "--as-of", metavar="日期", type=argument(day), help="截至哪一天，如 2015-04-07；默认今天"
    )


def add_states(parser, option: str) -> None:
    """The option that limits the rows to some states."""
    known = " ".join(f"{state.value}（{state.label}）" for state in TaskState)
    parser.add_argument(
        option,
        metavar="状态,…",
        type=states,
        default=(),
        help=f"只列这些状态，多个用半角逗号隔开，如 missing,late；可用 {known}",
    )


def one_of(choices: tuple[str, ...]) -> Callable[[str], str]:
    """An argparse type; argparse's own `choices` complains in English."""

    def read(text: str) -> str:
        if text not in choices:
            raise ValueError(f"“{text}”不在可选范围内，请从 {'、'.join(choices)} 中选择")
        return text

    return argument(read)


@argument
def states(text: str) -> tuple[TaskState, ...]:
    """STATE,…: names of states with commas between them."""
    known = "、".join(f"{state.value}（{state.label}）" for state in TaskState)
    names = tuple(name.strip() for name in text.split(","))
    if not all(names):
        where = "逗号前后" if "," in text else ""
        raise ValueError(f"{where}缺少状态，请写成 missing,late 的形式，可用的状态有 {known}")
    unknown = [name for name in names if name not in TaskState.values]
    if unknown:
        quoted = "、".join(f"“{name}”" for name in unknown)
        raise ValueError(f"没有{quoted}这种状态，多个状态用半角逗号隔开，可用的状态有 {known}")
    return tuple(map(TaskState, names))


def programme_and_date(options: dict) -> tuple[Programme, date]:
    """The programme asked for, or the only one; the day asked for, or today."""
    programme, today = _programme(options["programme"]), clock.today()
    as_of, years = options["as_of"] or today, programme.known_years(today)
    if as_of not in years:
        raise WrongUse(f"参数 --as-of：{programme.code} 的日期应在{years}之间，请核对年份")
    return programme, as_of


def day(text: str) -> date:
    """2015-04-07"""
    wrong = ValueError(f"“{text}”不是有效日期，请写成 2015-04-07 的形式")
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise wrong
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise wrong from None


def _programme(code: str) -> Programme:
    programmes = {
        programme.code: programme for programme in Programme.objects.select_related("receiving_office__unit")
    }
    if not programmes:
        raise WrongUse("还没有专项工作，请先运行 manage.py load_register 载入任务分解表")
    known = "、".join(programmes)
    if code:
        if code.upper() not in programmes:
            raise WrongUse(f"没有代号为“{code}”的专项工作，现有：{known}")
        return programmes[code.upper()]
    if len(programmes) > 1:
        raise WrongUse(f"有多个专项工作，请用 --programme 指明其中一个：{known}")
    return next(iter(programmes.values()))
