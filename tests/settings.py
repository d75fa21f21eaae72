"""The production settings with a secret, a place for files and people's passwords that suit tests."""

import atexit
import os
import shutil
import tempfile

os.environ.setdefault("SECRET_KEY", "a-secret-for-tests-only-a-secret-for-tests-only")
os.environ.setdefault("EMBEDDED", "true")
# Jobs, files and indexes of a test must not reach the data of `make run`.
os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="duediligence-tests-")
atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)

from config.settings import *  # noqa: E402, F403
from config.settings import CACHES, CELERY_BROKER_TRANSPORT_OPTIONS  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

# On a shared Redis each test process keeps to itself.
_PROCESS = f"test-{os.getpid()}:"
CACHES["default"]["KEY_PREFIX"] = _PROCESS
CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"] = _PROCESS
