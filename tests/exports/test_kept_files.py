"""Every PDF says what it is, of whom and in which language, has an outline and tags, and is PDF/A (decision 0086)."""

import io
from functools import partial

import pytest

from tasks import ledger
from tasks.exports import listing_pdf, plans_pdf, situation_pdf, summary_pdf, unfiled_pdf
from tasks.exports.listing import Head, Listing
from tasks.exports.plan_form_pdf import PrintedSheet
from tests.exports.conftest import DAY
from tests.exports.reading import is_to_be_kept, opened, tags_of
from tests.exports.test_plan_form_pdf import PLAN, written


def content(write, *arguments) -> bytes:
    out = io.BytesIO()
    write(*arguments, out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("module", "name"),
    [(summary_pdf, "实施方案汇总表"), (unfiled_pdf, "实施方案未报名单"), (situation_pdf, "实施方案报送情况")],
)
def test_the_tables_about_the_ledger(world, made, module, name):
    found = ledger.build(world.programme, as_of=DAY)
    written = content(lambda out: module.write(found, out, made))
    is_to_be_kept(written, title=f"{world.programme.title}{name}", author=made.by)


def test_the_compilation(world):
    found = ledger.build(world.programme, as_of=DAY)
    title = f"{world.programme.title}实施方案汇编"
    is_to_be_kept(content(partial(plans_pdf.write, found)), title=title, author=world.programme.issuer)


@pytest.mark.parametrize("mark", ["", "空白表样", "送审稿", "签字稿"])
def test_a_form_to_keep_or_to_sign(mark):
    is_to_be_kept(written(PrintedSheet(PLAN, mark=mark)), title="工作任务实施方案（任务4）", author="市教委")


def test_several_forms_with_blank_pages_between():
    is_to_be_kept(written(*[PrintedSheet(PLAN)] * 3), title="工作任务实施方案（3项）", author="市教委")


def test_a_kept_list(world, made):
    listing = Listing(world.programme, "来文登记簿", [Head("序号", 3)], [[1]], DAY, "件", "")
    written = content(lambda out: listing_pdf.write(listing, out, made))
    is_to_be_kept(written, title=listing.title, author=made.by)


def test_heads_are_told_from_cells_and_what_is_signed_has_its_title():
    assert {"/H1", "/P", "/TH", "/TD", "/Sect"} <= tags_of(opened(written(PrintedSheet(PLAN, mark="签字稿"))))


def test_the_same_input_gives_the_same_bytes():
    assert written(PrintedSheet(PLAN)) == written(PrintedSheet(PLAN))
