"""实施方案: writing, reading, 分办 and 联系信息变更, by the state of the plan."""

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
        # Two, so that what is written of the first stands there when the second fails.
        form=lambda scene, who: {
            f"{name}-{STATES[state]}": value
            for state in ("draft", "consulted")
            for name, value in (("office", ""), ("seen", scene.members["officer"].office_id))
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
