"""What the documents name exists: links, make targets, commands with their options, variables of .env."""

import re
import ssl
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command, get_commands, load_command_class
from django.urls import reverse
from dotenv import dotenv_values

from tasks.management.commands import state_diagram
from units.roles import Role
from units.sample_data import PASSWORD, SAMPLES
from zgc_tasks.common.uploads import MAX_BYTES

ROOT = Path(settings.BASE_DIR)
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "fonts/README.md"])
EXAMPLES = sorted(ROOT.glob("docs/examples/*"))
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def anchors(path: Path) -> set[str]:
    """The names under which a page's headings are reached."""
    heads = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head).lower().replace(" ", "-") for head in heads}


def test_links_lead_to_a_file_and_a_heading_that_are_there():
    links = {(path, link) for path in DOCUMENTS for link in LINK.findall(path.read_text(encoding="utf-8"))}
    own = {(path, link) for path, link in links if "://" not in link}
    assert len(own) > 100
    assert sorted(f"{name(path)}: {link}" for path, link in own if not leads_somewhere(path, link)) == []


def leads_somewhere(path: Path, link: str) -> bool:
    file, _, anchor = link.partition("#")
    target = (path.parent / file).resolve() if file else path
    return target.exists() and target.is_relative_to(ROOT) and (not anchor or anchor in anchors(target))


def test_make_targets_are_in_the_makefile():
    targets = set(re.findall(r"^([\w./-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for path in DOCUMENTS:
        named = re.findall(r"(?:^[#$ ]*|`)make ([a-z.][\w./-]*)", path.read_text("utf-8"), re.MULTILINE)
        assert set(named) <= targets, name(path)


def commands_named_in(path: Path) -> list[tuple[str, list[str]]]:
    """Each `manage.py NAME --options` of a document, in code or a code block."""
    found = re.findall(r"manage\.py (\w+)([^`\n]*)", path.read_text(encoding="utf-8"))
    return [(command, re.findall(r"(--[\w-]+)", rest)) for command, rest in found]


def test_commands_exist_with_the_options_that_are_named():
    named: dict[str, set[str]] = {}
    for path in (*DOCUMENTS, *EXAMPLES):
        for command, options in commands_named_in(path):
            named.setdefault(command, set()).update(options)
    known = get_commands()
    assert set(named) <= set(known)
    for command, options in named.items():
        parser = load_command_class(known[command], command).create_parser("manage.py", command)
        taken = {option for action in parser._actions for option in action.option_strings}
        assert options <= taken, command


def test_operations_names_the_commands_it_is_about():
    named = {command for command, _ in commands_named_in(ROOT / "docs/operations.md")}
    assert {"create_administrator", "load_register", "backup", "restore", "check_deadlines"} <= named


def test_operations_explains_every_variable_of_the_example_and_no_other():
    """Variables that are commented out in .env.example count: HTTPS."""
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    variables = re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE)
    assert set(dotenv_values(ROOT / ".env.example")) <= set(variables)
    table = re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs/operations.md").read_text(), re.MULTILINE)
    assert table == variables


def test_the_state_diagram_is_the_one_of_the_table():
    assert state_diagram.PATH.read_text(encoding="utf-8") == state_diagram.page(), (
        "run: manage.py state_diagram"
    )


def test_the_command_writes_the_state_diagram(monkeypatch, settings, tmp_path, capsys):
    settings.BASE_DIR = tmp_path
    monkeypatch.setattr(state_diagram, "PATH", tmp_path / "diagram.md")
    call_command("state_diagram")
    assert (tmp_path / "diagram.md").read_text(encoding="utf-8") == state_diagram.page()
    assert "diagram.md" in capsys.readouterr().out


def test_the_readme_shows_sample_accounts_of_every_role_with_their_password():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `(\w+)` \|", readme, re.MULTILINE)
    roles = {sample.username: {role for role, _, _ in sample.roles} for sample in SAMPLES}
    assert set(listed) <= set(roles)
    assert set.union(*(roles[username] for username in listed)) == set(Role)
    assert f"`{PASSWORD}`" in readme


def test_the_changelog_speaks_of_this_version():
    assert f"\n## {settings.VERSION} " in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_pictures_are_there_and_small():
    pictures = list((ROOT / "docs/images").glob("*.png"))
    assert pictures
    assert max(path.stat().st_size for path in pictures) < 300_000


def test_the_service_starts_the_server_of_make_run():
    service = (ROOT / "docs/examples/zgc-tasks.service").read_text(encoding="utf-8")
    server = '"-m", "zgc_tasks.server"'
    assert server in (ROOT / "bin/run.py").read_text(encoding="utf-8")
    assert " ".join(re.findall(r'"([^"]+)"', server)) in service


def test_nginx_lets_a_scan_of_the_full_size_through():
    """The application refuses what is larger, in words; nginx would only answer 413."""
    configuration = (ROOT / "docs/examples/nginx.conf").read_text(encoding="utf-8")
    megabytes = int(re.search(r"client_max_body_size (\d+)m;", configuration)[1])
    assert megabytes * 1024 * 1024 > MAX_BYTES


def test_hosts_are_chosen_by_the_whole_address():
    """`ip_hash` takes three numbers of the four: an office is in one network."""
    guide = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    upstream = re.search(r"upstream zgc_tasks \{(.*?)\n\}", guide, re.DOTALL)[1]
    assert "hash $remote_addr consistent;" in upstream
    assert "ip_hash;" not in upstream


def test_nginx_gives_each_request_its_number_and_writes_it_down():
    configuration = (ROOT / "docs/examples/nginx.conf").read_text(encoding="utf-8")
    assert "proxy_set_header X-Request-ID $request_id;" in configuration
    logged, name = re.search(r"log_format (\w+) (.*?);", configuration, re.DOTALL).group(2, 1)
    assert "$request_id" in logged
    assert re.search(rf"access_log \S+ {name};", configuration)


def test_nginx_speaks_tls_of_today_with_forward_secrecy_alone():
    configuration = (ROOT / "docs/examples/nginx.conf").read_text(encoding="utf-8")
    assert re.findall(r"ssl_protocols ([^;]+);", configuration) == ["TLSv1.2 TLSv1.3"]
    (chosen,) = re.findall(r"ssl_ciphers ([^;]+);", configuration)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers(chosen)
    of_1_2 = [each for each in context.get_ciphers() if each["protocol"] == "TLSv1.2"]
    assert of_1_2
    assert all(each["kea"] == "kx-ecdhe" and each["aead"] for each in of_1_2)


def test_the_service_does_not_reach_the_history_of_its_program():
    service = (ROOT / "docs/examples/zgc-tasks.service").read_text(encoding="utf-8")
    assert "InaccessiblePaths=-/opt/zgc-tasks/.git" in service.splitlines()


@pytest.mark.parametrize("step", ["sign-in", "second-step"])
def test_nginx_limits_how_often_an_address_tries_to_sign_in(step):
    configuration = (ROOT / "docs/examples/nginx.conf").read_text(encoding="utf-8")
    key, zone = re.search(r"limit_req_zone \$(\w+) zone=(\w+):", configuration).groups()
    counted = re.search(rf"map \$request_method \${key} \{{(.*?)\}}", configuration, re.DOTALL)[1]
    assert counted.split() == ["POST", "$binary_remote_addr;", "default", '"";']
    block = re.search(rf"location = {reverse(step)} \{{(.*?)\}}", configuration, re.DOTALL)[1]
    assert f"limit_req zone={zone} burst=100 nodelay;" in block
    assert "proxy_pass http://127.0.0.1:8000;" in block
    assert "limit_req_status 429;" in configuration


@pytest.mark.parametrize("address", ["/readyz", "/metrics"])
def test_nginx_answers_whoever_watches_on_this_machine_alone(address):
    configuration = (ROOT / "docs/examples/nginx.conf").read_text(encoding="utf-8")
    block = re.search(rf"location = {address} \{{(.*?)\}}", configuration, re.DOTALL)[1]
    assert re.findall(r"(?:allow|deny) ([^;]+);", block) == ["127.0.0.1", "::1", "all"]
