"""Serve everything on this machine until Ctrl-C: ``python -m config.embedded``, with ``--demo`` the demonstration.

Nothing of Django is read here: the web server reads it while the data are made ready.
"""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from gettext import translation
from pathlib import Path
from typing import Final

from config.embedded.address import HOST, PortInUseError, listen
from config.embedded.processes import die_with_parent
from config.embedded.serve import serve
from config.env import Environment
from config.language import terminal_language

ROOT: Final = Path(__file__).resolve().parents[2]
_DEMO: Final = (sys.executable, str(ROOT / "manage.py"), "prepare_demo")


def main() -> None:
    parser = ArgumentParser(prog="python -m config.embedded", description=__doc__)
    parser.add_argument("--demo", action="store_true", help="make the demonstration office first, and print it")
    options = parser.parse_args()
    die_with_parent()
    port = Environment().integer("PORT", 8000, minimum=1, maximum=65535)
    # A wrong setting ends us here with its one line, instead of each part with the same.
    from config import settings  # noqa: F401

    _ = _words()
    try:
        listener = listen(port)
    except PortInUseError as error:
        problem = _("Port %(port)s is in use. Choose another one, for instance: make run PORT=%(other)s")
        sys.exit(problem % {"port": error.port, "other": error.port + 1})
    ready = _("Ready at %(address)s — stop with Ctrl-C.") % {"address": f"http://{HOST}:{port}/"}
    ended = serve(listener, prepare=_DEMO if options.demo else (), announce=lambda: _say(ready))
    if ended is not None:
        problem = _("The %(part)s ended by itself with status %(status)s; everything was stopped.")
        sys.exit(problem % {"part": ended.name, "status": ended.status})


def _words() -> Callable[[str], str]:
    folder = ROOT / "duediligence" / "locale"
    return translation("django", folder, [terminal_language(os.environ)], fallback=True).gettext


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
