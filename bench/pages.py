"""Every page of a signed-in person: its address in the filled databases, and by whom it is looked at.

A test holds this list equal to the routes there are and to whom they answer (tests/project/test_bench_pages.py).
"""

from dataclasses import dataclass

PAST_DAY = "2015-04-07"
BUSINESS = "lead officer participant checker stand_in leadership"
UNITS, OVERSEEING, LEADS = "lead officer participant", "checker leadership", "lead officer"
READERS = f"{UNITS} {OVERSEEING}"


@dataclass(frozen=True)
class Page:
    """`path` may name a letter, a consultation or a problem by {key}; `past` pages show another day when asked to."""

    route: str
    path: str
    readers: str
    past: bool = False

    def past_path(self) -> str:
        return f"{self.path}{'&' if '?' in self.path else '?'}as_of={PAST_DAY}"


def _gjrc(route: str, path: str, readers: str, *, past: bool = False) -> Page:
    return Page(route, f"/gjrc/{path}", readers, past)


PAGES = (
    Page("help", "/help/", f"{BUSINESS} auditor administrator"),
    Page("wordings", "/help/wordings/", f"{BUSINESS} auditor administrator"),
    Page("programmes", "/programmes/", BUSINESS),
    Page("password", "/password/", f"{BUSINESS} auditor administrator"),
    Page("two-steps", "/two-steps/", f"{BUSINESS} auditor administrator"),
    Page("authenticator-add", "/two-steps/authenticator/", f"{BUSINESS} auditor administrator"),
    Page("passkey-add", "/two-steps/passkey/", f"{BUSINESS} auditor administrator"),
    Page("sessions", "/sessions/", f"{BUSINESS} auditor administrator"),
    Page("audit", "/audit/", "auditor"),
    # 任务分解
    _gjrc("task-list", "tasks/", BUSINESS),
    _gjrc("task-list", "tasks/?q=人才&page=2", BUSINESS),
    _gjrc("task-list", "tasks/?page=60", "lead checker"),
    _gjrc("task-detail", "tasks/4/", BUSINESS),
    _gjrc("unit-detail", "units/zhongguancun-guanweihui/", BUSINESS),
    _gjrc("unit-detail", "units/haidian-qu/", BUSINESS),
    _gjrc("group-detail", "groups/3/", BUSINESS),
    # 首页、总体情况、时限检查
    _gjrc("home", "", READERS),
    _gjrc("deadlines", "deadlines/", BUSINESS, past=True),
    _gjrc("deadlines", "deadlines/?page=60", "lead checker", past=True),
    _gjrc("deadlines", "deadlines/?of=round", "lead checker", past=True),
    _gjrc("deadlines", "deadlines/?of=steps", "lead checker", past=True),
    _gjrc("overview", "overview/", OVERSEEING, past=True),
    _gjrc("overview-progress", "overview/progress/", OVERSEEING, past=True),
    _gjrc("overview-tasks", "overview/tasks/", OVERSEEING, past=True),
    _gjrc("overview-steps", "overview/steps/", OVERSEEING, past=True),
    _gjrc("overview-compare", "overview/compare/", OVERSEEING),
    _gjrc("overview-compare", "overview/compare/?before=2015-04-02", OVERSEEING, past=True),
    _gjrc("light-rules", "lights/", BUSINESS),
    # 实施方案
    _gjrc("plan-list", "plans/", UNITS),
    _gjrc("plan-list", "plans/?page=30", LEADS),
    _gjrc("plan-edit", "tasks/10/plan/edit/", LEADS),
    _gjrc("plan-edit", "tasks/12/plan/edit/", LEADS),
    _gjrc("plan-edit", "tasks/34/plan/edit/", LEADS),
    _gjrc("period-read", "tasks/10/plan/period/?text=4月底前", BUSINESS),
    _gjrc("plan-detail", "tasks/10/plan/", LEADS),
    _gjrc("plan-detail", "tasks/12/plan/", LEADS),
    _gjrc("plan-detail", "tasks/36/plan/", READERS),
    _gjrc("plan-detail", "tasks/9/plan/", "stand_in"),
    _gjrc("contact-change", "tasks/36/plan/contacts/", "lead"),
    _gjrc("filing-detail", "tasks/36/plan/filings/1/", READERS),
    _gjrc("filing-detail", "tasks/9/plan/filings/1/", "stand_in"),
    _gjrc("filing-receipt", "tasks/36/plan/filings/2/receipt/", READERS),
    _gjrc("filing-compare", "tasks/36/plan/compare/", READERS),
    _gjrc("plan-review", "tasks/10/plan/review/", "lead"),
    _gjrc("plan-review", "tasks/34/plan/review/", "lead"),
    _gjrc("plan-edit", "tasks/22/plan/edit/", LEADS),
    _gjrc("step-end", "tasks/22/plan/steps/2/end/", LEADS),
    _gjrc("time-reason", "tasks/22/plan/times/3/reason/", LEADS),
    _gjrc("time-decide", "tasks/13/times/{time}/decide/", OVERSEEING),
    _gjrc("consultation-list", "tasks/10/plan/consultation/", "lead"),
    _gjrc("consultation-detail", "consultations/{consultation}/", UNITS),
    _gjrc("consultation-detail", "consultations/{answered}/", READERS),
    # 提请协调
    _gjrc("coordination-list", "coordination/", BUSINESS),
    _gjrc("coordination-list", "coordination/?state=all", BUSINESS, past=True),
    _gjrc("coordination-raise", "tasks/10/coordination/", UNITS),
    _gjrc("coordination-detail", "coordination/{coordination}/", READERS),
    # 进展
    _gjrc("round-list", "rounds/", BUSINESS),
    _gjrc("round", "rounds/1/", UNITS),
    _gjrc("round", "rounds/34/", UNITS),
    _gjrc("round-review", "rounds/1/review/", "lead participant"),
    _gjrc("contribution-add", "rounds/1/tasks/36/contributions/", UNITS),
    _gjrc("step-list", "tasks/36/steps/", READERS),
    _gjrc("step-list", "tasks/19/steps/?step=7", LEADS),  # with a year to correct
    _gjrc("round-receipt", "rounds/1/receipt/", UNITS),
    _gjrc("round-sheet-read", "rounds/1/sheet/read/", UNITS),
    _gjrc("round-add", "rounds/new/?cycle=month&first=2015-05-01&count=12", OVERSEEING),
    _gjrc("round-desk", "rounds/1/desk/", OVERSEEING, past=True),
    *(
        _gjrc("round-queue", f"rounds/1/desk/{queue}/", OVERSEEING)
        for queue in ("filed", "returned", "missing")
    ),
    _gjrc("round-desk", "rounds/34/desk/", OVERSEEING),
    _gjrc("round-change", "rounds/2/change/", OVERSEEING),
    _gjrc("round-extend", "rounds/1/extend/", OVERSEEING),
    _gjrc("progress", "rounds/1/tasks/36/", READERS),
    _gjrc("progress", "rounds/1/tasks/20/", f"lead {OVERSEEING}"),
    _gjrc("progress-enter", "letters/{call}/rounds/1/tasks/11/", "checker"),
    _gjrc("task-detail", "tasks/36/", BUSINESS),
    _gjrc("task-complete", "tasks/36/complete/", "leadership"),
    _gjrc("task-reopen", "tasks/36/reopen/", "leadership"),
    # 具体目标
    _gjrc("goal-list", "goals/", OVERSEEING, past=True),
    _gjrc("goal", "goals/2/", OVERSEEING),
    _gjrc("goal-record", "goals/2/readings/", OVERSEEING),
    _gjrc("goal-correct", "goals/2/readings/{reading}/", OVERSEEING),
    # 落实情况报告
    _gjrc("report-list", "reports/", OVERSEEING),
    _gjrc("report-begin", "reports/new/", OVERSEEING),
    _gjrc("report-verify", "reports/verify/", OVERSEEING),
    _gjrc("report-template", "reports/template/", OVERSEEING),
    _gjrc("report", "reports/2015/1/", OVERSEEING),
    _gjrc("report-edit", "reports/2015/1/text/next/", OVERSEEING),
    # 核对、来文、联系记录、登记
    _gjrc("checking", "checking/", "checker stand_in"),
    *(
        _gjrc("checking-queue", f"checking/{queue}/", "checker")
        for queue in ("filed", "returned", "accepted", "missing")
    ),
    _gjrc("check-plan", "tasks/18/check/", "checker"),
    _gjrc("check-plan", "tasks/36/check/", "checker"),
    _gjrc("check-plan", "tasks/9/check/", "stand_in"),
    _gjrc("letter-list", "letters/", BUSINESS),
    _gjrc("letter-add", "letters/add/?unit=zhongguancun-guanweihui", "checker"),
    _gjrc("letter-detail", "letters/{letter}/", f"{LEADS} checker"),
    _gjrc("plan-enter", "letters/{letter}/tasks/25/", "checker"),
    _gjrc("contact-directory", "contacts/", BUSINESS),
    _gjrc("contact-unit", "contacts/zhongguancun-guanweihui/", "checker"),
    _gjrc("contact-reminders", "contacts/reminders/", "checker"),
    _gjrc("contact-reminders", "contacts/reminders/?round=1", "checker"),
    _gjrc("task-designate", "tasks/38/designate/", OVERSEEING),
    _gjrc("wording-resolve", "tasks/11/wording/5/", OVERSEEING),
)

A_FILE = "a file, measured apart"
LEFT_OUT = {
    "start": "leads on and shows nothing",
    "favicon": "leads on and shows nothing",
    "sign-in": "of people who are not signed in",
    "second-step": "of people who are not signed in",
    "demo-date": "of the demonstration only",
    "demo-play": "of the demonstration only",
    "export": A_FILE,
    "letter-register": A_FILE,
    "contact-notes": A_FILE,
    "contact-list": A_FILE,
    "comment-list": A_FILE,
    "progress-comment-list": A_FILE,
    "round-sheet": A_FILE,
    "round-approval-pdf": A_FILE,
    "report-template-file": A_FILE,
    "unit-plans-pdf": A_FILE,
    "plan-print": A_FILE,
    "filing-pdf": A_FILE,
    "filing-sign-pdf": A_FILE,
    "attachment-download": A_FILE,
    "attachment-view": A_FILE,
    "audit-export": A_FILE,
}
