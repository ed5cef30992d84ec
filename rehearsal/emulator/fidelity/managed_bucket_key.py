"""An object written with `aws:kms` and no key is encrypted with the account's own S3 key, `alias/aws/s3`."""

from __future__ import annotations

import ministack.services.s3 as s3
from ministack.core.responses import get_account_id, get_region

from ._target import wrap

MENDS = "a write with aws:kms and no key id is refused: the CDK CLI writes its assets so"

_ALGORITHM = "x-amz-server-side-encryption"
_KEY = "x-amz-server-side-encryption-aws-kms-key-id"


def apply() -> None:
    wrap(s3, "_resolve_sse_write_headers", _with_the_managed_key)


def _with_the_managed_key(resolve):
    def resolve_encryption(headers: dict, *rest):
        if headers.get(_ALGORITHM) == "aws:kms" and not headers.get(_KEY):
            headers = {**headers, _KEY: f"arn:aws:kms:{get_region()}:{get_account_id()}:alias/aws/s3"}
        return resolve(headers, *rest)

    return resolve_encryption
