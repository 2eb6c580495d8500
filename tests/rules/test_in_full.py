"""What each rule says of the many cases of `in_full.py` and those beside it is put down in `in_full.txt`."""

from pathlib import Path

from tests.rules.in_full import ALL
from tests.rules.in_full_beside import BESIDE
from tests.rules.in_full_written import WRITTEN_FREELY

PUT_DOWN = Path(__file__).with_name("in_full.txt")


def test_every_rule_says_of_every_case_what_is_put_down_here(tmp_path):
    """Where something else is meant, what is found takes the place of what is put down."""
    found_of_all = (
        line for cases in (*ALL, *BESIDE, *WRITTEN_FREELY) for line in (f"# {cases.__name__}", *cases())
    )
    lines = [line.replace("\n", "\\n").rstrip() for line in found_of_all]
    found = tmp_path / PUT_DOWN.name
    found.write_text("\n".join([*lines, ""]), encoding="utf-8")
    assert lines == PUT_DOWN.read_text(encoding="utf-8").splitlines(), f"cp {found} {PUT_DOWN}"
