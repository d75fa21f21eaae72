"""Where the real list data is, when it is there."""

import os
from pathlib import Path

import pytest

DATA = Path(os.environ.get("DD_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason=f"real list data not found at {DATA}; set DD_DATA")
