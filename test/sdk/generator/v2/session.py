"""A session of version 2 that answers for itself."""

import json

import boto3
import sagemaker
from botocore.awsrequest import AWSResponse
from sagemaker.workflow.execution_variables import ExecutionVariables
from sagemaker.workflow.functions import Join
from sagemaker.workflow.pipeline import Pipeline
from sagemaker.workflow.pipeline_context import PipelineSession

from ..case import BUCKET, IMAGE, REGION, SETTINGS


class _Body:
    def __init__(self, text: str) -> None:
        self.text = text.encode()

    def stream(self, **_kwargs):
        return [self.text]


def _stored(request, **_kwargs):
    """Every upload succeeds; whatever else is asked of S3 comes to a connection, which is refused."""
    return AWSResponse(request.url, 200, {}, _Body("")) if request.method in ("PUT", "HEAD") else None


def _noted(params, **_kwargs):
    """Keeps the settings of a check, which its container reads from S3."""
    *folder, name = params["Key"].split("/")
    if name == "analysis_config.json" and len(folder) == 1:
        body = params["Body"]
        text = body if isinstance(body, (bytes, str)) else body.read()
        if hasattr(body, "seek"):
            body.seek(0)
        SETTINGS[folder[0]] = json.loads(text)


def _described(request, **_kwargs):
    """The one model that cases name has one container."""
    return AWSResponse(request.url, 200, {}, _Body(json.dumps({"PrimaryContainer": {"Image": IMAGE}})))


def _session() -> PipelineSession:
    boto_session = boto3.Session(region_name=REGION, aws_access_key_id="none", aws_secret_access_key="none")
    boto_session.events.register("provide-client-params.s3.PutObject", _noted)
    boto_session.events.register("before-send.s3", _stored)
    boto_session.events.register("before-send.sagemaker.DescribeModel", _described)
    session = PipelineSession(boto_session=boto_session, default_bucket=BUCKET, sagemaker_config={})
    # The session would look whether the bucket exists.
    session._default_bucket = BUCKET
    return session


# Uploads of notebooks are named after the time.
sagemaker.utils.sagemaker_timestamp = lambda: "2026-01-01-00-00-00-000"
SESSION = _session()


def pipeline(*steps, **options) -> Pipeline:
    """A pipeline without an experiment, unless the case asks for one."""
    options.setdefault("pipeline_experiment_config", None)
    return Pipeline(name="income", steps=list(steps), sagemaker_session=SESSION, **options)


def kept(room: str, step: str, output: str) -> Join:
    """Where the library under test lets a step write: an SDK user would write the same."""
    return Join(on="/", values=[f"s3://{BUCKET}/{room}/income", ExecutionVariables.PIPELINE_EXECUTION_ID, step, output])
