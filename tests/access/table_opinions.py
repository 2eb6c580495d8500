"""What others say of a plan: 征求意见, 核对意见 and their answers, 参与单位意见."""

from tests.access.table import LEAD, RECEIVING, REST, NotNow, get, post
from tests.access.table_plans import ELSEWHERE, FILED, NOT_LIAISON, OTHER_READERS


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
TABLE = [
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
