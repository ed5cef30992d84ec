"""Describes training data, so that traffic can be compared with it: writes statistics.json and constraints.json.

Runs as a SageMaker Processing job. The files have the schema of Model Monitor: they serve the library's own analyzer, and Model Monitor's.
Features keep the order of the columns, in which a prediction request without names sends them; identifiers, times and the target, which
requests do not hold, are left out by name. A column is a String as soon as one of its values is no number, and Integral while all are written
as whole numbers; codes such as zip codes are numbers, then. Constraints are what the data shows, and meant to be edited: how complete a
column is, and which values a column of text with at most 100 distinct ones has. `is_non_negative` is told and not checked.

Memory grows with the rows of numeric columns, by 8 bytes a value, and with the distinct values of columns of text.
"""

from pathlib import Path

from outcome import Arguments, MonitorError, names, run_job, write_json
from profiles import Profile, TypeFinder
from tables import Tables

MONITORING_CONFIG = {
    "evaluate_constraints": "Enabled",
    "emit_metrics": "Enabled",
    # Shares that must be of the type, or known; what chance explains is allowed all the same.
    "datatype_check_threshold": 1.0,
    "domain_content_threshold": 1.0,
    "distribution_constraints": {
        "perform_comparison": "Enabled",
        "comparison_threshold": 0.1,
        "comparison_method": "Robust",
        "categorical_comparison_threshold": 0.1,
        "categorical_drift_method": "LInfinity",
    },
}


def feature_names(columns, left_out):
    """The columns to describe; a name that is no column is a mistake."""
    unknown = [name for name in left_out if name not in columns]
    if unknown:
        raise MonitorError(f"the data has no column {', '.join(unknown)}: correct --ignore and --target; its columns are {', '.join(columns)}")
    features = [name for name in columns if name not in left_out]
    if not features:
        raise MonitorError("no column is left to describe: leave fewer out by --ignore and --target")
    return features


def suggest(args):
    """The whole job; returns its line of result."""
    tables = Tables(args.input)
    features = feature_names(tables.columns, [*args.ignore, *([args.target] if args.target else [])])
    finders = {name: TypeFinder() for name in features}
    for piece in tables.pieces():
        for name in features:
            finders[name].add(piece[name])
    profiles = [Profile(name, finders[name].kind) for name in features]
    for piece in tables.pieces():
        for profile in profiles:
            profile.add(piece[profile.name])
    rows = profiles[0].rows
    if rows == 0:
        raise MonitorError(f"the files below {args.input} hold a header line and no records: add some")
    statistics = [profile.statistics() for profile in profiles]
    constraints = [profile.constraints(entry) for profile, entry in zip(profiles, statistics)]
    write_json(args.output / "statistics.json", {"version": 0.0, "dataset": {"item_count": rows}, "features": statistics}, indent=None)
    write_json(args.output / "constraints.json", {"version": 0.0, "features": constraints, "monitoring_config": MONITORING_CONFIG})
    return f"baseline of {rows} records with {len(features)} features: {', '.join(features)}"


def arguments(given=None):
    """The options of the command."""
    parser = Arguments(__doc__)
    parser.add_argument("--input", type=Path, default=Path("/opt/ml/processing/input/data"), help="a file, or a folder of files of one data set")
    parser.add_argument("--output", type=Path, default=Path("/opt/ml/processing/output/baseline"))
    parser.add_argument("--ignore", type=names, default=[], help="columns that requests do not hold: identifiers, times")
    parser.add_argument("--target", help="the column to be predicted, which requests do not hold either")
    return parser.parse_args(given)


if __name__ == "__main__":
    run_job("suggest_baseline.py", lambda: suggest(arguments()))
