"""Reads a baseline: statistics.json and constraints.json, from suggest_baseline.py or from Model Monitor.

Thresholds come from `monitoring_config`, those of one feature from its `monitoringConfigOverrides`. As in files that Model Monitor suggests,
`datatype_check_threshold` and `domain_content_threshold` are the shares that must be of the type, or known.
"""

import json
from dataclasses import dataclass, field
from typing import Optional

from outcome import MonitorError
from sketch import Points

KINDS = ("Integral", "Fractional", "String", "Unknown")
DEFAULT_THRESHOLD = 0.1


@dataclass(frozen=True)
class Categories:
    """How often the baseline has each value; `unlisted` have values beyond the list, `single` have values met only once."""

    counts: dict
    total: float
    unlisted: float
    single: float

    @staticmethod
    def from_statistics(text):
        categorical = text["distribution"]["categorical"]
        counts = {bucket["value"]: bucket["count"] for bucket in categorical["buckets"]}
        total = text["common"]["num_present"]
        single = categorical.get("single", sum(count == 1 for count in counts.values()))
        return Categories(counts, total, total - sum(counts.values()), single)


@dataclass(frozen=True)
class Checks:
    """What is checked of a feature, and how strictly."""

    evaluate: bool
    datatype: float
    domain: float
    compare: bool
    robust: bool
    number_threshold: float
    category_threshold: float


@dataclass(frozen=True)
class Feature:
    """A feature of the baseline; without a value in it there is no distribution to compare with."""

    name: str
    kind: str
    completeness: float
    present: int
    missing: int
    checks: Checks
    points: Optional[Points] = None
    edges: list = field(default_factory=list)
    categories: Optional[Categories] = None
    domain: Optional[frozenset] = None

    @property
    def rows(self):
        return self.present + self.missing


def read_baseline(folder, threshold=None):
    """The features of a baseline, in the order of their columns; a given threshold goes before that of the file, not of a feature."""
    constraints, statistics = read_json(folder / "constraints.json"), read_json(folder / "statistics.json")
    try:
        known = {entry["name"]: entry for entry in statistics["features"]}
        config = with_threshold(constraints.get("monitoring_config", {}), threshold)
        features = [feature_of(entry, known, config) for entry in constraints["features"]]
    except (KeyError, TypeError, AttributeError, ValueError, IndexError) as error:
        raise MonitorError(f"the baseline in {folder} has not the schema of Model Monitor ({error!r}): make it anew") from None
    if not features:
        raise MonitorError(f"{folder / 'constraints.json'} has no features: make the baseline anew")
    return features


def read_json(path):
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise MonitorError(f"the baseline has no {path.name} in {path.parent}: make one with suggest_baseline.py, or check --baseline") from None
    except (OSError, ValueError) as error:
        raise MonitorError(f"{path} cannot be read as JSON ({error}): make the baseline anew") from None


def with_threshold(config, threshold):
    if threshold is None:
        return config
    return merged(config, {"distribution_constraints": {"comparison_threshold": threshold, "categorical_comparison_threshold": threshold}})


def merged(config, overrides):
    """Settings with others over them."""
    both = {**config, **overrides}
    both["distribution_constraints"] = {**config.get("distribution_constraints", {}), **overrides.get("distribution_constraints", {})}
    return both


def feature_of(entry, known, config):
    name, kind = entry["name"], entry["inferred_type"]
    if kind not in KINDS:
        raise MonitorError(f"feature '{name}' of the baseline has the inferred_type '{kind}', expected {', '.join(KINDS)}: correct constraints.json")
    if name not in known:
        raise MonitorError(f"feature '{name}' is in constraints.json and not in statistics.json: make the baseline anew")
    statistics = known[name]
    numbers, text = statistics.get("numerical_statistics"), statistics.get("string_statistics")
    common = (numbers or text)["common"]
    checks = checks_of(name, merged(config, entry.get("monitoringConfigOverrides") or {}))
    basics = (name, kind, float(entry.get("completeness", 0)), int(common["num_present"]), int(common["num_missing"]), checks)
    if kind == "String" and text:
        domain = (entry.get("string_constraints") or {}).get("domains")
        categories = Categories.from_statistics(text) if common["num_present"] else None
        return Feature(*basics, categories=categories, domain=frozenset(domain) if domain is not None else None)
    if kind != "String" and numbers and "distribution" in numbers:
        kll = numbers["distribution"]["kll"]
        return Feature(*basics, points=Points.from_kll(kll), edges=edges_of(kll["buckets"]))
    return Feature(*basics)


def edges_of(buckets):
    """The bounds of buckets, in order; a single value is a bucket from itself to itself."""
    edges = sorted({float(bucket[end]) for bucket in buckets for end in ("lower_bound", "upper_bound")})
    return edges if len(edges) > 1 else edges * 2


def checks_of(name, config):
    distribution = config["distribution_constraints"]
    if distribution.get("categorical_drift_method", "LInfinity") != "LInfinity":
        raise MonitorError(f"'{distribution['categorical_drift_method']}' of '{name}' is no method of this analyzer: use LInfinity as categorical_drift_method")
    number_threshold = float(distribution.get("comparison_threshold", DEFAULT_THRESHOLD))
    return Checks(
        evaluate=config.get("evaluate_constraints", "Enabled") == "Enabled",
        datatype=float(config.get("datatype_check_threshold", 1.0)),
        domain=float(config.get("domain_content_threshold", 1.0)),
        compare=distribution.get("perform_comparison", "Enabled") == "Enabled",
        robust=distribution.get("comparison_method", "Robust") == "Robust",
        number_threshold=number_threshold,
        category_threshold=float(distribution.get("categorical_comparison_threshold", number_threshold)),
    )
