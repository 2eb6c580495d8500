import io
import json

from tasks.exports import json as ledger_json
from tasks.ledger import PROGRESS_COLUMNS
from tasks.rules.sheet import Sheet

KEYS = [
    "number", "group", "group_name", "group_printed", "content", "lead", "participants", "wording",
    "deadline", "state", "filed", "has_draft", "first_filed_on", "days_late", "working_days_late",
    "refile_by", "explanation", "checking",
]  # fmt: skip


def test_a_row_has_the_keys_of_the_checker_in_their_order(found):
    assert [list(row) for row in ledger_json.rows(found)] == [KEYS] * 3


def test_a_filed_row_in_full(found):
    assert ledger_json.rows(found)[0] == {
        "number": 1,
        "group": 1,
        "group_name": "第一项工作任务",
        "group_printed": None,
        "content": "第1项具体内容。",
        "lead": "市甲局",
        "participants": ["市乙局"],
        "wording": ["等有关区县"],
        "deadline": "2015-04-03",
        "state": "on_time",
        "filed": "on_time",
        "has_draft": True,
        "first_filed_on": "2015-03-30",
        "days_late": 0,
        "working_days_late": 0,
        "refile_by": None,
        "explanation": "3月30日按时报送，待核对",
        "checking": False,
    }


def test_a_task_without_a_lead_has_null_for_lead_and_lateness(found):
    row = ledger_json.rows(found)[2]
    assert (row["lead"], row["state"], row["days_late"], row["working_days_late"]) == (
        None,
        "no_lead",
        None,
        None,
    )


def test_the_export_adds_revision_coordination_moved_times_progress_signatures_and_the_plan_in_force_with_times_or_null(
    found,
):
    out = io.BytesIO()
    ledger_json.write(found, out)
    rows = json.loads(out.getvalue())
    times = ["finish_original", "finish_in_force", "finish_asked", "times_moved"]
    progress = [column.key for column in PROGRESS_COLUMNS]
    assert progress[:4] == ["round", "progress_state", "progress_filed_on", "progress_days_late"]
    signed = ["signed_by", "signed_on"]
    assert list(rows[0]) == [
        *KEYS,
        "revision",
        "coordination_open",
        *times,
        *progress,
        *signed,
        "time_changes",
        "plan",
        "programme",
        "as_of",
        "conditions",
    ]
    assert len(rows[0]["plan"]) == 11
    assert rows[0]["plan"]["finish"] == {"text": "2017年12月", "first": "2017-12-01", "last": "2017-12-31"}
    assert Sheet.from_json(rows[0]["plan"]) == found.rows[0].plan
    assert rows[1]["plan"] is None


def test_chinese_is_written_as_chinese(found):
    out = io.BytesIO()
    ledger_json.write(found, out)
    assert "市甲局" in out.getvalue().decode()
