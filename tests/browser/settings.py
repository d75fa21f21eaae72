"""The settings of the tests with the gallery of components beside the real pages."""

from pathlib import Path

from tests.settings import *  # noqa: F403
from tests.settings import TEMPLATES

ROOT_URLCONF = "tests.browser.urls"
TEMPLATES = [{**TEMPLATES[0], "DIRS": [Path(__file__).parent / "templates"]}]
WHITENOISE_AUTOREFRESH = False
