"""Scans in a bucket of an S3-compatible store (SCANS_URL, decision 0090). Imported only where there is one: boto3 is large."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage

from zgc_tasks.common.storage import NotReached

_CLIENT = Config(
    # Whoever waits is told after seconds that it does not answer.
    connect_timeout=3,
    read_timeout=15,
    retries={"mode": "standard", "total_max_attempts": 2},
    signature_version="s3v4",
    # Checksums beyond those of S3 itself are known to few of its likes.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)
_AS_A_WHOLE = TransferConfig(multipart_threshold=32 * 1024 * 1024, use_threads=False)  # no scan is larger


class Bucket(S3Storage):
    """In its folder `uploads`. What goes wrong on the way there is an OSError, like what goes wrong with a disk."""

    def get_default_settings(self) -> dict:
        return super().get_default_settings() | {
            "location": "uploads",
            "default_acl": None,
            "file_overwrite": True,
            "client_config": _CLIENT,
            "transfer_config": _AS_A_WHOLE,
        }

    def _open(self, name: str, mode: str = "rb") -> File:
        with _reached():
            file = super()._open(name, mode)
            file.seek(0)  # fetches it: a page can still say that this failed
            return file

    def _save(self, name: str, content: File) -> str:
        with _reached():
            return super()._save(name, content)

    def delete(self, name: str) -> None:
        with _reached():
            super().delete(name)

    def exists(self, name: str) -> bool:
        with _reached():
            return super().exists(name)

    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        with _reached():
            return super().listdir(name)

    def get_modified_time(self, name: str) -> datetime:
        with _reached():
            try:
                return super().get_modified_time(name)
            except ClientError as error:
                if error.response["Error"]["Code"] == "404":
                    raise FileNotFoundError(name) from error
                raise

    def try_out(self) -> None:
        """It answers, and the bucket is there for us, whose key may know of nothing beside `uploads/`."""
        asked = {"Bucket": self.bucket_name, "Prefix": f"{self.location}/", "MaxKeys": 1}
        with _reached():
            self.connection.meta.client.list_objects_v2(**asked)


@contextmanager
def _reached() -> Iterator[None]:
    try:
        yield
    except (BotoCoreError, ClientError, Boto3Error) as error:
        raise NotReached(f"不能读写扫描件的存放处（SCANS_URL）：{error}{_rights(error)}") from error


def _rights(error: Exception) -> str:
    """Where something is forbidden. Of a file that is not there, 403 is said to a key that may not list."""
    if isinstance(error, ClientError) and error.response["Error"]["Code"] in ("403", "AccessDenied"):
        return "；其密钥应可列出、读取、写入和删除 uploads/ 下的文件"
    return ""
