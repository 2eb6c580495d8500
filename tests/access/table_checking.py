"""核对: the desk, starting, comments, returning, accepting, second looks and stamped originals, 代录."""

from tasks.crosschecked import paper_findings
from tests.access.table import LEAD, NOT_RECEIVING, READERS, RECEIVING, REST, NotNow, get, post
from tests.plans.form_helpers import posted
from tests.story import SOUND

NO_BUSINESS = "administrator auditor"
OTHER_READERS = f"{LEAD} participant consulted leadership"
NOT_YET = NotNow("请先点击“开始核对”")
RETURNED = NotNow("方案现为“退回修改”，不能填写意见")


def version_only(scene, who):
    return {"based_on": 0}


def checked_by_both(route: str, method, answers: dict, **more):
    """Rows about the plan the receiving office carries out: the office that stands in checks it too."""
    others = {NOT_RECEIVING: "participant consulted leadership", 404: REST}
    return method(route, "own_office", answers=others | answers, **more)


def received(route: str, method, *states: str, answers: dict, **more):
    """Rows about a filed plan: its readers see it but are not the receiving office, the others see nothing."""
    return method(route, *states, answers={NOT_RECEIVING: OTHER_READERS, 404: REST} | answers, **more)


TABLE = [
    *get("checking", answers={200: f"{RECEIVING} stand_in", NOT_RECEIVING: REST, 404: NO_BUSINESS}),
    *get("checking-queue", answers={200: RECEIVING, NOT_RECEIVING: REST, 404: NO_BUSINESS}),
    *get("check-plan", "none", answers={404: REST}),
    *get("check-plan", "draft", answers={NOT_RECEIVING: LEAD, 404: REST}),
    *received(
        "check-plan",
        get,
        *("filed", "checking", "returned", "accepted", "refiled", "revising", "revision_filed"),
        answers={200: RECEIVING},
    ),
]

# What was returned: the lead's people and who checks.
NOT_THEIRS = "核对意见只由牵头单位和核对人查看"
NOTHING_RETURNED = NotNow("没有退回修改，没有意见单")
TABLE += [
    *get("comment-list", "draft", args={"kind": "pdf"}, answers={404: REST}),
    *get(
        "comment-list",
        *("filed", "checking"),
        args={"kind": "pdf"},
        answers={
            NOTHING_RETURNED: f"{LEAD} {RECEIVING}",
            NOT_THEIRS: "participant consulted leadership",
            404: REST,
        },
    ),
    *get(
        "comment-list",
        *("returned", "refiled"),
        answers={200: f"{LEAD} {RECEIVING}", NOT_THEIRS: "participant consulted leadership", 404: REST},
        args={"kind": "pdf"},
    ),
]

STARTING = {"form": version_only, "writes": "plan.start_check"}
COMMENTING = {"form": lambda scene, who: {"place": "steps", "text": "时限偏晚"}, "writes": "comment.add"}
REMOVING = {"writes": "comment.remove"}
RETURNING = {"form": lambda scene, who: {"based_on": 0, "refile_by": "2015-04-09"}, "writes": "plan.return"}
ACCEPTING = {"form": version_only, "writes": "plan.accept"}

TABLE += [
    *post("check-start", "draft", answers={NOT_RECEIVING: LEAD, 404: REST}, **STARTING),
    *received(
        "check-start", post, "filed", "on_behalf", "revision_filed", answers={302: RECEIVING}, **STARTING
    ),
    *received("check-start", post, "checking", answers={NotNow("已经开始核对"): RECEIVING}, **STARTING),
    *received(
        "check-start", post, "accepted", answers={NotNow("现为“已核收”，不能开始核对"): RECEIVING}, **STARTING
    ),
    *received("comment-add", post, "checking", answers={302: RECEIVING}, **COMMENTING),
    *received("comment-add", post, "filed", answers={NOT_YET: RECEIVING}, **COMMENTING),
    *received("comment-add", post, "returned", answers={RETURNED: RECEIVING}, **COMMENTING),
    *received(
        "comment-remove",
        post,
        "checking",
        answers={302: "checker", "只能删除自己填写且尚未退回的意见": "clerk"},
        **REMOVING,
    ),
    *received("comment-remove", post, "returned", answers={RETURNED: RECEIVING}, **REMOVING),
    *received("plan-return", post, "checking", answers={302: RECEIVING}, **RETURNING),
    *received("plan-return", post, "filed", answers={NOT_YET: RECEIVING}, **RETURNING),
    *received("plan-return", post, "returned", answers={NotNow("不能退回修改"): RECEIVING}, **RETURNING),
    *received("plan-accept", post, "no_comments", answers={302: RECEIVING}, **ACCEPTING),
    *received("plan-accept", post, "filed", "on_behalf", answers={NOT_YET: RECEIVING}, **ACCEPTING),
    *received("plan-accept", post, "returned", answers={NotNow("不能核对无误"): RECEIVING}, **ACCEPTING),
    # Nobody accepts what they wrote, nor what their own office carries out.
    *received(
        "plan-accept",
        post,
        "on_behalf_checking",
        answers={302: "checker", "您填写或报送过本方案，不能由您核收": "clerk"},
        **ACCEPTING,
    ),
    *checked_by_both(
        "plan-accept",
        post,
        answers={"本项由您所在处室承办，不能由本处室核收，请由代核对处室": RECEIVING, 302: "stand_in"},
        **ACCEPTING,
    ),
]

TAKING_BACK = {"form": lambda scene, who: {"based_on": 0, "reason": "核收有误"}, "writes": "plan.take_back"}
TABLE += [
    *received("plan-take-back", post, "accepted", answers={302: RECEIVING}, **TAKING_BACK),
    *received("plan-take-back", post, "filed", answers={NotNow("不能撤回核收"): RECEIVING}, **TAKING_BACK),
    *received("plan-take-back", post, "revising", answers={NotNow("不能撤回核收"): RECEIVING}, **TAKING_BACK),
]

UNDOING = {"form": lambda scene, who: {"based_on": 0}}
TABLE += [
    *received(
        "plan-undo-accept",
        post,
        "accepted",
        answers={NotNow("核收已超过10分钟"): "checker", "只有核收本方案的核对人本人可以撤销核收": "clerk"},
        **UNDOING,
    ),
    *received("plan-undo-accept", post, "filed", answers={NotNow("不能撤销核收"): RECEIVING}, **UNDOING),
]

ANSWERING = {
    "form": lambda scene, who: {"office": scene.programme.receiving_office.pk, "is_meant": "no"},
    "writes": "filing.office",
}
OF_THE_RECEIVING_UNIT = {NOT_RECEIVING: "participant consulted leadership", 404: REST}
TABLE += [
    *post("check-office", "office_asked", answers=OF_THE_RECEIVING_UNIT | {302: RECEIVING}, **ANSWERING),
    *received(
        "check-office",
        post,
        "checking",
        answers={"只能就自己所在的处室答复": RECEIVING},
        **ANSWERING,
    ),
    *post(
        "plan-accept",
        "office_asked",
        answers=OF_THE_RECEIVING_UNIT | {NotNow("请先在核对页面答复，再核收"): RECEIVING},
        **ACCEPTING,
    ),
]

# --- what the receiving office itself carries out ------------------------------------------------------------

BOTH = f"{RECEIVING} stand_in"
TABLE += [
    *checked_by_both("check-plan", get, answers={200: BOTH}),
    *checked_by_both("check-start", post, answers={NotNow("已经开始核对"): BOTH}, **STARTING),
    *checked_by_both("comment-add", post, answers={302: BOTH}, **COMMENTING),
    *checked_by_both("plan-return", post, answers={422: BOTH}, form=RETURNING["form"]),  # no comment yet
]

VERIFYING = {"writes": "filing.verify"}
STAMPED = {"form": lambda scene, who: {"received_on": "2015-03-31"}, "writes": "filing.stamped"}


def entered(scene, who):
    """What the letter says, with everything the page would have pointed out."""
    findings = paper_findings(scene.task("in_letter"), SOUND)
    return posted(op="enter", warning_shown=[finding.message for finding in findings])


ENTERING = {"form": entered, "writes": "plan.enter"}
NOT_ENTERING = "只有接收处室的核对人可以代录"
ENTERED = NotNow("本项已据该来文代录，不能再次代录")
WITHDRAWING = {"writes": "letter.withdraw"}

TABLE += [
    *received(
        "filing-verify",
        post,
        "on_behalf",
        answers={302: "checker", "代录人不能复核自己录入的内容": "clerk"},
        **VERIFYING,
    ),
    *received(
        "filing-verify", post, "filed", answers={NotNow("只有代录的方案需要复核"): RECEIVING}, **VERIFYING
    ),
    *received("filing-stamped", post, "filed", answers={302: RECEIVING}, **STAMPED),
    *post("filing-stamped", "draft", answers={404: REST}, **STAMPED),
    *checked_by_both("filing-verify", post, answers={NotNow("只有代录的方案需要复核"): BOTH}, **VERIFYING),
    # Stamped originals come to the receiving office.
    *checked_by_both(
        "filing-stamped",
        post,
        answers={302: RECEIVING, NOT_RECEIVING: "stand_in participant consulted leadership"},
        **STAMPED,
    ),
    *get("plan-enter", "in_letter", answers={200: RECEIVING, NOT_ENTERING: LEAD, 404: REST}),
    *post("plan-enter", "in_letter", answers={302: RECEIVING, NOT_ENTERING: LEAD, 404: REST}, **ENTERING),
    *get("plan-enter", "on_behalf", answers={ENTERED: RECEIVING, NOT_ENTERING: LEAD, 404: REST}),
    *get("plan-enter", "none", answers={404: REST}),
    *post(
        "arrival-withdraw",
        "in_letter",
        answers={302: RECEIVING, NOT_RECEIVING: LEAD, 404: REST},
        **WITHDRAWING,
    ),
    *post(
        "arrival-withdraw",
        "on_behalf",
        answers={
            NotNow("本项已据该来文代录，不能注销"): RECEIVING,
            NOT_RECEIVING: LEAD,
            404: REST,
        },
        **WITHDRAWING,
    ),
    *post("arrival-withdraw", "filed", answers={404: REST}, **WITHDRAWING),
]

assert set(READERS.split()) == set(OTHER_READERS.split()) | set(RECEIVING.split())
