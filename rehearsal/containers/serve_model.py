"""Serves a model as SageMaker's scikit-learn container does: AWS's inference toolkit calls the functions of the user's script.

usage: python serve_model.py <file that gets the port>

The model is loaded before a request is taken. A script that cannot be imported, or a model that cannot be loaded, ends the
process, so that nobody answers /ping. It also ends, with all its children, when its standard input does: its owner is gone.
"""

import os
import pathlib
import signal
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from sagemaker_inference.default_handler_service import DefaultHandlerService
from sagemaker_inference.default_inference_handler import DefaultInferenceHandler
from sagemaker_inference.environment import model_dir
from sagemaker_inference.transformer import Transformer


class ScikitLearnHandler(DefaultInferenceHandler):
    """What the image does where a script brings no function of its own."""

    def default_predict_fn(self, data, model, context=None):
        return model.predict(data)


class Call:
    """What the toolkit reads of a request and writes of its answer: the part of the model server's context that it uses."""

    def __init__(self, headers=None):
        self.system_properties = {"model_dir": model_dir}
        self.request_processor = [self]
        self.headers = dict(headers or {})
        self.status = 200
        self.content_type = "text/plain"

    def get_request_properties(self):
        return self.headers

    def set_response_content_type(self, _index, content_type):
        self.content_type = content_type

    def set_response_status(self, code=200, phrase=""):
        self.status = int(code)


def handler_of(service):
    one_at_a_time = threading.Lock()  # as a worker of the image's server

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            self.answer(200 if self.path == "/ping" else 404, "text/plain", b"")

        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if self.path != "/invocations":
                self.answer(404, "text/plain", b"")
                return
            call = Call(self.headers)
            with one_at_a_time:
                result = service.handle([{"body": body}], call)[0]
            if call.status >= 400:
                print(result, file=sys.stderr, flush=True)
            self.answer(call.status, call.content_type, result.encode() if isinstance(result, str) else bytes(result))

        def answer(self, status, content_type, body):
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_request(self, code="-", size="-"):
            if self.path != "/ping":
                super().log_request(code, size)

    return Handler


def prepare_code():
    """Puts the user's code first on the path, with the packages that it asks for."""
    program, folder = os.environ.get("SAGEMAKER_PROGRAM"), os.environ.get("SAGEMAKER_SUBMIT_DIRECTORY")
    if not program or not folder:
        sys.exit("serve_model.py: the model's environment must name SAGEMAKER_PROGRAM and SAGEMAKER_SUBMIT_DIRECTORY")
    if not (pathlib.Path(folder) / program).is_file():
        sys.exit(f"serve_model.py: the model's environment names the program {program}, which is not in {folder}")
    requirements = pathlib.Path(folder) / "requirements.txt"
    if requirements.is_file():
        subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "-r", str(requirements)], check=True)
    sys.path[0] = folder  # in place of this file's own folder


def end_with_owner():
    while os.read(0, 1):
        pass
    os.killpg(0, signal.SIGKILL)


def main(port_file):
    threading.Thread(target=end_with_owner, daemon=True).start()
    prepare_code()
    service = DefaultHandlerService(Transformer(ScikitLearnHandler()))
    service.initialize(Call())
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(service))
    unfinished = pathlib.Path(f"{port_file}.part")
    unfinished.write_text(str(server.server_port))
    unfinished.rename(port_file)
    server.serve_forever()


if __name__ == "__main__":
    main(sys.argv[1])
