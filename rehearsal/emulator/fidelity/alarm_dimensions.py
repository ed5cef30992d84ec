"""Alarms watch the metric with their own dimensions only."""

from __future__ import annotations

import ministack.services.cloudwatch as cloudwatch

from ._target import wrap

MENDS = "an alarm fires on every metric of its name, whatever the dimensions"


def apply() -> None:
    wrap(cloudwatch, "_evaluate_alarm", _on_own_dimensions)


def _on_own_dimensions(evaluate):
    def evaluate_alarm(alarm: dict) -> None:
        wanted = sorted((dimension["Name"], dimension["Value"]) for dimension in alarm.get("Dimensions") or [])
        everything = cloudwatch._metrics
        cloudwatch._metrics = _Selection(everything, wanted)
        try:
            evaluate(alarm)
        finally:
            cloudwatch._metrics = everything

    return evaluate_alarm


class _Selection:
    """What MiniStack's evaluation reads of the metrics: their items, here only those with the wanted dimensions."""

    def __init__(self, metrics, wanted: list[tuple[str, str]]) -> None:
        self._metrics = metrics
        self._wanted = wanted

    def items(self):
        for key, points in list(self._metrics.items()):
            own = [point for point in points if sorted((point.get("Dimensions") or {}).items()) == self._wanted]
            if own:
                yield key, own
