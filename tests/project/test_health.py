"""/healthz and /readyz: what a balancer or a container asks."""

import pytest
from django.db import OperationalError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

pytestmark = pytest.mark.django_db


def asked(client, path: str) -> tuple[int, str]:
    answer = client.get(path, headers={"host": "10.0.0.7:8000"})
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.status_code, answer.content.decode()


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "uploads"
    settings.SECURE_SSL_REDIRECT = True
    return settings.MEDIA_ROOT


def test_a_server_that_can_work_says_so_under_any_name_without_a_session(client, uploads):
    assert asked(client, "/healthz") == (200, "ok\n")
    assert asked(client, "/readyz") == (200, "ok\n")
    assert not client.cookies
    assert list(uploads.iterdir()) == []


def test_a_process_without_a_database_lives_and_is_not_ready(client):
    def refuse(execute, sql, params, many, context):
        raise OperationalError("the database system is starting up")

    with connection.execute_wrapper(refuse):
        assert asked(client, "/healthz") == (200, "ok\n")
        assert asked(client, "/readyz") == (503, "database\n")


def test_a_release_whose_migrations_are_still_to_be_applied_is_not_ready(client):
    (newest,) = MigrationLoader(None).graph.leaf_nodes("tasks")
    MigrationRecorder(connection).record_unapplied(*newest)
    assert asked(client, "/readyz") == (503, "migrations\n")


def test_a_release_goes_on_after_another_host_has_applied_the_migrations_of_the_next(client):
    MigrationRecorder(connection).record_applied("tasks", "9999_of_the_next_release")
    assert asked(client, "/readyz") == (200, "ok\n")


def test_where_no_scan_can_be_kept_it_is_not_ready(client, uploads):
    uploads.write_text("a file in the place of the folder")
    assert asked(client, "/readyz") == (503, "storage\n")


@pytest.mark.django_db(transaction=True)  # which PostgreSQL would not go on with after it failed
def test_of_a_folder_that_takes_no_file_the_log_says_once_what_is_wrong(client, settings, caplog):
    """Where it is there, and no file can be made in it."""
    settings.MEDIA_ROOT = "/proc"
    assert [asked(client, "/readyz") for _ in range(3)] == [(503, "storage\n")] * 3
    (said,) = (record.getMessage() for record in caplog.records if record.name == "zgc_tasks.health")
    assert "不能写入扫描件的文件夹“/proc”：" in said
