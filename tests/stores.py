"""A store for scans on this machine: moto's server, which speaks S3 like the real ones."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.client import HTTPConnection
from pathlib import Path
from unittest import mock
from urllib.parse import quote

import boto3
import botocore.session
from django.conf import settings
from django.core.files.storage import default_storage

from tests.project.servers import LOOPBACK, PATIENCE_SECONDS, answers, free_port
from zgc_tasks.environment import Environment

BUCKET = "scans"

# What boto3 knows of all stores it reads anew for every client: longer than most of what these are asked here.
botocore.session.create_loader = cache(botocore.session.create_loader)


class Store:
    """`port` is that of a server, with a bucket in it once it was made; or of none, which nobody answers."""

    def __init__(self, port: int, server: subprocess.Popen | None = None):
        self.port, self._server = port, server

    @property
    def url(self) -> str:
        return self._url("key", "secret")

    def _url(self, key: str, secret: str) -> str:
        return f"http://{key}:{quote(secret, safe='')}@{LOOPBACK}:{self.port}/{BUCKET}"

    @property
    def storages(self) -> dict:
        """What the settings would have with this SCANS_URL."""
        return _storages(self.url)

    @contextmanager
    def with_rights(self, *rights: str) -> Iterator[dict]:
        """The same with a key that has these below `uploads/`, and a server that asks for them."""
        own = {"aws_access_key_id": "key", "aws_secret_access_key": "secret", "region_name": "us-east-1"}
        iam = boto3.client("iam", endpoint_url=f"http://{LOOPBACK}:{self.port}", **own)
        user = f"user-{free_port()}"
        iam.create_user(UserName=user)
        allowed = {"Effect": "Allow", "Action": rights, "Resource": f"arn:aws:s3:::{BUCKET}/uploads/*"}
        policy = json.dumps({"Version": "2012-10-17", "Statement": [allowed]})
        iam.put_user_policy(UserName=user, PolicyName="scans", PolicyDocument=policy)
        made = iam.create_access_key(UserName=user)["AccessKey"]
        self._let_through("0")
        try:
            yield _storages(self._url(made["AccessKeyId"], made["SecretAccessKey"]))
        finally:
            self._let_through("inf")

    def _let_through(self, requests: str) -> None:
        """So many before it asks for rights."""
        connection = HTTPConnection(LOOPBACK, self.port)
        connection.request("POST", "/moto-api/reset-auth", requests, {"Content-Type": "text/plain"})
        assert connection.getresponse().status == 200
        connection.close()

    @property
    def client(self):
        """boto3's; the storage of the settings is the one of this store."""
        return default_storage.connection.meta.client

    def make_bucket(self) -> None:
        self.client.create_bucket(Bucket=BUCKET)

    def kept(self) -> dict[str, bytes]:
        """Everything in the bucket."""
        listed = self.client.list_objects_v2(Bucket=BUCKET).get("Contents", ())
        return {each["Key"]: self.read(each["Key"]) for each in listed}

    def read(self, key: str) -> bytes:
        with self.client.get_object(Bucket=BUCKET, Key=key)["Body"] as body:
            return body.read()

    @contextmanager
    def silent(self) -> Iterator[None]:
        """It is there, and answers nothing."""
        self._server.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._server.send_signal(signal.SIGCONT)

    def empty(self) -> None:
        for key in self.kept():
            self.client.delete_object(Bucket=BUCKET, Key=key)


def _storages(url: str) -> dict:
    with mock.patch.dict(os.environ, SCANS_URL=url):
        options = Environment(Path("/nowhere")).bucket("SCANS_URL")
    used = {"BACKEND": "zgc_tasks.common.bucket.Bucket", "OPTIONS": options}
    return settings.STORAGES | {"default": used}


def silent() -> Store:
    return Store(free_port())


@contextmanager
def started(folder: Path) -> Iterator[Store]:
    port = free_port()
    command = [sys.executable, "-m", "moto.server", "-H", LOOPBACK, "-p", str(port)]
    output = folder / "store.txt"
    with output.open("w") as out:
        server = subprocess.Popen(command, stdout=out, stderr=out)
        try:
            began = time.monotonic()
            while not answers(port, LOOPBACK):
                assert server.poll() is None, output.read_text()
                assert time.monotonic() - began < PATIENCE_SECONDS, output.read_text()
                time.sleep(0.05)
            yield Store(port, server)
        finally:
            server.terminate()
            server.wait(timeout=PATIENCE_SECONDS)
