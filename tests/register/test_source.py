"""The register files against the text of the document itself."""

from collections import Counter
from datetime import date

import pytest
from django.conf import settings

from tasks.register_files import read_register
from tests.register import source
from zgc_tasks.common.text import normalise_printed


@pytest.fixture(scope="module")
def register():
    return read_register(settings.BASE_DIR / "fixtures")


@pytest.fixture(scope="module")
def gjrc(register):
    (only,) = register.programmes
    return only


@pytest.fixture(scope="module")
def table():
    return source.table()


@pytest.fixture(scope="module")
def sections():
    return source.sections()


def names(task) -> list[str]:
    return [str(part) for part in task.responsibilities]


def leads(gjrc) -> Counter:
    return Counter(task.responsibilities[0].unit for task in gjrc.tasks)


# --- the table -----------------------------------------------------------------------------------------------


def test_the_source_is_read_as_38_rows_and_ten_sections(table, sections):
    assert [row.number for row in table] == list(range(1, 39))
    assert [section.number for section in sections] == list(range(1, 11))


def test_all_38_texts_equal_the_table_after_the_one_normalisation(gjrc, table):
    assert [(task.number, task.content) for task in gjrc.tasks] == [
        (row.number, normalise_printed(row.content)) for row in table
    ]


def test_responsible_units_and_wording_stand_in_printed_order_at_their_position(gjrc, table):
    assert [names(task) for task in gjrc.tasks] == [row.entries for row in table]


def test_nothing_printed_under_responsible_units_is_lost(gjrc, table):
    assert ["".join(names(task)) for task in gjrc.tasks] == ["".join(row.cell.split()) for row in table]


def test_what_is_a_unit_in_the_register_is_one_of_the_seventeen_names(gjrc):
    parts = [part for task in gjrc.tasks for part in task.responsibilities]
    assert {part.unit for part in parts if part.unit} == set(source.NAMED_UNITS)
    assert not {part.wording for part in parts} & set(source.NAMED_UNITS)


def test_open_wording_stands_where_reading_note_4_has_it(gjrc):
    found = {
        task.number: [
            (place, part.wording) for place, part in enumerate(task.responsibilities, 1) if part.wording
        ]
        for task in gjrc.tasks
    }
    assert {number: listed for number, listed in found.items() if listed} == {
        5: [(2, "等"), (3, "市人才工作领导小组相关成员单位")],
        11: [(5, "等有关区县")],
        12: [(4, "等有关区县")],
        18: [(2, "及相关分园区管委会")],
        34: [(5, "等相关区县")],
        36: [(3, "等相关区县")],
        37: [(3, "等相关区县")],
        38: [(1, "市人才工作领导小组相关成员单位")],
    }


def test_the_units_come_in_the_order_of_their_first_appearance_in_the_table(register, table):
    first_seen = list(dict.fromkeys(unit for row in table for unit in source.units_in(row.entries)))
    ordered = sorted(register.units, key=lambda unit: unit.document_order)
    assert [unit.short_name for unit in ordered] == [*first_seen, "市人才工作领导小组办公室"]


def test_the_printed_area_is_kept_where_ours_differs_and_only_task_8_does(gjrc, table):
    name_of = {group.number: group.name for group in gjrc.groups}
    assert [name_of[task.printed_group or task.group] for task in gjrc.tasks] == [row.area for row in table]
    assert {t.number: (t.printed_group, t.group) for t in gjrc.tasks if t.printed_group} == {8: (3, 2)}


# --- counts --------------------------------------------------------------------------------------------------


def test_nine_units_lead_and_one_task_has_no_lead(gjrc):
    assert leads(gjrc) == {
        "中关村管委会": 18,
        "市科委": 5,
        "市人力社保局": 4,
        "市委组织部": 3,
        "市教委": 3,
        "市商务委": 1,
        "市金融局": 1,
        "市财政局": 1,
        "市知识产权局": 1,
        "": 1,
    }


def test_the_task_without_a_named_lead_is_38(gjrc):
    assert [task.number for task in gjrc.tasks if not task.responsibilities[0].unit] == [38]


def test_zhongguancun_committee_is_in_33_of_38_tasks(gjrc):
    assert sum("中关村管委会" in names(task) for task in gjrc.tasks) == 33


# --- the body ------------------------------------------------------------------------------------------------


def test_the_ten_areas_have_the_names_and_texts_of_the_ten_sections(gjrc, sections):
    assert [(group.number, group.name, group.body) for group in gjrc.groups] == [
        (section.number, section.name, normalise_printed(section.text)) for section in sections
    ]


def test_the_line_of_responsible_units_is_as_printed(gjrc, sections):
    assert [group.responsible_line for group in gjrc.groups] == [section.line for section in sections]


def test_units_and_wordings_of_an_area_are_those_of_its_line(gjrc, sections):
    assert [list(group.units) for group in gjrc.groups] == [source.units_in(s.entries) for s in sections]
    assert [list(group.wordings) for group in gjrc.groups] == [
        source.wordings_in(s.entries) for s in sections
    ]


@pytest.mark.parametrize("number", range(1, 11))
def test_the_units_of_an_areas_tasks_are_together_those_of_its_line(gjrc, table, sections, number):
    """Reading note 2: with task 8 in area 2 the ten unions hold, and they prove the register."""
    ours = {task.number for task in gjrc.tasks if task.group == number}
    union = {unit for row in table if row.number in ours for unit in source.units_in(row.entries)}
    assert union == set(source.units_in(sections[number - 1].entries))


def test_with_task_8_in_its_printed_area_two_unions_would_not_hold(gjrc, table, sections):
    printed = {task.number: task.printed_group or task.group for task in gjrc.tasks}
    unions = {number: set() for number in range(1, 11)}
    for row in table:
        unions[printed[row.number]] |= set(source.units_in(row.entries))
    broken = [s.number for s in sections if unions[s.number] != set(source.units_in(s.entries))]
    assert broken == [2, 3]


def test_areas_with_open_wording_in_the_table_are_those_with_open_wording_in_their_line(gjrc, sections):
    in_table = {task.group for task in gjrc.tasks if any(part.wording for part in task.responsibilities)}
    in_lines = {section.number for section in sections if source.wordings_in(section.entries)}
    assert in_table == in_lines == {1, 3, 5, 9, 10}


def test_the_body_sentence_of_every_task_stands_in_the_section_of_its_area(gjrc, sections):
    for task in gjrc.tasks:
        assert task.body_sentence in normalise_printed(sections[task.group - 1].text), task.number


def test_the_sentences_in_order_are_the_whole_body(gjrc, sections):
    sentences = "".join(task.body_sentence for task in gjrc.tasks)
    assert sentences == normalise_printed("".join(section.text for section in sections))


def test_table_and_body_differ_in_tasks_21_22_and_32_only(gjrc):
    assert [task.number for task in gjrc.tasks if task.content != task.body_sentence] == [21, 22, 32]


# --- notes and the notice ------------------------------------------------------------------------------------


def test_a_note_stands_wherever_our_reading_needs_one(gjrc):
    noted = [task.number for task in gjrc.tasks if task.reading_note]
    assert noted == [5, 8, 11, 12, 18, 21, 22, 32, 38]


def test_whatever_a_note_quotes_is_in_the_document(gjrc):
    document = normalise_printed(source.text())
    for task in gjrc.tasks:
        for quoted in task.reading_note.split("“")[1:]:
            assert normalise_printed(quoted.split("”")[0]) in document, (task.number, quoted)


def test_the_programme_is_as_the_notice_has_it(gjrc):
    notice = source.text().split("一、总体要求")[0]
    programme = gjrc.programme
    for printed in (programme.document_number, programme.contact_name, programme.contact_phone):
        assert printed in notice
    for printed in (programme.contact_fax, programme.contact_email, programme.title):
        assert printed in notice
    assert programme.document_title in "".join(notice.split())
    assert f"{programme.receiving_unit}{programme.receiving_office}" in notice
    assert f"{programme.plan_deadline:%Y年%-m月%-d日}前报" in notice


def test_the_end_is_empty_because_the_document_names_no_day(gjrc):
    assert gjrc.programme.plan_deadline == date(2015, 4, 3)
    assert gjrc.programme.ends_on is None
    assert gjrc.programme.time_span in source.text()
    assert gjrc.programme.leadership_unit in source.text()
