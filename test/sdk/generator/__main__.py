"""`python -m generator FOLDER`: writes what the installed SageMaker SDK makes of every case of its line, one file each.

The line is that of the installed package. Nothing is asked of AWS: the session is a stub, and connections are refused.
"""

import importlib
import json
import logging
import os
import pkgutil
import re
import sys
import warnings
from importlib.metadata import version
from pathlib import Path

# Set before the SDK is loaded: no settings of the person who runs this, and no credentials.
os.environ.update(
    {"AWS_DEFAULT_REGION": "eu-west-1", "AWS_EC2_METADATA_DISABLED": "true", "AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull}
)
warnings.filterwarnings("ignore")
# The SDK tells of every telemetry message that it cannot send.
logging.disable(logging.CRITICAL)

from . import offline  # noqa: E402

# The SDK makes the hash of code from where the code lies on this machine, too.
CODE_HASH = re.compile("/code/[0-9a-f]{64}/")


def main(folder: Path) -> None:
    """Makes the folder hold the documents of the cases and no others."""
    offline.refuse_connections()
    line = "v" + version("sagemaker").split(".")[0]
    package = importlib.import_module(f"generator.{line}")
    for module in sorted(each.name for each in pkgutil.iter_modules(package.__path__)):
        importlib.import_module(f"generator.{line}.{module}")
    # The SDK installs a hook that hides what a case did wrong.
    sys.excepthook = sys.__excepthook__
    from .case import CASES, SETTINGS

    write(folder, {name: definition() for name, definition in CASES.items()})
    if SETTINGS:
        write(folder / "settings", SETTINGS)
    print(f"sagemaker {version('sagemaker')}: {len(CASES)} cases", file=sys.stderr)


def write(folder: Path, documents: dict) -> None:
    """Makes a folder hold these documents and no others."""
    folder.mkdir(parents=True, exist_ok=True)
    for stale in {path.name for path in folder.glob("*.json")} - {f"{name}.json" for name in documents}:
        (folder / stale).unlink()
    for name, document in documents.items():
        text = CODE_HASH.sub("/code/hash/", json.dumps(document, indent=1, sort_keys=True))
        (folder / f"{name}.json").write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
