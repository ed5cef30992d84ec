"""Serves a model of the XGBoost image's own algorithm: CSV or libsvm in, a score on each line or JSON out.

usage: python xgboost_serve.py <file that gets the port>

In a transform job (SAGEMAKER_BATCH) a row of several scores is written in brackets, as the image does.
"""

import json
import os
import pathlib
import sys

import xgboost as xgb

import model_http
import xgboost_data

MODEL = pathlib.Path(os.environ.get("SAGEMAKER_BASE_DIR", "/opt/ml")) / "model"


def load():
    """The model is the first file of the artifact, whatever its name."""
    files = sorted(path for path in MODEL.iterdir() if path.is_file() and not path.name.startswith("."))
    if not files:
        sys.exit(f"xgboost_serve.py: no model lies in {MODEL}")
    booster = xgb.Booster()
    booster.load_model(bytearray(files[0].read_bytes()))
    return booster


def answer_with(booster):
    def answer(body, headers):
        if not body:
            return 204, "text/plain", ""
        try:
            data = xgboost_data.request_data(body, headers.get("Content-Type"))
        except (xgboost_data.UserError, ValueError) as error:
            return 415, "text/plain", str(error)
        try:
            scores = booster.predict(data, validate_features=False).tolist()
        except (ValueError, xgb.core.XGBoostError) as error:
            return 400, "text/plain", f"Unable to evaluate payload provided: {error}"
        accept = (headers.get("Accept") or "*/*").split(";")[0].strip().lower()
        accept = os.environ.get("SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT", "text/csv") if accept == "*/*" else accept
        if os.environ.get("SAGEMAKER_BATCH"):
            return 200, accept, "".join(f"{score}\n" for score in scores)
        if accept == "application/json":
            return 200, accept, json.dumps({"predictions": [{"score": score} for score in scores]})
        if accept == "text/csv":
            return 200, accept, "".join(",".join(map(str, score if isinstance(score, list) else [score])) + "\n" for score in scores)
        return 406, "text/plain", f"Accept type {accept} is not supported. Please use supported accept types: application/json, text/csv."

    return answer


if __name__ == "__main__":
    model_http.end_with_owner()
    model_http.serve(answer_with(load()), sys.argv[1])
