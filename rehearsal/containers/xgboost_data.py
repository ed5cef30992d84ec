"""Tables as the algorithm of SageMaker's XGBoost image reads them."""

import pathlib

import numpy as np
import xgboost as xgb
from scipy.sparse import csr_matrix

CSV, LIBSVM, PARQUET = "csv", "libsvm", "parquet"
KINDS = {
    "csv": CSV, "text/csv": CSV, "libsvm": LIBSVM, "text/libsvm": LIBSVM, "text/x-libsvm": LIBSVM, "parquet": PARQUET, "application/x-parquet": PARQUET,
}


class UserError(Exception):
    """What the user has to put right."""


def kind_of(content_type):
    """What a content type means; parameters such as `label_size=1` are allowed, and none at all is libsvm."""
    media, _, parameters = (content_type or LIBSVM).lower().partition(";")
    kind = KINDS.get(media.strip())
    if kind is None:
        raise UserError(f"{content_type} is not an accepted ContentType: {', '.join(KINDS)}.")
    if kind == CSV and "label_size=" in parameters and "label_size=1" not in parameters.replace(" ", ""):
        raise UserError(f"{content_type} is not an accepted csv ContentType. Optional parameter label_size must be equal to 1")
    return kind


def training_data(folder, content_type, with_weights=False):
    """The files of a channel as one matrix: the label stands first in each row, for CSV its weight after it if so said."""
    kind = kind_of(content_type)
    files = [path for path in sorted(pathlib.Path(folder).rglob("*")) if path.is_file() and path.stat().st_size > 0]
    if not files:
        raise UserError(f"No data in channel path {folder}")
    if any(path.name.startswith(".") for path in files):
        raise UserError("Hidden file found in the data path! Remove that before training.")
    if kind == LIBSVM:
        return _from_libsvm("\n".join(path.read_text() for path in files), labelled=True)
    try:
        rows = np.concatenate([_from_parquet(path) if kind == PARQUET else _from_csv(path.read_text()) for path in files])
    except ValueError as error:
        raise UserError(f"Failed to load {kind} data with exception:\n{error}") from error
    weighted = with_weights and kind == CSV
    return xgb.DMatrix(rows[:, 2:] if weighted else rows[:, 1:], label=rows[:, 0], weight=rows[:, 1] if weighted else None)


def request_data(body, content_type):
    """The rows of a request, which have no label."""
    kind = kind_of(content_type)
    text = body.decode("utf-8").strip()
    if kind == LIBSVM:
        return _from_libsvm(text, labelled=False)
    if kind == PARQUET:
        raise UserError(f"Content-type {content_type} is not supported.")
    return xgb.DMatrix(_from_csv(text))


def _from_csv(text):
    return np.array([[cell or "nan" for cell in line.split(",")] for line in text.strip().splitlines()]).astype(float)


def _from_parquet(path):
    from pyarrow import parquet  # loaded where it is needed: most jobs start without it

    return parquet.read_table(path).to_pandas().to_numpy(dtype=float)


def _from_libsvm(text, labelled):
    """Rows of `<label>[:<weight>] <index>:<value> ...`; indices that begin with 1 are moved to 0 in a request, as the image does."""
    labels, weights, rows, columns, values = [], [], [], [], []
    for number, line in enumerate(line for line in text.splitlines() if line.strip()):
        words = line.split()
        if labelled:
            label, _, weight = words.pop(0).partition(":")
            labels.append(float(label))
            weights.append(float(weight or 1))
        for index, value in (word.split(":") for word in words if ":" in word):
            rows.append(number)
            columns.append(int(index))
            values.append(float(value))
    lowest = 1 if not labelled and columns and min(columns) >= 1 else 0
    matrix = csr_matrix((values, (rows, [column - lowest for column in columns])))
    return xgb.DMatrix(matrix, label=labels, weight=weights) if labelled else xgb.DMatrix(matrix)
