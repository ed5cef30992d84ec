"""The requests that an endpoint captured, from files as SageMaker's data capture writes them.

One JSON object a line, in `*.jsonl` files in folders by year, month, day and hour. Files are read line by line. Nothing is skipped in silence:
what cannot be read is counted, with the first twenty kept; what is outside of the window is counted too.
"""

import json
import re
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from typing import Optional

from outcome import MonitorError
from payloads import Unreadable, WrongWidth, read_rows

KEPT_PROBLEMS = 20
KEPT_CHARACTERS = 200
FRACTION = re.compile(r"(?<=:\d\d)[.,](\d+)")


def moment_of(text):
    """A moment from ISO 8601 text; without an offset it is UTC. Raises ValueError."""
    plain = FRACTION.sub(lambda found: f".{found.group(1)[:6]:0<6}", text.strip().replace("Z", "+00:00").replace("z", "+00:00"))
    moment = datetime.fromisoformat(plain)
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)


@dataclass(frozen=True)
class Window:
    """The moments from a start up to an end, which is outside already: windows that follow each other share no record."""

    start: Optional[datetime] = None
    end: Optional[datetime] = None

    @property
    def everything(self):
        return self.start is None and self.end is None

    def holds(self, moment):
        return (self.start is None or self.start <= moment) and (self.end is None or moment < self.end)


@dataclass
class Captures:
    """Reads the rows of the captured requests in a window, and counts what it meets."""

    folder: Path
    columns: list
    window: Window = Window()
    files: int = 0
    requests: int = 0
    outside: int = 0
    records: int = 0
    unreadable: int = 0
    # Rows without names that have too few or too many cells; they are among the unreadable.
    narrow: int = 0
    wide: int = 0
    problems: list = field(default_factory=list)

    def rows(self):
        """Yields each row: cells by name of the column."""
        if not self.folder.is_dir():
            raise MonitorError(f"there is no folder {self.folder} with captures: check --captures")
        for path in sorted(self.folder.rglob("*.jsonl")):
            if path.is_file():
                self.files += 1
                yield from self._read(path)

    def _read(self, path):
        with open(path, "rb") as lines:
            for number, line in enumerate(lines, start=1):
                if not line.strip():
                    continue
                try:
                    for row in self._rows_of(line):
                        if isinstance(row, Unreadable):
                            self._keep(path, number, line, row)
                        else:
                            self.records += 1
                            yield row
                except Unreadable as problem:
                    self._keep(path, number, line, problem)

    def _rows_of(self, line):
        try:
            event = json.loads(line.decode("utf-8"))
        except (ValueError, RecursionError):
            raise Unreadable("the line is no JSON") from None
        if not isinstance(event, dict):
            raise Unreadable("the line is no captured request")
        if not self._is_inside(event):
            self.outside += 1
            return
        self.requests += 1
        captured = event.get("captureData")
        body = captured.get("endpointInput") if isinstance(captured, dict) else None
        if not isinstance(body, dict):
            raise Unreadable("the line holds no endpointInput: let the endpoint capture its input")
        yield from read_rows(body, self.columns)

    def _is_inside(self, event):
        if self.window.everything:
            return True
        metadata = event.get("eventMetadata")
        try:
            return self.window.holds(moment_of(metadata["inferenceTime"]))
        except (TypeError, KeyError, ValueError, AttributeError):
            raise Unreadable("the line has no inferenceTime that can be read") from None

    def _keep(self, path, number, line, problem):
        self.unreadable += 1
        if isinstance(problem, WrongWidth):
            self.wide += problem.extra
            self.narrow += not problem.extra
        if len(self.problems) < KEPT_PROBLEMS:
            content = line[: 4 * KEPT_CHARACTERS].decode("utf-8", errors="replace").strip()[:KEPT_CHARACTERS]
            self.problems.append({"file": str(path.relative_to(self.folder)), "line": number, "reason": str(problem), "content": content})
