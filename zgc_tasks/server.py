"""Configuration of the production server: `gunicorn -c python:zgc_tasks.server zgc_tasks.wsgi`."""

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zgc_tasks.settings")

from django.conf import settings

_host = f"[{settings.BIND}]" if ":" in settings.BIND else settings.BIND

bind = [f"{_host}:{settings.PORT}"]
wsgi_app = "zgc_tasks.wsgi"
proc_name = "zgc-tasks"

# Processes and not threads answer side by side: threads of one process only take Python from each other
# (decision 0018). More of them than processors, so that a long document does not hold up everybody.
worker_class = "zgc_tasks.worker.OneThreadWorker"
workers = min(2 * (os.cpu_count() or 1) + 1, 9)
keepalive = 65  # longer than a proxy's, so that it is never the server that closes a connection in use
preload_app = True  # one start for all processes, and shared memory
timeout = 60  # for an answer
graceful_timeout = 10  # the longest document takes four seconds

# X-Forwarded-Proto decides whether a request counts as https, so only the named proxy may send it.
forwarded_allow_ips = ",".join(settings.TRUSTED_PROXY)
secure_scheme_headers = {"X-FORWARDED-PROTO": "https"}

control_socket_disable = True  # signals suffice
accesslog = None  # nginx and the audit log have it
errorlog = "-"
loglevel = "info"


def on_starting(server) -> None:
    """Without the collected static files every page would fail, the error pages included."""
    if not (settings.STATIC_ROOT / "staticfiles.json").exists():
        sys.exit(
            "静态文件尚未收集，请先运行：.venv/bin/python manage.py collectstatic --noinput"
            " / Static files are not collected yet: run manage.py collectstatic --noinput first."
        )
