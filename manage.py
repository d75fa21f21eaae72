#!/usr/bin/env python
"""Run a management command, speaking the language of the terminal."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from config.terminal import execute

    execute(sys.argv)


if __name__ == "__main__":
    main()
