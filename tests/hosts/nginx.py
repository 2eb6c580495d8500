"""nginx before several hosts as the guide has it: the example, and the upstream in place of the address. Only ports and paths
are others.
"""

import os
import re
import shutil
import ssl
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPSConnection
from pathlib import Path

import pytest

from tests.hosts.visitor import PATIENCE, Answer, Visitor
from tests.project.servers import HOST, LOOPBACK, PATIENCE_SECONDS, ROOT, answers, free_port

EXAMPLE = (ROOT / "docs/examples/nginx.conf").read_text(encoding="utf-8")
GUIDE = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
UPSTREAM = re.search(r"^upstream zgc_tasks \{.*?^\}", GUIDE, re.MULTILINE | re.DOTALL)[0]
# What Debian's nginx.conf says around it; a folder of ours for what it keeps.
AROUND = """\
daemon off;
{user}
worker_processes auto;
pid {folder}/pid;
error_log {folder}/error.log;
events {{ worker_connections 768; }}
http {{
    {temporary}
    include {folder}/site.conf;
}}
"""


@dataclass(frozen=True)
class Nginx:
    folder: Path
    port: int
    plain_port: int

    @property
    def trusted(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.folder / "fullchain.pem")

    def visitor(self, address: str = LOOPBACK) -> "Behind":
        """Whoever comes from this address."""
        return Behind([self.port], nginx=self, address=address)

    def numbers(self) -> list[str]:
        """Of all requests, as its log has them."""
        lines = (self.folder / "access.log").read_text(encoding="utf-8").splitlines()
        return [line.rpartition(" ")[2] for line in lines]


@dataclass
class Behind(Visitor):
    """By https, from an address of its own of this machine, under the name of the site."""

    nginx: Nginx = None
    address: str = LOOPBACK

    def at(self, address: str) -> "Behind":
        """The same person, from another address."""
        return Behind(self.ports, cookies=self.cookies, token=self.token, nginx=self.nginx, address=address)

    def _ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        return super()._ask(method, path, body, {"Host": HOST, "Origin": f"https://{HOST}"} | headers)

    def _connection(self) -> HTTPSConnection:
        return HTTPSConnection(
            LOOPBACK,
            self.nginx.port,
            timeout=PATIENCE,
            context=self.nginx.trusted,
            source_address=(self.address, 0),
        )


@contextmanager
def started(folder: Path, hosts: Sequence[int]) -> Iterator[Nginx]:
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if not program:
        pytest.fail("找不到 nginx，请安装 / nginx is missing: apt-get install nginx", pytrace=False)
    nginx = Nginx(folder, free_port(), free_port())
    _write_certificate(folder)
    (folder / "site.conf").write_text(_site(nginx, hosts), encoding="utf-8")
    (folder / "nginx.conf").write_text(_around(folder), encoding="utf-8")
    output = folder / "nginx.txt"
    with output.open("w") as out:
        process = subprocess.Popen(
            [program, "-e", folder / "error.log", "-c", folder / "nginx.conf"], stdout=out, stderr=out
        )
        try:
            began = time.monotonic()
            while not answers(nginx.port, LOOPBACK):
                assert process.poll() is None, output.read_text()
                assert time.monotonic() - began < PATIENCE_SECONDS
                time.sleep(0.05)
            yield nginx
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE_SECONDS)


def _around(folder: Path) -> str:
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    user = "user root;" if os.geteuid() == 0 else ""  # nobody else reaches a folder of the tests
    return AROUND.format(user=user, folder=folder, temporary=temporary)


def _site(nginx: Nginx, hosts: Sequence[int]) -> str:
    """Each replacement has to find its place."""
    upstream = UPSTREAM
    for address, port in zip(re.findall(r"10\.0\.0\.\d+:8000", UPSTREAM), hosts, strict=True):
        upstream = upstream.replace(address, f"{LOOPBACK}:{port}")
    site = EXAMPLE
    for old, new in {
        "http://127.0.0.1:8000": "http://zgc_tasks",
        "listen 80;": f"listen {LOOPBACK}:{nginx.plain_port};",
        "listen 443 ": f"listen {LOOPBACK}:{nginx.port} ",
        "/etc/ssl/zgc-tasks/": f"{nginx.folder}/",
        "/var/log/nginx/": f"{nginx.folder}/",
    }.items():
        assert old in site, old
        site = site.replace(old, new)
    return f"{upstream}\n{site}"


def _write_certificate(folder: Path) -> None:
    names = f"subjectAltName=DNS:{HOST},IP:{LOOPBACK}"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={HOST}", "-addext", names,
         "-keyout", folder / "key.pem", "-out", folder / "fullchain.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
