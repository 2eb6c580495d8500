"""What the settings take from the environment: read anew each time, by a command in a process of its own where it is about what
an operator sees of it.
"""

import os
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path
from unittest import mock

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from zgc_tasks.environment import Environment

ROOT = Path(settings.BASE_DIR)
PRODUCTION = {"DEMO": "0", "SECRET_KEY": "x" * 60, "ALLOWED_HOSTS": "tasks.example.org"}


def only(tmp_path: Path, **variables: str) -> dict[str, str]:
    """An environment with these variables: none of this process, and none of a developer's own .env."""
    own = dict.fromkeys(("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "BIND", "TRUSTED_PROXY"), "")
    environment = own | {"DEMO": "0", "PORT": "8000", "DATA_DIR": str(tmp_path), "PATH": os.environ["PATH"]}
    environment["HTTPS"] = "1" if variables.get("DEMO", "0") == "0" else "0"
    return environment | variables


def run_python(code: str, tmp_path: Path, **variables: str) -> subprocess.CompletedProcess:
    command, environment = [sys.executable, "-c", code], only(tmp_path, **variables)
    return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True)


def settings_under(tmp_path: Path, **variables: str) -> dict:
    with mock.patch.dict(os.environ, only(tmp_path, **variables), clear=True):
        return runpy.run_path(str(ROOT / "zgc_tasks/settings.py"))


def refusal(tmp_path: Path, **variables: str) -> str:
    with pytest.raises(ImproperlyConfigured) as refused:
        settings_under(tmp_path, **variables)
    return str(refused.value)


def test_production_is_the_default_and_names_both_values_that_it_lacks(tmp_path):
    message = refusal(tmp_path)
    assert "SECRET_KEY、ALLOWED_HOSTS" in message
    assert ".env.example" in message


def test_production_names_only_the_value_that_is_missing(tmp_path):
    message = refusal(tmp_path, SECRET_KEY="x" * 60)
    assert "ALLOWED_HOSTS" in message
    assert "SECRET_KEY" not in message


def test_a_demonstration_starts_with_nothing_else_and_answers_only_to_this_machine(tmp_path):
    found = settings_under(tmp_path, DEMO="1")
    assert found["ALLOWED_HOSTS"] == ["127.0.0.1", "localhost", "[::1]"]
    assert found["BIND"] == "127.0.0.1"
    assert found["EMAIL_BACKEND"].endswith("dummy.EmailBackend")
    assert found["DEBUG"] is False


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.168.1.10", "tasks.example.org"])  # noqa: S104
def test_a_demonstration_refuses_to_listen_beyond_this_machine(tmp_path, address):
    message = refusal(tmp_path, DEMO="1", BIND=address)
    assert f"BIND={address}" in message


@pytest.mark.parametrize("address", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
def test_a_demonstration_listens_on_any_loopback_address(tmp_path, address):
    found = settings_under(tmp_path, DEMO="1", BIND=address)
    assert found["BIND"] == address


@pytest.mark.parametrize(("variables", "demanded"), [(PRODUCTION, True), ({"DEMO": "1"}, False)])
def test_two_steps_are_demanded_in_production_and_not_in_a_demonstration(tmp_path, variables, demanded):
    assert settings_under(tmp_path, **variables)["TWO_STEPS"] is demanded


@pytest.mark.parametrize("where", ["", "/run/clamav/clamd.ctl", "clamav:3310", "[::1]:3310"])
def test_clamd_is_reached_by_a_socket_or_a_port(tmp_path, where):
    found = settings_under(tmp_path, **PRODUCTION, CLAMD=where)
    assert found["CLAMD"] == where


def test_production_cookies_travel_encrypted_only_and_belong_to_this_host_alone(tmp_path):
    names = [
        "SESSION_COOKIE_NAME",
        "CSRF_COOKIE_NAME",
        "SECURE_HSTS_SECONDS",
        "SECURE_HSTS_INCLUDE_SUBDOMAINS",
    ]
    names += [
        f"{of}_COOKIE_{what}" for of in ("SESSION", "CSRF") for what in ("SECURE", "HTTPONLY", "SAMESITE")
    ]
    found = settings_under(tmp_path, **PRODUCTION)
    assert {name: found[name] for name in names} == {
        "SESSION_COOKIE_NAME": "__Host-session",
        "CSRF_COOKIE_NAME": "__Host-csrf",
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "CSRF_COOKIE_SECURE": True,
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_SAMESITE": "Strict",
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
    }


def test_production_keeps_passwords_by_a_function_that_is_slow_on_purpose(tmp_path):
    found = settings_under(tmp_path, **PRODUCTION)
    assert found["PASSWORD_HASHERS"][0] == "django.contrib.auth.hashers.ScryptPasswordHasher"


def test_sqlite_is_durable_its_writers_queue_and_take_the_write_lock_at_once(tmp_path):
    database = settings_under(tmp_path, **PRODUCTION)["DATABASES"]["default"]
    assert database["ENGINE"] == "zgc_tasks.common.sqlite"
    assert database["OPTIONS"] == {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }


def test_database_url_names_a_postgresql_server(tmp_path):
    url = "postgresql://office:secret@db.example.org:5433/tasks"
    database = settings_under(tmp_path, **PRODUCTION, DATABASE_URL=url)["DATABASES"]["default"]
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db.example.org", 5433, "tasks")
    assert database["ATOMIC_REQUESTS"] is False


def test_a_data_folder_without_a_leading_slash_lies_in_the_application_folder(tmp_path):
    found = settings_under(tmp_path, DEMO="1", DATA_DIR=os.path.relpath(tmp_path, ROOT))
    assert found["DATA_DIR"].resolve() == tmp_path


def test_the_content_security_policy_allows_our_own_files_only():
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert directives["default-src"] == ["'self'"]
    assert not {"script-src", "style-src", "img-src"} & directives.keys(), "they follow default-src"
    for name in ("object-src", "base-uri", "frame-ancestors"):
        assert directives[name] == ["'none'"]


def test_env_example_explains_exactly_the_variables_that_the_settings_read():
    source = (ROOT / "zgc_tasks/settings.py").read_text(encoding="utf-8")
    read = set(re.findall(r'\benv\.\w+\(\s*"([A-Z_]+)"', source))
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    explained = set(re.findall(r"^#?([A-Z_]+)=", example, flags=re.MULTILINE))
    assert len(read) == 15
    assert explained == read


WRONG_BUCKETS = [
    "store", "s3://key:geheim@store/bucket", "https://store/bucket", "https://key@store/bucket", "https://key:geheim@/bucket",
    "https://key:geheim@store", "https://key:geheim@store:port/bucket", "https://key:geheim@store/bucket/folder",
    "https://key:geheim@[store/bucket", "https://key:geheim@my_store:9000/bucket", "https://key:geheim@-store/bucket",
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value", "meant"),
    [
        ("DEMO", "maybe", "0 或 1"),
        ("HTTPS", "ja", "0 或 1"),
        ("DEMO_DATE", "2015-13-01", "年-月-日"),
        ("PORT", "http", "1 至 65535"),
        ("PORT", "65536", "1 至 65535"),
        ("PORT", "0", "1 至 65535"),
        ("TRUSTED_PROXY", "10.0.0.1,proxy", "IP 地址"),
        ("METRICS", "prometheus", "IP 地址"),
        ("JSON_LOGS", "lines", "0 或 1"),
        *(("SCANS_URL", value, "https://访问密钥:私有密钥@主机:端口/存储桶") for value in WRONG_BUCKETS),
        ("DATABASE_URL", "db.example.org/tasks", "postgresql://"),
        ("DATABASE_URL", "nosql://db.example.org/tasks", "postgresql://"),
        ("DATABASE_URL", "postgresql://db.example.org:port/tasks", "postgresql://"),
        ("DATABASE_URL", "mysql://office:geheim@db.example.org/tasks", "postgresql://"),
        ("DATABASE_URL", "oracle://office:geheim@db.example.org/tasks", "postgresql://"),
        ("BIND", "é..x", "IP 地址或主机名"),
        ("CLAMD", "clamav", "主机:端口"),
        ("CLAMD", "clamav:", "主机:端口"),
        ("CLAMD", ":3310", "主机:端口"),
        ("CLAMD", "clamav:clamd", "主机:端口"),
        ("CLAMD", "run/clamav/clamd.ctl", "套接字的完整路径"),
        ("DATA_DIR", str(ROOT / "manage.py"), "可以写入的目录"),
        ("DATA_DIR", "/proc/nowhere", "可以写入的目录"),
    ],
)
def test_a_wrong_value_is_one_sentence_that_names_the_variable_and_what_it_should_be(
    tmp_path, name, value, meant
):
    said = refusal(tmp_path, **PRODUCTION | {name: value})
    assert len(said.splitlines()) == 1
    assert name in said
    assert meant in said
    assert "geheim" not in said


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "http"),
        ("SCANS_URL", WRONG_BUCKETS[1]),
        ("DATABASE_URL", "postgresql://office:geheim@db:port/tasks"),
    ],
)
def test_of_a_wrong_value_a_command_says_the_sentence_and_no_more(tmp_path, name, value):
    result = run_command(tmp_path, **PRODUCTION | {name: value})
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == f"{refusal(tmp_path, **PRODUCTION | {name: value})}\n"
    assert "geheim" not in result.stderr


def run_command(tmp_path: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess:
    code = f"import sys, runpy; sys.argv = ['manage.py', *{list(arguments or ('check_deadlines',))}]; "
    return run_python(f"{code}runpy.run_path('manage.py', run_name='__main__')", tmp_path, **variables)


def test_a_bucket_is_said_in_one_line_with_percent_encoding(tmp_path):
    url = "https://key%2F1:ge%40heim@store.example.org:9000/scans/?region=cn-north-1"
    found = settings_under(tmp_path, **PRODUCTION, SCANS_URL=url)
    assert found["BUCKET"] == {
        "endpoint_url": "https://store.example.org:9000",
        "access_key": "key/1",
        "secret_key": "ge@heim",
        "bucket_name": "scans",
        "region_name": "cn-north-1",
    }
    assert found["STORAGES"]["default"]["OPTIONS"] == found["BUCKET"]


def test_an_empty_variable_counts_as_not_set(tmp_path):
    found = settings_under(tmp_path, **PRODUCTION, PORT="", HTTPS="", BIND="", TRUSTED_PROXY="")
    assert (found["PORT"], found["BIND"], found["HTTPS"], found["TRUSTED_PROXY"]) == (
        8000,
        "127.0.0.1",
        True,
        [],
    )


@pytest.mark.parametrize(("length", "starts"), [(49, False), (50, True)])
def test_production_refuses_a_signing_key_of_less_than_fifty_characters(tmp_path, length, starts):
    key = {"SECRET_KEY": "x" * length}
    if starts:
        found = settings_under(tmp_path, **PRODUCTION | key)
        assert found["SECRET_KEY"] == key["SECRET_KEY"]
    else:
        assert "SECRET_KEY 只有 49 个字符" in refusal(tmp_path, **PRODUCTION | key)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("ALLOWED_HOSTS=任务.example.org\n".encode("gbk"), "不是 UTF-8 编码"),
        ("DEMO=1\n".encode("utf-16"), "不是 UTF-8 编码"),
        ("DEMO=1\n".encode("utf-16-le"), "不是 UTF-8 编码"),
        (b"# a comment\n\nDEMO\n", "第 3 行缺少等号"),
    ],
)
def test_a_file_of_settings_that_cannot_be_read_is_said_in_one_sentence(tmp_path, content, words):
    file = tmp_path / ".env"
    file.write_bytes(content)
    with pytest.raises(ImproperlyConfigured, match=words):
        Environment(file)


def test_the_mark_that_windows_puts_before_a_file_belongs_to_no_name(tmp_path, monkeypatch):
    monkeypatch.delenv("CLAMD", raising=False)
    file = tmp_path / ".env"
    file.write_bytes(b"\xef\xbb\xbfCLAMD=localhost:3310\r\n")
    assert Environment(file).text("CLAMD") == "localhost:3310"


def test_a_database_that_does_not_answer_is_said_in_words(tmp_path):
    unreachable = "postgresql://office:secret@127.0.0.1:1/tasks"
    for command in ("check_deadlines", "migrate"):
        result = run_command(tmp_path, command, **PRODUCTION, DATABASE_URL=unreachable)
        assert result.returncode == 2
        assert "DATABASE_URL" in result.stderr
        assert "Traceback" not in result.stderr


def test_an_address_that_is_not_this_machine_is_said_before_the_server_starts(tmp_path):
    for address in ("192.0.2.1", "no-such-host.invalid"):
        code = "from zgc_tasks.server import refuse_taken_port as f; from django.conf import settings as s; f(s.BIND, 8765)"
        result = run_python(
            f"import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'zgc_tasks.settings'; {code}",
            tmp_path, **PRODUCTION, BIND=address,
        )  # fmt: skip
        assert f"BIND={address} 不是本机的地址" in result.stderr
        assert len(result.stderr.splitlines()) == 1


def test_a_command_on_a_terminal_without_chinese_says_what_to_set(tmp_path):
    result = run_command(tmp_path, **PRODUCTION, PYTHONIOENCODING="ascii")
    assert result.returncode == 2
    assert "PYTHONIOENCODING=utf-8" in result.stderr


@pytest.mark.long  # fills a disk
def test_a_full_disk_or_a_closed_pipe_is_not_taken_for_plans_that_are_late(prepared, tmp_path):
    folder = shutil.copytree(prepared, tmp_path / "data")
    reading, closed = os.pipe()
    os.close(reading)
    environment = {
        "DEMO": "1",
        "DEMO_DATE": "2015-04-07",
        "DATA_DIR": str(folder),
        "PATH": os.environ["PATH"],
    }
    command = [sys.executable, "manage.py", "check_deadlines"]
    assert subprocess.run(command, cwd=ROOT, env=environment, capture_output=True).returncode == 1
    for output, words in ((os.open("/dev/full", os.O_WRONLY), "磁盘空间已满"), (closed, "内容不完整")):
        result = subprocess.run(
            command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.PIPE, text=True
        )
        os.close(output)
        assert result.returncode == 2
        assert words in result.stderr
        assert "Traceback" not in result.stderr


def test_the_suite_runs_on_the_database_it_was_given(db):
    from django.db import connection

    wanted = "postgresql" if os.environ.get("TEST_DATABASE_URL") else "sqlite"
    assert connection.vendor == wanted
