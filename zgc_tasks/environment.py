"""What an operator writes into the environment or `.env`: what is wrong there is one sentence that names it."""

import io
import ipaddress
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from dotenv import load_dotenv
from environs import Env, EnvError

from zgc_tasks.common.files import why

SECRET_KEY_LENGTH = 50
_DATABASES = ("django.db.backends.sqlite3", "django.db.backends.postgresql")


class Environment:
    """The variables by name. An empty one counts as not set, as the lines of `.env.example` are empty."""

    def __init__(self, file: Path):
        self._env = Env()
        if file.exists():
            load_dotenv(stream=io.StringIO(_text_of(file)))

    def text(self, name: str, default: str = "") -> str:
        return self._env.str(name, "").strip() or default

    def several(self, name: str) -> list[str]:
        return [one.strip() for one in self.text(name).split(",") if one.strip()]

    def switch(self, name: str, default: bool) -> bool:
        return self._read(self._env.bool, name, default, "0 或 1", "0 or 1")

    def day(self, name: str, default: date) -> date:
        return self._read(
            self._env.date, name, default, "年-月-日（如 2015-04-01）", "a date such as 2015-04-01"
        )

    def port(self, name: str, default: int) -> int:
        found = self._read(self._env.int, name, default, "1 至 65535 的整数", "a number from 1 to 65535")
        if not 1 <= found <= 65535:
            raise wrong(name, "1 至 65535 的整数", "a number from 1 to 65535")
        return found

    def addresses(self, name: str) -> list[str]:
        try:
            return [str(ipaddress.ip_address(one)) for one in self.several(name)]
        except ValueError:
            raise wrong(name, "IP 地址，多个用英文逗号分隔", "IP addresses separated by commas") from None

    def folder(self, name: str, default: str, *, within: Path) -> Path:
        """Made where it is not there yet; a relative one lies in `within`."""
        path = Path(self.text(name, default))
        path = path if path.is_absolute() else within / path
        try:
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError:
            made = False
        else:
            made = os.access(path, os.W_OK)
        if not made:
            raise wrong(name, f"可以写入的目录，现为 {path}", f"a folder that can be written to, not {path}")
        return path

    def database(self, name: str, default: str) -> dict[str, Any]:
        try:
            found = dj_database_url.parse(self.text(name, default))
        except ValueError:
            found = {}
        if found.get("ENGINE") not in _DATABASES or not found["NAME"]:
            raise wrong(
                name, "postgresql://用户:口令@主机:5432/库名", "postgresql://user:password@host:5432/name"
            )
        return found

    def host(self, name: str, default: str) -> str:
        """In letters that can be looked up."""
        found = self.text(name, default)
        try:
            found.encode("idna")
        except UnicodeError:
            raise wrong(name, "IP 地址或主机名", "an address or a host name") from None
        return found

    def clamd(self, name: str) -> str:
        """A socket's path, or host:port."""
        text = self.text(name)
        if not text or text.startswith("/"):
            return text
        found = _split(f"//{text}")
        if not found.hostname or not found.port or found.netloc != text:
            raise wrong(name, "套接字的完整路径，或 主机:端口", "the path of a socket, or host:port")
        return text

    def bucket(self, name: str) -> dict[str, str]:
        """Of an S3-compatible store, as the options of its storage; nothing where there is none."""
        text = self.text(name)
        if not text:
            return {}
        found = _split(text)
        parts = found.username, found.password, found.hostname, found.path.strip("/")
        endpoint = f"{found.scheme}://{found.netloc.rpartition('@')[2]}"
        if (
            not all(parts)
            or found.scheme not in ("http", "https")
            or "/" in parts[-1]
            or not _is_endpoint(endpoint)
        ):
            raise wrong(
                name, "https://访问密钥:私有密钥@主机:端口/存储桶", "https://key:secret@host:port/bucket"
            )
        key, secret, _, bucket = parts
        return {
            "endpoint_url": endpoint,
            "access_key": unquote(key),
            "secret_key": unquote(secret),
            "bucket_name": bucket,
            "region_name": dict(parse_qsl(found.query)).get("region", "us-east-1"),
        }

    def _read(self, read: Callable, name: str, default: Any, meant: str, in_english: str) -> Any:
        if not self.text(name):
            return default
        try:
            return read(name)
        except EnvError:
            raise wrong(name, meant, in_english) from None


def _is_endpoint(url: str) -> bool:
    """As boto3 asks before it uses one. Imported only where there is a bucket: it is large."""
    from botocore.utils import is_valid_endpoint_url, is_valid_ipv6_endpoint_url

    return is_valid_endpoint_url(url) or is_valid_ipv6_endpoint_url(url)


def _split(text: str) -> SplitResult:
    """Without any part where it is no address."""
    try:
        found = urlsplit(text)
        found.port  # noqa: B018 - raises for what is no number
    except ValueError:
        return urlsplit("")
    return found


def wrong(name: str, meant: str, in_english: str) -> ImproperlyConfigured:
    """Without the value, which may be a password."""
    return ImproperlyConfigured(
        f"环境变量或 .env 中的 {name} 填写有误，应填{meant}；请更正后重新启动（说明见 .env.example）。"
        f" / {name} must be {in_english}; see .env.example."
    )


def _text_of(file: Path) -> str:
    """Windows' editors put a mark before UTF-8, which is not part of the first name."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    except OSError as error:
        raise ImproperlyConfigured(
            f"不能读取 {file.name}（{why(error)}），请核对其权限。 / {file.name} cannot be read."
        ) from None
    if "\0" in text:
        raise ImproperlyConfigured(
            f"{file.name} 不是 UTF-8 编码，请在编辑器中另存为 UTF-8 后重新启动。 / {file.name} is not UTF-8: save it as UTF-8."
        )
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not line.lstrip().startswith("#") and "=" not in line:
            raise ImproperlyConfigured(
                f"{file.name} 第 {number} 行缺少等号，应写作 名称=值。 / Line {number} of {file.name} lacks an equals sign."
            )
    return text
