"""The rows that could not be taken, kept with their reasons."""

import json

from problems import IngestError


class Rejected:
    """The file of rows that could not be stored, each with its reason."""

    def __init__(self, path):
        path.parent.mkdir(parents=True, exist_ok=True)
        self.file = open(path, "w", encoding="utf-8")
        self.count = 0
        self.first = None

    def add(self, row, reason):
        """Keeps a row."""
        entry = {"file": row.file, "line": row.line, "reason": reason, "row": row.cells}
        self.file.write(f"{json.dumps(entry, ensure_ascii=False)}\n")
        self.count += 1
        self.first = self.first or f"{row.file} line {row.line}: {reason}"

    def refuse_too_many(self, rows, most):
        """Stops when more rows are malformed than somebody said is normal."""
        if self.count > most * rows:
            raise IngestError(
                f"{self.count} of {rows} rows cannot be stored and at most {most:.2%} may fail, the first is {self.first}: "
                "correct the rows, or raise --max-rejected-share"
            )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()
