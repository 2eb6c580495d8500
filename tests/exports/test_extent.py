"""What is too much for one PDF is refused before it is begun, with how to get it in parts (decision 0034)."""

from dataclasses import replace

import pytest
from django.contrib.messages import get_messages

from tasks import ledger
from tasks.exports import extent, plan_form_pdf, summary_pdf, unfiled_pdf, xlsx
from tasks.exports.extent import MOST_FORMS, TooMuch
from tasks.exports.plan_form_pdf import PrintedSheet
from tasks.models.plan import MAX_STEPS
from tasks.rules.step_texts import MAX_STEPS_TEXT
from tests.exports.conftest import DAY
from tests.exports.test_plan_form_pdf import PLAN, pages, steps
from tests.factories import client_for, make_user
from units.roles import Role

LONGEST_TEXT = 2_000
SENTENCE = "组织高校申报并开展专家论证和实地考察。"


def long(count: int, characters: int, unit: str) -> PrintedSheet:
    text = (SENTENCE * (characters // len(SENTENCE) + 1))[:characters]
    return PrintedSheet(
        replace(PLAN, steps=tuple(replace(step, text=text, unit=unit) for step in steps(count)))
    )


@pytest.mark.parametrize("unit", ["", "市科委"])
def test_the_pages_of_long_steps_are_reckoned_as_they_turn_out(unit):
    form = long(4, LONGEST_TEXT, unit)
    assert form.pages == pytest.approx(len(pages(form)), rel=0.1)


def test_the_longest_plan_that_can_be_written_can_be_printed():
    plan_form_pdf.require_few([long(MAX_STEPS, LONGEST_TEXT, "市科委")])


@pytest.mark.long  # 700 pages; that it may be printed is held above
def test_a_plan_as_long_as_any_may_be_is_printed_to_its_last_step():
    """A hundred steps of three hundred characters."""
    of_each = tuple(
        replace(each, text=(f"第{n}项办法自印发之日起施行。" + SENTENCE * 20)[: MAX_STEPS_TEXT // MAX_STEPS])
        for n, each in enumerate(steps(MAX_STEPS), start=1)
    )
    printed = "".join("".join(pages(PrintedSheet(replace(PLAN, steps=of_each)))).split())
    assert [n for n in range(1, MAX_STEPS + 1) if f"第{n}项办法自印发之日起施行" not in printed] == []


def test_a_second_one_as_long_is_too_much_for_one_file():
    with pytest.raises(TooMuch, match=r"共有2份实施方案，约.*页；.*按工作任务或单位筛选，再分次导出"):
        plan_form_pdf.require_few([long(MAX_STEPS, LONGEST_TEXT, "市科委")] * 2)


def test_a_file_holds_so_many_forms_and_not_one_more():
    plan_form_pdf.require_few([PrintedSheet(PLAN)] * MOST_FORMS)
    with pytest.raises(TooMuch):
        plan_form_pdf.require_few([PrintedSheet(PLAN)] * (MOST_FORMS + 1))


def test_a_list_has_so_many_rows_and_not_one_more():
    extent.require_few_rows("汇总表PDF", 3, 3)
    with pytest.raises(TooMuch, match="汇总表PDF最多列3项，所选范围共有4项"):
        extent.require_few_rows("汇总表PDF", 4, 3)


def test_what_is_too_much_leads_to_the_filters_and_is_had_in_parts(world, monkeypatch):
    monkeypatch.setattr(extent, "MOST_FORMS", 0)
    client = client_for(make_user(Role.LEADERSHIP, world.programme.leadership_unit))
    response = client.get("/gjrc/exports/plans.pdf/", {"as_of": f"{DAY}"})
    assert response.headers["Location"] == "/gjrc/tasks/"
    (message,) = get_messages(response.wsgi_request)
    assert str(message).startswith("未能导出。共有1份实施方案，约1页；")
    page = client.get(response.headers["Location"], {"unit": "jia"}).content.decode()
    assert str(message) in page
    assert "/gjrc/exports/plans.pdf/?unit=jia" in page
    monkeypatch.undo()
    in_part = client.get("/gjrc/exports/plans.pdf/", {"as_of": f"{DAY}", "unit": "jia"})
    assert in_part.getvalue().startswith(b"%PDF")


def test_a_unit_with_too_many_plans_prints_them_one_by_one(world, monkeypatch):
    monkeypatch.setattr(extent, "MOST_FORMS", 0)
    response = client_for(world.liaisons[world.a.pk]).get("/gjrc/plans/print/")
    (message,) = get_messages(response.wsgi_request)
    assert "请逐份打印" in str(message)


@pytest.mark.parametrize(
    ("module", "name"), [(summary_pdf, "汇总表PDF"), (unfiled_pdf, "未报名单PDF"), (xlsx, "汇总表Excel")]
)
def test_a_list_of_too_many_rows_is_refused(world, made, monkeypatch, module, name):
    monkeypatch.setattr(module, "MOST_ROWS", 0)
    with pytest.raises(TooMuch, match=f"{name}最多列0项，所选范围共有"):
        module.write(ledger.build(world.programme, as_of=DAY), None, made)
