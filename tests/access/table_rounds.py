"""进展: rounds listed, opened, changed, closed and put off."""

from datetime import date
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile

from tasks.exports import progress_xlsx
from tasks.exports.made import Made
from tasks.models import Round
from tasks.rules import progress_checks
from tasks.rules.statement import NOTHING_SAID
from tests.access.scene import STATES
from tests.access.table import (
    BUSINESS,
    LEAD,
    NOT_RECEIVING,
    READERS,
    RECEIVING,
    REST,
    UNITS,
    NotNow,
    get,
    post,
)
from tests.story import at

NO_BUSINESS = "administrator auditor"
OVERSEEING = f"{RECEIVING} leadership"
NOT_OPENING = "只有接收处室的核对人或领导小组办公室可以办理报送期"
NOT_OVERSEEING = "只有接收处室的核对人或领导小组办公室可以查看和导出总体情况"
# The rounds of the scene.
MARCH, APRIL, FEBRUARY = 1, 2, 3


def opened(method, route: str, round: int | None, answer, **more):
    """Rows of what either of the two offices does to rounds."""
    args = {"round": round} if round else None
    answers = {answer: OVERSEEING, NOT_OPENING: REST, 404: NO_BUSINESS}
    return method(route, answers=answers, args=args, **more)


def series(scene, who):
    return {
        "round-1-name": "2015年第二季度",
        "round-1-covers_from": "2015-04-01",
        "round-1-covers_until": "2015-06-30",
        "round-1-opens_on": "2015-06-26",
        "round-1-due_on": "2015-07-07",
    }


def changed(scene, who):
    return {name.removeprefix("round-1-"): value for name, value in series(scene, who).items()}


CHANGING = {"form": changed, "writes": "round.change"}
CLOSING = {"form": lambda scene, who: {"early": "1"}, "writes": "round.close"}
REOPENING = {"form": lambda scene, who: {"reason": "尚有单位补报"}, "writes": "round.reopen"}
EXTENDING = {
    "form": lambda scene, who: {"unit": scene.lead.slug, "until": "2015-04-20", "told": "李某"},
    "writes": "round.extend",
}

SENT_ON = f"{RECEIVING} stand_in foreign_checker leadership foreign_leadership"


def reporting(state: str, round: int, answers: dict):
    """Rows of who writes the progress of a task in a round."""

    def typed(scene, who):
        return {"op": "save", f"{STATES[state]}-version": 0, f"{STATES[state]}-done_text": "已印发"}

    args = {"round": round}
    return post("round-save", state, args=args, answers=answers, form=typed, writes="progress.save")


NOT_FILING = "进展由本单位联络员报送"
NOT_OF_UNITS = "只有各单位的经办人和联络员可以查看本单位报送情况"
OF_OWN_UNIT = {200: UNITS, NOT_OF_UNITS: REST, 404: NO_BUSINESS}
LIAISONS = "liaison participant consulted stranger"
REVIEWING = {200: LIAISONS, NOT_FILING: REST, 404: NO_BUSINESS}


def ticked(scene, who):
    return {f"{STATES['draft']}-file": scene.progress("draft").version}


FILED_READERS = f"{LEAD} participant consulted"
NOT_COMPLETING = "只有领导小组办公室可以确认办结和重新开启"


def completing(method, route: str, state: str, answer, **more):
    return method(
        route,
        state,
        answers={answer: "leadership", NOT_COMPLETING: REST, 404: NO_BUSINESS},
        **more,
    )


def filled_in(scene, who):
    """The sheet of one's own unit, as it was downloaded."""
    unit = (who in scene.members and scene.members[who].unit) or scene.lead
    round, out = Round.objects.get(programme=scene.programme, number=MARCH), BytesIO()
    progress_xlsx.write(round, unit, [], out, Made(by="", at=at(1)))
    return {"file": SimpleUploadedFile("进展.xlsx", out.getvalue())}


def told(method, route: str, answer, **more):
    """Rows about what a call told of a task."""
    answers = {answer: RECEIVING, NOT_RECEIVING: LEAD, 404: REST}
    return method(route, "none", args={"round": MARCH}, answers=answers, **more)


def told_of_it(scene) -> list[str]:
    """What is noticed of a paper that says nothing."""
    found = progress_checks.check(NOTHING_SAID, steps={}, before=None, today=date(2015, 4, 1), on_behalf=True)
    return [finding.message for finding in found]


def returned(scene, who):
    note = "请补充数据来源"
    return {"based_on": scene.progress("accepted").version, "note": note, "refile_by": "2015-04-09"}


IN_ITS_ROUND = {NOT_RECEIVING: f"{FILED_READERS} leadership", 404: REST}
GIVING = f"{LEAD} participant consulted"
NOT_GIVING = "只有本项参与单位可以提供情况"
NOT_REPORTING = "只有牵头单位可以填报步骤情况"
READING_STEPS = {200: READERS, 404: REST}
REPORTING_STEPS = {
    302: "liaison officer",
    "本项已分办给": "officer_elsewhere",
    NOT_REPORTING: f"participant consulted {OVERSEEING}",
    404: REST,
}


def given(scene, who):
    return {"source": "2", "text": "已配套经费"}


TABLE = [
    *get(
        "contribution-add",
        "none",
        args={"round": MARCH},
        answers={200: GIVING, NOT_GIVING: REST, 404: NO_BUSINESS},
    ),
    *post(
        "contribution-add",
        "none",
        args={"round": MARCH},
        form=given,
        writes="contribution.give",
        answers={302: GIVING, NOT_GIVING: REST, 404: NO_BUSINESS},
    ),
    *get("step-list", "accepted", answers=READING_STEPS),
    *post(
        "step-list",
        "accepted",
        query="?step=1",
        form=lambda scene, who: {"state": "under_way", "word": "已启动"},
        writes="step.report",
        answers=REPORTING_STEPS,
    ),
    *get("round-review", args={"round": MARCH}, answers=REVIEWING),
    *post(
        "round-file",
        args={"round": MARCH},
        form=ticked,
        writes="progress.file",
        answers={
            302: "liaison",
            404: f"participant consulted stranger {NO_BUSINESS}",
            NOT_FILING: REST,
        },
    ),
    *get("round-receipt", args={"round": MARCH}, answers=OF_OWN_UNIT),
    *get(
        "round-approval-pdf",
        args={"round": MARCH},
        answers={
            200: LEAD,
            302: "participant consulted stranger",
            NOT_OF_UNITS: REST,
            404: NO_BUSINESS,
        },
    ),
    *get("round-sheet", args={"round": MARCH}, answers=OF_OWN_UNIT),
    *get("round-sheet-read", args={"round": MARCH}, answers=OF_OWN_UNIT),
    *post("round-sheet-read", args={"round": MARCH}, form=filled_in, answers=OF_OWN_UNIT),
    *post(
        "round-sheet-take",
        "filed",
        args={"round": MARCH},
        form=lambda scene, who: {f"{STATES['filed']}-version": 0, f"{STATES['filed']}-done_text": "已印发"},
        writes="progress.read_in",
        answers={302: "liaison officer", "本项已分办给": "officer_elsewhere", 404: REST},
    ),
    *post(
        "progress-withdraw",
        "accepted",
        args={"round": MARCH},
        form=lambda scene, who: {"based_on": scene.progress("accepted").version},
        writes="progress.withdraw",
        answers={
            302: "liaison",
            "只有牵头单位的联络员可以撤回": f"officer officer_elsewhere participant consulted {OVERSEEING}",
            404: REST,
        },
    ),
    *get("round", args={"round": MARCH}, answers={200: UNITS, 302: SENT_ON, 404: NO_BUSINESS}),
    *reporting("none", MARCH, {302: LEAD, 404: REST}),
    *reporting("filed", MARCH, {302: "liaison officer", "本项已分办给": "officer_elsewhere", 404: REST}),
    *reporting("none", APRIL, {NotNow("起报送，届时再填写"): LEAD, 404: REST}),
    *get("progress", "accepted", answers={200: f"{FILED_READERS} {OVERSEEING}", 404: REST}),
    *get("progress", "draft", answers={200: LEAD, 404: REST}),
    *get("progress", "filed", answers={404: REST}),
    *post(
        "progress-comment-add",
        "accepted",
        form=lambda scene, who: {"place": "step-2", "text": "请说明进度", "nth": 1},
        writes="comment.add",
        answers=IN_ITS_ROUND | {302: RECEIVING},
    ),
    *post(
        "progress-comment-remove",
        "accepted",
        writes="comment.remove",
        answers=IN_ITS_ROUND | {302: "checker", "只能删除自己填写且尚未退回的意见": "clerk"},
    ),
    *get(
        "progress-comment-list",
        "accepted",
        args={"kind": "pdf"},
        answers={
            NotNow("没有退回修改，没有意见单"): f"{LEAD} {RECEIVING}",
            "核对意见只由牵头单位和核对人查看": "participant consulted leadership",
            404: REST,
        },
    ),
    *post(
        "progress-return",
        "accepted",
        form=returned,
        writes="progress.return",
        answers={
            302: RECEIVING,
            "只有接收处室的核对人可以退回修改": f"{FILED_READERS} leadership",
            404: REST,
        },
    ),
    *post(
        "entry-verify",
        "on_behalf",
        writes="progress.verify",
        answers={
            302: "checker liaison officer",
            "代录人不能复核自己录入的进展": "clerk",
            "本项已分办给": "officer_elsewhere",
            "只有接收处室的核对人和牵头单位可以复核代录的进展": "participant consulted leadership",
            404: REST,
        },
    ),
    *post(
        "entry-dispute",
        "on_behalf",
        form=lambda scene, who: {"dispute": "应为46项"},
        writes="progress.dispute",
        answers={
            302: "liaison officer",
            "本项已分办给": "officer_elsewhere",
            "只有牵头单位可以提出代录内容不一致": f"participant consulted {OVERSEEING}",
            404: REST,
        },
    ),
    *told(get, "progress-enter", 200),
    *told(
        post,
        "progress-enter",
        302,
        form=lambda scene, who: {"based_on": "0", "op": "enter", "warning_shown": told_of_it(scene)},
        writes="progress.enter",
    ),
    *told(post, "progress-arrival-withdraw", 302, writes="letter.withdraw"),
    *completing(get, "task-complete", "accepted", 200),
    *completing(
        post,
        "task-complete",
        "accepted",
        302,
        form=lambda scene, who: {"kind": "done", "basis": "minutes", "dated_on": "2015-03-30"},
        writes="task.complete",
    ),
    *completing(get, "task-reopen", "no_comments", 200),
    *completing(
        post,
        "task-reopen",
        "no_comments",
        302,
        form=lambda scene, who: {"reason": "验收未通过"},
        writes="task.reopen",
    ),
    *completing(
        post,
        "task-reopen",
        "accepted",
        NotNow("本项没有办结记录"),
        form=lambda scene, who: {"reason": "验收未通过"},
        writes="task.reopen",
    ),
    *get("round-list", answers={200: BUSINESS, 404: REST}),
    *get(
        "round-desk",
        args={"round": MARCH},
        answers={200: OVERSEEING, NOT_OVERSEEING: REST, 404: NO_BUSINESS},
    ),
    *get(
        "round-queue",
        args={"round": MARCH, "queue": "missing"},
        answers={200: OVERSEEING, NOT_OVERSEEING: REST, 404: NO_BUSINESS},
    ),
    *opened(get, "round-add", None, 200, query="?cycle=quarter&first=2015-04-01&count=1"),
    *opened(
        post,
        "round-add",
        None,
        302,
        query="?cycle=quarter&first=2015-04-01&count=1",
        form=series,
        writes="round.open",
    ),
    *opened(get, "round-change", APRIL, 200),
    *opened(post, "round-change", APRIL, 302, **CHANGING),
    *opened(get, "round-extend", MARCH, 200),
    *opened(post, "round-extend", MARCH, 302, **EXTENDING),
    *opened(post, "round-close", MARCH, 302, **CLOSING),
    *opened(post, "round-close", FEBRUARY, NotNow("本期已截稿"), **CLOSING),
    *opened(post, "round-close", APRIL, NotNow("本期尚未开始报送，不能截稿"), **CLOSING),
    *opened(post, "round-reopen", FEBRUARY, 302, **REOPENING),
]
