"""Trains as the XGBoost image does by itself, without a script: hyperparameters and channels in, `xgboost-model` out.

The files are those of the container contract, below /opt/ml or the folder that SAGEMAKER_BASE_DIR names. Each round is logged as CloudWatch shows it,
with `#011` where the program wrote a tab: `[0]#011train-auc:0.81234#011validation-auc:0.80123`. The metrics of a search are read from such lines.
"""

import json
import os
import pathlib
import sys

import xgboost as xgb

import xgboost_data

ML = pathlib.Path(os.environ.get("SAGEMAKER_BASE_DIR", "/opt/ml"))

# The image measures these itself; all others are XGBoost's own.
OF_CLASSES = {
    "accuracy": ("accuracy_score", {}), "balanced_accuracy": ("balanced_accuracy_score", {}),
    "f1": ("f1_score", {"average": "macro"}), "f1_binary": ("f1_score", {}), "f1_macro": ("f1_score", {"average": "macro"}),
    "precision": ("precision_score", {}), "precision_macro": ("precision_score", {"average": "macro"}), "precision_micro": ("precision_score", {"average": "micro"}),
    "recall": ("recall_score", {}), "recall_macro": ("recall_score", {"average": "macro"}), "recall_micro": ("recall_score", {"average": "micro"}),
}
OF_NUMBERS = {"mse": ("mean_squared_error", {}), "r2": ("r2_score", {})}
MORE_IS_BETTER = {"auc", "aucpr", "map", "ndcg", "r2", *OF_CLASSES}


class Log(xgb.callback.TrainingCallback):
    """Says what each round reached."""

    def after_iteration(self, model, epoch, evals_log):
        reached = "".join(f"#011{data}-{name}:{values[-1]:.5f}" for data, series in evals_log.items() for name, values in series.items())
        print(f"[{epoch}]{reached}", flush=True)
        return False


def measured_here(names, objective):
    """A function for XGBoost that measures those metrics which it does not know."""
    from sklearn import metrics  # loaded where it is needed: most jobs start without it

    def measure(predicted, data):
        truth = data.get_label()
        classes = predicted.argmax(axis=1) if predicted.ndim > 1 else predicted
        if objective.startswith("binary:"):
            classes = (predicted > (0 if objective == "binary:logitraw" else 0.5)).astype(int)
        measured = []
        for name in names:
            function, options = OF_CLASSES.get(name) or OF_NUMBERS[name]
            measured.append((name, getattr(metrics, function)(truth, classes if name in OF_CLASSES else predicted, **options)))
        return measured

    return measure


def main():
    given = json.loads((ML / "input/config/hyperparameters.json").read_text())
    channels = json.loads((ML / "input/config/inputdataconfig.json").read_text())
    if "train" not in channels:
        raise xgboost_data.UserError("Missing required channel: train")
    if "num_round" not in given:
        raise xgboost_data.UserError("Missing required hyperparameter: num_round")
    rounds, patience = int(given.pop("num_round")), int(given.pop("early_stopping_rounds", 0))
    with_weights = given.pop("csv_weights", "0") == "1"
    wanted = [name.strip() for name in given.pop("eval_metric", "").split(",") if name.strip()]
    aim = given.pop("_tuning_objective_metric", ":").split(":")[1]
    wanted = sorted({*wanted, *([aim] if aim else [])})
    own = [name for name in wanted if name not in OF_CLASSES and name not in OF_NUMBERS]
    data = {
        name: xgboost_data.training_data(ML / "input/data" / name, channels[name].get("ContentType"), with_weights)
        for name in ("train", "validation") if name in channels
    }
    callbacks = [Log()]
    if patience and "validation" in data and wanted:
        metric = aim or wanted[-1]
        callbacks.append(xgb.callback.EarlyStopping(patience, metric_name=metric, data_name="validation", maximize=metric in MORE_IS_BETTER, save_best=True))
    booster = xgb.train(
        {**given, **({"eval_metric": own} if own else {}), "validate_parameters": True},
        data["train"],
        num_boost_round=rounds,
        evals=[(matrix, name) for name, matrix in data.items()],
        custom_metric=measured_here([name for name in wanted if name not in own], given.get("objective", "")) if len(own) < len(wanted) else None,
        callbacks=callbacks,
        verbose_eval=False,
    )
    booster.save_model(ML / "model" / "xgboost-model")


if __name__ == "__main__":
    try:
        main()
    except (xgboost_data.UserError, xgb.core.XGBoostError) as error:
        sys.exit(f"{type(error).__name__}: {' '.join(str(error).split('Stack trace')[0].split())}")
