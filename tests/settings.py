"""The product's settings as the tests run them: the demonstration, so that pages live on a known date.

Tests of the production settings start a process of their own (tests/project/test_settings.py).
"""

import atexit
import os
import shutil
import tempfile

DATA = tempfile.mkdtemp(prefix="zgc-tests-")
atexit.register(shutil.rmtree, DATA, ignore_errors=True)

# Set, not defaulted: what stands in this machine's environment or .env must not change what is tested.
os.environ |= {
    "DEMO": "1",
    "DEMO_DATE": "2015-04-01",
    "SECRET_KEY": "",
    "ALLOWED_HOSTS": "",
    "DATABASE_URL": os.environ.get("TEST_DATABASE_URL") or "sqlite://:memory:",
    "DATA_DIR": DATA,
    "BIND": "127.0.0.1",
    "PORT": "8000",
    "HTTPS": "0",
    "TRUSTED_PROXY": "",
    "CLAMD": "",
    "TWO_STEPS": "",
    "SCANS_URL": "",
    "JSON_LOGS": "",
    "METRICS": "",
}

from zgc_tasks.settings import *  # noqa: E402, F403

# In memory nobody waits, and by Django's own name pytest-django knows that there are no files to keep apart.
if DATABASES["default"]["ENGINE"] == "zgc_tasks.common.sqlite":  # noqa: F405
    DATABASES["default"]["ENGINE"] = "django.db.backends.sqlite3"  # noqa: F405

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # real ones are slow on purpose

# The manifest is made by collectstatic, which tests of single pages do without.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
WHITENOISE_AUTOREFRESH = True  # asks for no collected folder at start

from tests.unknown_variables import UnknownVariable  # noqa: E402

TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UnknownVariable()  # noqa: F405
