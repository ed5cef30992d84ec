"""Runs prepare, train and evaluate one after the other, as the pipeline's jobs do, and prints the held-out metrics.

    python examples/income/run_locally.py [--work <folder to keep the results in>]
"""

import argparse
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent


def run_script(name, **options):
    """Runs one of the model's scripts; its options are written with underscores."""
    arguments = [text for option, value in options.items() for text in (f"--{option.replace('_', '-')}", str(value))]
    subprocess.run([sys.executable, str(HERE / "model" / name), *arguments], check=True)


def run_all(work, data=HERE / "data"):
    run_script("prepare.py", input=data, output=work)
    run_script("train.py", train=work / "train", validation=work / "validation", model_dir=work / "model")
    pack_model(work / "model")
    run_script("evaluate.py", model=work / "model", test=work / "test", output=work / "evaluation")


def pack_model(folder):
    """SageMaker packs what a training job leaves in its model folder; here we do."""
    with tarfile.open(folder / "model.tar.gz", "w:gz") as tar:
        tar.add(folder / "model.joblib", "model.joblib")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path)
    args = parser.parse_args()
    if args.work:
        run_all(args.work)
    else:
        with tempfile.TemporaryDirectory() as folder:
            run_all(Path(folder))


if __name__ == "__main__":
    main()
