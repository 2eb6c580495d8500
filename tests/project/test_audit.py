"""`make audit` says that there are no known vulnerabilities only where it was told so; its tools are played here."""

import subprocess
from pathlib import Path

import pytest
from django.conf import settings

WELL = "exit 0"
OUT_OF_REACH = "echo 'ERROR:pip_audit._cli:failed to resolve pypi.org' >&2; exit 1"
FOUND = "echo 'Found 1 known vulnerability in 1 package' >&2; echo 'django 5.2 PYSEC-2026-1'; exit 1"


@pytest.fixture
def audit(tmp_path):
    """The script beside tools that do what a test says."""
    script = tmp_path / "bin/audit"
    script.parent.mkdir()
    script.write_bytes(Path(settings.BASE_DIR, "bin/audit").read_bytes())
    (tmp_path / ".venv/audit/bin").mkdir(parents=True)

    def run(**tools: str) -> subprocess.CompletedProcess:
        for name, does in {"pip": WELL, "cyclonedx-py": WELL, "pip-audit": WELL, **tools}.items():
            tool = tmp_path / ".venv/audit/bin" / name
            tool.write_text(f"#!/bin/sh\n{does}\n")
            tool.chmod(0o755)
        return subprocess.run(["bash", script], capture_output=True, text=True)

    return run


def test_what_the_list_knows_nothing_about_is_said_to_be_without_known_vulnerabilities(audit):
    said = audit()
    assert said.returncode == 0
    assert "所有固定版本均无已知漏洞" in said.stdout


@pytest.mark.parametrize(
    ("tool", "does", "why"),
    [
        ("pip", OUT_OF_REACH, "未能安装核对工具"),
        ("cyclonedx-py", OUT_OF_REACH, "清单未能写成"),
        ("pip-audit", OUT_OF_REACH, "漏洞库连接不上"),
        ("pip-audit", "exit 1", "漏洞库连接不上"),  # without a word
    ],
    ids=["tools", "bill", "list", "silence"],
)
def test_where_something_is_out_of_reach_it_says_that_nothing_was_audited_and_fails(audit, tool, does, why):
    said = audit(**{tool: does})
    assert said.returncode == 2
    assert f"没有核对：{why}" in said.stderr
    assert "不能据此认为没有漏洞" in said.stderr
    assert "Not audited: " in said.stderr
    assert "均无已知漏洞" not in said.stdout + said.stderr
    assert "No known vulnerabilities" not in said.stdout + said.stderr


def test_a_known_vulnerability_is_shown_and_told_apart_from_that(audit):
    said = audit(**{"pip-audit": FOUND})
    assert said.returncode == 1
    assert "django 5.2 PYSEC-2026-1" in said.stdout
    assert "以上版本有已知漏洞" in said.stderr
    assert "均无已知漏洞" not in said.stdout
