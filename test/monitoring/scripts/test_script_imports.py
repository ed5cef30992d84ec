"""The scripts run in SageMaker's scikit-learn image: with what it holds, and from a folder that is not theirs."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from captured_traffic import captured, csv_text

SCRIPTS = Path(__file__).parents[3] / "lib" / "monitoring" / "scripts"
FILES = sorted(SCRIPTS.glob("*.py"))
ALLOWED = {"numpy", "pandas", "scipy", "sklearn"}

# Runs a script as the container does, where every installed package but the allowed ones and theirs cannot be found.
ISOLATED = """
import runpy, sys
from importlib.abc import MetaPathFinder
from importlib.machinery import PathFinder
ALLOWED = {allowed!r} | {{"dateutil", "pytz", "six", "tzdata", "joblib", "threadpoolctl"}}
class Refuse(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        spec = None if "." in name or name in ALLOWED else PathFinder.find_spec(name, path)
        if spec is not None and spec.origin and "site-packages" in spec.origin:
            raise ModuleNotFoundError(f"{{name}} is not in the image", name=name)
        return None
sys.meta_path.insert(0, Refuse())
sys.argv = sys.argv[1:]
sys.path[0] = {scripts!r}
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def run_script(name, *options, cwd):
    command = [sys.executable, "-c", ISOLATED.format(allowed=ALLOWED, scripts=str(SCRIPTS)), str(SCRIPTS / name), *map(str, options)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"})


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_imports_are_in_the_image_and_the_language_is_that_of_its_python(path):
    tree = ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 9))
    imported = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imported |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            imported.add(node.module.split(".")[0])
    assert imported <= ALLOWED | sys.stdlib_module_names | {file.stem for file in FILES}


def test_no_script_hides_a_module_that_python_brings():
    assert not {file.stem for file in FILES} & sys.stdlib_module_names


def test_both_scripts_run_with_nothing_but_what_the_image_holds(monitor):
    (monitor.folder / "data").mkdir()
    rows = [[20 + n % 50, "Bern" if n % 3 else "Chur"] for n in range(300)]
    (monitor.folder / "data" / "train.csv").write_text(csv_text([["age", "city"], *rows]))
    monitor.capture(captured(csv_text(rows[:100])))
    suggested = run_script("suggest_baseline.py", "--input", "data", "--output", "baseline", cwd=monitor.folder)
    assert (suggested.returncode, suggested.stderr) == (0, "")
    assert suggested.stdout == "baseline of 300 records with 2 features: age, city\n"
    options = ["--captures", "captures", "--baseline", "baseline", "--output", "report"]
    analyzed = run_script("analyze_data_quality.py", *options, cwd=monitor.folder)
    assert (analyzed.returncode, analyzed.stderr) == (0, "")
    assert analyzed.stdout == "100 records, 0 unreadable, 0 requests outside of the window: 0 violations, worst drift 0.000\n"
    assert monitor.report("summary")["records"] == 100


def test_the_isolation_of_this_test_refuses_other_packages(tmp_path):
    script = tmp_path / "other.py"
    script.write_text("import boto3\n")
    refused = run_script(script, cwd=tmp_path)
    assert refused.returncode == 1 and "boto3 is not in the image" in refused.stderr


@pytest.mark.parametrize(
    "script, options, message",
    [
        ("suggest_baseline.py", ["--input", "nowhere"], "suggest_baseline.py: no CSV or Parquet file found below nowhere: give the training data there\n"),
        ("suggest_baseline.py", ["--input"], "suggest_baseline.py: argument --input: expected one argument: correct the arguments\n"),
        ("analyze_data_quality.py", ["--threshold", "2"], "analyze_data_quality.py: --threshold must be above 0 and at most 1, got 2: correct the arguments\n"),
        (
            "analyze_data_quality.py",
            ["--baseline", "nowhere"],
            "analyze_data_quality.py: the baseline has no constraints.json in nowhere: make one with suggest_baseline.py, or check --baseline\n",
        ),
    ],
)
def test_fails_with_one_and_a_plain_sentence(tmp_path, script, options, message):
    failed = run_script(script, *options, cwd=tmp_path)
    assert (failed.returncode, failed.stdout, failed.stderr) == (1, "", message)


def test_parquet_without_a_reader_is_told(tmp_path):
    (tmp_path / "train.parquet").write_bytes(b"PAR1")
    failed = run_script("suggest_baseline.py", "--input", ".", cwd=tmp_path)
    assert failed.stderr == "suggest_baseline.py: train.parquet is Parquet, which this image cannot read: give the baseline CSV files\n"
