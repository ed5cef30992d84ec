"""The emulator does not outlive the program that started it, even when that program is killed."""

from __future__ import annotations

import os
import signal
import sys
import threading


def stop_with_parent() -> None:
    """Ends the whole process group when standard input, a pipe from the parent, is closed."""

    def watch() -> None:
        while sys.stdin.buffer.read(4096):
            pass
        os.killpg(os.getpgid(0), signal.SIGKILL)

    threading.Thread(target=watch, daemon=True, name="parent-watch").start()
