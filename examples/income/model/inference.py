"""Answers prediction requests in the SageMaker scikit-learn serving container.

Requests are CSV (with or without a header line) or JSON (one object, a list of objects, or {"instances": [...]}); an empty cell or
null is an unknown value. Answers are JSON or, on request, CSV: the probability of an income over 50,000 dollars and the label.
"""

import io
import json
import os

import joblib
import pandas as pd


def model_fn(model_dir):
    return joblib.load(os.path.join(model_dir, "model.joblib"))


def input_fn(request_body, content_type):
    """The request as a table. Which columns the model wants, and whether a CSV's first line names them, is settled in predict_fn."""
    text = request_body.decode("utf-8") if isinstance(request_body, (bytes, bytearray)) else request_body
    kind = content_type.split(";")[0].strip().lower()
    if not text.strip():
        raise ValueError("the request is empty: send at least one record")
    if kind == "text/csv":
        return read_csv(text)
    if kind == "application/json":
        return read_json(text)
    raise ValueError(f"content type '{content_type}' is not supported: use text/csv or application/json")


def read_csv(text):
    try:
        return pd.read_csv(io.StringIO(text), header=None, dtype=str, keep_default_na=False, na_values=[""], skipinitialspace=True)
    except pd.errors.ParserError as error:
        raise ValueError(f"the CSV request has lines of different lengths ({error})") from error


def read_json(text):
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"the request is no JSON ({error})") from error
    if isinstance(content, dict):
        content = content.get("instances", [content])
    if not isinstance(content, list) or not content or not all(isinstance(record, dict) for record in content):
        raise ValueError('the JSON request must be an object, a list of objects or {"instances": [objects]}')
    if any(record.keys() != content[0].keys() for record in content):
        raise ValueError("the records of the JSON request have different columns: send null for an unknown value")
    return pd.DataFrame(content, dtype=object)


def predict_fn(rows, model):
    probabilities = model.predict_proba(arrange(rows, model))[:, 1]
    return [{"probability": float(value), "label": int(value >= 0.5)} for value in probabilities]


def arrange(rows, model):
    """The columns in the order and with the types that the model was trained on."""
    expected = list(model.feature_names_in_)
    if pd.api.types.is_integer_dtype(rows.columns):
        rows = name_columns(rows, expected)
    missing = [column for column in expected if column not in rows.columns]
    unknown = [str(column) for column in rows.columns if column not in expected]
    if missing or unknown:
        problems = [f"lacks {', '.join(missing)}"] * bool(missing) + [f"has unknown {', '.join(unknown)}"] * bool(unknown)
        raise ValueError(f"the request {' and '.join(problems)}; the columns are {', '.join(expected)}")
    if rows.empty:
        raise ValueError("the request has a header line but no record: send at least one")
    table = rows[expected].astype(object)
    for column in number_columns(model):
        numbers = pd.to_numeric(table[column], errors="coerce")
        wrong = table[column][numbers.isna() & table[column].notna()]
        if len(wrong):
            raise ValueError(f"column {column} must be a number, got '{wrong.iloc[0]}'")
        table[column] = numbers.astype(float)
    return table.where(table.notna(), float("nan"))


def name_columns(rows, expected):
    """Names the columns of a CSV request: by its first line if that holds names, else by position."""
    first = [str(cell) for cell in rows.iloc[0]]
    if set(first) & set(expected):
        return rows.iloc[1:].set_axis(first, axis=1)
    if len(first) != len(expected):
        raise ValueError(f"the request has {len(first)} columns, expected {len(expected)}: {', '.join(expected)}")
    return rows.set_axis(expected, axis=1)


def number_columns(model):
    return next(columns for name, _, columns in model.named_steps["columns"].transformers if name == "numbers")


def output_fn(predictions, accept):
    kind = accept.split(";")[0].strip().lower()
    if kind in ("application/json", "*/*", ""):
        return json.dumps({"predictions": predictions}), "application/json"
    if kind == "text/csv":
        return "".join(f"{row['probability']!r},{row['label']}\n" for row in predictions), "text/csv"
    raise ValueError(f"accept '{accept}' is not supported: use application/json or text/csv")
