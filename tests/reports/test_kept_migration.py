"""Reports of before get the checksum of their final text, and what was issued becomes the first record of it."""

from datetime import date

import pytest

from tasks.models import Report, ReportIssue
from tasks.rules.frozen import digest
from tests.factories import make_programme, make_user
from tests.migrating import migrate
from tests.rounds.conftest import moment
from units.roles import Role

pytestmark = pytest.mark.long  # goes the way from a migration of before

BEFORE, AFTER = ("tasks", "0039_reports"), ("tasks", "0042_reports_kept")
TEXT = [{"key": "next", "section": 4, "heading": "", "text": "另行部署。", "edited": True}]
FROZEN = {"programme": {"title": "中关村国际人才工程"}, "as_of": "2015-05-11", "round": "", "rows": []}
DAY = moment(date(2015, 5, 11))


@pytest.fixture
def before(transactional_db):
    programme, by = make_programme(), make_user(Role.LEADERSHIP, None)
    get = migrate(*BEFORE).get_model
    made = {
        "programme_id": programme.pk,
        "year": 2015,
        "as_of": DAY.date(),
        "made_at": DAY,
        "made_by_id": by.pk,
    }
    get("tasks", "Report").objects.create(nth=2, **made)
    report = get("tasks", "Report").objects.create(nth=1, **made)
    report.final_draft = get("tasks", "ReportDraft").objects.create(
        report=report, nth=1, frozen=FROZEN, row_digests={}, digest="0" * 64, taken_at=DAY, taken_by_id=by.pk
    )
    report.final_text, report.final_at, report.final_by_id = TEXT, DAY, by.pk
    report.signed_by, report.issued_on, report.issued_recorded_at = "王某", date(2015, 5, 12), DAY
    report.save()
    yield
    migrate()


def test_what_is_final_and_issued_is_kept(before):
    migrate(*AFTER)
    migrate()
    final, written = Report.objects.order_by("nth")
    assert final.final_title == ["中关村国际人才工程", "截至2015年5月11日任务落实情况报告"]
    assert final.final_digest == digest(final.final_said())
    assert (written.final_title, written.final_digest) == ([], "")
    issue = ReportIssue.objects.get()
    assert (issue.report, issue.signed_by, issue.issued_on) == (final, "王某", date(2015, 5, 12))
