"""A ledger as plain values, to be frozen for a report: whatever changes afterwards, its rows stay what they were."""

from tasks.enums import Outlook, StepState, TaskState, Timeliness
from tasks.ledger.ledger import Ledger
from tasks.ledger.progress import StepInTime
from tasks.ledger.rows import Row
from tasks.rules.statement import NOTHING_SAID, TEXTS
from tasks.rules.wording import within_title_marks


def frozen(ledger: Ledger) -> dict:
    """`rows` by task, and the figures over all of them."""
    rows = [_row(row) for row in ledger.rows]
    return {
        "programme": {
            "title": ledger.programme.title,
            "short_name": ledger.programme.short_name,
            "document_number": ledger.programme.document_number,
            "document_title": within_title_marks(ledger.programme.document_title),  # as it is quoted
            "issuer": ledger.programme.issuer,
            "leadership": ledger.programme.leadership_unit.full_name,
        },
        "as_of": ledger.as_of.isoformat(),
        "round": next((row["round"] for row in rows if row["round"]), ""),
        "rows": rows,
        "figures": figures(rows),
    }


def _row(row: Row) -> dict:
    said, reported = row.reported.said or NOTHING_SAID, row.reported
    return {
        "number": row.number,
        "group": row.group,
        "group_name": row.group_name,
        "content": row.content,
        "lead": row.lead.short if row.lead else "",
        "plan": str(row.state),
        "round": reported.round or "",
        "state": str(reported.state or ""),
        "filed": str(reported.filed or ""),
        "filed_on": reported.filed_on.isoformat() if reported.filed_on else "",
        "days_late": reported.days_late,
        "outlook": str(reported.outlook),
        "outlook_reason": reported.outlook_reason,
        "said_in": reported.said_in,
        "unchanged": said.unchanged,
        **{name: getattr(said, name) for name in TEXTS},
        "figures": [figure.to_json() for figure in said.figures],
        "steps": [_step(step) for step in reported.steps],
        "ended": reported.ended,
        "light": str(reported.light),
        "attention": [each.words for each in reported.attention],
    }


def _step(step: StepInTime) -> dict:
    said = step.said
    return {
        "number": step.number,
        "text": step.step.text,
        "due": step.step.due.text,
        "last": step.step.due.last.isoformat() if step.step.due.last else "",
        "state": str(step.standing.state),
        "done_on": said.day.isoformat() if said and said.day else "",
        "explanation": step.standing.explanation,
    }


def figures(rows: list[dict]) -> dict[str, int]:
    """What a report counts, by key; every state of a step and every 推进状态 is there, if only with 0. What was returned
    and not filed again counts as neither filed nor missing.
    """
    owed = [row for row in rows if row["state"] not in ("", TaskState.NO_LEAD)]
    returned = [row for row in owed if row["state"] == TaskState.RETURNED]
    stand = [row for row in owed if row["filed"] and row not in returned]
    steps = [step for row in rows for step in row["steps"]]
    return {
        "tasks": len(rows),
        "led": sum(bool(row["lead"]) for row in rows),
        "owed": len(owed),
        "filed": len(stand),
        "on_time": sum(row["filed"] == Timeliness.ON_TIME for row in stand),
        "late": sum(row["filed"] == Timeliness.LATE for row in stand),
        "returned": len(returned),
        "missing": len(owed) - len(stand) - len(returned),
        "ended": sum(bool(row["ended"]) for row in rows),
        "steps": len(steps),
        **{f"steps_{state}": sum(step["state"] == state for step in steps) for state in StepState},
        **{f"outlook_{outlook}": sum(row["outlook"] == outlook for row in rows) for outlook in Outlook},
    }
