"""The start-up check, and what stays when nothing is private any more."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import urllib.request

import pytest
from conftest import ROOT, free_port, eventually
from rehearsal.emulator import internals


def test_the_pinned_emulator_has_every_name_that_is_used():
    internals.check()


def test_a_missing_name_is_told_with_what_needs_it():
    with pytest.raises(internals.EmulatorChanged) as told:
        internals.check({"ministack.app": {"main": "the launcher", "gone": "the clock"}, "ministack.nowhere": {"x": "the map"}})
    assert "ministack.app.gone (needed by: the clock)" in str(told.value)
    assert "ministack.nowhere (needed by: the map)" in str(told.value)
    assert "ministack.app.main" not in str(told.value)
    assert "rehearsal/requirements/rehearsal.txt" in str(told.value)


def test_it_listens_on_this_machine_only(emulator):
    with socket.socket() as elsewhere:
        elsewhere.settimeout(1)
        assert elsewhere.connect_ex(("127.0.0.2", emulator.port)) != 0


def test_it_ends_when_the_program_that_started_it_is_gone(tmp_path):
    environment = {**os.environ, "GATEWAY_PORT": str(free_port()), "TMPDIR": str(tmp_path), "REHEARSAL_STOP_WITH_PARENT": "1"}
    started = subprocess.Popen(
        [sys.executable, "-m", "rehearsal.emulator"], cwd=ROOT, env=environment, stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )
    address = f"http://127.0.0.1:{environment['GATEWAY_PORT']}/_ministack/health"
    eventually(lambda: urllib.request.urlopen(address).status == 200)
    started.stdin.close()
    assert started.wait(timeout=10) != 0
