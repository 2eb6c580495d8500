"""What the tests' own guards catch: each guard is shown something it must catch."""

import ast
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Engine, Template
from django.template.base import Origin

from tests.of_a_kind import one_of_each

ROOT = Path(settings.BASE_DIR)


def template_at(path: Path, source: str) -> Template:
    return Template(source, origin=Origin(str(path), template_name=path.name), engine=Engine.get_default())


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("example.org", 443), ("2001:db8::1", 80, 0, 0)])
def test_a_connection_beyond_this_machine_fails_the_test(address):
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with (
        socket.socket(family) as connection,
        pytest.raises(pytest.fail.Exception, match="beyond this machine"),
    ):
        connection.connect(address)


def test_a_connection_to_this_machine_is_let_through():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()


OUR_PAGE = ROOT / "templates/some-page.html"


@pytest.mark.parametrize(
    "source", ["{{ nobody }}", "{{ nobody.name|default:'x' }}", "{% with a=nobody %}{% endwith %}"]
)
def test_an_unknown_variable_in_a_page_of_ours_fails_the_test(source):
    with pytest.raises(pytest.fail.Exception, match=r"some-page\.html: unknown variable \{\{ nobody"):
        template_at(OUR_PAGE, source).render(Context())


def test_asking_whether_a_variable_is_there_is_allowed():
    assert template_at(OUR_PAGE, "{% if nobody %}yes{% else %}no{% endif %}").render(Context()) == "no"


def test_an_unknown_variable_in_somebody_elses_page_is_their_business():
    theirs = template_at(Path("/elsewhere/admin/base.html"), "[{{ nobody|default:'x' }}]")
    assert theirs.render(Context()) == "[x]"


@pytest.mark.long  # runs tests in a process of their own
def test_a_whole_run_fails_on_a_template_and_an_address_that_nothing_exercises(tmp_path):
    """Run on one test that touches nothing: everything must be listed, and the run must fail."""
    test = "tests/project/test_harness.py::test_a_connection_to_this_machine_is_let_through"
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "--whole", "-q", "-p", "no:cacheprovider", "-n", "1", test],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert "1 passed" in result.stdout
    assert "templates/base.html" in result.stdout
    assert result.returncode == 1


# pytest-playwright's own; what it means to be replaced (browser_type_launch_args and the like) is not among them.
PLAYWRIGHTS = {"playwright", "browser_type", "browser_name", "browser", "new_context", "context", "page"}


def fixtures_in(file: Path) -> set[str]:
    functions = (node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.FunctionDef))
    return {each.name for each in functions if "fixture" in "".join(map(ast.unparse, each.decorator_list))}


def test_no_fixture_of_ours_hides_one_of_playwrights():
    hiding = {str(file): fixtures_in(file) & PLAYWRIGHTS for file in (ROOT / "tests").rglob("*.py")}
    assert {file: names for file, names in hiding.items() if names} == {}


def test_of_each_kind_the_first_is_asked_every_time_and_the_others_are_long():
    first, second, *others = one_of_each([1, 2, 3, 4], lambda number: {number % 2})
    assert (first, second) == (1, 2)
    assert [(other.values, [mark.name for mark in other.marks]) for other in others] == [
        ((3,), ["long"]),
        ((4,), ["long"]),
    ]


def test_what_make_test_leaves_out_make_test_long_runs_and_ci_runs_both():
    makefile = (ROOT / "Makefile").read_text()
    assert '$(PYTEST) --whole -m "not long"\n' in makefile
    assert "$(PYTEST) -m long\n" in makefile
    assert {"make test", "make test-long"} <= set((ROOT / ".ci/run").read_text().splitlines())
