"""A session of version 3 that asks nobody."""

import boto3
from sagemaker.core.workflow.pipeline_context import PipelineSession
from sagemaker.mlops.workflow.pipeline import Pipeline

from ..case import BUCKET, REGION


def _session() -> PipelineSession:
    boto_session = boto3.Session(region_name=REGION, aws_access_key_id="none", aws_secret_access_key="none")
    session = PipelineSession(boto_session=boto_session, default_bucket=BUCKET, sagemaker_config={})
    # The session would look whether the bucket exists.
    session._default_bucket = BUCKET
    return session


SESSION = _session()


def pipeline(*steps, **options) -> Pipeline:
    """A pipeline without an experiment."""
    return Pipeline(name="income", steps=list(steps), sagemaker_session=SESSION, pipeline_experiment_config=None, **options)
