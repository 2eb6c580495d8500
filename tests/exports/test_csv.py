import csv as reading
import io

import pytest

from tasks.exports import csv
from tasks.ledger import COLUMNS
from zgc_tasks.common.spreadsheets import prefixed


def written(found) -> bytes:
    out = io.BytesIO()
    csv.write(found, out)
    return out.getvalue()


def read(data: bytes) -> list[dict]:
    return list(reading.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_it_begins_with_the_mark_by_which_excel_knows_utf_8(found):
    data = written(found)
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\xef\xbb\xbf") == 1


def test_it_has_all_columns_and_one_line_a_row(found):
    rows = read(written(found))
    assert list(rows[0]) == [column.title for column in COLUMNS]
    assert [row["任务编号"] for row in rows] == ["1", "2", "3"]
    assert rows[0]["状态"] == "按时报送"
    assert [row["方案所列参与单位"] for row in rows] == ["市乙局等有关区县", "", ""]
    assert rows[0]["工作步骤及完成时限"].splitlines() == [
        "1. 印发实施细则（2015年4月底前）",
        "2. 组织专家论证（2015年5—6月）",
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r"])
def test_a_text_that_begins_like_a_formula_is_disarmed(start):
    assert prefixed(f"{start}1+1") == f"'{start}1+1"


def test_other_texts_stay_as_they_are():
    assert prefixed("2015-04-07") == "2015-04-07"


def test_what_people_typed_is_disarmed_in_the_file(hostile):
    row = read(written(hostile))[1]
    assert row["主管领导"].startswith("'=HYPERLINK")
    assert row["责任处室"] == "'@SUM(A1)"
    assert row["联系人"] == "'-李某"
    assert row["联系电话"] == "'+86 10 00000002"
