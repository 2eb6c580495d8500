"""任务分解, homes, lists over many tasks, exports, 来文 and 联系记录: pages of a programme."""

from tests.access.table import BUSINESS, LEAD, NOT_RECEIVING, RECEIVING, REST, UNITS, get, post

OVERSEEING = f"{RECEIVING} leadership"
NOT_OVERSEEING = "只有接收处室的核对人或领导小组办公室可以查看和导出总体情况"
NOT_DECIDING = "只有接收处室的核对人或领导小组办公室可以登记"
NO_BUSINESS = "administrator auditor"

DECISION = {"basis": "minutes", "basis_number": "第3期", "dated_on": "2015-03-30"}

# The register is public to all business roles.
TABLE = [
    *get(
        "home",
        answers={
            200: f"{UNITS} {OVERSEEING}",
            302: "stand_in foreign_checker foreign_leadership",
            404: NO_BUSINESS,
        },
    ),
    *get("task-list", answers={200: BUSINESS, 404: NO_BUSINESS}),
    *get("task-detail", "none", "draft", "filed", "no_lead", answers={200: BUSINESS, 404: NO_BUSINESS}),
    *get("unit-detail", answers={200: BUSINESS, 404: NO_BUSINESS}),
    *get("group-detail", answers={200: BUSINESS, 404: NO_BUSINESS}),
    *get("deadlines", answers={200: BUSINESS, 404: NO_BUSINESS}),
    *get("light-rules", answers={200: BUSINESS, 404: NO_BUSINESS}),
    *get("deadlines", query="?of=round", answers={200: BUSINESS, 404: NO_BUSINESS}),
    *get("deadlines", query="?of=steps", answers={200: BUSINESS, 404: NO_BUSINESS}),
    *get("contact-directory", answers={200: BUSINESS, 404: NO_BUSINESS}),
    *get("letter-list", answers={200: BUSINESS, 404: NO_BUSINESS}),
    *get("letter-list", query="?waiting=1", answers={200: BUSINESS, 404: NO_BUSINESS}),
    *get("plan-list", answers={200: UNITS, 404: REST}),
    *post(
        "plan-paste",
        form=lambda scene, who: {"text": "起草\n印发"},
        answers={200: BUSINESS, 404: NO_BUSINESS},
    ),
    *get("period-read", query="?text=4月底前", answers={200: BUSINESS, 404: NO_BUSINESS}),
]

GOAL = {"number": 1}
COUNTED = {"value": "3800", "counted_on": "2015-03-25", "source": "统计"}

TABLE += [
    *(
        row
        for route in ("overview", "overview-progress", "overview-tasks", "overview-steps", "overview-compare")
        for row in get(route, answers={200: OVERSEEING, NOT_OVERSEEING: REST, 404: NO_BUSINESS})
    ),
    *get("goal-list", answers={200: OVERSEEING, NOT_OVERSEEING: REST, 404: NO_BUSINESS}),
    *get("goal", args=GOAL, answers={200: OVERSEEING, NOT_OVERSEEING: REST, 404: NO_BUSINESS}),
    *get("goal-record", args=GOAL, answers={200: OVERSEEING, NOT_OVERSEEING: REST, 404: NO_BUSINESS}),
    *post(
        "goal-record",
        args=GOAL,
        form=lambda scene, who: COUNTED,
        answers={302: OVERSEEING, NOT_OVERSEEING: REST, 404: NO_BUSINESS},
        writes="goal.record",
    ),
    *get("goal-correct", args=GOAL, answers={200: OVERSEEING, NOT_OVERSEEING: REST, 404: NO_BUSINESS}),
    *post(
        "goal-correct",
        args=GOAL,
        form=lambda scene, who: COUNTED | {"reason": "数字抄错"},
        answers={302: OVERSEEING, NOT_OVERSEEING: REST, 404: NO_BUSINESS},
        writes="goal.correct",
    ),
    # A unit has its own rows; checkers and leadership who do not oversee the programme have none.
    *get(
        "export",
        args={"name": "summary.json"},
        answers={200: f"{UNITS} {OVERSEEING}", NOT_OVERSEEING: REST, 404: NO_BUSINESS},
    ),
    *get("export", args={"name": "register.xlsx"}, answers={200: BUSINESS, 404: NO_BUSINESS}),
    *get(
        "export",
        args={"name": "summary.csv"},
        query="?unit={scene.lead.slug}",
        answers={200: f"{LEAD} {OVERSEEING}", NOT_OVERSEEING: REST, 404: NO_BUSINESS},
    ),
    *get(
        "export",
        args={"name": "unfiled.pdf"},
        answers={200: OVERSEEING, NOT_OVERSEEING: REST, 404: NO_BUSINESS},
    ),
    *get(
        "export",
        args={"name": "papers.zip"},
        answers={200: OVERSEEING, NOT_OVERSEEING: REST, 404: NO_BUSINESS},
    ),
    *get("export", args={"name": "situation.doc"}, answers={404: REST}),
    # Who leads nothing has nothing to print and is told so.
    *get(
        "unit-plans-pdf",
        answers={
            200: LEAD,
            302: "participant consulted stranger",
            404: REST,
        },
    ),
]

# 来文, 联系记录
TABLE += [
    *get("letter-detail", answers={200: f"{LEAD} {RECEIVING}", 404: REST}),
    *get(
        "letter-add",
        query="?unit={scene.lead.slug}",
        answers={200: RECEIVING, NOT_RECEIVING: REST, 404: NO_BUSINESS},
    ),
    *post(
        "letter-add",
        query="?unit={scene.lead.slug}",
        form=lambda scene, who: {
            "tasks": [scene.task("none").pk],
            "received_on": "2015-03-31",
            "channel": "fax",
        },
        answers={302: RECEIVING, NOT_RECEIVING: REST, 404: NO_BUSINESS},
        writes="letter.register",
    ),
    *get("contact-unit", answers={200: RECEIVING, NOT_RECEIVING: REST, 404: NO_BUSINESS}),
    *post(
        "contact-unit",
        form=lambda scene, who: {"contacted_on": "2015-03-31", "spoke_with": "周某", "said": "周五前报送"},
        answers={302: RECEIVING, NOT_RECEIVING: REST, 404: NO_BUSINESS},
        writes="contact.note",
    ),
    *get("contact-reminders", answers={200: RECEIVING, NOT_RECEIVING: REST, 404: NO_BUSINESS}),
    *post(
        "contact-reminders",
        form=lambda scene, who: {
            f"{scene.lead.slug}-noted": "on",
            f"{scene.lead.slug}-spoke_with": "周某",
            f"{scene.lead.slug}-said": "已发催报短信",
        },
        answers={302: RECEIVING, NOT_RECEIVING: REST, 404: NO_BUSINESS},
        writes="contact.note",
    ),
    *get(
        "letter-register",
        args={"kind": "xlsx"},
        answers={200: RECEIVING, NOT_RECEIVING: REST, 404: NO_BUSINESS},
    ),
    *get(
        "contact-notes",
        args={"kind": "pdf"},
        query="?unit={scene.lead.slug}",
        answers={200: RECEIVING, NOT_RECEIVING: REST, 404: NO_BUSINESS},
    ),
    *get(
        "contact-list",
        args={"kind": "pdf"},
        answers={200: BUSINESS, 404: REST},
    ),
    # The scan of a letter, as the letter itself; and for who compares with it what was entered from it.
    *get("attachment-download", answers={200: f"{LEAD} {RECEIVING}", 404: REST}),
    *get("attachment-view", answers={200: f"{LEAD} {RECEIVING}", 404: REST}),
]

# 明确牵头单位、明确表述
TABLE += [
    *get("task-designate", "no_lead", answers={200: OVERSEEING, NOT_DECIDING: REST, 404: NO_BUSINESS}),
    *get(
        "task-designate",
        "none",
        "draft",
        "filed",
        answers={200: OVERSEEING, NOT_DECIDING: REST, 404: NO_BUSINESS},
    ),
    *post(
        "task-designate",
        "no_lead",
        form=lambda scene, who: DECISION | {"unit": scene.participant.pk, "plan_deadline": "2015-04-30"},
        answers={302: OVERSEEING, NOT_DECIDING: REST, 404: NO_BUSINESS},
        writes="task.designate",
    ),
    *get(
        "wording-resolve", "none", "no_lead", answers={200: OVERSEEING, NOT_DECIDING: REST, 404: NO_BUSINESS}
    ),
    *post(
        "wording-resolve",
        "none",
        form=lambda scene, who: DECISION | {"units": [scene.participant.pk]},
        answers={302: OVERSEEING, NOT_DECIDING: REST, 404: NO_BUSINESS},
        writes="wording.resolve",
    ),
]
