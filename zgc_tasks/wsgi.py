"""The entry point of the production server."""

import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from zgc_tasks.common.readable import readable_environ

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zgc_tasks.settings")

application = readable_environ(get_wsgi_application())

# Views take a quarter of a second to import: here, before the server makes its processes, that is spent and held in
# memory once, instead of at the first page of each. WeasyPrint is left to the first document (decision 0033).
import_module(settings.ROOT_URLCONF)
