"""Compares the requests that an endpoint captured in a window of time with the baseline of its model.

Runs as a SageMaker Processing job; memory does not grow with the traffic. Reads captures (`*.jsonl` in folders of any depth) and a baseline
(statistics.json, constraints.json). Every row of a request is a record. Requests without names (CSV without a header line, JSON lists) are
read in the order of the baseline's features, or of --columns, which may name columns that no feature knows.

Writes summary.json, which the library reads; statistics.json and constraint_violations.json in Model Monitor's schema, with histograms in the
buckets of the baseline; unreadable.json with the first twenty records that cannot be read. Finding drift is no failure. With fewer records
than --minimum-records there is no drift and no violation. drift.py tells how distances are computed, and what chance may do.
"""

from collections import Counter
from pathlib import Path

from baseline import read_baseline
from captures import Captures, Window, moment_of
from checks import check_columns, check_feature
from observations import observe
from outcome import Arguments, MonitorError, names, run_job, write_json

# Columns that nobody knows are told apart up to so many.
LISTED_EXTRA = 100


def observe_all(captures, features, columns):
    """Streams the captures by; returns what was seen of each feature, and how often each unknown column."""
    observations, extra = [observe(feature) for feature in features], Counter()
    known = {feature.name for feature in features} | set(columns)
    for row in captures.rows():
        for observation in observations:
            observation.add(row)
        for name in row:
            if name not in known and (name in extra or len(extra) < LISTED_EXTRA):
                extra[name] += 1
    return observations, extra


def drift_by_feature(observations):
    """The distance of each feature that can be compared."""
    found = {each.feature.name: each.distance() for each in observations if each.feature.checks.compare}
    return {name: distance[0] for name, distance in found.items() if distance is not None}


def summarize(captures, observations, extra, minimum):
    """The summary, and the violations, the worst first."""
    too_few = captures.records + captures.narrow + captures.wide < minimum
    drift = {} if too_few else drift_by_feature(observations)
    violations = []
    if not too_few:
        baseline_records = max(each.feature.rows for each in observations)
        violations = list(check_columns(captures, extra, captures.columns, baseline_records))
        violations += [violation for each in observations for violation in check_feature(each)]
        violations.sort(key=lambda violation: -violation.weight)
    worst = max(drift, key=drift.get, default=None)
    summary = {
        "records": captures.records,
        "unreadable": captures.unreadable,
        "tooFew": too_few,
        "violationCount": len(violations),
        "worstDrift": drift[worst] if worst is not None else 0.0,
        **({"worstFeature": worst} if worst is not None and drift[worst] > 0 else {}),
        "driftByFeature": drift,
        "violations": [violation.summary() for violation in violations],
    }
    return summary, violations


def analyze(args):
    """The whole job; returns its line of result."""
    features = read_baseline(args.baseline, args.threshold)
    columns = args.columns or [feature.name for feature in features]
    captures = Captures(args.captures, columns, Window(args.window_start, args.window_end))
    observations, extra = observe_all(captures, features, columns)
    summary, violations = summarize(captures, observations, extra, args.minimum_records)
    dataset = {"item_count": captures.records, "unreadable": captures.unreadable, "outside_window": captures.outside, "files": captures.files}
    statistics = {"version": 0.0, "dataset": dataset, "features": [each.statistics() for each in observations]}
    write_json(args.output / "statistics.json", statistics)
    write_json(args.output / "constraint_violations.json", {"violations": [violation.report() for violation in violations]})
    write_json(args.output / "unreadable.json", {"count": captures.unreadable, "first": captures.problems})
    write_json(args.output / "summary.json", summary)
    return line_of(summary, captures, args.minimum_records)


def line_of(summary, captures, minimum):
    """The line of result."""
    seen = f"{summary['records']} records, {summary['unreadable']} unreadable, {captures.outside} requests outside of the window"
    if summary["tooFew"]:
        return f"{seen}: too few to say anything, {minimum} are needed"
    worst = f" ({summary['worstFeature']})" if "worstFeature" in summary else ""
    return f"{seen}: {summary['violationCount']} violations, worst drift {summary['worstDrift']:.3f}{worst}"


def moment(text):
    try:
        return moment_of(text)
    except ValueError:
        raise MonitorError(f"'{text}' is no time: write it as 2026-01-31T12:00:00Z") from None


def arguments(given=None):
    """The options of the command."""
    parser = Arguments(__doc__)
    parser.add_argument("--captures", type=Path, default=Path("/opt/ml/processing/input/captures"))
    parser.add_argument("--baseline", type=Path, default=Path("/opt/ml/processing/input/baseline"))
    parser.add_argument("--output", type=Path, default=Path("/opt/ml/processing/output/report"))
    parser.add_argument("--window-start", type=moment, help="the first moment to look at, ISO 8601")
    parser.add_argument("--window-end", type=moment, help="the first moment after it, ISO 8601")
    parser.add_argument("--columns", type=names, help="names of the columns of requests without names, in order")
    parser.add_argument("--threshold", type=float, help="distance that counts as drift; by default what the baseline says, or 0.1")
    parser.add_argument("--minimum-records", type=int, default=30)
    args = parser.parse_args(given)
    if args.threshold is not None and not 0 < args.threshold <= 1:
        parser.error(f"--threshold must be above 0 and at most 1, got {args.threshold:g}")
    if args.minimum_records < 1:
        parser.error(f"--minimum-records must be at least 1, got {args.minimum_records}")
    if args.window_start and args.window_end and args.window_start >= args.window_end:
        parser.error("--window-start must be before --window-end")
    if args.columns and len(set(args.columns)) < len(args.columns):
        parser.error("--columns must not have a name more than once")
    return args


if __name__ == "__main__":
    run_job("analyze_data_quality.py", lambda: analyze(arguments()))
