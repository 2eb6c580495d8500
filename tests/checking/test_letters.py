"""来文登记: letters with scans and the plans they carry; second looks; stamped originals."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tasks.actions import filing as actions
from tasks.actions import letters
from tasks.models import Attachment, Filing, IncomingLetter
from tests.checking.pages import CHECK, status_of, text
from tests.factories import make_task
from tests.scans import JPG, PDF, PNG
from tests.story import at
from units.models import AuditEntry
from zgc_tasks.common.refusal import Kind, Refusal

LETTERS = "/gjrc/letters/"
ADD = f"{LETTERS}add/"


def register(story, who="checker", *, unit=None, **data):
    form = {"tasks": [story.task.pk], "received_on": "2015-03-31", "channel": "fax"} | data
    return story.browser(who).post(f"{ADD}?unit={(unit or story.lead).slug}", form)


def scan(data: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


# --- registering ---------------------------------------------------------------------------------------------


def test_the_unit_is_chosen_first_and_decides_which_tasks_are_offered(story):
    make_task(story.programme, 15, lead=story.participant, content="市科委的任务")
    page = text(story.browser("checker").get(ADD))
    assert story.lead.slug in page
    assert 'name="tasks"' not in page
    page = text(story.browser("checker").get(f"{ADD}?unit={story.lead.slug}"))
    assert "第14项具体内容" in page
    assert "市科委的任务" not in page


@pytest.mark.parametrize("unit", ["", "nobody"])
def test_a_unit_that_leads_nothing_is_asked_for_again(story, unit):
    answer = story.browser("checker").get(f"{ADD}?unit={unit}")
    assert answer.status_code == 422
    assert "来文单位" in text(answer)


def test_one_letter_carries_several_plans(story):
    second = make_task(story.programme, 15, lead=story.lead)
    answer = register(
        story,
        tasks=[story.task.pk, second.pk],
        number="京教人〔2015〕1号",
        dated_on="2015年3月30日",
        received_on="2015.3.31",
        received_time="9:30",
        scan=scan(PDF, "来文.pdf"),
        note="缺第2页",
    )
    letter = IncomingLetter.objects.get()
    assert answer.url == f"{LETTERS}{letter.pk}/"
    assert (letter.unit, letter.number, letter.channel) == (story.lead, "京教人〔2015〕1号", "fax")
    assert f"{letter.received_at.astimezone(at(1).tzinfo):%Y-%m-%d %H:%M}" == "2015-03-31 09:30"
    assert list(letter.tasks.all()) == [story.task, second]
    assert AuditEntry.objects.filter(action="letter.register", user=story.checker.user).exists()
    page = text(story.browser("checker").get(answer.url))
    assert page.count("代录实施方案</a>") == 2


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [(PDF, "a.pdf", "application/pdf"), (JPG, "a.JPEG", "image/jpeg"), (PNG, "a.png", "image/png")],
)
def test_scans_are_known_by_their_content_and_downloaded_as_attachments(story, data, name, kind):
    assert register(story, scan=scan(data, name)).status_code == 302
    kept = Attachment.objects.get()
    assert (kept.content_type, kept.name, kept.size) == (kind, name, len(data))
    answer = story.browser("checker").get(f"/gjrc/scans/{kept.pk}/")
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content) == data
    answer.close()


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"MZ program", "a.pdf", "不是PDF、JPG或PNG"),
        (b"<html><script>", "a.jpg", "不是PDF、JPG或PNG"),
        (PDF, "a.png", "内容与扩展名不符"),
        (PDF, "a.pdf.exe", "内容与扩展名不符"),
        (PDF + b"0" * (20 * 1024 * 1024), "a.pdf", "超过20MB"),
        (b"", "a.pdf", "空文件"),
    ],
    ids=["program", "page", "other ending", "two endings", "too large", "empty"],
)
def test_other_files_are_refused_with_how_to_mend_it(story, data, name, words):
    answer = register(story, number="京教人〔2015〕1号", scan=scan(data, name))
    assert answer.status_code == 422
    assert words in text(answer)
    assert not Attachment.objects.exists()
    assert not IncomingLetter.objects.exists()
    assert register(story, scan=scan(PDF, "a.pdf")).status_code == 302


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"received_on": "2015-04-02"}, "收到时间不能晚于现在"),
        ({"received_on": "2015-04-01", "received_time": "23:59"}, "收到时间不能晚于现在"),
        ({"received_on": "", "received_time": "9:30"}, "请填写收到日期"),
        ({"received_time": "早上"}, "收到时间请按14:30或下午2点半的形式填写"),
        ({"dated_on": "2015-04-02"}, "来文日期不能晚于今天"),
        ({"channel": ""}, "请选择渠道"),
        ({"tasks": []}, "请至少勾选一项任务"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays_but_for_the_file(story, wrong, words):
    answer = register(story, number="京教人〔2015〕1号", scan=scan(PDF, "来文.pdf"), **wrong)
    assert answer.status_code == 422
    assert words in text(answer)
    assert 'value="京教人〔2015〕1号"' in text(answer)
    assert "请重新选择一次" in text(answer)
    assert not IncomingLetter.objects.exists()
    assert register(story).status_code == 302


@pytest.mark.parametrize("channel", ["", "pigeon", "传真"])
def test_a_channel_that_does_not_exist_is_refused_whoever_asks(story, channel):
    with pytest.raises(
        Refusal, match="这种来文渠道，请从系统、邮件、传真、机要交换、当面、电话中选择"
    ) as refused:
        letters.register_letter(
            programme=story.programme, unit=story.lead, tasks=[story.task], received_at=at(30),
            channel=channel, by=story.checker, at=at(30),
        )  # fmt: skip
    assert (refused.value.kind, refused.value.field) == (Kind.WRONG_INPUT, "channel")
    assert not IncomingLetter.objects.exists()
    assert register(story, channel=channel).status_code == 422


def test_tasks_of_another_lead_are_refused(story):
    other = make_task(story.programme, 15, lead=story.participant)
    answer = register(story, tasks=[story.task.pk, other.pk])
    assert answer.status_code == 422
    assert "不是市教委牵头的任务" in text(answer)
    assert not IncomingLetter.objects.exists()
    assert register(story, unit=story.participant, tasks=[other.pk]).status_code == 302


def test_only_the_receiving_office_registers(story):
    for who in ("liaison", "other_unit", "leadership", "outsider"):
        assert register(story, who).status_code == 403
        assert story.browser(who).get(ADD).status_code == 403
    assert not IncomingLetter.objects.exists()
    assert register(story).status_code == 302


# --- reading -------------------------------------------------------------------------------------------------


def test_a_letter_is_the_business_of_its_unit_and_of_the_receiving_office(story):
    letter = story.letter(received_at=at(31))
    detail, download = f"{LETTERS}{letter.pk}/", f"/gjrc/scans/{letter.scan_id}/"
    for who, status in {"checker": 200, "liaison": 200, "other_unit": 404, "outsider": 404}.items():
        assert story.browser(who).get(detail).status_code == status
        assert status_of(story.browser(who), download) == status
    assert "代录实施方案" not in text(story.browser("liaison").get(detail))


def test_the_scan_of_a_letter_stays_with_its_unit_and_the_checkers_though_its_plan_is_entered(story):
    """It may carry other plans, and telephones; what was entered from it is there to be read."""
    letter = story.letter(received_at=at(31))
    download = f"/gjrc/scans/{letter.scan_id}/"
    story.enter(letter)
    for who, status in {"liaison": 200, "checker": 200, "other_unit": 404, "leadership": 404}.items():
        assert status_of(story.browser(who), download) == status
        assert story.browser(who).get("/gjrc/tasks/14/plan/").status_code == 200
    assert status_of(story.browser("outsider"), download) == 404


def test_the_list_shows_a_unit_its_own_letters_and_the_checkers_all(story):
    assert "还没有登记来文" in text(story.browser("checker").get(LETTERS))
    assert "没有本单位的来文登记" in text(story.browser("liaison").get(LETTERS))
    story.letter(received_at=at(31))
    for who, shown in {"checker": True, "liaison": True, "other_unit": False}.items():
        assert ("京教人〔2015〕1号" in text(story.browser(who).get(LETTERS))) is shown


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("checker", ["待代录 1 项"]),
        ("liaison", ["待代录 1 项"]),
        ("officer", ["待代录 1 项"]),
        ("other_unit", []),
        ("leadership", []),
        ("outsider", []),
    ],
)
def test_how_far_a_letter_is_entered_is_seen_by_its_own_unit_and_the_checkers(story, who, seen):
    story.letter(received_at=at(25))
    for query in ("", "?waiting=1"):
        answer = story.browser(who).get(f"{LETTERS}{query}")
        assert [row.state for row in answer.context["page"]] == seen
        assert ('data-label="代录"' in text(answer)) == bool(seen)


def test_the_list_says_of_each_letter_how_far_it_is_and_what_waits_is_found_from_home_and_desk(story):
    other = make_task(story.programme, 15, lead=story.lead)
    wrong, both = (
        story.letter(received_at=at(25)),
        story.letter(received_at=at(26), tasks=[story.task, other]),
    )
    checker = story.browser("checker")

    def waits(n: int) -> bool:
        link = 'href="/gjrc/letters/?waiting=1">来文待代录 '
        home, desk = text(checker.get("/gjrc/")), text(checker.get("/gjrc/checking/"))
        return f"{link}<b>{n}</b>" in home and f"{link}{n} 项" in desk

    def states(query: str = "") -> list[str]:
        return [row.state for row in checker.get(f"/gjrc/letters/{query}").context["page"]]

    assert waits(2), "of one task two letters came"
    letters.withdraw_arrival(arrival_id=wrong.arrivals.get().pk, by=story.checker, at=at(27))
    assert waits(2)
    assert states() == ["待代录 2 项", "已注销"]
    story.enter(both, when=at(28))
    assert waits(1)
    assert states() == ["待代录 1 项", "已注销"]
    assert states("?waiting=1") == ["待代录 1 项"]
    story.as_task(other).enter(both, when=at(28))
    assert states() == ["已代录", "已注销"]
    assert states("?waiting=1") == []
    assert "没有待代录的来文。" in text(checker.get("/gjrc/letters/?waiting=1"))
    assert "来文待代录" not in text(checker.get("/gjrc/checking/"))


def test_a_letter_says_of_every_plan_how_far_it_is(story):
    letter = story.letter(received_at=at(31))
    url = f"{LETTERS}{letter.pk}/"
    assert "待代录" in text(story.browser("checker").get(url))
    story.enter(letter)
    assert "待复核" in text(story.browser("checker").get(url))


def test_a_plan_filed_otherwise_need_no_longer_be_entered(story):
    letter = story.letter(received_at=at(31))
    story.file()
    page = text(story.browser("checker").get(f"{LETTERS}{letter.pk}/"))
    assert "该项已另行报送" in page
    assert "代录实施方案" not in page
    assert "代录来文内容" in page


# --- second looks and stamped originals ----------------------------------------------------------------------

FILING = "/gjrc/tasks/14/plan/filings/1/"


@pytest.fixture
def entered(story):
    story.enter(story.letter(received_at=at(31)))
    return story


def verify(story, who):
    return story.browser(who).post(f"{FILING}verify/")


def test_another_person_marks_the_entry_as_equal_to_the_paper(entered):
    refused = verify(entered, "checker")
    assert refused.status_code == 403
    assert "代录人不能复核自己录入的内容" in text(refused)
    assert verify(entered, "second_checker").url == CHECK
    filing = Filing.objects.get()
    assert (filing.verified_by, filing.verified_at is None) == (entered.second_checker, False)
    assert AuditEntry.objects.filter(action="filing.verify", outcome="ok").exists()


def test_the_button_stands_only_before_who_may_press_it(entered):
    assert "复核一致</button>" not in text(entered.browser("checker").get(CHECK))
    assert "复核一致</button>" in text(entered.browser("second_checker").get(CHECK))


def test_an_entry_is_verified_once(entered):
    assert verify(entered, "second_checker").status_code == 302
    assert verify(entered, "second_checker").status_code == 409


def test_what_the_lead_filed_itself_needs_no_second_look(story):
    story.file()
    refused = verify(story, "second_checker")
    assert refused.status_code == 409
    assert "只有代录的方案需要复核" in text(refused)


def test_the_lead_does_not_verify(entered):
    assert verify(entered, "liaison").status_code == 403
    assert Filing.objects.get().verified_at is None


def stamp(story, who="checker", day="2015-03-31"):
    return story.browser(who).post(f"{FILING}stamped/", {"received_on": day}, follow=True)


def test_the_stamped_original_is_noted_once_with_its_day(story):
    story.file()
    assert "盖章件尚未收到" in text(story.browser("checker").get(CHECK))
    assert "盖章件已登记收到" in text(stamp(story))
    filing = Filing.objects.get()
    assert str(filing.stamped_received_on) == "2015-03-31"
    assert AuditEntry.objects.filter(action="filing.stamped", outcome="ok").exists()
    assert stamp(story, day="2015-04-01").status_code == 409
    assert str(Filing.objects.get().stamped_received_on) == "2015-03-31"


def test_a_stamped_original_from_tomorrow_is_refused(story):
    story.file()
    answer = stamp(story, day="2015-04-02")
    assert "盖章件收到日期不能晚于今天" in text(answer)
    assert Filing.objects.get().stamped_received_on is None
    stamp(story, day="2015-04-01")
    assert Filing.objects.get().stamped_received_on is not None


@pytest.mark.parametrize(("of", "made"), [("signed", "2015年3月25日"), ("letter", "2015年3月24日")])
def test_a_stamped_original_from_before_the_plan_was_made_is_refused_and_kept_to_be_mended(story, of, made):
    if of == "signed":
        actions.file_plan(
            plan_id=story.draft().pk, based_on=1, by=story.liaison, at=at(26), signed_on=date(2015, 3, 25)
        )
    else:
        story.enter(story.letter(received_at=at(24)), when=at(26))
    answer = stamp(story, day="2015-03-01")
    assert answer.status_code == 422
    page = text(answer)
    assert f"盖章件收到日期不能早于方案签字、来文或报送的日期（{made}），请核对后重新填写" in page
    assert 'value="2015-03-01"' in page
    assert '<details class="more" open><summary>登记收到盖章件' in page
    assert Filing.objects.get().stamped_received_on is None
    assert stamp(story, day=made).status_code == 200
    assert Filing.objects.get().stamped_received_on is not None


@pytest.mark.parametrize(("signed_on", "entered"), [(None, False), (date(2015, 3, 25), False), (None, True)])
def test_a_stamped_original_that_came_with_a_letter_before_what_was_filed_is_received_on_its_day(
    story, signed_on, entered
):
    story.letter(received_at=at(24))
    if entered:
        story.enter(story.letter(received_at=at(26)))
    else:
        actions.file_plan(
            plan_id=story.draft().pk, based_on=1, by=story.liaison, at=at(26), signed_on=signed_on
        )
    assert stamp(story, day="2015-03-24").status_code == 200
    assert Filing.objects.get().stamped_received_on == date(2015, 3, 24)


def test_a_day_that_is_refused_is_mended_of_the_filing_it_was_typed_of(story):
    story.file()
    story.send_back()
    story.file(at(28))
    first, second = Filing.objects.order_by("nth")
    page = text(stamp(story, day="2015-05-01"))
    assert f'action="{FILING}stamped/"' in page
    assert f"第1次报送 {first.number}</p>" in page
    assert 'value="2015-05-01"' in page
    fresh = text(story.browser("checker").get(CHECK))
    assert f"第2次报送 {second.number}</p>" in fresh
    assert f'action="{FILING.replace("/1/", "/2/")}stamped/"' in fresh


def test_of_a_stamped_original_that_was_noted_meanwhile_that_is_said_first(story):
    story.file()
    stamp(story)
    answer = stamp(story, "second_checker", day="2015-05-01")
    assert answer.status_code == 409
    assert "盖章件已登记收到" in text(answer)
    assert "不能晚于今天" not in text(answer)


def test_only_the_receiving_office_notes_the_stamped_original(story):
    story.file()
    for who, status in {"liaison": 403, "leadership": 403, "outsider": 404}.items():
        assert stamp(story, who).status_code == status
    assert Filing.objects.get().stamped_received_on is None


def test_a_filing_that_does_not_exist_is_not_found(story):
    story.file()
    for verb in ("verify", "stamped"):
        url = f"/gjrc/tasks/14/plan/filings/2/{verb}/"
        assert story.browser("checker").post(url).status_code == 404


def test_queries_of_what_waits_to_be_entered_do_not_grow_with_letters(story, django_assert_max_num_queries):
    browser = story.browser("checker")

    def counted() -> list[int]:
        found = []
        for url in (LETTERS, f"{LETTERS}?waiting=1", "/gjrc/", "/gjrc/checking/", "/gjrc/checking/missing/"):
            browser.get(url)
            with django_assert_max_num_queries(25) as queries:
                browser.get(url)
            found.append(len(queries))
        return found

    story.letter(received_at=at(30))
    before = counted()
    for number in range(21, 27):
        story.letter(received_at=at(30), tasks=[make_task(story.programme, number, lead=story.lead)])
    assert counted() == before


def test_queries_of_letter_and_entry_do_not_grow_with_tasks_and_steps(story, django_assert_max_num_queries):
    letter = story.letter(received_at=at(31))
    browser = story.browser("checker")
    urls = (f"{LETTERS}{letter.pk}/", f"{LETTERS}{letter.pk}/tasks/14/")

    def counted() -> list[int]:
        found = []
        for url in urls:
            browser.get(url)
            with django_assert_max_num_queries(15) as queries:
                browser.get(url)
            found.append(len(queries))
        return found

    before = counted()
    for number in range(20, 25):
        letter.tasks.add(make_task(story.programme, number, lead=story.lead))
    assert counted() == before


# --- of many tasks ------------------------------------------------------------------------------------------------


@pytest.fixture
def long_list(story, monkeypatch):
    """The unit leads more tasks than are offered one by one: 14 and 15."""
    monkeypatch.setattr("tasks.forms.checking.LONG_LIST", 1)
    return make_task(story.programme, 15, lead=story.lead, content="第二项任务")


def test_of_many_tasks_the_numbers_are_typed_and_none_is_listed(story, long_list):
    page = text(story.browser("checker").get(f"{ADD}?unit={story.lead.slug}"))
    assert 'type="text" name="tasks"' in page
    assert "第二项任务" not in page
    assert register(story, tasks="１５，14").status_code == 302
    assert [task.number for task in IncomingLetter.objects.get().tasks.order_by("number")] == [14, 15]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("14、16", "第16项不是市教委牵头的任务"),
        ("14、甲", "第甲项不是市教委牵头的任务"),
        ("14、99999999999999999999", "项不是市教委牵头的任务"),
        ("", "请填写所附实施方案的任务编号"),
    ],
)
def test_a_number_that_is_not_led_by_the_unit_is_refused_and_kept(story, long_list, typed, words):
    make_task(story.programme, 16, lead=story.participant)
    answer = register(story, tasks=typed)
    assert answer.status_code == 422
    assert words in text(answer)
    assert f'name="tasks" value="{typed}"' in " ".join(text(answer).split())
    assert not IncomingLetter.objects.exists()
