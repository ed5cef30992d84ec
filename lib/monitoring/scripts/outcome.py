"""How the monitoring jobs end: with files and one line, or with a sentence that says what is wrong."""

import argparse
import json
import sys
from pathlib import Path

MESSAGE_FILE = Path("/opt/ml/output/message")


class MonitorError(Exception):
    """The job cannot go on; the message is one sentence that says what to change."""


class Arguments(argparse.ArgumentParser):
    """A parser whose refusals end the job like every other mistake."""

    def __init__(self, description):
        super().__init__(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)

    def error(self, message):
        raise MonitorError(f"{message}: correct the arguments")


def names(text):
    """A list of names in one argument, `age,city`."""
    return [name.strip() for name in text.split(",") if name.strip()]


def write_json(path, content, indent=2):
    """Writes a file that every JSON reader takes: without NaN and infinity."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{json.dumps(content, indent=indent, ensure_ascii=False, allow_nan=False)}\n", encoding="utf-8")


def tell(message):
    """Leaves a message where SageMaker shows it as the job's exit message."""
    if MESSAGE_FILE.parent.is_dir():
        MESSAGE_FILE.write_text(message, encoding="utf-8")


def run_job(script, job):
    """Runs a job, which returns its line of result; leaves with 1 and a plain sentence when it cannot do its work."""
    try:
        line = job()
    except MonitorError as error:
        tell(f"{script}: {error}")
        sys.exit(f"{script}: {error}")
    tell(line)
    print(line, flush=True)
