"""Where what ships is found, and the list that is measured."""

from pathlib import Path

SHIPPED = Path(__file__).resolve().parents[2] / "fixtures" / "technology"
LIST = "JP20"
