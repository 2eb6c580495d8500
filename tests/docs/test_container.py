"""The container image holds what the application reads, and nothing else of the repository."""

import re
from pathlib import Path

import pytest
import yaml
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
COMPOSE = (ROOT / "docs/examples/compose.yaml").read_text(encoding="utf-8")
COPIED = re.findall(r"^COPY (?!--from)(\S+) \S+$", DOCKERFILE, re.MULTILINE)


def test_every_room_and_what_it_reads_is_copied():
    assert {"zgc_tasks", *settings_rooms(), "templates", "static", "fonts", "fixtures"} <= set(COPIED)
    assert [name for name in COPIED if not (ROOT / name).exists()] == []


def settings_rooms() -> set[str]:
    return {app for app in settings.INSTALLED_APPS if (ROOT / app).is_dir()}


def test_what_is_read_of_the_documents_is_copied():
    """Paths that the code names below docs/, but for what only its own commands write."""
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tasks/pages").rglob("*.py"))
    read = {f"docs/{name}" for name in re.findall(r'BASE_DIR, "docs", "([\w.-]+)"', code)}
    assert read
    assert read <= set(COPIED)


def test_neither_tests_nor_settings_nor_data_are_in_it():
    sent = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert sent[1] == "*"
    assert {line[1:] for line in sent if line.startswith("!")} == set(COPIED)
    assert not {"tests", "bench", ".env", "var"} & set(COPIED)


@pytest.mark.parametrize("package", ["libpango-1.0-0", "libharfbuzz-subset0", "fonts-noto-cjk"])
def test_the_packages_of_documents_are_those_of_bin_packages(package):
    assert package in (ROOT / "bin/packages").read_text(encoding="utf-8")
    assert package in DOCKERFILE


def test_it_runs_as_an_account_of_its_own_on_a_disk_it_cannot_write():
    assert "--uid 10001" in DOCKERFILE
    assert "\nUSER 10001\n" in DOCKERFILE
    assert 'CMD ["python", "-m", "zgc_tasks.server"]' in DOCKERFILE
    assert "/healthz" in DOCKERFILE
    assert "read_only: true" in COMPOSE
    assert "cap_drop: [ALL]" in COMPOSE


def test_what_has_to_be_set_is_demanded_by_the_compose_file():
    for name in ("SECRET_KEY", "ALLOWED_HOSTS", "POSTGRES_PASSWORD", "ZGC_PASSWORD"):
        assert f"${{{name}:?}}" in COMPOSE


def test_what_may_be_set_is_passed_on_to_all_that_read_it():
    services = yaml.safe_load(COMPOSE)["services"]
    for name in ("SCANS_URL", "CLAMD", "TWO_STEPS", "JSON_LOGS", "METRICS"):
        for service in ("application", "prepare"):
            assert services[service]["environment"][name].startswith(f"${{{name}:-")


def test_backups_of_the_guide_are_kept_on_the_host_by_the_account_of_the_image():
    guide = (ROOT / "docs/operations.md").read_text(encoding="utf-8").partition("## In containers")[2]
    assert "install -d -o 10001 -m 700 /var/backups/zgc-tasks\n" in guide
    for service in ("application", "prepare"):
        assert (
            "/var/backups/zgc-tasks:/var/backups/zgc-tasks"
            in yaml.safe_load(COMPOSE)["services"][service]["volumes"]
        )
    assert guide.index("stop application") < guide.index(
        "run --rm prepare python manage.py restore /var/backups/zgc-tasks/"
    )


def test_the_application_works_as_the_role_of_the_guide_and_only_what_prepares_as_the_owner():
    services = yaml.safe_load(COMPOSE)["services"]
    roles = {
        name: re.match(r"postgresql://(\w+):", services[name]["environment"]["DATABASE_URL"])[1]
        for name in ("application", "prepare")
    }
    assert roles == {"application": "zgc", "prepare": "zgc_owner"}
    guide = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    granted = (ROOT / "docs/examples/compose-roles.sh").read_text(encoding="utf-8")
    for right in re.findall(r"^(?:GRANT|ALTER DEFAULT PRIVILEGES) .+ TO zgc;$", guide, re.MULTILINE):
        assert right in granted
    assert re.search(r"`(REVOKE .+? FROM zgc;)`", guide)[1] in services["prepare"]["command"][-1]
