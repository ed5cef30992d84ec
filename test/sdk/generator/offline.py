"""Keeps the SDK from asking anybody anything."""

import socket


def refuse_connections() -> None:
    """Makes every connection fail at once, so that a call that nobody stubbed is noticed."""

    def refuse(*_args, **_kwargs):
        raise OSError("the generator makes no connections")

    socket.socket.connect = refuse
    socket.socket.connect_ex = refuse
    socket.getaddrinfo = refuse
