"""Calls the SageMaker stand-in in AWS's own protocol (JSON 1.1)."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any


class SageMakerError(RuntimeError):
    """The stand-in refused the request, as SageMaker would."""

    def __init__(self, operation: str, code: str, message: str) -> None:
        super().__init__(f"{operation}: {code}: {message}")
        self.code = code
        self.message = message

    @property
    def says_not_found(self) -> bool:
        """SageMaker answers a missing resource with ResourceNotFound or, for older operations, with a ValidationException."""
        text = self.message.lower()
        return self.code == "ResourceNotFound" or (
            self.code == "ValidationException" and ("could not find" in text or "not found" in text or "does not exist" in text)
        )


class SageMakerClient:
    """One server address; every operation by its name."""

    def __init__(self, url: str, region: str = "us-east-1", timeout_seconds: float = 60) -> None:
        self._url = url
        self._timeout = timeout_seconds
        self._authorization = (
            f"AWS4-HMAC-SHA256 Credential=test/20260101/{region}/sagemaker/aws4_request, SignedHeaders=host, Signature=local"
        )

    def call(self, operation: str, members: dict[str, Any]) -> dict[str, Any]:
        """The response of one operation. Raises SageMakerError when it is refused or when nobody answers."""
        if not self._url:
            raise SageMakerError(operation, "ServiceUnavailable", "no SageMaker stand-in: AWS_ENDPOINT_URL_SAGEMAKER is not set")
        request = urllib.request.Request(
            self._url,
            data=json.dumps(members).encode(),
            headers={
                "Content-Type": "application/x-amz-json-1.1",
                "X-Amz-Target": f"SageMaker.{operation}",
                "Authorization": self._authorization,
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=self._timeout) as response:
                return json.loads(response.read() or b"{}")
        except urllib.error.HTTPError as refused:
            raise _error_of(operation, refused) from None
        except OSError as unreachable:
            raise SageMakerError(operation, "ServiceUnavailable", f"no answer from {self._url}: {unreachable}") from None


def _error_of(operation: str, refused: urllib.error.HTTPError) -> SageMakerError:
    text = refused.read().decode(errors="replace")
    try:
        body = json.loads(text)
    except ValueError:
        return SageMakerError(operation, f"Http{refused.code}", text[:300])
    code = str(body.get("__type") or body.get("code") or f"Http{refused.code}").rsplit("#", 1)[-1]
    return SageMakerError(operation, code, str(body.get("message") or body.get("Message") or ""))
