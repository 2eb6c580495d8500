"""A register file that cannot be right is refused with one Chinese sentence: which file, which entry, what."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError
from django.urls import get_resolver

from tasks.models import Programme
from tasks.rules.typed import TAKEN
from tests.register.folders import change, copied, load
from units.models import AuditEntry, Unit

pytestmark = pytest.mark.django_db

TASK_2 = "第 2 个 [[tasks]]（number = 2）"

WRONG = [
    (
        "kczh/programme.toml",
        "plan_deadline = 2015-06-30",
        "plan_deadline = 2051-06-30",
        "plan_deadline：报送截止日期应在2015年至2025年之间，请核对年份",
    ),
    (
        "kczh/programme.toml",
        "ends_on = 2017-12-31",
        "ends_on = 2015-06-29",
        "ends_on：实施期满不能早于报送截止日期，请核对",
    ),
    ("kczh/programme.toml", 'code = "KCZH"', 'code = "HELP"', "code “HELP”是系统自己的网址，请换一个代号"),
    (
        "kczh/tasks.toml",
        "number = 2\n",
        "number = 10000\n",
        "第 2 个 [[tasks]]（number = 10000）：number 不能大于9999，请核对",
    ),
    ("kczh/tasks.toml", 'content = "开展成果评价。"\n', "", f"{TASK_2}：缺少 content"),
    (
        "kczh/tasks.toml",
        'content = "开展成果评价。"',
        "content = 3",
        f"{TASK_2}：content 应当是文字，写在引号中",
    ),
    (
        "kczh/tasks.toml",
        'content = "开展成果评价。"',
        r'content = "开展\u0007成果评价。"',
        f"{TASK_2}：content 第 3 个字符是不可见的控制字符（U+0007），请删除后重新输入",
    ),
    (
        "kczh/tasks.toml",
        'content = "开展成果评价。"',
        r'content = "开展\ue000成果评价。"',
        f"{TASK_2}：content 第 3 个字符“\ue000”（U+E000）无法打印，请改用其他写法",
    ),
    (
        "kczh/tasks.toml",
        'content = "开展',
        'contents = ""\ncontent = "开展',
        f"{TASK_2}：不认识的内容 contents，请检查拼写",
    ),
    (
        "kczh/tasks.toml",
        "number = 2\n",
        "number = 1\n",
        "第 2 个 [[tasks]]（number = 1）：任务编号“1”已被前面的条目使用",
    ),
    (
        "kczh/tasks.toml",
        "number = 2\n",
        'number = "2"\n',
        f"{TASK_2}：number 应当是正整数，不加引号",
    ),
    (
        "kczh/tasks.toml",
        "number = 2\n",
        "number = 0\n",
        "第 2 个 [[tasks]]（number = 0）：number 应当是正整数，不加引号",
    ),
    (
        "kczh/tasks.toml",
        'responsibilities = [{ unit = "市测试甲局" }]',
        "responsibilities = []",
        f"{TASK_2}：responsibilities 至少应有一个责任单位或表述",
    ),
    (
        "kczh/tasks.toml",
        '[{ unit = "市测试甲局" }]',
        '[{ unit = "市测试丁局" }]',
        f"{TASK_2}：单位“市测试丁局”不在 units.toml 中，请先补充或改正简称",
    ),
    (
        "kczh/tasks.toml",
        '[{ unit = "市测试甲局" }]',
        '[{ unit = "市测试甲局", wording = "等" }]',
        f"{TASK_2} responsibilities 第 1 个：unit 和 wording 应当而且只能填写一个",
    ),
    (
        "kczh/tasks.toml",
        '[{ unit = "市测试甲局" }]',
        '["市测试甲局"]',
        f"{TASK_2}：responsibilities 应当是 {{ … }} 的列表",
    ),
    (
        "kczh/tasks.toml",
        '[{ unit = "市测试甲局" }]',
        '[{ unit = "市科委" }, { unit = "市科委" }]',
        f"{TASK_2}：responsibilities 中有重复的责任单位或表述",
    ),
    (
        "kczh/tasks.toml",
        "number = 2\ngroup = 1",
        "number = 2\ngroup = 9",
        f"{TASK_2}：大项 9 不在 groups.toml 中",
    ),
    (
        "kczh/tasks.toml",
        '[{ unit = "市测试甲局" }]',
        '[{ wording = "' + "长" * 101 + '" }]',
        f"{TASK_2}：wording 不能超过100字，现有101字，请缩短",
    ),
    ("kczh/groups.toml", 'units = ["测试丙区"]', "units = [1]", "（number = 2）：units 应当是文字的列表"),
    ("kczh/groups.toml", "[[groups]]\nnumber = 2", "groups = 2\nnumber = 2", "不是正确的 TOML"),
    (
        "kczh/programme.toml",
        "2015-06-30",
        '"2015-06-30"',
        "：plan_deadline 应当是日期，如 2015-04-03，不加引号",
    ),
    (
        "kczh/programme.toml",
        "2015-06-30",
        "2015-06-30T08:00:00",
        "：plan_deadline 应当是日期，如 2015-04-03，不带时间",
    ),
    (
        "kczh/programme.toml",
        "leadership_unit",
        'stand_in_office = "办公室"\nleadership_unit',
        "：stand_in_unit 和 stand_in_office（代核对处室）应当都填或者都不填",
    ),
    (
        "kczh/programme.toml",
        "leadership_unit",
        'stand_in_unit = "市测试甲局"\nstand_in_office = "综合处"\nleadership_unit',
        "：代核对处室不能与接收处室相同，请另填处室，或者都不填",
    ),
    (
        "kczh/programme.toml",
        "leadership_unit",
        'stand_in_unit = "市测试丁局"\nstand_in_office = "办公室"\nleadership_unit',
        "：单位“市测试丁局”不在 units.toml 中，请先补充或改正简称",
    ),
    ("kczh/programme.toml", '"KCZH"', '"kczh"', "：code 应当由大写字母和数字组成，以字母开头，而不是“kczh”"),
    ("units.toml", '"district"', '"qu"', "（short_name = 测试丙区）：kind 应当是 city_department、district"),
    ("units.toml", '"ceshi-bingqu"', '"丙区"', "：slug 应当由小写字母、数字和连字符组成，而不是“丙区”"),
    (
        "units.toml",
        '"市科学技术委员会"',
        '"市测试乙局"',
        "（short_name = 市测试乙局）：名称“市测试乙局”已被前面的条目使用",
    ),
    (
        "units.toml",
        "document_order = 102",
        "document_order = 101",
        "：document_order “101”已被前面的条目使用",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "message"), WRONG)
def test_it_says_which_file_and_entry_and_what_and_writes_nothing(tmp_path, file, old, new, message):
    folder = copied(tmp_path)
    change(folder, file, old, new)
    with pytest.raises(CommandError) as refused:
        load(folder)
    said = str(refused.value)
    assert said.startswith(f"登记册未载入，未作任何改动。{folder / file}")
    assert message in said
    assert "\n" not in said
    assert not Unit.objects.exists()
    assert not AuditEntry.objects.exists()


def refusal(folder: Path) -> str:
    with pytest.raises(CommandError) as refused:
        load(folder)
    return str(refused.value)


def test_a_folder_without_a_register_is_named(tmp_path):
    assert f"{tmp_path / 'units.toml'}：文件不存在或不能读取" in refusal(tmp_path)


def test_a_folder_without_any_programme_is_named(tmp_path):
    folder = copied(tmp_path)
    (folder / "kczh" / "programme.toml").unlink()
    assert "没有找到专项工作" in refusal(folder)


def test_a_file_in_another_encoding_is_named(tmp_path):
    folder = copied(tmp_path)
    path = folder / "kczh" / "tasks.toml"
    path.write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))
    assert f"{path}：不是 UTF-8 编码" in refusal(folder)


def test_a_file_without_its_tables_is_named(tmp_path):
    folder = copied(tmp_path)
    path = folder / "kczh" / "tasks.toml"
    path.write_text('tasks = "五项"', encoding="utf-8")
    assert f"{path}：应当由若干 [[tasks]] 组成" in refusal(folder)


def test_a_programme_without_tasks_is_refused(tmp_path):
    folder = copied(tmp_path)
    (folder / "kczh" / "tasks.toml").write_text("tasks = []\n", encoding="utf-8")
    with pytest.raises(CommandError, match=r"应当由若干 \[\[tasks\]\] 组成"):
        load(folder)


def test_a_file_that_begins_with_a_byte_order_mark_is_read(tmp_path):
    """As editors of Windows write it."""
    folder = copied(tmp_path)
    for path in folder.rglob("*.toml"):
        path.write_text(path.read_text(encoding="utf-8"), encoding="utf-8-sig")
    load(folder)
    assert Programme.objects.filter(code="KCZH").exists()


def test_codes_that_are_addresses_are_those_of_the_addresses_there_are():
    """A code has no hyphen: sign-in is none."""
    firsts = {str(pattern.pattern).partition("/")[0] for pattern in every(get_resolver().url_patterns)}
    codes = {first.upper() for first in firsts if first.isalnum()}
    assert codes | {settings.STATIC_URL.strip("/").upper()} == set(TAKEN)


def every(patterns):
    """Of all that stand at the root."""
    for pattern in patterns:
        yield from (
            every(pattern.url_patterns)
            if str(pattern.pattern) == "" and hasattr(pattern, "url_patterns")
            else [pattern]
        )


def test_an_error_in_the_last_entry_undoes_all_before_it(tmp_path):
    """The wording is too long for its column, which shows only when the task is written."""
    folder = copied(tmp_path)
    change(
        folder, "kczh/tasks.toml", '[{ wording = "相关成员单位" }]', '[{ wording = "' + "长" * 101 + '" }]'
    )
    assert "（number = 5）" in refusal(folder)
    assert not Programme.objects.exists()
    assert not Unit.objects.exists()
