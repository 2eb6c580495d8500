"""A store for scans on this machine: moto's server, which speaks S3 like the real ones."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from django.conf import settings
from django.core.files.storage import default_storage

from tests.project.servers import LOOPBACK, PATIENCE_SECONDS, answers, free_port
from zgc_tasks.environment import Environment

BUCKET = "scans"


class Store:
    """`port` is that of a server, with a bucket in it once it was made; or of none, which nobody answers."""

    def __init__(self, port: int):
        self.port = port

    @property
    def url(self) -> str:
        return f"http://key:secret@{LOOPBACK}:{self.port}/{BUCKET}"

    @property
    def storages(self) -> dict:
        """What the settings would have with this SCANS_URL."""
        with mock.patch.dict(os.environ, SCANS_URL=self.url):
            options = Environment(Path("/nowhere")).bucket("SCANS_URL")
        used = {"BACKEND": "zgc_tasks.common.bucket.Bucket", "OPTIONS": options}
        return settings.STORAGES | {"default": used}

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

    def empty(self) -> None:
        for key in self.kept():
            self.client.delete_object(Bucket=BUCKET, Key=key)


def silent() -> Store:
    return Store(free_port())


@contextmanager
def started(folder: Path) -> Iterator[Store]:
    store = Store(free_port())
    command = [sys.executable, "-m", "moto.server", "-H", LOOPBACK, "-p", str(store.port)]
    output = folder / "store.txt"
    with output.open("w") as out:
        server = subprocess.Popen(command, stdout=out, stderr=out)
        try:
            began = time.monotonic()
            while not answers(store.port, LOOPBACK):
                assert server.poll() is None, output.read_text()
                assert time.monotonic() - began < PATIENCE_SECONDS, output.read_text()
                time.sleep(0.05)
            yield store
        finally:
            server.terminate()
            server.wait(timeout=PATIENCE_SECONDS)
