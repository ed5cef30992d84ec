"""What the tests of the income example share: its scripts as modules, its data, and one finished run of all scripts."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "income"


def load_module(path):
    spec = importlib.util.spec_from_file_location(f"income_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def local_run():
    return load_module(EXAMPLE / "run_locally.py")


@pytest.fixture(scope="session")
def inference():
    return load_module(EXAMPLE / "model" / "inference.py")


@pytest.fixture(scope="session")
def finished_run(local_run, tmp_path_factory):
    """The folder that prepare, train and evaluate filled from the example's data."""
    work = tmp_path_factory.mktemp("run")
    local_run.run_all(work)
    return work


@pytest.fixture
def people():
    """The example's records, every cell as text."""
    return read_table(EXAMPLE / "data" / "income.csv")


def read_table(path):
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def run_script(name, **options):
    """Runs a script of the model and returns the finished process, failed or not."""
    arguments = [text for option, value in options.items() for text in (f"--{option.replace('_', '-')}", str(value))]
    command = [sys.executable, str(EXAMPLE / "model" / name), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


def error_line(process):
    """The one line that a failed script leaves; a traceback would be more than one."""
    lines = process.stderr.strip().splitlines()
    assert process.returncode == 1 and len(lines) == 1, process.stderr
    return lines[0]
