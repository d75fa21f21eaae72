"""The production settings with a secret, a place for files and people's passwords that suit tests."""

import atexit
import os
import shutil
import tempfile
from urllib.parse import urlsplit

os.environ.setdefault("SECRET_KEY", "a-secret-for-tests-only-a-secret-for-tests-only")
os.environ.setdefault("EMBEDDED", "true")
# Jobs, files and indexes of a test must not reach the data of `make run`.
os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="duediligence-tests-")
atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)

from config.settings import *  # noqa: E402, F403
from config.settings import CACHES, CELERY_BROKER_TRANSPORT_OPTIONS, REDIS_URL  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Each test's client has a middleware of its own, which otherwise reads the name of every static file first.
WHITENOISE_AUTOREFRESH = True

# On a shared Redis each test process keeps to itself: a cache that one test clears is its own process's alone.
if REDIS_URL:
    _DATABASE = 1 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 15
    CACHES["default"]["LOCATION"] = urlsplit(REDIS_URL)._replace(path=f"/{_DATABASE}").geturl()
_PROCESS = f"test-{os.getpid()}:"
CACHES["default"]["KEY_PREFIX"] = _PROCESS
CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"] = _PROCESS
