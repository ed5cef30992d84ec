"""The cases by name, and what they share."""

import json
from pathlib import Path

REGION = "eu-west-1"
ACCOUNT = "123456789012"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/jobs"
KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
BUCKET = "results"
IMAGE = f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/own:1"
SCRIPTS = Path(__file__).parent.parent / "scripts"

CASES = {}

# What the SDK uploads for a container to read at run time, by the name of the folder that the case gives it.
SETTINGS = {}


def script(name: str) -> str:
    """A local file that stands for one of the user's."""
    return str(SCRIPTS / name)


def case(name: str):
    """Adds a case: a function that makes a pipeline of the SDK."""

    def add(build):
        CASES[name] = lambda: json.loads(build().definition())
        return build

    return add
