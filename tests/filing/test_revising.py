"""修订 of an accepted plan: what was accepted is in force until the new text is (design §3, decision 0043)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tasks import ledger
from tasks.actions import consultation, contact_changes
from tasks.models import Plan, Task
from tasks.rules import sheet
from tasks.rules.sheet import Step
from tests.copied import copied
from tests.factories import make_unit, make_user
from tests.plans.form_helpers import posted
from tests.story import SOUND, Story, at, begin
from units.roles import Role

pytestmark = pytest.mark.django_db

PLAN, FORM, CHECK = "/gjrc/tasks/14/plan/", "/gjrc/tasks/14/plan/edit/", "/gjrc/tasks/14/check/"
NEW = replace(SOUND, contact_name="王某某")
PEOPLE = {field.name: getattr(SOUND, field.name) for field in sheet.PEOPLE}


@pytest.fixture
@copied
def story() -> Story:
    """Filed in time on 25 March, accepted on the 27th."""
    story = begin()
    story.file()
    story.accept()
    return story


def row(story: Story, day: date = date(2015, 4, 1)):
    (found,) = ledger.build(story.programme, as_of=day).rows
    return found


def html(story: Story, who: str, url: str = PLAN) -> str:
    page = story.browser(who).get(url)
    assert page.status_code == 200
    return page.content.decode()


def revise(story: Story, **typed):
    return story.browser("liaison").post(
        f"{PLAN}revise/", {"based_on": story.plan.version, "reason": "职责调整"} | typed
    )


def test_the_liaison_begins_it_with_a_reason_and_goes_on_in_the_form(story):
    assert "修订本方案" in html(story, "liaison")
    assert revise(story)["Location"] == FORM
    assert "修订已核收的方案，新内容核收前原内容继续有效" in html(story, "liaison", FORM)
    assert "职责调整" in html(story, "liaison")  # in 办理经过
    assert (row(story).state, row(story).revision) == ("accepted", "draft")


@pytest.mark.parametrize("who", ["officer", "checker", "leadership", "other_unit"])
def test_nobody_else_is_offered_it(story, who):
    assert "修订本方案" not in html(story, who)


def test_without_a_reason_it_is_not_begun(story):
    page = revise(story, reason=" ")
    assert page.status_code == 422
    assert "请填写修订原因" in page.content.decode()
    assert story.plan.status == "accepted"


def test_a_reason_typed_while_somebody_else_began_it_is_refused_with_what_is_the_case(story):
    stale = story.plan.version
    story.revise()
    page = revise(story, based_on=stale)
    assert page.status_code == 409
    assert "现为“草稿”，不能修订" in page.content.decode()


def test_a_reason_that_rests_on_an_older_version_stays_on_the_page(story):
    page = revise(story, based_on=story.plan.version - 1)
    assert page.status_code == 409
    assert "方案刚刚有变化" in page.content.decode()
    assert ">职责调整" in page.content.decode().replace("\n", "")
    assert story.plan.status == "accepted"


def test_it_starts_from_what_is_in_force_whatever_draft_the_lead_had_beside_it():
    """The lead's own draft stayed beside what was entered from its letter."""
    story = begin()
    story.draft(replace(SOUND, contact_name="没有报送的人"))
    story.enter(story.letter(received_at=at(24)))
    story.verify(at(24, 11))
    replace(story, checker=story.second_checker).accept()
    revise(story)
    assert story.plan.typed() == SOUND


def test_until_it_is_accepted_everybody_but_its_lead_reads_what_is_in_force(story):
    story.revise(NEW)
    for who in ("other_unit", "checker", "leadership"):
        page = html(story, who)
        assert "李某" in page
        assert "王某某" not in page
        assert "正在修订，以下为已核收的内容（第1次报送）" in page
    own = html(story, "liaison")
    assert "王某某" in own
    assert "原为：李某" in own


def test_the_desk_has_it_once_it_is_filed_and_checks_what_changed(story):
    story.revise(NEW)
    assert "第14项" not in html(story, "checker", "/gjrc/")
    assert "修订草稿" in html(story, "checker", "/gjrc/checking/accepted/")
    story.file(at(29))
    queue = html(story, "checker", "/gjrc/checking/filed/")
    assert "第2次" in queue
    assert "修订" in queue
    assert "第2次报送，修订" in html(story, "checker", "/gjrc/")
    assert (row(story).state, row(story).revision) == ("accepted", "filed")

    page = html(story, "checker", CHECK)
    assert "与已核收的第1次报送不同之处已标出" in page
    assert "王某某" in page
    assert "原为：李某" in page
    assert "印发建设计划实施细则" not in page
    # 联系人 is half a line of the 表样: without 联系电话 beside it, it takes the whole.
    assert 'class="sheet-cell wide changed"' in page
    assert "印发建设计划实施细则" in html(story, "checker", f"{CHECK}?whole=1")


def test_of_steps_only_those_that_changed_are_shown_with_their_numbers(story):
    steps = (SOUND.steps[0], replace(SOUND.steps[1], text="组织论证"))
    story.revise(replace(SOUND, steps=steps))
    story.file(at(29))
    page = " ".join(html(story, "checker", CHECK).split())
    assert "2. 组织论证" in page
    assert "1. 印发" not in page


def test_once_accepted_the_new_text_is_in_force_and_the_old_one_was_before(story):
    story.revise(NEW, when=at(28))
    story.file(at(29))
    story.accept(at(31))
    assert "王某某" in html(story, "other_unit")
    assert (story.plan.revision, row(story).revision) == (None, None)
    assert row(story).filing.number == "GJRC-14-2"
    before = row(story, date(2015, 3, 30))
    assert (before.filing.number, before.revision, before.state) == ("GJRC-14-1", "filed", "accepted")
    assert row(story).first_filed_on == date(2015, 3, 25)


def test_a_plan_filed_late_stays_late_through_its_revision():
    story = begin(plan_deadline=date(2015, 3, 24))
    story.file()
    story.accept()
    story.revise(NEW)
    story.file(at(29))
    story.accept(at(31))
    assert (row(story).filed, row(story).days_late) == ("late", 1)


def test_it_can_be_withdrawn_after_the_deadline_until_its_checking_starts():
    story = begin(plan_deadline=date(2015, 3, 26))
    story.file()
    story.accept()
    story.revise(NEW)
    story.file(at(29))
    assert "撤回后可以继续修改修订稿" in html(story, "liaison")
    page = story.browser("liaison").post(f"{PLAN}withdraw/", {"based_on": story.plan.version}, follow=True)
    assert "已撤回，可以继续修订" in page.content.decode()
    assert story.plan.revision == "draft"
    assert story.plan.filings.get(withdrawn_at=None).nth == 1
    assert row(story).first_filed_on == date(2015, 3, 25)
    story.file(at(30))
    story.start_check(at(31))
    refused = story.browser("liaison").post(f"{PLAN}withdraw/", {"based_on": story.plan.version})
    assert refused.status_code == 409


def test_given_up_it_leaves_the_plan_as_it_was(story):
    known = Plan.objects.values("status", "filing", "in_force", "first_filed_at", "check_started_at").get()
    keys = list(story.plan.steps.values_list("key", "text"))
    added = (*SOUND.steps, Step("再加一步", SOUND.steps[1].due))
    story.revise(replace(NEW, steps=added))
    page = story.browser("liaison").post(f"{PLAN}give-up/", {"based_on": story.plan.version}, follow=True)
    assert "已放弃修订" in page.content.decode()
    assert Plan.objects.values(*known).get() == known
    assert story.plan.typed() == SOUND
    assert list(story.plan.steps.values_list("key", "text")) == keys
    assert story.plan.next_step_key == 4  # the third was used
    assert row(story).revision is None


def test_returned_it_can_be_given_up_and_its_filings_count_no_more(story):
    story.revise(NEW)
    story.file(at(29))
    story.start_check(at(30))
    story.comment()
    story.return_now(at(30, 15), refile_by=date(2015, 4, 2))
    assert (row(story).state, row(story).refile_by, row(story).revision) == ("accepted", None, "returned")
    assert "修订退回修改" in html(story, "liaison", "/gjrc/")
    assert "4月2日前重新报送" in html(story, "liaison", "/gjrc/")
    assert "4月2日" not in html(story, "checker", "/gjrc/deadlines/")
    story.give_up(when=at(31))
    assert story.plan.filing.nth == 1
    assert row(story).filing.number == "GJRC-14-1"
    assert row(story, date(2015, 3, 30)).revision == "returned"
    assert story.plan.filings.get(nth=2).withdrawn_at

    story.revise(NEW, when=at(31))  # the next one is withdrawn as if there had been none
    story.file(at(31, 12))
    page = story.browser("liaison").post(f"{PLAN}withdraw/", {"based_on": story.plan.version})
    assert page.status_code == 302


def test_while_its_new_text_is_with_the_checkers_it_is_not_given_up(story):
    story.revise(NEW)
    story.file(at(29))
    page = story.browser("liaison").post(f"{PLAN}give-up/", {"based_on": story.plan.version})
    assert page.status_code == 409
    assert "请先撤回" in page.content.decode()


def test_a_plan_in_its_first_draft_has_nothing_to_give_up():
    story = begin()
    story.draft()
    page = story.browser("liaison").post(f"{PLAN}give-up/", {"based_on": story.plan.version})
    assert page.status_code == 409
    assert "没有正在进行的修订" in page.content.decode()


def test_a_unit_that_only_the_new_text_names_reads_nothing_before_it_is_accepted(story):
    unit = make_unit("市文物局")
    newcomer = make_user(Role.LIAISON, unit)
    story.revise(replace(SOUND, participants=("市文物局",)), when=at(28))
    story.file(at(29))
    assert not Plan.objects.visible_to(newcomer).exists()
    story.accept(at(31))
    assert Plan.objects.visible_to(newcomer).exists()
    before = Task.objects.with_standing(date(2015, 3, 30), past=True)
    assert not before.concerning(unit, before=at(31, 0)).exists()
    assert before.concerning(unit, before=at(31, 23)).exists()


def test_entered_from_a_letter_it_leaves_the_first_filing_as_it_was(story):
    story.revise()
    story.enter(story.letter(received_at=at(29), recorded_at=at(30)), NEW, when=at(30))
    assert story.plan.typed() == NEW  # the lead had written nothing of its own
    assert story.plan.revision == "filed"
    assert row(story).first_filed_on == date(2015, 3, 25)


def test_an_old_question_to_a_participating_unit_does_not_come_back():
    """Asked before the plan was first filed, and never answered."""
    story = begin()
    plan = story.draft()
    consultation.ask(
        plan_id=plan.pk, based_on=plan.version, units=[story.participant], message="", by=story.liaison, at=at(21)
    )  # fmt: skip
    story.file()
    story.accept()
    story.revise(NEW)
    assert "征求意见" not in html(story, "other_unit", "/gjrc/")
    consultation.ask(
        plan_id=plan.pk, based_on=story.plan.version, units=[story.participant], message="", by=story.liaison,
        at=at(29),
    )  # fmt: skip
    assert "就第14项方案征求意见" in html(story, "other_unit", "/gjrc/")


def test_before_it_is_filed_the_review_says_what_it_changes(story):
    story.revise(NEW)
    page = html(story, "liaison", f"{PLAN}review/")
    assert "原为：李某" in page
    assert "已核收的第1次报送继续有效" in page


def test_its_receipt_speaks_of_no_deadline(story):
    story.revise(NEW)
    story.file(at(31) + timedelta(days=20))
    page = html(story, "liaison", f"{PLAN}filings/2/receipt/")
    assert "本次报送的是修订稿" in page
    assert "是否按时" not in page


def test_saving_goes_on_as_with_every_draft(story):
    story.revise()
    saved = story.browser("liaison").post(
        f"{PLAN}save/", posted(contact_name="王某") | {"based_on": story.plan.version}
    )
    assert saved.status_code == 302
    assert story.plan.contact_name == "王某"


def test_contacts_changed_meanwhile_hold_for_what_is_in_force_and_outlast_the_revision(story):
    story.revise(NEW)
    contact_changes.change_contacts(
        plan_id=story.plan.pk, based_on=story.plan.version, people=dict(PEOPLE, contact_phone="010-00000099"),
        since=at(29).date(), basis="", moves=None, office=None, by=story.liaison, at=at(29),
    )  # fmt: skip
    assert "自2015年3月29日起变更为010-00000099" in html(story, "checker", CHECK)
    story.give_up()
    assert (story.plan.contact_name, story.plan.contact_phone) == ("李某", "010-00000099")
