"""`python -m tests.guide [BASE]`: the operations guide followed to the letter on a bare Debian 12, as root. Some minutes.

The commands are read from docs/operations.md, section by section, and given as its first lines say: `#` by root, `$` by `zgc`
in /opt/zgc-tasks. The machine is a folder that debootstrap fills (`apt-get install debootstrap`), or a copy of BASE, one
that it has filled before. First the release before the last migration is installed, then it is upgraded to this one; a backup
goes back, the log is a chain, and pages come by https through nginx. What became of plans is looked at in tests/upgrade/.

In a folder nothing is pid 1, so what the guide leaves to systemd is done by hand here: `systemctl` starts what the unit says
as whom it says. Whether systemd takes the unit: `systemd-analyze verify`, tests/docs/.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GUIDE = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
MIRROR = "http://deb.debian.org/debian"
HOME, NAME, PASSWORD = "/opt/zgc-tasks", "tasks.example.org", "mima2015"
# What a machine has that somebody can sign in to, and what is asked with here.
ALSO = "adduser ca-certificates curl openssl procps sudo"
OF_THIS_MACHINE = ("/etc/resolv.conf", "/etc/pip.conf", "/etc/ssl/certs/ca-certificates.crt")


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


class Machine:
    def __init__(self, root: Path):
        self.root = root
        self.server: subprocess.Popen | None = None

    def root_does(self, command: str, given: str = "") -> str:
        return self._run(["bash", "-ec", f"[ -d {HOME} ] && cd {HOME}; {command}"], given)

    def zgc_does(self, command: str) -> str:
        return self._run(["sudo", "-u", "zgc", "bash", "-ec", f"cd {HOME}; umask 077; {command}"])

    def _run(self, words: list[str], given: str = "") -> str:
        """`given` is typed; without a terminal, so that programs take passwords from there."""
        done = subprocess.run(
            ["chroot", self.root, *words], input=given, text=True, start_new_session=True, env=_environment(),
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        if done.returncode:
            sys.exit(f"{words[-1]}\nended with {done.returncode}:\n{done.stdout[-3000:]}")
        return done.stdout

    def follow(self, section: str, *, instead: dict[str, str] | None = None) -> None:
        """All commands of a section in their order; `instead` of one that begins so, another."""
        began = time.monotonic()
        for who, command in commands(section):
            say(f"   {who} {command.splitlines()[0]}")
            self._give(
                who, next((new for old, new in (instead or {}).items() if command.startswith(old)), command)
            )
            if command.startswith("cp .env.example"):
                self.write_env()
        say(f"{section}: {time.monotonic() - began:.0f} s")

    def _give(self, who: str, command: str) -> None:
        if command.startswith("systemctl"):
            self._systemctl(*command.split()[1:])
        elif who == "#":
            self.root_does(command, f"{PASSWORD}\n{PASSWORD}\n" if "--pwprompt" in command else "")
        else:
            self.zgc_does(command)

    def _systemctl(self, verb: str, *words: str) -> None:
        if words == ("nginx",):
            self.root_does("nginx -s stop 2>/dev/null || true; sleep 1; nginx")
        elif verb in ("start", "enable"):
            self.start()
        elif verb == "stop":
            self.stop()

    def start(self) -> None:
        unit = (self.root / "etc/systemd/system/zgc-tasks.service").read_text()
        of = dict(re.findall(r"^(\w+)=(.*)$", unit, re.MULTILINE))
        begin = f"cd {of['WorkingDirectory']}; umask {of['UMask']}; exec {of['ExecStart']}"
        self.server = subprocess.Popen(
            ["chroot", self.root, "sudo", "-u", of["User"], "bash", "-c", begin], env=_environment(),
            start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self.root_does(
            "for n in $(seq 300); do curl -fs http://127.0.0.1:8000/readyz && exit; sleep 0.2; done; exit 1"
        )

    def stop(self) -> None:
        if self.server:
            os.killpg(self.server.pid, signal.SIGTERM)
            self.server.wait(60)
            self.server = None

    def page(self, path: str) -> str:
        """By https, through nginx."""
        return self.root_does(f"curl -fsk --resolve {NAME}:443:127.0.0.1 https://{NAME}{path}")

    def write_env(self, **more: str) -> None:
        """As the table of the guide says."""
        wanted = {
            "SECRET_KEY": self.root_does("python3 -c 'import secrets; print(secrets.token_urlsafe(64))'").strip(),
            "ALLOWED_HOSTS": NAME, "DATA_DIR": "/var/lib/zgc-tasks", "TRUSTED_PROXY": "127.0.0.1",
        } | more  # fmt: skip
        path = self.root / HOME.lstrip("/") / ".env"
        text = path.read_text(encoding="utf-8")
        for name, value in wanted.items():
            text = re.sub(rf"^{name}=.*$", lambda _, line=f"{name}={value}": line, text, flags=re.MULTILINE)
        path.write_text(text, encoding="utf-8")


def _environment() -> dict[str, str]:
    """Of this machine only how it reaches the registries of packages."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if re.match(r"PIP_|https?_proxy|no_proxy", name, re.IGNORECASE)
    }
    return kept | {
        "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
        "DEBIAN_FRONTEND": "noninteractive",
        "LANG": "C.UTF-8",
    }


def commands(section: str) -> Iterator[tuple[str, str]]:
    """Who gives it, and the command, with what is typed into it."""
    text = GUIDE.partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    for block in re.findall(r"^```\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        for command in re.split(r"^(?=[#$] )", block, flags=re.MULTILINE):
            if command:
                yield command[0], re.sub(r"  +# .*", "", command[2:].strip())


@contextmanager
def machine(base: Path | None) -> Iterator[Machine]:
    folder = Path(tempfile.mkdtemp(prefix="zgc-guide-"))
    root = folder / "root"
    try:
        if base:
            subprocess.run(["cp", "-a", base, root], check=True)
        else:
            subprocess.run(["debootstrap", "--variant=minbase", "bookworm", root, MIRROR], check=True)
        reach_registries(root)
        mounts = [("proc", "proc"), ("devpts", "dev/pts"), ("tmpfs", "dev/shm"), ("tmpfs", "run")]
        for kind, where in mounts:
            subprocess.run(["mount", "-t", kind, kind, root / where], check=True)
        bare = Machine(root)
        try:
            yield bare
        finally:
            bare.stop()
            _end_all_in(root)
            for _, where in reversed(mounts):
                subprocess.run(["umount", "--lazy", root / where], check=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def reach_registries(root: Path) -> None:
    """As this machine does."""
    for name in filter(os.path.exists, OF_THIS_MACHINE):
        there = root / name.lstrip("/")
        there.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(name, there)


def _end_all_in(root: Path) -> None:
    """What nginx and PostgreSQL left running in there, each by its number."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            is_inside = os.readlink(process / "root") == str(root)
        except OSError:
            continue
        if is_inside:
            os.kill(int(process.name), signal.SIGKILL)


def release_before() -> str:
    """That of before the last migration came."""
    return _git("log", "-1", "--diff-filter=A", "--format=%H~1", "--", "*/migrations/0*.py")


def _git(*words: str) -> str:
    return subprocess.run(
        ["git", *words], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.strip()


def publish(bare: Machine, commit: str) -> None:
    """What a clone and a pull get."""
    _git("push", "--quiet", "--force", str(bare.root / "srv/repository.git"), f"{commit}:refs/heads/main")


def on_sqlite(bare: Machine) -> None:
    bare.root_does(
        "install -d /etc/ssl/zgc-tasks; openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=tasks.example.org"
        " -keyout /etc/ssl/zgc-tasks/key.pem -out /etc/ssl/zgc-tasks/fullchain.pem 2>/dev/null"
    )
    publish(bare, release_before())
    bare.follow("Install", instead={"git clone": f"git clone --quiet file:///srv/repository.git {HOME}"})
    is_answered(bare)
    bare.follow("Backup and restore")
    is_answered(bare)
    publish(bare, "HEAD")
    bare.follow("Upgrade")
    is_answered(bare)
    bare.zgc_does(".venv/bin/python manage.py migrate --check")


def on_postgresql(bare: Machine) -> None:
    """The same machine again, now with the two roles; the owner of the tables is nobody's but of `migrate` and `restore`."""
    bare.stop()
    bare.follow(
        "PostgreSQL",
        instead={"apt-get": "apt-get install -qq postgresql; pg_ctlcluster 15 main start || true"},
    )
    url = "postgresql://{}:" + PASSWORD + "@127.0.0.1:5432/zgc"
    owner = f"DATABASE_URL={url.format('zgc_owner')}"
    bare.zgc_does(f"{owner} .venv/bin/python manage.py migrate")
    bare.zgc_does(f"psql {url.format('zgc_owner')} -c '{revoke()}'")
    bare.write_env(DATABASE_URL=url.format("zgc"))
    for command in (
        "load_register",
        "create_administrator guanli 张某",
        "backup /var/backups/zgc-tasks/postgresql.zip",
    ):
        bare.zgc_does(f".venv/bin/python manage.py {command}")
    bare.zgc_does(
        f"{owner} .venv/bin/python manage.py restore /var/backups/zgc-tasks/postgresql.zip --replace"
    )
    bare.zgc_does(f"psql {url.format('zgc_owner')} -c '{revoke()}'")
    bare.start()
    is_answered(bare)


def revoke() -> str:
    return re.search(r"`(REVOKE .+? FROM zgc;)`", GUIDE)[1]


def is_answered(bare: Machine) -> None:
    """By https, and the log holds together."""
    assert "<title>登录" in bare.page("/sign-in/")
    bare.zgc_does(".venv/bin/python manage.py verify_audit")


def main(base: Path | None) -> None:
    began = time.monotonic()
    with machine(base) as bare:
        say(f"a bare machine: {time.monotonic() - began:.0f} s")
        bare.root_does("echo 'APT::Get::Assume-Yes \"true\";' > /etc/apt/apt.conf.d/90answered")
        bare.root_does(f"apt-get update -qq; apt-get install -qq {ALSO}")
        reach_registries(bare.root)  # the package of certificates has put its own in place of these
        subprocess.run(
            ["git", "init", "--quiet", "--bare", "-b", "main", bare.root / "srv/repository.git"], check=True
        )
        on_sqlite(bare)
        on_postgresql(bare)
    say(f"all of it: {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
