"""What a stored artifact answers when it is loaded directly, without an endpoint: prints the answer to a CSV request read from standard input."""

import argparse
import pathlib
import sys
import tarfile
import tempfile

from recompute_metrics import load_inference


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--artifact", required=True)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        with tarfile.open(options.artifact, "r:gz") as tar:
            tar.extractall(work)
        inference = load_inference(pathlib.Path(work))
        model = inference.model_fn(work)
        rows = inference.input_fn(sys.stdin.read(), "text/csv")
        answer = inference.output_fn(inference.predict_fn(rows, model), "application/json")
    sys.stdout.write(answer[0] if isinstance(answer, tuple) else answer)


if __name__ == "__main__":
    main()
