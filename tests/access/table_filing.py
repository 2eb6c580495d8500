"""报送, 撤回, 修订 and the times in force, by the state of the plan."""

from tests.access.table import LEAD, READERS, RECEIVING, REST, NotNow, get, post
from tests.access.table_plans import ELSEWHERE, FILED, NOT_LEAD, NOT_LIAISON, OTHER_READERS, closed


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


TABLE = [
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
