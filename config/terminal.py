"""Commands in the language of the terminal."""

import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from typing import Final

from django.apps import apps
from django.core.management import ManagementUtility
from django.core.management.base import BaseCommand
from django.utils import translation

from config.language import terminal_language

_INTERRUPTED: Final = 130
_NOBODY_READS: Final = 141


class TerminalUtility(ManagementUtility):
    """Django's own, with the language chosen before a command is made: its help is translated, too."""

    def fetch_command(self, subcommand: str) -> BaseCommand:
        if apps.ready:
            translation.activate(terminal_language(os.environ))
        return super().fetch_command(subcommand)


def execute(arguments: Sequence[str]) -> None:
    """Run the command that ``arguments`` name; an interrupt ends it without a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a name that the terminal cannot show is no reason to fail
            stream.reconfigure(errors="backslashreplace")
    try:
        TerminalUtility(list(arguments)).execute()
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)
    except BrokenPipeError:  # who reads our output has seen enough, as in "| head"
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(_NOBODY_READS)
