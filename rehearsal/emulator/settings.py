"""What the launcher was asked to do, read from the environment once."""

from __future__ import annotations

import os
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Settings:
    """The addresses of the neighbours, and how patient and how faithful the emulator is to be."""

    port: int
    sagemaker_url: str
    region: str = "us-east-1"
    account: str = "000000000000"
    custom_resource_seconds: float = 300.0
    scheduler_tick_seconds: float = 2.0
    patches_left_out: frozenset[str] = field(default_factory=frozenset)

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @staticmethod
    def from_environment(environment: dict[str, str] | None = None) -> "Settings":
        env = os.environ if environment is None else environment
        return Settings(
            port=int(env.get("GATEWAY_PORT", "4566")),
            sagemaker_url=env.get("AWS_ENDPOINT_URL_SAGEMAKER", ""),
            region=env.get("MINISTACK_REGION", "us-east-1"),
            account=env.get("MINISTACK_ACCOUNT_ID", "000000000000"),
            custom_resource_seconds=float(env.get("REHEARSAL_CUSTOM_RESOURCE_SECONDS", "300")),
            scheduler_tick_seconds=float(env.get("REHEARSAL_SCHEDULER_TICK_SECONDS", "2")),
            patches_left_out=frozenset(filter(None, env.get("REHEARSAL_WITHOUT_PATCHES", "").split(","))),
        )
