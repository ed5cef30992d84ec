"""Serves a model as SageMaker's scikit-learn container does: AWS's inference toolkit calls the functions of the user's script.

usage: python serve_model.py <file that gets the port>

The model is loaded before a request is taken. A script that cannot be imported, or a model that cannot be loaded, ends the
process, so that nobody answers /ping. It also ends, with all its children, when its standard input does: its owner is gone.
"""

import os
import pathlib
import subprocess
import sys

from sagemaker_inference.default_handler_service import DefaultHandlerService
from sagemaker_inference.default_inference_handler import DefaultInferenceHandler
from sagemaker_inference.environment import model_dir
from sagemaker_inference.transformer import Transformer

import model_http


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


def answer_with(service):
    """Answers by the toolkit."""

    def answer(body, headers):
        call = Call(headers)
        result = service.handle([{"body": body}], call)[0]
        return call.status, call.content_type, result

    return answer


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


def main(port_file):
    model_http.end_with_owner()
    prepare_code()
    service = DefaultHandlerService(Transformer(ScikitLearnHandler()))
    service.initialize(Call())
    model_http.serve(answer_with(service), port_file)


if __name__ == "__main__":
    main(sys.argv[1])
