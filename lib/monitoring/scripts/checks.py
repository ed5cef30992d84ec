"""Compares what the traffic holds with what the baseline says, by the checks that Model Monitor has."""

from dataclasses import dataclass
from typing import Optional

from drift import falls_short


@dataclass(frozen=True)
class Violation:
    """Something that is not as the baseline says; `weight`, from 0 to 1, tells which of several is the worst."""

    feature: str
    check: str
    description: str
    weight: float
    drift: Optional[float] = None

    def summary(self):
        """As summary.json has it."""
        entry = {"feature": self.feature, "check": self.check, "description": self.description}
        return entry if self.drift is None else {**entry, "drift": self.drift}

    def report(self):
        """As constraint_violations.json has it."""
        return {"feature_name": self.feature, "constraint_check_type": self.check, "description": self.description}


def check_feature(observation):
    """Yields the violations of one feature."""
    if not observation.feature.checks.evaluate:
        return
    if observation.rows and not observation.named:
        yield Violation(observation.feature.name, "missing_column_check", f"none of {observation.rows} records has this column", 1.0)
        return
    for check in (check_type, check_completeness, check_categories, check_drift):
        violation = check(observation)
        if violation:
            yield violation


def check_type(observation):
    feature, present = observation.feature, observation.present
    good = present - observation.mistyped
    if not falls_short(good, present, feature.checks.datatype, 0, feature.present):
        return None
    description = f"only {good / present:.2%} of {present} values are {feature.kind}, expected {feature.checks.datatype:.2%}"
    return Violation(feature.name, "data_type_check", description, 1 - good / present)


def check_completeness(observation):
    feature, rows, present = observation.feature, observation.rows, observation.present
    if not falls_short(present, rows, feature.completeness, 0, feature.rows):
        return None
    description = f"only {present / rows:.2%} of {rows} records have a value, expected {feature.completeness:.2%}"
    return Violation(feature.name, "completeness_check", description, feature.completeness - present / rows)


def check_categories(observation):
    feature, present = observation.feature, observation.present
    if feature.domain is None or feature.categories is None:
        return None
    good, required = present - observation.outside_domain, feature.checks.domain
    if not falls_short(good, present, required, feature.categories.single, feature.present):
        return None
    examples = ", ".join(repr(value[:40]) for value, _ in observation.unknown.most_common(3))
    description = f"only {good / present:.2%} of {present} values are known, expected {required:.2%}; others are for example {examples}"
    return Violation(feature.name, "categorical_values_check", description, 1 - good / present)


def check_drift(observation):
    feature = observation.feature
    found = observation.distance() if feature.checks.compare else None
    threshold = feature.checks.number_threshold if feature.categories is None else feature.checks.category_threshold
    if found is None or found[0] <= threshold:
        return None
    distance, category = found
    description = f"Baseline drift distance: {distance:.4g} exceeds threshold: {threshold:g}"
    if category is not None:
        description = f"The share of {category[:40]!r} has changed most. {description}"
    return Violation(feature.name, "baseline_drift_check", description, distance, distance)


def check_columns(captures, extra, columns, baseline_records):
    """Yields violations of requests that have other columns than the baseline, where that is more than chance."""
    rows = captures.records + captures.narrow + captures.wide
    for count, feature, check, width in (
        (captures.narrow, "Missing columns", "missing_column_check", "fewer"),
        (captures.wide, "Extra columns", "extra_column_check", "more"),
    ):
        if falls_short(rows - count, rows, 1.0, 0, baseline_records):
            yield Violation(feature, check, f"{count} of {rows} records have {width} columns than the {len(columns)} expected", count / rows)
    for name, count in extra.items():
        if falls_short(rows - count, rows, 1.0, 0, baseline_records):
            yield Violation(name, "extra_column_check", f"{count} of {rows} records have this column, which the baseline does not know", count / rows)
