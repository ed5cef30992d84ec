"""`python -m rehearsal.emulator`: starts the emulator on 127.0.0.1 and stays until it is stopped."""

from __future__ import annotations

import os
import sys

# Read by MiniStack when it is imported: this machine only, HTTP only, no other listener.
os.environ["BIND_HOST"] = "127.0.0.1"
os.environ.setdefault("MINISTACK_HOST", "127.0.0.1")
os.environ.setdefault("IOT_MTLS_ENABLED", "0")
os.environ.setdefault("SFTP_ENABLED", "0")


def main() -> None:
    from . import internals
    from .settings import Settings

    try:
        internals.check()
    except internals.EmulatorChanged as changed:
        sys.exit(str(changed))

    from ministack import app

    from .launch import prepare

    if os.environ.pop("REHEARSAL_STOP_WITH_PARENT", ""):
        from .parent import stop_with_parent

        stop_with_parent()
    app.app = prepare(app.app, Settings.from_environment())
    app.main()


if __name__ == "__main__":
    main()
