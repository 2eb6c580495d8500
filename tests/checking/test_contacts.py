"""联系记录, texts to remind with, and the directory: whose phones not everybody reads."""

from datetime import date

import pytest

from tasks.actions import decisions
from tasks.exports import reminder_text
from tasks.models import ContactNote, Programme
from tests.checking.pages import text
from tests.factories import client_for, make_programme, make_task, make_user
from tests.story import at
from units.models import AuditEntry
from units.roles import Role


def url(story, unit=None) -> str:
    return f"/gjrc/contacts/{(unit or story.lead).slug}/"


def note(story, who="checker", **data):
    form = {
        "contacted_on": "2015-03-31",
        "contacted_time": "9:30",
        "spoke_with": "周某",
        "said": "预计周五报送",
    } | data
    return story.browser(who).post(url(story), form)


def test_a_note_says_when_with_whom_what_and_by_when(story):
    answer = note(story, task=story.task.pk, expected_by="2015-04-03")
    assert (answer.status_code, answer.url) == (302, url(story))
    made = ContactNote.objects.get()
    assert (made.unit, made.task, made.spoke_with, made.said) == (
        story.lead,
        story.task,
        "周某",
        "预计周五报送",
    )
    assert made.expected_by == date(2015, 4, 3)
    assert AuditEntry.objects.filter(action="contact.note", user=story.checker.user).exists()
    page = text(story.browser("checker").get(url(story)))
    for words in ("2015-03-31 09:30", "周某", "预计周五报送", "预计2015年4月3日报送"):
        assert words in page


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"contacted_on": "2015-04-02"}, "联系时间不能晚于现在"),
        ({"contacted_on": ""}, "请填写联系日期"),
        ({"spoke_with": ""}, "请填写联系对象"),
        ({"said": ""}, "请填写联系内容"),
        ({"expected_by": "2015-03-30"}, "预计报送日期不能早于联系日期，请核对年份后重新填写"),
        ({"contacted_time": "下午"}, "联系时间请按14:30或下午2点半的形式填写"),
    ],
)
def test_a_note_that_is_not_whole_is_refused_and_kept(story, wrong, words):
    answer = note(story, **({"spoke_with": "赵某的话"} | wrong))
    assert answer.status_code == 422
    assert words in text(answer)
    if "spoke_with" not in wrong:
        assert 'value="赵某的话"' in text(answer)
    assert not ContactNote.objects.exists()
    assert note(story).status_code == 302


def test_a_note_is_about_a_task_of_the_unit(story):
    other = make_task(story.programme, 15, lead=story.participant)
    assert note(story, task=other.pk).status_code == 422
    assert not ContactNote.objects.exists()
    assert note(story, task=story.task.pk).status_code == 302


def test_notes_are_the_receiving_offices_own(story):
    note(story)
    for who in ("liaison", "other_unit", "leadership", "outsider"):
        assert story.browser(who).get(url(story)).status_code == 403
        assert note(story, who).status_code == 403
    assert ContactNote.objects.count() == 1


def test_a_unit_the_programme_does_not_name_is_not_found(story):
    assert story.browser("checker").get(url(story, story.outsider.unit)).status_code == 404
    assert story.browser("checker").get(url(story, story.participant)).status_code == 200


def test_reminders_stand_ready_to_be_copied_while_something_is_owed(story):
    page = text(story.browser("checker").get(url(story)))
    assert "请于4月3日前报送" in page
    assert 'data-copy="sms"' in page
    assert 'data-copy="email"' in page
    story.file()
    page = text(story.browser("checker").get(url(story)))
    assert "data-copy" not in page
    assert "牵头任务均已报送" in page


class Owed:
    def __init__(self, number: int, deadline: date = date(2015, 4, 3), *, refile_by: date | None = None):
        self.number, self.deadline, self.content = number, deadline, f"第{number}项的内容。"
        self.refile_by, self.refile_overdue = refile_by, refile_by is not None


def short(story, *rows, today: date = date(2015, 4, 1)) -> str:
    return reminder_text.short_message(story.programme, story.lead, rows, today=today)


def test_the_short_message_names_the_tasks_the_deadline_and_whom_to_ask(story):
    said = short(story, Owed(14), Owed(21))
    assert said.startswith("市教委：按照京人才发〔2015〕3号要求，贵单位牵头的第14、21项（共2项）")
    assert "请于4月3日前报送" in said
    assert "张某，010-00000001" in said


def test_after_the_deadline_the_message_says_that_it_has_passed(story):
    said = short(story, Owed(14), today=date(2015, 4, 4))
    assert "报送截止日期4月3日已过，请尽快报送" in said


def test_each_deadline_stands_with_its_tasks(story):
    said = short(story, Owed(38, date(2015, 6, 3)), Owed(14), Owed(21), today=date(2015, 4, 7))
    office = story.programme.receiving_office
    assert (
        "贵单位牵头的第14、21项（共2项）《工作任务实施方案》尚未报送，报送截止日期4月3日已过，请尽快报送"
        f"{office}；第38项尚未报送，请于6月3日前报送。联系人"
    ) in said


def test_a_deadline_in_another_year_is_said_with_its_year(story):
    assert "请于2016年1月8日前报送" in short(story, Owed(38, date(2016, 1, 8)))


def test_what_was_returned_and_not_filed_again_in_time_is_asked_for_in_words_of_its_own(story):
    said = short(story, Owed(7, refile_by=date(2015, 3, 30)), Owed(14))
    assert said.index("第14项") < said.index("第7项")
    assert "；第7项退回修改，已过重新报送时限3月30日，请修改后尽快重新报送。" in said
    alone = short(story, Owed(7, refile_by=date(2015, 3, 30)))
    assert "第7项《工作任务实施方案》退回修改，已过重新报送时限3月30日，请修改后尽快重新报送" in alone
    assert "尚未报送" not in alone


def test_the_mail_lists_the_content_of_every_open_task_under_what_it_waits_for(story):
    rows = [Owed(7, refile_by=date(2015, 3, 30)), Owed(38, date(2015, 6, 3)), Owed(14), Owed(21)]
    said = reminder_text.email(story.programme, story.lead, rows, today=date(2015, 4, 1))
    office = story.programme.receiving_office
    assert said.startswith("北京市市教委：")
    assert (
        f"以下2项尚未报送，请于4月3日前报送{office}：\n\n14. 第14项的内容。\n21. 第21项的内容。\n\n"
        f"以下1项尚未报送，请于6月3日前报送{office}：\n\n38. 第38项的内容。\n\n"
        f"以下1项退回修改，已过重新报送时限3月30日，请修改后尽快重新报送{office}：\n\n7. 第7项的内容。\n\n"
    ) in said
    assert said.endswith("2015年4月1日\n")


def test_the_mail_quotes_a_title_that_names_another_one_with_inner_marks(story):
    Programme.objects.update(document_title="关于印发《人才工程》的通知")
    mail = story.browser("checker").get(url(story)).context["contacts"].email
    assert "按照《关于印发〈人才工程〉的通知》（京人才发〔2015〕3号）要求" in mail


def test_page_desk_and_texts_agree_on_what_is_owed(story):
    """Task 14 returned until yesterday, 15 not filed, 38 designated with a deadline of its own."""
    story.file()
    story.send_back(date(2015, 3, 31))
    make_task(story.programme, 15, lead=story.lead)
    decisions.designate(
        task=make_task(story.programme, 38, participants=["相关成员单位"]),
        unit=story.lead,
        plan_deadline=date(2015, 6, 3),
        basis="minutes",
        basis_number="第3期",
        dated_on=date(2015, 3, 20),
        by=story.leadership,
        at=at(21),
    )
    browser = story.browser("checker")
    page = browser.get(url(story))
    sms, mail = page.context["contacts"].sms, page.context["contacts"].email
    assert [row.number for row in page.context["contacts"].owing.owed] == [15, 38, 14]
    for said in (sms, mail):
        for words in ("请于4月3日前报送", "请于6月3日前报送", "已过重新报送时限3月31日"):
            assert words in said
    standing = text(page).split('class="standing"')[1].split("</p>")[0]
    for words in (
        "未报 2 项",
        "（4月3日截止）",
        "（6月3日截止）",
        "退回修改、已过重新报送时限 1 项",
        "（3月31日）",
    ):
        assert words in standing
    desk = browser.get("/gjrc/checking/")
    assert desk.context["desk"].lines[0].contact.sms == sms
    assert "逾期未重新报送" in text(desk)
    assert "38</a>（6月3日截止）" in text(desk)
    returned = text(browser.get("/gjrc/checking/returned/"))
    assert f'href="{url(story)}">记录联系' in returned


def test_a_returned_plan_still_in_its_time_is_not_asked_for(story):
    story.file()
    story.send_back(date(2015, 4, 1))
    page = text(story.browser("checker").get(url(story)))
    assert "牵头任务均已报送" in page
    assert "data-copy" not in page
    assert "记录联系" not in text(story.browser("checker").get("/gjrc/checking/returned/")).split("<table")[1]


def test_a_unit_that_leads_nothing_owes_nothing(story):
    assert "没有牵头任务" in text(story.browser("checker").get(url(story, story.participant)))


def test_where_nothing_is_owed_there_is_nothing_to_say(story):
    for write in (reminder_text.short_message, reminder_text.email):
        assert write(story.programme, story.lead, [], today=date(2015, 4, 1)) == ""


# --- directory -----------------------------------------------------------------------------------------------


@pytest.fixture
def with_phones(story):
    story.liaison.user.phone = "010-00000009"
    story.liaison.user.save()
    story.file()
    return story


@pytest.mark.parametrize(
    ("who", "shown"),
    [
        ("checker", True),
        ("liaison", True),
        ("officer", True),
        ("other_unit", False),
        ("leadership", True),
        ("outsider", False),
    ],
)
def test_phones_are_for_checkers_the_leading_groups_office_and_the_unit_itself(with_phones, who, shown):
    page = text(with_phones.browser(who).get("/gjrc/contacts/"))
    assert with_phones.liaison.user.full_name in page
    assert ("010-00000009" in page) is shown
    assert ("010-00000002" in page) is shown


def test_the_contact_of_a_plan_is_listed_once_it_is_filed(story):
    story.draft()
    assert "李某" not in text(story.browser("checker").get("/gjrc/contacts/"))
    story.file()
    assert "第14项 科研处 李某" in " ".join(text(story.browser("checker").get("/gjrc/contacts/")).split())


def test_the_directory_is_in_document_order(story):
    entries = story.browser("checker").get("/gjrc/contacts/").context["page"].rows
    assert [entry.slug for entry in entries] == [story.lead.slug, story.participant.slug]
    assert "未登记" not in text(story.browser("checker").get("/gjrc/contacts/"))


def test_sent_texts_are_noted_by_hand(story):
    assert "系统不代发短信和邮件" in text(story.browser("checker").get(url(story)))
    note(story, contacted_on=f"{at(31):%Y-%m-%d}", contacted_time="")
    assert ContactNote.objects.get().contacted_at.astimezone(at(1).tzinfo) == at(31, 0)


# --- of many tasks ------------------------------------------------------------------------------------------------


@pytest.fixture
def many(story, monkeypatch):
    """The unit owes two tasks, 14 and 15, which are more than a line names."""
    for limit in ("tasks.forms.checking.LONG_LIST", "tasks.pages.standing.LISTED"):
        monkeypatch.setattr(limit, 1)
    monkeypatch.setattr("tasks.exports.reminder_text._WITH_CONTENT", 1)
    return make_task(story.programme, 15, lead=story.lead, content="第二项任务")


def test_of_many_tasks_the_page_says_how_many_are_owed_and_leads_to_their_list(story, many):
    page = text(story.browser("checker").get(url(story)))
    listed = f"/gjrc/deadlines/?part=lead&unit={story.lead.slug}&figure=unfiled"
    assert f'<a href="{listed}">2 项</a>' in page
    assert story.browser("checker").get(listed).context["page"].total == 2
    assert "第14、15项（共2项）" in page  # what the unit is reminded of
    assert "第二项任务" not in page


def test_of_many_tasks_the_one_that_was_spoken_of_is_named_by_its_number(story, many):
    other = make_task(story.programme, 16, lead=story.participant)
    assert note(story, task="15").status_code == 302
    assert ContactNote.objects.get().task == many
    for wrong in (other.number, "甲"):
        answer = note(story, task=wrong)
        assert answer.status_code == 422
        assert "请填写本单位牵头任务的编号" in text(answer)


def test_the_leading_groups_office_of_another_programme_reads_no_phones(with_phones):
    other = make_programme("KCZH")
    page = text(client_for(make_user(Role.LEADERSHIP, other.leadership_unit)).get("/gjrc/contacts/"))
    assert with_phones.liaison.user.full_name in page
    assert "010-0000000" not in page.partition("<footer")[0]
