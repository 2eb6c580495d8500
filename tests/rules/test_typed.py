"""What people type, condition by condition: what is let through, up to its boundary, and what is refused at which field."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tasks.enums import CommentAnswer, ConsultationAnswer, DecidedBy, Outcome, StepEnding, StepProgress
from tasks.rules import typed
from tasks.rules.known_years import KnownYears
from tasks.rules.periods import Period
from zgc_tasks.common.refusal import Kind, Refusal

TODAY = date(2015, 4, 2)
BEFORE, AFTER = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
NOON = datetime(2015, 4, 2, 12, tzinfo=UTC)
YEARS = KnownYears(2015, 2025)
NAMED = {"label": "联系日期", "field": "contacted_on"}
IN_FORCE = Period("2015年6月底", last=date(2015, 6, 30))
ASKED = Period("2015年9月底", last=date(2015, 9, 30))
LONG_TERM = Period("长期")
NUMBER = "京人才发〔2015〕3号"
DONE, UNDER_WAY = StepProgress.DONE, StepProgress.UNDER_WAY
CANCELLED, SPLIT, MERGED = StepEnding.CANCELLED, StepEnding.SPLIT, StepEnding.MERGED


def ends(ending, into, why="并入下一步", others=(1, 2)):
    typed.step_end(ending, into, why, others=others)


@pytest.mark.parametrize(
    ("rule", "given"),
    [
        (typed.in_known_years, (date(2015, 1, 1), YEARS)),
        (typed.in_known_years, (date(2025, 12, 31), YEARS)),
        (typed.in_known_years, (None, YEARS)),
        (typed.not_after_today, (TODAY, TODAY)),
        (typed.not_after_today, (None, TODAY)),
        (typed.happened, (TODAY, YEARS, TODAY)),
        (typed.not_after_now, (NOON, NOON)),
    ],
)
def test_a_day_that_can_be_meant_is_taken_up_to_the_day_itself(rule, given):
    rule(*given, **NAMED)


@pytest.mark.parametrize(
    ("rule", "given", "words"),
    [
        (typed.in_known_years, (date(2014, 12, 31), YEARS), "联系日期应在2015年至2025年之间"),
        (typed.not_after_today, (AFTER, TODAY), "联系日期不能晚于今天"),
        (typed.happened, (date(2014, 12, 31), YEARS, TODAY), "联系日期应在2015年至2025年之间"),
        (typed.happened, (AFTER, YEARS, TODAY), "联系日期不能晚于今天"),
        (typed.not_after_now, (NOON + timedelta(minutes=1), NOON), "联系日期不能晚于现在"),
    ],
)
def test_another_day_is_refused_by_its_label_at_its_field(rule, given, words):
    with pytest.raises(Refusal, match=words) as refused:
        rule(*given, **NAMED)
    assert refused.value.field == "contacted_on"


@pytest.mark.parametrize(
    ("rule", "given"),
    [
        (typed.refile_by, (AFTER, TODAY)),
        (typed.received_after_dated, (TODAY, TODAY)),
        (typed.received_after_dated, (TODAY, None)),
        (typed.not_before_contact, (TODAY, TODAY)),
        (typed.not_before_contact, (None, TODAY)),
        (typed.reason, ("有新情况",)),
        (ends, (CANCELLED, ())),
        (ends, (SPLIT, (1, 2))),
        (ends, (SPLIT, (1,))),
        (ends, (MERGED, (2,))),
        (typed.time_decision, (Outcome.IN_FULL, None, IN_FORCE, ASKED)),
        (typed.time_decision, (Outcome.REFUSED, None, IN_FORCE, LONG_TERM)),
        (typed.time_decision, (Outcome.IN_PART, date(2015, 7, 1), IN_FORCE, ASKED)),
        (typed.time_decision, (Outcome.IN_PART, date(2015, 9, 29), IN_FORCE, ASKED)),
        (typed.time_decision, (Outcome.IN_PART, date(2015, 9, 30), IN_FORCE, LONG_TERM)),
        (typed.own_deadline, (TODAY, TODAY)),
        (typed.time_to_file, (TODAY, date(2015, 4, 3), date(2015, 4, 3))),
        (typed.time_to_file, (date(2015, 4, 14), date(2015, 4, 7), date(2015, 4, 3))),
        (typed.stays_on_time, (BEFORE, None, TODAY)),
        (typed.stays_on_time, (TODAY, TODAY, TODAY)),
        (typed.stays_on_time, (BEFORE, AFTER, TODAY)),
        (typed.programme_days, (NUMBER, date(2015, 1, 1), None)),
        (typed.programme_days, (NUMBER, date(2025, 12, 31), None)),
        (typed.programme_days, ("会议纪要第3期", date(2000, 1, 1), None)),
        (typed.programme_days, (NUMBER, TODAY, TODAY)),
        (typed.programme_days, (NUMBER, TODAY, date(2045, 12, 31))),
        (typed.some_units, (["市科委"],)),
        (typed.dispute, ("联系人不是本单位的",)),
        (typed.comment_answer, (CommentAnswer.ADOPTED, "")),
        (typed.comment_answer, (CommentAnswer.NOT_ADOPTED, "另有规定")),
        (typed.consultation_answer, (ConsultationAnswer.OPINION, "请增加我单位")),
        (typed.consultation_answer, (ConsultationAnswer.NO_OBJECTION, "")),
        (typed.consultation_answer, (ConsultationAnswer.OFFLINE, "")),
        (typed.step_report, (DONE, TODAY)),
        (typed.step_report, (UNDER_WAY, None)),
        (typed.step_report, (UNDER_WAY, None, 2014)),
        (typed.contribution, ("已开通",)),
    ],
)
def test_what_is_complete_is_taken(rule, given):
    rule(*given)


@pytest.mark.parametrize(
    ("rule", "given", "words", "field"),
    [
        (typed.refile_by, (TODAY, TODAY), "重新报送时限应晚于今天", "refile_by"),
        (typed.received_after_dated, (BEFORE, TODAY), "收到日期不能早于来文日期", "received_on"),
        (typed.not_before_contact, (BEFORE, TODAY), "预计报送日期不能早于联系日期", "expected_by"),
        (typed.reason, ("",), "请填写原因", "reason"),
        (ends, ("", ()), "请选择取消、拆分或并入", "ending"),
        (ends, (CANCELLED, (1,)), "取消的步骤没有接续步骤", "into"),
        (ends, (SPLIT, ()), "请勾选接续的步骤", "into"),
        (ends, (MERGED, (1, 2)), "并入只能选择一个步骤", "into"),
        (ends, (SPLIT, (1, 3)), "接续的步骤已不在方案中", "into"),
        (ends, (CANCELLED, (), ""), "请填写原因", "reason"),
        (
            typed.time_decision,
            (Outcome.IN_FULL, date(2015, 7, 1), IN_FORCE, ASKED),
            "只有部分同意才填写同意的最后一日",
            "granted_last",
        ),
        (
            typed.time_decision,
            (Outcome.IN_PART, None, IN_FORCE, ASKED),
            "^请填写同意的最后一日",
            "granted_last",
        ),
        (
            typed.time_decision,
            (Outcome.IN_PART, date(2015, 6, 30), IN_FORCE, ASKED),
            "应晚于现行完成时间（2015年6月30日）",
            "granted_last",
        ),
        (
            typed.time_decision,
            (Outcome.IN_PART, date(2015, 9, 30), IN_FORCE, ASKED),
            "应早于拟调整的时间",
            "granted_last",
        ),
        (typed.own_deadline, (BEFORE, TODAY), "本项报送截止日期不能早于依据日期", "plan_deadline"),
        (
            typed.time_to_file,
            (date(2015, 4, 13), date(2015, 4, 7), date(2015, 4, 3)),
            "应至少留5个工作日，本项报送截止日期请不早于2015年4月14日",
            "plan_deadline",
        ),
        (typed.stays_on_time, (BEFORE, TODAY, TODAY), "已于2015年4月2日按时报送", "plan_deadline"),
        (typed.programme_days, (NUMBER, date(2014, 12, 31), None), "2015年至2025年之间", "plan_deadline"),
        (typed.programme_days, (NUMBER, date(2026, 1, 1), None), "2015年至2025年之间", "plan_deadline"),
        (typed.programme_days, (NUMBER, TODAY, BEFORE), "实施期满不能早于报送截止日期", "ends_on"),
        (typed.programme_days, (NUMBER, TODAY, date(2046, 1, 1)), "之后30年之内", "ends_on"),
        (typed.some_units, ([],), "请至少选择一个单位", "units"),
        (typed.dispute, ("",), "请填写不一致之处", "dispute"),
        (typed.comment_answer, (CommentAnswer.NOT_ADOPTED, ""), "未采纳的意见请说明理由", "answer_text"),
        (typed.consultation_answer, (ConsultationAnswer.OPINION, ""), "请填写意见内容", "opinion"),
        (typed.consultation_answer, (ConsultationAnswer.NO_OBJECTION, "有"), "已填写意见内容", "answer"),
        (typed.step_report, ("", None), "请选择未开始、进行中或已完成", "state"),
        (typed.step_report, (DONE, None), "步骤已完成的，请填写完成日期", "done_on"),
        (typed.step_report, (UNDER_WAY, TODAY), "步骤尚未完成，请不要填写完成日期", "done_on"),
        (typed.step_report, (DONE, TODAY, 2014), "请不要选择更正的年度", "year"),
        (typed.contribution, (" ",), "请填写提供的情况", "text"),
    ],
)
def test_what_is_not_is_refused_in_words_at_its_field(rule, given, words, field):
    with pytest.raises(Refusal, match=words) as refused:
        rule(*given)
    assert (refused.value.kind, refused.value.field) == (Kind.WRONG_INPUT, field)


def test_the_office_of_the_group_decides_for_no_unit_whose_people_are_its_own():
    typed.decided_for_own(DecidedBy.OFFICE, own=False)
    typed.decided_for_own(DecidedBy.GROUP, own=True)
    with pytest.raises(Refusal, match="应由领导小组决定"):
        typed.decided_for_own(DecidedBy.OFFICE, own=True)


def test_a_deadline_is_kept_once_something_is_filed_and_set_otherwise():
    typed.deadline_unless_kept(None, keeps=True)
    typed.deadline_unless_kept(TODAY, keeps=False)
    with pytest.raises(Refusal, match="请填写本项报送截止日期"):
        typed.deadline_unless_kept(None, keeps=False)
    with pytest.raises(Refusal, match="报送截止日期不变，请不要填写"):
        typed.deadline_unless_kept(TODAY, keeps=True)
