"""The fields of the 表样 stand in one table: a further one is a line there, a column, a migration, a template at most."""

from pathlib import Path

import pytest
from django.conf import settings

from tasks.models import Plan
from tasks.rules.sheet import IN_ONE_LINE, FieldKind

ROOT = Path(settings.BASE_DIR)
TABLE, COLUMN, MIGRATION = "tasks/rules/sheet.py", "tasks/models/plan.py", "tasks/migrations/0001_initial.py"
SIGNED = "templates/pdf/_plan_form.html"  # where the leader signs a 送审稿 on paper: no field


def files_naming(word: str) -> set[str]:
    """The files of the program, templates included, in which the word stands."""
    paths = (
        path for room in ("zgc_tasks", "units", "tasks", "templates") for path in (ROOT / room).rglob("*")
    )
    sources = (path for path in paths if path.suffix in (".py", ".html"))
    return {str(path.relative_to(ROOT)) for path in sources if word in path.read_text(encoding="utf-8")}


@pytest.mark.parametrize(
    ("word", "files"),
    [("supervising_leader", {TABLE, COLUMN, MIGRATION}), ("主管领导", {TABLE, COLUMN, MIGRATION, SIGNED})],
)
def test_a_field_is_named_in_the_table_and_at_its_column_and_nowhere_else(word, files):
    assert files_naming(word) == files


def test_every_field_of_one_line_has_its_column_under_its_own_label():
    for field in IN_ONE_LINE:
        column = Plan._meta.get_field(f"{field.name}_text" if field.kind is FieldKind.TIME else field.name)
        assert column.verbose_name == field.label
