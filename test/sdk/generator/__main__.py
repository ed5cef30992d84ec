"""`python -m generator FOLDER`: writes what the installed SageMaker SDK makes of every case of its line, one file each.

The line is that of the installed package. Nothing is asked of AWS: the session is a stub, and connections are refused.
"""

import importlib
import json
import logging
import os
import pkgutil
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


def main(folder: Path) -> None:
    """Makes the folder hold the documents of the cases and no others."""
    offline.refuse_connections()
    line = "v" + version("sagemaker").split(".")[0]
    package = importlib.import_module(f"generator.{line}")
    for module in sorted(each.name for each in pkgutil.iter_modules(package.__path__)):
        importlib.import_module(f"generator.{line}.{module}")
    # The SDK installs a hook that hides what a case did wrong.
    sys.excepthook = sys.__excepthook__
    from .case import CASES

    folder.mkdir(parents=True, exist_ok=True)
    for stale in {path.name for path in folder.glob("*.json")} - {f"{name}.json" for name in CASES}:
        (folder / stale).unlink()
    for name, definition in CASES.items():
        text = json.dumps(definition(), indent=1, sort_keys=True)
        (folder / f"{name}.json").write_text(f"{text}\n", encoding="utf-8")
    print(f"sagemaker {version('sagemaker')}: {len(CASES)} cases", file=sys.stderr)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
