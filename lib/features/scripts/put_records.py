"""Writes records through PutRecord, many at a time, and tries again when the service is busy."""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError
from botocore.exceptions import ConnectionError as NoConnection

from problems import IngestError

WORKERS = 16
# Rows in flight; bounds the memory, whatever the size of the files.
BATCH = 512
ATTEMPTS = 10
FIRST_PAUSE = 0.1
LONGEST_PAUSE = 20
BUSY = {"ThrottlingException", "Throttling", "TooManyRequestsException", "ServiceUnavailable", "InternalFailure", "InternalServerError"}


def put_all(runtime, schema, rows, pause=time.sleep):
    """Puts every row, and yields each with the reason why the service refused it, or None."""
    rows = iter(rows)
    with ThreadPoolExecutor(WORKERS) as pool:
        while batch := list(islice(rows, BATCH)):
            yield from zip(batch, pool.map(lambda row: put(runtime, schema, row.values, pause), batch))


def put(runtime, schema, values, pause=time.sleep):
    """Puts one record; a refusal of this record is returned, anything that would stop every record is raised."""
    for attempt in range(ATTEMPTS):
        try:
            runtime.put_record(FeatureGroupName=schema.group, Record=schema.record(values))
            return None
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if code in ("ValidationError", "ValidationException"):
                return f"refused by the service: {error.response['Error'].get('Message', code)}"
            if not _is_busy(error):
                raise IngestError(
                    f"writing to feature group '{schema.group}' failed ({error}): see that the role may use sagemaker:PutRecord and the group's key"
                ) from error
            last = error
        except (NoConnection, HTTPClientError) as error:  # the connection broke, or nobody answered
            last = error
        except BotoCoreError as error:
            raise IngestError(f"writing to feature group '{schema.group}' failed ({error}): correct the job's settings") from error
        pause(random.uniform(0, min(LONGEST_PAUSE, FIRST_PAUSE * 2**attempt)))
    raise IngestError(
        f"feature group '{schema.group}' did not take a record in {ATTEMPTS} attempts ({last}): start the job again, it goes on where it stopped"
    )


def _is_busy(error):
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    return error.response["Error"]["Code"] in BUSY or status == 429 or status >= 500
