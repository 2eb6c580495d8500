"""With --whole, a template or an address that no test touched fails the run.

Every process of the run notes what it touched; the one that reports adds it up.
"""

from pathlib import Path

import pytest

TOUCHED: dict[str, set[str]] = {"templates": set(), "addresses": set()}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--whole",
        action="store_true",
        help="the whole suite: fail on templates and addresses that nothing exercises",
    )


@pytest.fixture(autouse=True, scope="session")
def note_what_is_touched():
    from django.core.handlers.base import BaseHandler
    from django.test.signals import template_rendered

    def note_template(template, **_):
        TOUCHED["templates"].add(str(template.origin.name))

    original = BaseHandler.resolve_request

    def resolve_and_note(self, request):
        match = original(self, request)
        TOUCHED["addresses"].add(match.route)
        return match

    template_rendered.connect(note_template)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseHandler, "resolve_request", resolve_and_note)
        yield
    template_rendered.disconnect(note_template)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    output = getattr(session.config, "workeroutput", None)
    if output is not None:  # one process of several
        output["touched"] = {kind: sorted(names) for kind, names in TOUCHED.items()}
    elif session.config.getoption("whole") and session.exitstatus == pytest.ExitCode.OK and untouched():
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node) -> None:
    for kind, names in getattr(node, "workeroutput", {}).get("touched", {}).items():
        TOUCHED[kind].update(names)


def pytest_terminal_summary(terminalreporter, config: pytest.Config) -> None:
    if config.getoption("whole") and (names := untouched()):
        terminalreporter.section("exercised by no test", red=True)
        for name in names:
            terminalreporter.line(name)


def untouched() -> list[str]:
    from django.conf import settings

    templates = Path(settings.BASE_DIR) / "templates"
    all_templates = {str(path) for path in templates.rglob("*.html")}
    names = [str(Path(name).relative_to(settings.BASE_DIR)) for name in all_templates - TOUCHED["templates"]]
    return sorted(names) + sorted(set(our_routes()) - TOUCHED["addresses"])


def our_routes() -> list[str]:
    """Routes to our own views. The admin's come from Django and are tested there."""
    from django.urls import get_resolver

    def walk(resolver, prefix):
        for pattern in resolver.url_patterns:
            route = prefix + str(pattern.pattern)
            if hasattr(pattern, "url_patterns"):
                if pattern.app_name != "admin":
                    yield from walk(pattern, route)
            else:
                yield route

    return list(walk(get_resolver(), ""))
