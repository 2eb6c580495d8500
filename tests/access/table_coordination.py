"""提请协调: raising, reading, handling, answering and settling it, by where it stands.

The one of task "none" was raised by the lead and waits; that of "draft" by a participating unit, was passed on to a
stranger, and is answered.
"""

from tests.access.table import BUSINESS, LEAD, RECEIVING, REST, get, post

OF_TASK = f"{LEAD} participant consulted"
NO_BUSINESS = "administrator auditor"
NOT_RAISING = "只有本项的牵头单位和参与单位可以提请协调"
NOT_OFFICE = "只有领导小组办公室可以登记协调办理情况"
NOT_PASSED_ON = "只有转办单位可以反馈"
NOT_RAISER = "只有提请单位可以确认解决或继续提请"


def raised(scene, who):
    return {"what": "经费渠道未定", "asked_of": "市财政局", "wanted_by": "2015-04-20"}


def handled(scene, who):
    return {
        "based_on": 1,
        "action": "answer",
        "dated_on": "2015-04-01",
        "basis": "会议纪要第2期",
        "note": "请按此办理",
    }


def answered(scene, who):
    return handled(scene, who) | {"based_on": 3}


def late(scene, who):
    return answered(scene, who) | {"action": "study", "note": ""}


def said(version: int):
    return lambda scene, who: {"based_on": version, "note": "已落实"}


RAISING = {NOT_RAISING: REST, 404: NO_BUSINESS}
WAITING = f"{OF_TASK} {RECEIVING}"
PASSED_ON = f"{OF_TASK} stranger {RECEIVING}"

TABLE = [
    *get("coordination-list", answers={200: BUSINESS, 404: REST}),
    *get("coordination-raise", "none", "accepted", answers={200: OF_TASK, **RAISING}),
    *post(
        "coordination-raise",
        "no_lead",
        form=raised,
        answers={302: "participant consulted", NOT_RAISING: REST, 404: NO_BUSINESS},
        writes="coordination.raise",
    ),
    *post(
        "coordination-raise",
        "none",
        form=raised,
        answers={302: OF_TASK, **RAISING},
        writes="coordination.raise",
    ),
    *get("coordination-detail", "none", answers={200: f"{WAITING} leadership", 404: REST}),
    *get("coordination-detail", "draft", answers={200: f"{PASSED_ON} leadership", 404: REST}),
    *post(
        "coordination-handle",
        "none",
        form=handled,
        answers={302: "leadership", NOT_OFFICE: WAITING, 404: REST},
        writes="coordination.note",
    ),
    *post(
        "coordination-handle",
        "draft",
        form=answered,
        answers={302: "leadership", NOT_OFFICE: PASSED_ON, 404: REST},
        writes="coordination.note",
    ),
    *post(
        "coordination-handle",
        "draft",
        form=late,
        answers={409: "leadership", NOT_OFFICE: PASSED_ON, 404: REST},
    ),
    *post(
        "coordination-reply",
        "none",
        form=said(1),
        answers={NOT_PASSED_ON: f"{WAITING} leadership", 404: REST},
    ),
    *post(
        "coordination-reply",
        "draft",
        form=said(3),
        answers={302: "stranger", NOT_PASSED_ON: f"{WAITING} leadership", 404: REST},
        writes="coordination.reply",
    ),
    *post(
        "coordination-renew",
        "none",
        form=said(1),
        answers={409: LEAD, NOT_RAISER: f"participant consulted {RECEIVING} leadership", 404: REST},
    ),
    *post(
        "coordination-renew",
        "draft",
        form=said(3),
        answers={
            302: "participant",
            NOT_RAISER: f"{LEAD} consulted stranger {RECEIVING} leadership",
            404: REST,
        },
        writes="coordination.renew",
    ),
    *post(
        "coordination-settle",
        "none",
        form=said(1),
        answers={302: LEAD, NOT_RAISER: f"participant consulted {RECEIVING} leadership", 404: REST},
        writes="coordination.settle",
    ),
    *post(
        "coordination-settle",
        "draft",
        form=said(3),
        answers={
            302: "participant",
            NOT_RAISER: f"{LEAD} consulted stranger {RECEIVING} leadership",
            404: REST,
        },
        writes="coordination.settle",
    ),
]
