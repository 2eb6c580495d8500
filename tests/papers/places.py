"""Where the papers and the pages to be printed are found, by who takes them and what they are called: below the programme,
or from the root.

A test holds this list equal to the routes that answer with a file (tests/project/test_papers.py).
"""

_LEDGER = {
    name: f"exports/{name}/"
    for name in (
        "summary.xlsx",
        "summary.pdf",
        "summary.csv",
        "times.csv",
        "summary.json",
        "plans.pdf",
        "register.xlsx",
    )
}
_FILTERED = {f"filtered-{name}": f"{place}?group=1&q=人才" for name, place in _LEDGER.items()}
_LISTS = {
    f"{name}.{kind}": f"{place}.{kind}/"
    for kind in ("pdf", "xlsx")
    for name, place in {
        "letters": "letters/register",
        "notes": "contacts/notes",
        "directory": "contacts/directory",
        "comments": "tasks/17/plan/filings/1/comments",
        "comments-in-round": "rounds/3/tasks/27/entries/1/comments",
    }.items()
}
PAPERS: dict[str, dict[str, str]] = {
    "hedui1": _LEDGER
    | _FILTERED
    | _LISTS
    | {
        "unfiled.pdf": "exports/unfiled.pdf/?as_of=2015-04-07",
        "situation.pdf": "exports/situation.pdf/",
        "situation-at-the-deadline.pdf": "exports/situation.pdf/?as_of=2015-04-07",
        "situation-filtered.pdf": "exports/situation.pdf/?group=1",
        "summary-at-the-deadline.pdf": "exports/summary.pdf/?as_of=2015-04-07",
        "summary-forecast.pdf": "exports/summary.pdf/?as_of=2015-12-31",
        "plans-at-the-deadline.pdf": "exports/plans.pdf/?as_of=2015-04-07",
        "notes-of-one.pdf": "contacts/notes.pdf/?unit=shi-kewei",
        "filing.pdf": "tasks/17/plan/filings/1/pdf/",
    },
    "lingdao": {"papers.zip": "exports/papers.zip/", "template.docx": "reports/template/file/"},
    "shenji": {"audit.csv": "/audit/export/"},
    "guanweihui": {
        "summary.xlsx": "exports/summary.xlsx/",
        "summary.pdf": "exports/summary.pdf/",
        "plans.pdf": "exports/plans.pdf/",
        "own-plans.pdf": "plans/print/",
        "sign.pdf": "tasks/17/plan/filings/1/sign/",
        "sheet.xlsx": "rounds/4/sheet/",
    },
    # One task of theirs was returned, so that there is something to sign.
    "caizheng": {"approval.pdf": "rounds/4/approval/"},
}

# Files of a report are noted, so that they come by a button: where that stands, and its words.
PRESSED: dict[str, dict[str, tuple[str, str]]] = {
    "lingdao": {
        f"report.{kind}": ("reports/2015/1/", words)
        for kind, words in {"pdf": "PDF", "docx": "Word", "xlsx": "Excel"}.items()
    }
    | {"report-unfiled.xlsx": ("reports/2015/1/", "导出未报名单")}
}
_A_SCAN = "a scan, as it came"
LEFT_OUT = {
    "attachment-download": _A_SCAN,
    "attachment-view": _A_SCAN,
    "plan-print": "by that day no plan is open; 送审稿 are among the forms",
}

PAGES: dict[str, dict[str, str]] = {
    "guanweihui": {
        "home": "",
        "tasks": "tasks/",
        "task": "tasks/17/",
        "plans": "plans/",
        "plan": "tasks/17/plan/",
        "receipt": "tasks/17/plan/filings/1/receipt/",
        "round": "rounds/4/",
        "round-review": "rounds/4/review/",
        "round-receipt": "rounds/4/receipt/",
        "coordination": "coordination/",
    },
    "keji": {"home": ""},
    "haidian": {"home": "", "consultations": "plans/"},
    "hedui1": {
        "home": "",
        "checking": "checking/",
        "checking-accepted": "checking/accepted/",
        "check": "tasks/17/check/",
        "deadlines": "deadlines/",
        "deadlines-round": "deadlines/?of=round",
        "deadlines-steps": "deadlines/?of=steps",
        "overview": "overview/",
        "overview-progress": "overview/progress/",
        "overview-compare": "overview/compare/",
        "overview-steps": "overview/steps/",
        "rounds": "rounds/",
        "round-desk": "rounds/4/desk/",
        "letters": "letters/",
        "letter": "letters/1/",
        "contacts": "contacts/",
        "contacts-unit": "contacts/shi-kewei/",
        "reminders": "contacts/reminders/?round=4",
        "goals": "goals/",
        "goal": "goals/2/",
        "progress": "rounds/3/tasks/17/",
        "steps": "tasks/17/steps/",
        "unit": "units/zhongguancun-guanweihui/",
    },
    "lingdao": {
        "home": "",
        "overview": "overview/",
        "reports": "reports/",
        "report": "reports/2015/1/",
        "coordination": "coordination/?state=all",
        "coordination-one": "coordination/1/",
    },
}
