import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[3] / "lib" / "features" / "scripts"))

from feature_world import Job, World  # noqa: E402  the scripts must be found first


@pytest.fixture
def world():
    return World()


@pytest.fixture
def job(world, tmp_path):
    return Job(world, tmp_path)
