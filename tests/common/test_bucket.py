"""Scans in a bucket, on a real server that speaks S3: what is uploaded and read, and what happens where that fails."""

from itertools import count
from pathlib import Path

import pytest
from botocore.exceptions import ClientError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tasks.models import Attachment, Filing
from tests import stores
from tests.access.faults import fault
from tests.factories import client_for
from tests.scans import PDF
from tests.stores import Store
from units.models import AuditEntry

pytestmark = pytest.mark.django_db

FILE = "/gjrc/tasks/14/plan/file/"


@pytest.fixture
def store(bucket_server, settings) -> Store:
    settings.STORAGES = bucket_server.storages
    bucket_server.make_bucket()
    yield bucket_server
    settings.STORAGES = bucket_server.storages
    bucket_server.empty()


@pytest.fixture
def out_of_reach(settings):
    """Called, when there has to be something in the store already."""

    def leave() -> None:
        settings.STORAGES = stores.silent().storages

    return leave


def filed(story, client: Client | None = None, **typed):
    data = {"based_on": story.plan.version, "warnings_seen": "on"} | typed
    data["stamped_scan"] = SimpleUploadedFile("盖章件.pdf", PDF)
    return (client or client_for(story.liaison)).post(FILE, data)


def scan_of(story) -> str:
    story.draft()
    assert filed(story).status_code == 302
    return f"/gjrc/scans/{Attachment.objects.get().pk}/"


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_a_scan_is_in_the_bucket_and_those_who_may_look_at_it_get_it_from_there(story, store, settings):
    scan = scan_of(story)
    assert store.kept() == {f"uploads/scans/{Attachment.objects.get().path}": PDF}
    assert not list(Path(settings.MEDIA_ROOT).rglob(Attachment.objects.get().path))
    for address, disposition in ((scan, "attachment"), (f"{scan}view/", "inline")):
        answer = client_for(story.checker).get(address)
        assert (answer.status_code, b"".join(answer.streaming_content)) == (200, PDF)
        assert answer.headers["Content-Disposition"].startswith(disposition)
        assert answer.headers["Content-Length"] == str(len(PDF))
    assert client_for(story.outsider).get(scan).status_code == 404


def test_a_key_for_what_is_below_uploads_and_nothing_else_is_enough(story, store):
    def refuse_others(model, params, **_):
        if "uploads/" not in f"{params['url_path']} {params['query_string'].get('prefix')}":
            raise ClientError({"Error": {"Code": "AccessDenied"}}, model.name)

    store.client.meta.events.register("before-call.s3", refuse_others)
    with pytest.raises(ClientError):
        store.client.head_bucket(Bucket=stores.BUCKET)
    answer = client_for(story.checker).get(scan_of(story))
    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, PDF)
    assert Client().get("/readyz").content == b"ok\n"


RIGHTS = "其密钥应可列出、读取、写入和删除 uploads/ 下的文件"
READY = pytest.mark.django_db(transaction=True)  # whoever asks gives the connection back


@READY
def test_of_a_key_that_may_not_list_the_log_says_once_what_is_missing(store, settings, caplog):
    with store.with_rights("s3:GetObject", "s3:PutObject", "s3:DeleteObject") as settings.STORAGES:
        client = Client()
        assert [client.get("/readyz").content for _ in range(3)] == [b"storage\n"] * 3
    (said,) = (record.getMessage() for record in caplog.records if record.name == "zgc_tasks.health")
    assert "AccessDenied" in said
    assert "ListObjectsV2" in said
    assert RIGHTS in said
    settings.STORAGES = store.storages
    assert client.get("/readyz").content == b"ok\n"


def test_what_a_key_that_may_not_write_is_sent_is_said_with_the_right_that_is_missing(
    story, store, settings, caplog
):
    story.draft()
    with store.with_rights("s3:GetObject", "s3:ListBucket") as settings.STORAGES:
        what_was_typed_is_kept(story)
    assert "PutObject" in caplog.text
    assert RIGHTS in caplog.text


def test_a_file_that_a_key_may_not_ask_for_is_not_taken_for_one_that_is_gone(story, store, caplog):
    """As S3 answers to a key that may not list, whether or not the file is there."""
    scan = scan_of(story)

    def refuse(model, **_):
        said = {"Error": {"Code": "403"}, "ResponseMetadata": {"HTTPStatusCode": 403}}
        raise ClientError(said, model.name)

    store.client.meta.events.register("before-call.s3", refuse)
    answer = client_for(story.checker).get(scan)
    assert (answer.status_code, "没有找到" in words(answer)) == (409, False)
    assert RIGHTS in caplog.text


def test_the_bucket_s_own_access_is_left_as_it_is(story, store):
    scan_of(story)
    (key,) = store.kept()
    grants = store.client.get_object_acl(Bucket=stores.BUCKET, Key=key)["Grants"]
    assert [grant["Grantee"].get("URI") for grant in grants] == [None]  # nobody but its owner


def test_a_scan_that_is_gone_is_said_in_words_and_stands_in_the_log(story, store, caplog):
    scan = scan_of(story)
    store.empty()
    for address in (scan, f"{scan}view/"):
        answer = client_for(story.checker).get(address)
        assert answer.status_code == 409
        assert "没有找到“盖章件.pdf”的文件，请联系系统管理员从备份中恢复" in words(answer)
    assert "has a row and no file" in caplog.text
    assert not AuditEntry.objects.filter(action="export.scan").exists()


def test_a_store_that_does_not_answer_is_said_in_words_to_who_reads(story, store, out_of_reach, caplog):
    scan = scan_of(story)
    out_of_reach()
    answer = client_for(story.checker).get(scan)
    assert answer.status_code == 409
    assert "“盖章件.pdf”暂时不能读取，请稍后再试" in words(answer)
    assert "could not be read" in caplog.text


def what_was_typed_is_kept(story) -> None:
    """Where the scan of a filing cannot be stored."""
    answer = filed(story, signed_by="王某", signed_on="2015年3月31日")
    assert answer.status_code == 409
    assert "文件“盖章件.pdf”暂时不能保存，请稍后重新上传" in words(answer)
    for typed in ("王某", "2015年3月31日"):
        assert f'value="{typed}"' in words(answer)
    assert not Filing.objects.exists()


def test_a_store_that_does_not_answer_loses_nothing_that_was_typed(story, out_of_reach, caplog):
    story.draft()
    out_of_reach()
    what_was_typed_is_kept(story)
    assert "a scan could not be stored" in caplog.text
    assert "secret" not in caplog.text


def test_a_bucket_that_is_not_there_is_said_like_a_store_that_does_not_answer(story, bucket_server, settings):
    settings.STORAGES = bucket_server.storages
    settings.STORAGES["default"]["OPTIONS"]["bucket_name"] = "another"
    story.draft()
    assert "暂时不能保存" in words(filed(story))


def test_whatever_write_fails_no_scan_is_left_in_the_bucket(story, store):
    story.draft()
    client = client_for(story.liaison, raise_request_exception=False)
    for nth in count(1):
        with fault(nth) as failing:
            answer = filed(story, client)
        if not failing.happened:
            break
        assert (nth, answer.status_code, store.kept()) == (nth, 503, {})
    assert nth > 4
    assert (answer.status_code, len(store.kept())) == (302, 1)


@READY
def test_whether_the_store_can_be_used_is_asked_before_requests_are_sent_here(store, settings):
    assert Client().get("/readyz").content == b"ok\n"
    settings.STORAGES = stores.silent().storages
    assert Client().get("/readyz").content == b"storage\n"
    settings.STORAGES = store.storages
    settings.STORAGES["default"]["OPTIONS"]["bucket_name"] = "another"
    assert Client().get("/readyz").content == b"storage\n"
