"""Traffic as an endpoint captures it, and the two jobs on folders of their own."""

import base64
import csv
import io
import json
from datetime import datetime, timedelta, timezone

import analyze_data_quality
import suggest_baseline

NOON = datetime(2026, 3, 1, 12, tzinfo=timezone.utc)


def csv_text(rows):
    """Rows as CSV without a header line; None is an empty cell."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(["" if cell is None else cell for cell in row] for row in rows)
    return text.getvalue()


def captured(data, content_type="text/csv", encoding="CSV", at=NOON):
    """A line of a capture file."""
    if encoding == "BASE64":
        data = base64.b64encode(data if isinstance(data, bytes) else data.encode()).decode()
    moment = at if isinstance(at, str) else at.strftime("%Y-%m-%dT%H:%M:%SZ")
    return json.dumps(
        {
            "captureData": {
                "endpointInput": {"observedContentType": content_type, "mode": "INPUT", "data": data, "encoding": encoding},
                "endpointOutput": {"observedContentType": "text/csv", "mode": "OUTPUT", "data": "0.5,0\n", "encoding": "CSV"},
            },
            "eventMetadata": {"eventId": "5a5ed7ad-6e2b-4bb4-a8ff-25a8c2f3b3e3", "inferenceTime": moment},
            "eventVersion": "0",
        }
    )


class Monitor:
    """A folder with training data, captures, a baseline and reports."""

    def __init__(self, folder):
        self.folder = folder
        self.files = 0
        (folder / "captures").mkdir()

    def baseline(self, rows, columns, *options):
        """Makes the baseline of rows."""
        data = self.folder / "data"
        data.mkdir(exist_ok=True)
        (data / "train.csv").write_text(csv_text([columns, *rows]), encoding="utf-8")
        return self.suggest(*options)

    def suggest(self, *options):
        """Makes the baseline of the files in data/; returns the line of result."""
        given = ["--input", str(self.folder / "data"), "--output", str(self.folder / "baseline"), *options]
        return suggest_baseline.suggest(suggest_baseline.arguments(given))

    def capture(self, *lines, at=NOON):
        """Adds a file of captured requests."""
        self.files += 1
        path = self.folder / "captures" / "income" / "AllTraffic" / at.strftime("%Y/%m/%d/%H") / f"{self.files:03d}.jsonl"
        path.parent.mkdir(parents=True, exist_ok=True)
        content = [line if isinstance(line, bytes) else line.encode() for line in lines]
        path.write_bytes(b"".join(line + b"\n" for line in content))
        return self

    def requests(self, rows, at=NOON):
        """Captures one CSV request for each row, a second after the other."""
        return self.capture(*(captured(csv_text([row]), at=at + timedelta(seconds=n)) for n, row in enumerate(rows)), at=at)

    def analyze(self, *options):
        """Runs the analyzer; returns its summary."""
        given = ["--captures", "captures", "--baseline", "baseline", "--output", "report"]
        places = [option if option.startswith("--") else str(self.folder / option) for option in given]
        self.line = analyze_data_quality.analyze(analyze_data_quality.arguments([*places, *options]))
        return self.report("summary")

    def report(self, name):
        return json.loads((self.folder / "report" / f"{name}.json").read_text(encoding="utf-8"))

    def baseline_file(self, name):
        return json.loads((self.folder / "baseline" / f"{name}.json").read_text(encoding="utf-8"))

    def edit_baseline(self, name, change):
        """Changes a file of the baseline as a person would."""
        content = self.baseline_file(name)
        change(content)
        (self.folder / "baseline" / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")


def checks_of(summary):
    """The violations of a summary, by feature."""
    return {(violation["feature"], violation["check"]) for violation in summary["violations"]}
