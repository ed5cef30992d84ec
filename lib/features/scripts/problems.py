"""How the jobs say what is wrong."""

from pathlib import Path

MESSAGE_FILE = Path("/opt/ml/output/message")


class IngestError(Exception):
    """The job cannot go on; the message is one sentence that says what to change."""


class Malformed(Exception):
    """A row that the feature group cannot hold; the message says why."""


def tell(message):
    """Leaves a message where SageMaker shows it as the job's exit message."""
    if MESSAGE_FILE.parent.is_dir():
        MESSAGE_FILE.write_text(message, encoding="utf-8")
