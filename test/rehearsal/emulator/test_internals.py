"""The start-up check, and what stays when nothing is private any more."""

from __future__ import annotations

import pytest
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
    import socket

    with socket.socket() as elsewhere:
        elsewhere.settimeout(1)
        assert elsewhere.connect_ex(("127.0.0.2", emulator.port)) != 0
