import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[3] / "lib" / "monitoring" / "scripts"))

from captured_traffic import Monitor  # noqa: E402  the scripts must be found first


@pytest.fixture
def monitor(tmp_path):
    return Monitor(tmp_path)
