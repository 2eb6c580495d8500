"""Two texts of one plan side by side, to choose from."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from django.utils import timezone

from tasks import policies
from tasks.forms.plan_conflict import PlanChoice
from tasks.forms.two_texts import shown
from tasks.models import Plan, Progress, Task
from tasks.pages import answer_conflict
from tasks.pages.answering import UnsavedAnswer
from tasks.pages.places import link
from tasks.rules.sheet import IN_ONE_LINE, LABELS, Place, Sheet
from units.models import Membership


class Saver(NamedTuple):
    """Who saved it meanwhile, and when."""

    user: int
    name: str
    at: datetime


class PutTogether(NamedTuple):
    """What somebody else saved meanwhile and is kept beside what was typed, where nobody had to choose. `who` saved last is
    None where it may have been oneself, on this very page.
    """

    who: Saver | None
    what: str

    def and_then(self, later: "PutTogether | None") -> "PutTogether":
        """With what was saved once more meanwhile, which is beside it too."""
        if later is None:
            return self
        what = dict.fromkeys([*self.what.split("、"), *later.what.split("、")])
        return PutTogether(later.who, "、".join(what))

    def together(self, plan: Plan) -> str:
        """For the page, which the next save brings back: of which version it was put together, and beside whose."""
        return f"{plan.version}:{self.who.user}"

    @property
    def saved(self) -> str:
        return f"{self._theirs}，已与您填写的一并保存"

    @property
    def drawn(self) -> str:
        return f"{self._theirs}，已并入本页，与您填写的一起尚未保存"

    @property
    def refused(self) -> str:
        return f"尚未保存：{self._theirs}，与您填写的合在一起有以下问题，请点“保存”后更正"

    @property
    def _theirs(self) -> str:
        """Others may have written some of it before the one who saved last."""
        last = f"（最近保存：{self.who.name} {timezone.localtime(self.who.at):%H:%M}）" if self.who else ""
        return f"{self.what}另有修改{last}"


def current_plan(task: Task) -> Plan | None:
    """The plan as somebody else saved it meanwhile."""
    return Plan.objects.with_sheet().select_related("updated_by__user").filter(task=task).first()


def saved_by(current: Plan | Progress | None, by: Membership) -> str:
    """Who saved it meanwhile."""
    return answer_conflict.name_to(current.updated_by, by) if current else ""


def saver(current: Plan, by: Membership, together: str) -> Saver:
    """Of the version that was put together for the page (`PutTogether.together`) it is whoever was named then."""
    found = _TOGETHER.fullmatch(together)
    if found and int(found["version"]) == current.version:
        author = current.authors.filter(user=int(found["user"])).select_related("user").first()
        if author and author.user_id != by.user_id:
            return Saver(author.user_id, author.user.full_name, author.last_saved_at)
    return Saver(current.updated_by.user_id, saved_by(current, by), current.updated_at)


_TOGETHER = re.compile(r"(?P<version>[0-9]{1,9}):(?P<user>[0-9]{1,9})")


def beside(current: Plan, found: Iterable[PlanChoice], by: Membership, together: str) -> PutTogether | None:
    """None where there is nothing of theirs."""
    theirs = dict.fromkeys(
        LABELS["steps"] if each.is_step else each.label for each in found if each.takes_theirs
    )
    return PutTogether(saver(current, by, together), "、".join(theirs)) if theirs else None


def notice(
    task: Task, current: Plan | None, by: Membership, together: str, op: str
) -> answer_conflict.SaveNotice:
    """The answer to a save in the background that came too late, by the button `op`. Whoever filed it need not have written
    in it.
    """
    if refusal := policies.refusal_of(policies.may_write, by, task, current):
        return answer_conflict.SaveNotice(refusal.words, leads_to=answer_conflict.TO_COPY)
    if current is None:
        return answer_conflict.SaveNotice("本方案已有变动")
    who = saver(current, by, together)
    return answer_conflict.SaveNotice(
        f"{who.name} {timezone.localtime(who.at):%H:%M} 保存了另一份内容", op=op
    )


def page(
    task: Task,
    current: Plan | None,
    mine: Sheet,
    found: list[PlanChoice],
    unsaved: list[UnsavedAnswer],
    choices: Mapping[str, str],
    *,
    by: Membership,
    drawn: str = "",
    tried: bool = False,
    left_over: str = "",
) -> dict:
    """`unsaved` is what was typed of answers to comments, `choices` those made of them so far; `drawn` the marks by which is
    asked; `tried` when it comes back because something was not chosen; `left_over` what was typed and is too much to be
    compared.
    """
    refusal = policies.refusal_of(policies.may_write, by, task, current)
    answers = answer_conflict.choices(unsaved, by, choices)
    differences = shown(found, is_open=refusal is None)
    undecided = [each for each in differences if not each.chosen] if tried else []
    unanswered = [each for each in answers if not each.chosen] if tried else []
    to_choose = len(differences) + len(answers)
    who = saver(current, by, choices.get("together", "")) if current else None
    return {
        "programme": task.programme,
        "task": task,
        "current": current,
        "version": current.version if current else 0,
        "mine": mine.trimmed(),
        "mine_lines": [(each.name, mine.in_words(each.name)) for each in IN_ONE_LINE],
        "drawn": drawn,
        "together": choices.get("together", ""),
        "carries": bool(found),
        "differences": differences,
        "settled": refusal is None and len(differences) < len(found),
        "saver": who,
        "saved_title": f"{who.name}保存的内容" if who else "已保存的内容",
        "answers": answers,
        "lost": answer_conflict.lost(unsaved),
        "to_choose": to_choose,
        "has_errors": bool(undecided or unanswered),
        "errors": [
            link(Place(each.name), f"{each.label}：请选择采用哪一份") for each in (*undecided, *unanswered)
        ],
        "left_over": left_over,
        "title": answer_conflict.title(
            differs=bool(differences or answers or left_over), is_open=refusal is None
        ),
        "open": refusal is None,
        "closed": refusal.words if refusal and (to_choose or left_over) else "",
    }
