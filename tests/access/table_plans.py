"""实施方案: writing, reading, 分办, filing, 征求意见 and answering, by the state of the plan."""

from tests.access.scene import STATES
from tests.access.table import LEAD, READERS, READERS_OF_OWN, RECEIVING, REST, NotNow, get, post
from tests.plans.form_helpers import posted

OTHER_READERS = f"participant consulted {RECEIVING} leadership"
NO_BUSINESS = "administrator auditor"

NOT_LEAD = "只有牵头单位可以填写实施方案"
ELSEWHERE = "本项已分办给科研处，请联系单位联络员"
FILED = NotNow("实施方案已报送，修改前请先撤回")
BEING_CHECKED = NotNow("已开始核对，暂不能修改")
ACCEPTED = NotNow("实施方案已核收；需要修改的，请由单位联络员在方案页面发起修订")
NOT_FILED_BY = "签字稿由报送单位打印"
ON_PAPER = NotNow("本次报送据来文代录，来文已经签字盖章，不需另行签字")
NOT_LIAISON = "只有牵头单位的联络员可以{}".format

# --- writing -------------------------------------------------------------------------------------------------


def writing(route: str, method=get, ok: int = 200, **more):
    """Rows of a route that may be used by whoever may write the plan, in the three kinds of state there are."""
    drafted = {ok: "liaison officer", ELSEWHERE: "officer_elsewhere", 404: REST}
    return [
        *method(route, "draft", answers=drafted, **more),
        *method(route, "returned", answers=drafted | {NOT_LEAD: OTHER_READERS}, **more),
        *closed(route, "filed", FILED, method, **more),
    ]


def writing_in_other_states(route: str, method=get, ok: int = 200, **more):
    drafted = {ok: "liaison officer", ELSEWHERE: "officer_elsewhere", 404: REST}
    return [
        *method(route, "consulted", "withdrawn", answers=drafted, **more),
        *method(route, "on_behalf", answers=drafted | {NOT_LEAD: OTHER_READERS}, **more),
        *closed(route, "checking", BEING_CHECKED, method, **more),
        *closed(route, "on_behalf_checking", BEING_CHECKED, method, **more),
        *closed(route, "accepted", ACCEPTED, method, **more),
        *method(route, "revising", answers=drafted | {NOT_LEAD: OTHER_READERS}, **more),
        *closed(route, "revision_filed", FILED, method, **more),
    ]


def closed(route: str, state: str, reason: str, method, **more):
    answers = {reason: "liaison officer", ELSEWHERE: "officer_elsewhere", NOT_LEAD: OTHER_READERS, 404: REST}
    return method(route, state, answers=answers, **more)


def typed(scene, who):
    return posted(contact_name="王某")


def copying(scene, who):
    return posted(copy_source=scene.plan("accepted").pk, copy_what=["steps"])


def choosing(scene, who):
    return posted(contact_name="王某") | {
        f"choose_{name}": "mine" for name in ("contact_name", "steps", "step_1", "step_2")
    }


TABLE = [
    *get("plan-edit", "none", answers={200: LEAD, 404: REST}),
    *writing("plan-edit"),
    *writing_in_other_states("plan-edit"),
    *post("plan-save", "none", form=typed, answers={302: LEAD, 404: REST}, writes="plan.save"),
    *writing("plan-save", post, 302, form=typed, writes="plan.save"),
    *writing_in_other_states("plan-save", post, 302, form=typed, writes="plan.save"),
    *writing("plan-copy", post, 302, form=copying, writes="plan.save"),
    *writing("plan-resolve", post, 302, form=choosing, writes="plan.save"),
    *writing("plan-print"),
    *get("plan-print", "none", answers={200: LEAD, 404: REST}),
]

# --- reading, 分办 -------------------------------------------------------------------------------------------

TABLE += [
    *get("plan-detail", "none", "no_lead", answers={404: REST}),
    *get("plan-detail", "draft", "consulted", "withdrawn", answers={200: LEAD, 404: REST}),
    *get(
        "plan-detail",
        "filed",
        "checking",
        "returned",
        "accepted",
        "on_behalf",
        "revising",
        "revision_filed",
        answers={200: READERS, 404: REST},
    ),
    *get("plan-detail", "own_office", answers={200: READERS_OF_OWN, 404: REST}),
    *get("filing-detail", "own_office", answers={200: READERS_OF_OWN, 404: REST}),
    *get("filing-pdf", "own_office", answers={200: READERS_OF_OWN, 404: REST}),
    *get("filing-detail", "draft", answers={404: REST}),
    *get("filing-detail", "withdrawn", answers={200: LEAD, 404: REST}),
    *get("filing-detail", "filed", "refiled", "revising", answers={200: READERS, 404: REST}),
    *get("filing-receipt", "withdrawn", answers={200: LEAD, 404: REST}),
    *get("filing-receipt", "filed", answers={200: READERS, 404: REST}),
    *get("filing-pdf", "withdrawn", answers={200: LEAD, 404: REST}),
    *get("filing-pdf", "filed", "on_behalf", answers={200: READERS, 404: REST}),
    *get("filing-sign-pdf", "filed", "refiled", answers={200: LEAD, NOT_FILED_BY: OTHER_READERS, 404: REST}),
    *get("filing-sign-pdf", "withdrawn", answers={NotNow("本次报送已撤回，不需签字"): LEAD, 404: REST}),
    *get("filing-sign-pdf", "on_behalf", answers={ON_PAPER: LEAD, NOT_FILED_BY: OTHER_READERS, 404: REST}),
    *get("filing-compare", "filed", answers={404: REST}),
    *get("filing-compare", "refiled", answers={200: READERS, 404: REST}),
    *get("filing-compare", "own_office", answers={404: REST}),
]


def assigning(*states: str, answer: int | str = 302, was: str = "officer"):
    """Rows of 分办 from the office of `was` to another; `answer` is what the liaison gets."""
    return post(
        "plan-assign",
        *states,
        form=lambda scene, who: {
            "office": scene.members["officer_elsewhere"].office_id,
            "based_on_office": scene.members[was].office_id if was else "",
        },
        answers={answer: "liaison", NOT_LIAISON("分办"): REST, 404: NO_BUSINESS},
        writes="plan.assign" if answer == 302 else "",
    )


TABLE += [
    *assigning("none", was=""),
    *assigning("draft", "consulted", "returned", "on_behalf"),
    *assigning("draft", answer=409, was=""),
    *assigning("filed", "checking", "on_behalf_checking", "accepted"),
]

TABLE += [
    *post(
        "plans-assign",
        form=lambda scene, who: {
            f"office-{STATES['draft']}": "",
            f"seen-{STATES['draft']}": scene.members["officer"].office_id,
        },
        answers={
            302: "liaison",
            NOT_LIAISON("分办"): "officer officer_elsewhere participant consulted stranger",
            404: REST,
        },
        writes="plan.assign",
    ),
]

# --- 联系信息变更 --------------------------------------------------------------------------------------------


def changing(method=get, ok: int = 200, **more):
    """Of what is filed, whatever becomes of it; before, the plan itself is written."""
    refused = NOT_LIAISON("变更联系信息")
    route, others = "contact-change", f"officer officer_elsewhere {OTHER_READERS}"
    early = NotNow("实施方案尚未报送，请直接在方案中修改联系信息")
    drafted = {early: "liaison", refused: "officer officer_elsewhere", 404: REST}
    filed = ("filed", "checking", "returned", "accepted", "on_behalf")
    return [
        *method(route, "none", answers={404: REST}, **more),
        *method(route, "draft", "withdrawn", answers=drafted, **more),
        *method(route, *filed, answers={ok: "liaison", refused: others, 404: REST}, **more),
        *method(route, "own_office", answers={refused: READERS_OF_OWN, 404: REST}, **more),
    ]


def corrected(scene, who):
    people = {name: f"{name}改" for name in ("supervising_leader", "responsible_office", "contact_name")}
    return people | {"based_on": 0, "since": "2015-04-01", "basis": "分工调整通知", "assigning": "stays"}


TABLE += [*changing(), *changing(post, 302, form=corrected, writes="plan.contacts")]

# --- filing --------------------------------------------------------------------------------------------------


def filing(route: str, method=get, ok: int = 200, over: int | None = None, **more):
    """Rows of a route for whoever may file the plan as it stands; `over` answers the liaison once it is filed."""
    not_filing, not_correcting = NOT_LIAISON("报送"), NOT_LIAISON("更正报送")
    others = f"officer officer_elsewhere {OTHER_READERS}"
    officers = "officer officer_elsewhere"
    return [
        *method(route, "none", answers={404: REST}, **more),
        *method(
            route,
            "draft",
            "consulted",
            "withdrawn",
            answers={ok: "liaison", not_filing: officers, 404: REST},
            **more,
        ),
        *method(route, "returned", answers={ok: "liaison", not_filing: others, 404: REST}, **more),
        *method(
            route,
            "on_behalf",
            answers={ok: "liaison", not_correcting: others, 404: REST},
            **(more | _corrects(more)),
        ),
        *method(
            route,
            "filed",
            answers={
                over or NotNow("本次报送不是代录，修改前请先撤回"): "liaison",
                not_correcting: others,
                404: REST,
            },
            **more,
        ),
        *method(
            route,
            "on_behalf_checking",
            answers={over or NotNow("已开始核对，不能更正"): "liaison", not_correcting: others, 404: REST},
            **more,
        ),
        *method(
            route,
            "accepted",
            answers={
                over or NotNow("现为“已核收”，不能报送"): "liaison",
                NotNow("现为“已核收”，不能报送"): others if over else READERS,
                404: REST,
            },
            **more,
        ),
    ]


def _corrects(more: dict) -> dict:
    return {"writes": "plan.correct"} if "writes" in more else {}


TABLE += [
    *filing("plan-review", over=302),
    *filing(
        "plan-file",
        post,
        302,
        form=lambda scene, who: {"based_on": 0, "warnings_seen": "on"},
        writes="plan.file",
    ),
]

WITHDRAWING = {"form": lambda scene, who: {"based_on": 0}, "writes": "plan.withdraw"}
NOT_WITHDRAWING = {NOT_LIAISON("撤回"): f"officer officer_elsewhere {OTHER_READERS}", 404: REST}
TABLE += [
    *post("plan-withdraw", "none", answers={404: REST}, **WITHDRAWING),
    *post("plan-withdraw", "draft", answers={NotNow("现为“草稿”，不能撤回"): LEAD, 404: REST}, **WITHDRAWING),
    *post("plan-withdraw", "filed", answers={302: "liaison"} | NOT_WITHDRAWING, **WITHDRAWING),
    *post(
        "plan-withdraw",
        "checking",
        answers={NotNow("已开始核对，不能撤回"): "liaison"} | NOT_WITHDRAWING,
        **WITHDRAWING,
    ),
    *post(
        "plan-withdraw",
        "on_behalf",
        answers={NotNow("据来文代录，不能撤回"): "liaison"} | NOT_WITHDRAWING,
        **WITHDRAWING,
    ),
    *post(
        "plan-withdraw",
        "returned",
        answers={NotNow("现为“退回修改”，不能撤回"): READERS, 404: REST},
        **WITHDRAWING,
    ),
]

NOT_WRITING = {ELSEWHERE: "officer_elsewhere", NOT_LEAD: OTHER_READERS, 404: REST}
REVISING = {"form": lambda scene, who: {"based_on": 0, "reason": "职责调整"}, "writes": "plan.revise"}
GIVING_UP = {"form": lambda scene, who: {"based_on": 0}, "writes": "plan.give_up"}


def of_liaison(route: str, action: str, *states: str, answer, **more):
    """Rows of what only the lead's liaison does to a plan that its readers see."""
    others = f"officer officer_elsewhere {OTHER_READERS}"
    return post(route, *states, answers={answer: "liaison", NOT_LIAISON(action): others, 404: REST}, **more)


ENDING = {"form": lambda scene, who: {"based_on": 0, "ending": "cancelled", "reason": "任务调整"}}
TABLE += [
    *get("step-end", "revising", answers={200: "liaison officer", **NOT_WRITING}),
    *post(
        "step-end", "revising", answers={302: "liaison officer", **NOT_WRITING}, writes="step.end", **ENDING
    ),
    *get("step-end", "draft", answers={ELSEWHERE: "officer_elsewhere", 404: REST}),
    *post(
        "step-restore",
        "revising",
        form=lambda scene, who: {"based_on": 0},
        answers={302: "liaison officer", **NOT_WRITING},
        writes="step.restore",
    ),
    *closed("step-restore", "revision_filed", FILED, post, form=lambda scene, who: {"based_on": 0}),
]

REASONING = {"form": lambda scene, who: {"based_on": 0, "reason": "场地未落实"}}
TABLE += [
    *get("time-reason", "revising", answers={200: "liaison officer", **NOT_WRITING}),
    *post(
        "time-reason",
        "revising",
        answers={302: "liaison officer", **NOT_WRITING},
        writes="time.reason",
        **REASONING,
    ),
    *get("time-reason", "draft", answers={ELSEWHERE: "officer_elsewhere", 404: REST}),
    *closed("time-reason", "revision_filed", FILED, post, **REASONING),
]

NOT_DECIDING = {"只有接收处室的核对人或领导小组办公室可以登记": f"{LEAD} participant consulted", 404: REST}
TABLE += [
    *get("time-decide", "revision_filed", answers={200: f"{RECEIVING} leadership", **NOT_DECIDING}),
    *post(
        "time-decide",
        "revision_filed",
        form=lambda scene, who: {
            "outcome": "in_full",
            "decided_by": "group",
            "basis": "minutes",
            "dated_on": "2015-03-30",
        },
        answers={302: f"{RECEIVING} leadership", **NOT_DECIDING},
        writes="time.decide",
    ),
]

TABLE += [
    *of_liaison("plan-revise", "修订", "accepted", answer=302, **REVISING),
    *post("plan-revise", "draft", answers={NotNow("现为“草稿”，不能修订"): LEAD, 404: REST}, **REVISING),
    *post(
        "plan-revise", "revising", answers={NotNow("现为“草稿”，不能修订"): READERS, 404: REST}, **REVISING
    ),
    *of_liaison("plan-give-up", "放弃修订", "revising", answer=302, **GIVING_UP),
    *of_liaison("plan-give-up", "放弃修订", "revision_filed", answer=NotNow("请先撤回"), **GIVING_UP),
    *of_liaison("plan-give-up", "放弃修订", "returned", answer=NotNow("没有正在进行的修订"), **GIVING_UP),
    *of_liaison("plan-withdraw", "撤回", "revision_filed", answer=302, **WITHDRAWING),
]

# --- 征求意见, 答复 ------------------------------------------------------------------------------------------


def consulting(route: str, method=get, ok: int = 200, **more):
    refused = NOT_LIAISON("征求意见")
    officers = "officer officer_elsewhere"
    others = f"{officers} {OTHER_READERS}"
    return [
        *method(route, "none", answers={404: REST}, **more),
        *method(route, "draft", "consulted", answers={ok: "liaison", refused: officers, 404: REST}, **more),
        *method(route, "returned", answers={ok: "liaison", refused: others, 404: REST}, **more),
        *method(route, "filed", answers={FILED: "liaison", refused: others, 404: REST}, **more),
    ]


def answering_comment(scene, who):
    pk = scene.comment("returned").pk
    return {f"c{pk}-answer": "adopted"}


ANSWERING = {"form": lambda scene, who: {"answer": "no_objection"}, "writes": "consultation.answer"}
NOT_ASKED = "只有被征求意见的单位可以反馈"
TABLE += [
    *consulting("consultation-list"),
    *consulting(
        "consultation-ask",
        post,
        302,
        form=lambda scene, who: {"based_on": 0, "units": [scene.participant.pk]},
        writes="consultation.ask",
    ),
    *consulting(
        "consultation-offline",
        post,
        302,
        form=lambda scene, who: {"based_on": 0} | {"unit": scene.participant.pk, "answered_on": "2015-03-31"},
        writes="consultation.offline",
    ),
    # A draft is for those it was shown to; once it is filed, checkers and leadership read what was said of it.
    *get("consultation-detail", "consulted", "settled", answers={200: f"{LEAD} consulted", 404: REST}),
    *get(
        "consultation-detail", "filed", answers={200: f"{LEAD} consulted {RECEIVING} leadership", 404: REST}
    ),
    *post(
        "consultation-answer",
        "consulted",
        answers={302: "consulted", NOT_ASKED: LEAD, 404: REST},
        **ANSWERING,
    ),
    *post(
        "consultation-answer",
        "settled",
        answers={NotNow("本次不需再反馈"): "consulted", NOT_ASKED: LEAD, 404: REST},
        **ANSWERING,
    ),
    *post(
        "consultation-answer",
        "filed",
        answers={
            NotNow("本次征求意见已反馈，不能重复反馈"): "consulted",
            NOT_ASKED: f"{LEAD} {RECEIVING} leadership",
            404: REST,
        },
        **ANSWERING,
    ),
    *post("comment-answer", "checking", answers={404: REST}),
    *post(
        "comment-answer",
        "returned",
        form=answering_comment,
        answers={
            302: "liaison officer",
            ELSEWHERE: "officer_elsewhere",
            "只有牵头单位可以答复核对意见": OTHER_READERS,
            404: REST,
        },
        writes="comment.answer",
    ),
    *post(
        "comment-answer",
        "refiled",
        answers={
            NotNow("方案不在退回修改状态，不能再答复"): LEAD,
            "只有牵头单位可以答复核对意见": OTHER_READERS,
            404: REST,
        },
    ),
]

# --- 参与单位意见 ---------------------------------------------------------------------------------------------

NOT_TAKING_PART = "只有本项的参与单位可以对已核收的方案提出意见"
OPINING = {"form": lambda scene, who: {"nth": 1, "text": "建议提前"}, "writes": "opinion.note"}
OTHERS = f"{LEAD} {RECEIVING} leadership"
TABLE += [
    *post("opinion-note", "none", answers={404: REST}, form=OPINING["form"]),
    *post(
        "opinion-note",
        "filed",
        form=OPINING["form"],
        answers={NotNow("实施方案尚未核收"): "participant consulted", NOT_TAKING_PART: OTHERS, 404: REST},
    ),
    *post(
        "opinion-note",
        "accepted",
        "revising",
        answers={302: "participant consulted", NOT_TAKING_PART: OTHERS, 404: REST},
        **OPINING,
    ),
    *post(
        "opinion-answer",
        "accepted",
        form=lambda scene, who: {"text": "已采纳"},
        answers={302: LEAD, "只有牵头单位可以答复": f"participant {RECEIVING} leadership", 404: REST},
        writes="opinion.answer",
    ),
]
