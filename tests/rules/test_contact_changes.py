"""联系信息变更: what then holds, and what is refused."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest

from tasks.rules import contact_changes
from tasks.rules.sheet import PEOPLE
from tests.rules.plans import plan
from zgc_tasks.common.refusal import Refusal

FILED_ON, FIRST, TODAY = date(2015, 4, 1), date(2015, 4, 10), date(2015, 4, 20)
ONE_DAY = timedelta(days=1)
FILED = plan(contact_name="李某", contact_phone="010-00000001")
AS_FILED = {each.name: getattr(FILED, each.name) for each in PEOPLE}


@dataclass
class Said:
    since: date
    said: dict[str, str] = field(default_factory=dict)


CHANGES = [
    Said(FIRST, {"contact_name": "王某", "contact_phone": ""}),
    Said(TODAY, {"contact_name": "赵某"}),
]


def test_the_last_change_of_each_field_holds_from_its_own_day():
    now, since = contact_changes.holding(FILED, CHANGES), contact_changes.since_when(CHANGES)
    assert (now.contact_name, now.contact_phone, now.supervising_leader) == ("赵某", "", "副主任 张某")
    assert contact_changes.in_words(FILED, now, since) == {
        "contact_name": "自2015年4月20日起变更为赵某",
        "contact_phone": "自2015年4月10日起变更为（空）",
    }


def test_what_has_changed_back_is_as_filed():
    changes = [*CHANGES, Said(TODAY, {"contact_name": "李某"})]
    now, since = contact_changes.holding(FILED, changes), contact_changes.since_when(changes)
    assert list(contact_changes.in_words(FILED, now, since)) == ["contact_phone"]


def test_a_line_of_the_history_tells_names_and_no_numbers():
    assert contact_changes.told({"contact_name": "王某", "contact_phone": "010-00000002"}) == (
        "联系人改为王某；联系电话已变更"
    )
    assert contact_changes.labels(["contact_name", "contact_phone"]) == "联系人、联系电话"


def test_only_what_is_not_as_it_was_is_a_change():
    assert contact_changes.changed(FILED, AS_FILED | {"contact_name": "王某"}) == {"contact_name": "王某"}
    with pytest.raises(Refusal, match="没有需要登记的变更"):
        contact_changes.changed(FILED, AS_FILED)


@pytest.mark.parametrize(("day", "last"), [(TODAY, FIRST), (FIRST, FIRST), (FILED_ON, None)])
def test_it_holds_from_the_filing_the_last_change_or_today(day, last):
    contact_changes.plausible_since(day, today=TODAY, filed_on=FILED_ON, last=last)


@pytest.mark.parametrize(
    ("day", "last", "words"),
    [
        (TODAY + ONE_DAY, None, "变更起始日期不能晚于今天"),
        (FILED_ON - ONE_DAY, None, "不能早于报送日期（2015年4月1日）"),
        (FIRST - ONE_DAY, FIRST, "已登记自2015年4月10日起的变更"),
    ],
)
def test_and_from_no_day_beyond_these(day, last, words):
    with pytest.raises(Refusal, match=words) as refused:
        contact_changes.plausible_since(day, today=TODAY, filed_on=FILED_ON, last=last)
    assert refused.value.field == "since"


def test_who_is_in_charge_changes_by_a_decision_that_is_named():
    contact_changes.basis_noted(["contact_name"], "")
    contact_changes.basis_noted(["supervising_leader"], "分工调整通知")
    with pytest.raises(Refusal, match="变更主管领导请注明依据"):
        contact_changes.basis_noted(["contact_name", "supervising_leader"], "")
