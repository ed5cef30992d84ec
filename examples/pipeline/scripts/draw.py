"""Draws points around the line y = 2x + 1, most of them to fit the line with and some to measure it by."""

import argparse
import pathlib

import numpy as np
import pandas as pd

OUTPUT = pathlib.Path("/opt/ml/processing/output")


def draw(rows, seed=7):
    random = np.random.default_rng(seed)
    x = random.uniform(0, 10, rows)
    return pd.DataFrame({"x": x, "y": 2 * x + 1 + random.normal(0, 0.2, rows)})


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1000)
    points = draw(parser.parse_args().rows)
    cut = int(len(points) * 0.8)
    for name, part in {"train": points[:cut], "test": points[cut:]}.items():
        (OUTPUT / name).mkdir(parents=True, exist_ok=True)
        part.to_csv(OUTPUT / name / "points.csv", index=False)
        print(f"{name}: {len(part)} points")


if __name__ == "__main__":
    main()
