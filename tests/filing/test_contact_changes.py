"""联系信息变更: people and numbers of a filed plan from a day on; what was filed keeps what was filed."""

from dataclasses import replace
from datetime import date, datetime
from io import BytesIO

import pytest

from tasks import ledger
from tasks.actions import contact_changes
from tasks.exports import json, plans_pdf
from tasks.models import ContactChange, Filing, Plan
from tests.copied import copied
from tests.exports.reading import opened, text_of
from tests.factories import client_for, make_office, make_user
from tests.story import SOUND, Story, at, begin
from units.models import AuditEntry
from units.roles import Role
from zgc_tasks.common.refusal import Refusal

pytestmark = pytest.mark.django_db

URL = "/gjrc/tasks/14/plan/contacts/"
PLAN = "/gjrc/tasks/14/plan/"
AS_FILED = {
    "supervising_leader": "副主任 张某",
    "responsible_office": "科研处",
    "contact_name": "李某",
    "contact_phone": "010-00000002",
}
OTHERS = AS_FILED | {"contact_name": "王某某", "contact_phone": "010-00000009"}


@pytest.fixture
@copied
def story() -> Story:
    story = begin()
    story.file()
    return story


def change(story: Story, when: datetime | None = None, *, since: date = date(2015, 3, 28), **said):
    details = {"basis": "", "moves": None, "office": None}
    details |= {name: said.pop(name) for name in tuple(said) if name in details}
    plan = story.plan
    return contact_changes.change_contacts(
        plan_id=plan.pk, based_on=plan.version, people=AS_FILED | said, since=since,
        by=story.liaison, at=when or at(28), **details,
    )  # fmt: skip


def posted(story: Story, who: str = "liaison", *, follow: bool = False, **typed):
    form = {"based_on": story.plan.version, "since": "2015-03-28", "basis": ""} | OTHERS | typed
    return story.browser(who).post(URL, form, follow=follow)


def answered(story: Story, **typed) -> str:
    """The page that follows, with what it says of the change."""
    return posted(story, follow=True, **typed).content.decode()


def row(story: Story, day: date):
    return ledger.build(story.programme, as_of=day).rows[0]


def page(story: Story, who: str, url: str = PLAN) -> str:
    answer = story.browser(who).get(url)
    assert answer.status_code == 200
    return answer.content.decode()


# --- on pages ------------------------------------------------------------------------------------------------


def test_the_liaison_enters_it_on_the_page_which_is_filled_in_with_what_holds(story):
    shown = page(story, "liaison", URL)
    assert 'value="李某"' in shown
    assert posted(story).status_code == 302
    assert 'value="王某某"' in page(story, "liaison", URL)
    made = ContactChange.objects.get()
    assert made.said == {"contact_name": "王某某", "contact_phone": "010-00000009"}
    assert (made.since, made.recorded_by) == (date(2015, 3, 28), story.liaison)
    (entry,) = AuditEntry.objects.filter(action="plan.contacts")
    assert entry.detail["changed"] == "联系人、联系电话"
    assert "010" not in str(entry.detail)


def test_whoever_enters_it_has_written_of_the_plan(story):
    story.plan.authors.all().delete()
    assert posted(story).status_code == 302
    assert [author.user_id for author in story.plan.authors.all()] == [story.liaison.user_id]


def test_the_page_of_the_plan_says_both_and_the_filing_its_own(story):
    change(story, contact_name="王某某", contact_phone="010-00000009")
    for who in ("liaison", "checker", "other_unit", "leadership"):
        assert "自2015年3月28日起变更为王某某" in page(story, who), who
        assert "李某" in page(story, who)
        assert "联系人改为王某某；联系电话已变更" in page(story, who)
        assert "王某某" not in page(story, who, f"{PLAN}filings/1/")
    assert "自2015年3月28日起变更为王某某" in page(story, "checker", "/gjrc/tasks/14/check/")
    assert "联系人改为王某某" in page(story, "checker", "/gjrc/tasks/14/")


def test_numbers_are_for_who_may_see_them(story):
    change(story, contact_phone="010-00000009")
    for who, sees in {"liaison": True, "checker": True, "leadership": True, "other_unit": False}.items():
        assert ("自2015年3月28日起变更为010-00000009" in page(story, who)) is sees, who
        assert ("010-00000009" in page(story, who, "/gjrc/contacts/")) is sees, who


def test_the_directory_says_whom_to_turn_to_now(story):
    change(story, contact_name="王某某", responsible_office="人事处", moves=False)
    listed = page(story, "checker", "/gjrc/contacts/")
    assert "第14项 人事处 王某某" in listed
    assert "李某" not in listed
    change(
        story,
        at(29),
        since=date(2015, 3, 29),
        contact_name="赵某某",
        responsible_office="人事处",
        moves=False,
    )
    assert "第14项 人事处 赵某某" in page(story, "checker", "/gjrc/contacts/")


def test_what_has_changed_back_is_as_filed(story):
    change(story, contact_name="王某某")
    change(story, at(29), since=date(2015, 3, 29))
    assert "变更为" not in page(story, "checker")
    assert row(story, date(2015, 3, 28)).plan.contact_name == "王某某"
    assert row(story, date(2015, 3, 29)).plan.contact_name == "李某"


# --- as of a date --------------------------------------------------------------------------------------------


def test_a_ledger_of_before_stays_as_it_was_and_one_of_after_has_the_change(story):
    before = exported(story, date(2015, 3, 27))
    change(story, at(28, 23), since=date(2015, 3, 26), contact_name="王某某")
    assert row(story, date(2015, 3, 27)).plan.contact_name == "李某"
    assert row(story, date(2015, 3, 28)).plan.contact_name == "王某某"
    assert exported(story, date(2015, 3, 27)) == before


def exported(story: Story, day: date) -> bytes:
    out = BytesIO()
    json.write(ledger.build(story.programme, as_of=day), out)
    return out.getvalue()


def test_a_compilation_has_the_form_as_filed_with_what_changed_below(story):
    change(story, contact_name="王某某")
    forms = plans_pdf.forms_by_area(ledger.build(story.programme, as_of=date(2015, 3, 28)))
    ((_, (form,)),) = forms
    assert form.sheet.contact_name == "李某"
    assert form.changed == "联系人自2015年3月28日起变更为王某某"
    out = BytesIO()
    plans_pdf.write(ledger.build(story.programme, as_of=date(2015, 3, 28)), out)
    assert form.changed in "".join(map(text_of, opened(out.getvalue()).pages))


def test_numbers_hidden_in_a_ledger_are_hidden_whichever_they_are(story):
    change(story, contact_phone="010-00000009")
    hidden = ledger.build(story.programme, as_of=date(2015, 3, 28)).with_phones_of(lambda row: False)
    assert hidden.rows[0].plan.contact_phone == "（不显示）"
    ((_, (form,)),) = plans_pdf.forms_by_area(hidden)
    assert form.changed == ""


# --- nothing twice -------------------------------------------------------------------------------------------


def test_the_next_filing_says_it_by_itself_and_a_change_before_it_holds_for_it_no_more(story):
    change(story, at(26, 9), since=date(2015, 3, 25), contact_name="王某某")
    story.send_back()
    plan = story.plan
    assert plan.contact_name == "王某某"
    story.draft(replace(SOUND, contact_name="赵某某"))
    story.file(at(28))
    assert row(story, date(2015, 3, 27)).plan.contact_name == "王某某"
    assert row(story, date(2015, 3, 28)).plan.contact_name == "赵某某"
    assert "变更为" not in page(story, "checker")


def test_paper_that_comes_after_it_still_becomes_what_its_lead_finds(story):
    Filing.objects.update(letter=None)
    change(story, at(26, 9), since=date(2015, 3, 25), contact_name="王某某")
    story.send_back()
    letter = story.letter(received_at=at(28))
    story.enter(letter, replace(SOUND, contact_name="赵某某"))
    assert story.plan.contact_name == "赵某某"


# --- 分办 in the same act ------------------------------------------------------------------------------------


def test_another_office_asks_whether_the_plan_is_assigned_to_it_too(story):
    make_office(story.lead, "科研处")
    other = make_office(story.lead, "人事处")
    answer = posted(story, responsible_office="人事处")
    assert answer.status_code == 422
    assert "责任处室有变化，请选择分办是否随之改变" in answer.content.decode()
    assert 'value="王某某"' in answer.content.decode()
    assert posted(story, responsible_office="人事处", assigning=str(other.pk)).status_code == 302
    assert story.plan.office == other
    assert AuditEntry.objects.filter(action="plan.assign").count() == 1


def test_or_stays_where_it_is(story):
    office = make_office(story.lead, "科研处")
    Plan.objects.update(office=office)
    assert posted(story, responsible_office="人事处", assigning="stays").status_code == 302
    assert story.plan.office == office


def test_an_office_of_another_unit_is_not_offered(story):
    make_office(story.lead)
    answer = posted(story, responsible_office="人事处", assigning=str(make_office().pk))
    assert answer.status_code == 422
    assert "所选处室不属于本单位" in answer.content.decode()


# --- refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (AS_FILED, "联系信息与现有的相同"),
        ({"contact_name": ""}, "请填写联系人"),
        ({"since": "2015-04-02"}, "变更起始日期不能晚于今天"),
        ({"since": "2015-03-24"}, "变更起始日期不能早于报送日期（2015年3月25日）"),
        ({"since": ""}, "请填写变更起始日期"),
        ({"supervising_leader": "主任 赵某"}, "变更主管领导请注明依据"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(story, typed, words):
    answer = posted(story, **({"basis": ""} | typed))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not ContactChange.objects.exists()


def test_the_day_of_the_filing_and_today_are_days_from_which_it_can_hold(story):
    assert posted(story, since="2015-03-25").status_code == 302
    assert posted(story, since="2015-04-01", contact_name="赵某").status_code == 302
    answer = posted(story, since="2015-03-31", contact_name="钱某")
    assert "已登记自2015年4月1日起的变更，起始日期不能早于这一天" in answer.content.decode()


def test_another_leader_comes_with_the_basis(story):
    assert posted(story, supervising_leader="主任 赵某", basis="分工调整通知").status_code == 302
    assert "；依据：分工调整通知" in page(story, "checker")


def test_a_number_short_of_a_digit_is_asked_about_and_stands_all_the_same(story):
    asked = "联系电话“010-8882710”位数不足，010 后应为 8 位，请核对"
    shown = answered(story, contact_phone="010-8882710")
    assert "联系信息已变更" in shown
    assert asked in shown
    assert ContactChange.objects.get().said["contact_phone"] == "010-8882710"
    shown = answered(story, contact_phone="010-8882710", contact_name="赵某")
    assert "联系信息已变更" in shown
    assert asked not in shown


def test_of_two_who_correct_at_once_the_later_sees_what_holds_and_keeps_what_was_typed(story):
    version = story.plan.version
    posted(story, contact_name="赵某")
    answer = client_for(make_user(Role.LIAISON, story.lead)).post(
        URL, OTHERS | {"based_on": version, "since": "2015-03-28", "basis": ""}
    )
    assert answer.status_code == 409
    assert 'value="王某某"' in answer.content.decode()
    assert f'value="{story.plan.version}"' in answer.content.decode()


def test_before_there_is_a_filing_the_plan_itself_is_written():
    story = begin()
    story.draft()
    with pytest.raises(Refusal, match="尚未报送，请直接在方案中修改"):
        change(story, contact_name="王某某")
    story.file()
    story.browser("liaison").post(f"{PLAN}withdraw/", {"based_on": story.plan.version})
    assert posted(story).status_code == 409
