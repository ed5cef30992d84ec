"""What every model server here does: /ping, /invocations one at a time, and to end when its owner does."""

import os
import pathlib
import signal
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def serve(answer, port_file):
    """Serves on a free port of 127.0.0.1 for ever; `answer` gets body and headers, and gives status, content type and body."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(answer))
    unfinished = pathlib.Path(f"{port_file}.part")
    unfinished.write_text(str(server.server_port))
    unfinished.rename(port_file)
    server.serve_forever()


def end_with_owner():
    """Ends the process with all its children when its standard input does: its owner is gone."""
    threading.Thread(target=_wait_for_end, daemon=True).start()


def _wait_for_end():
    while os.read(0, 1):
        pass
    os.killpg(0, signal.SIGKILL)


def _handler_of(answer):
    one_at_a_time = threading.Lock()  # as a worker of the image's server

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            self.reply(200 if self.path == "/ping" else 404, "text/plain", b"")

        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if self.path != "/invocations":
                self.reply(404, "text/plain", b"")
                return
            with one_at_a_time:
                status, content_type, result = answer(body, self.headers)
            if status >= 400:
                print(result, file=sys.stderr, flush=True)
            self.reply(status, content_type, result.encode() if isinstance(result, str) else bytes(result))

        def reply(self, status, content_type, body):
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_request(self, code="-", size="-"):
            if self.path != "/ping":
                super().log_request(code, size)

    return Handler
