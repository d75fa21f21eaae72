"""The web server: ``gunicorn --config python:config.gunicorn``.

gunicorn reads this module before it starts a worker, so a wrong setting stops it here with its one line instead of
letting it restart workers that can never start.
"""

import os

from django.conf import settings

from config.env import ConfigurationError, Environment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
_env = Environment()

wsgi_app = settings.WSGI_APPLICATION.replace(".application", ":application")
bind = _env.listening("BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = _env.integer("WEB_WORKERS", 2 if settings.REDIS_URL else 1, minimum=1, maximum=64)
if workers > 1 and not settings.REDIS_URL:
    raise ConfigurationError("WEB_WORKERS", "must be 1 without REDIS_URL: it is what several processes remember in")
threads = _env.integer("WEB_THREADS", 8, minimum=1, maximum=64)
timeout = 60
graceful_timeout = 20
max_requests = 5000
max_requests_jitter = 500
control_socket_disable = True
