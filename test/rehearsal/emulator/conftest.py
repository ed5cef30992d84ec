"""Emulators for the tests: one with every patch, one with none, each started once."""

from __future__ import annotations

import io
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import zipfile
from pathlib import Path
from typing import Any, Callable, Iterator

import botocore.session
import pytest

ROOT = Path(__file__).parents[3]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from fake_sagemaker import FakeSageMaker  # noqa: E402
from rehearsal.emulator import fidelity  # noqa: E402

ROLE = "arn:aws:iam::000000000000:role/test"


class Emulator:
    """A running emulator, its SageMaker, and short words for what the tests do with them."""

    def __init__(self, folder: Path, left_out: tuple[str, ...] = ()) -> None:
        self.sagemaker = FakeSageMaker()
        self.port = free_port()
        self.endpoint = f"http://127.0.0.1:{self.port}"
        self._session = botocore.session.get_session()
        self._session.set_credentials("test", "test")
        self._log = (folder / "emulator.log").open("w")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "rehearsal.emulator"],
            cwd=ROOT,
            env={
                **os.environ,
                "GATEWAY_PORT": str(self.port),
                "TMPDIR": str(folder),
                "AWS_ENDPOINT_URL_SAGEMAKER": self.sagemaker.url,
                "REHEARSAL_WITHOUT_PATCHES": ",".join(left_out),
                "REHEARSAL_CUSTOM_RESOURCE_SECONDS": "3",
                "REHEARSAL_SCHEDULER_TICK_SECONDS": "0.5",
                "LAMBDA_ASYNC_RETRY_BASE_SECONDS": "0.1",
                "PYTHONDONTWRITEBYTECODE": "1",
            },
            stdout=self._log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        eventually(lambda: self.ask("about"))

    def stop(self) -> None:
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._log.close()
        self.sagemaker.stop()

    def client(self, service: str) -> Any:
        return self._session.create_client(service, endpoint_url=self.endpoint, region_name="us-east-1")

    def ask(self, question: str) -> Any:
        with urllib.request.urlopen(f"{self.endpoint}/_rehearsal/{question}") as answer:
            return json.loads(answer.read())

    def deploy(self, name: str, resources: dict[str, Any], outputs: dict[str, Any] | None = None) -> dict[str, str]:
        """Creates or updates a stack; its outputs. A failed one raises with the reasons of its failed resources."""
        formation = self.client("cloudformation")
        template = {"Resources": resources, "Outputs": {key: {"Value": value} for key, value in (outputs or {}).items()}}
        exists = any(stack["StackName"] == name for stack in formation.describe_stacks()["Stacks"])
        change = formation.update_stack if exists else formation.create_stack
        change(StackName=name, TemplateBody=json.dumps(template), Capabilities=["CAPABILITY_NAMED_IAM"])
        status = eventually(lambda: self._settled(name))
        if status not in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
            events = formation.describe_stack_events(StackName=name)["StackEvents"]
            raise AssertionError("; ".join(e.get("ResourceStatusReason", "") for e in events if e["ResourceStatus"].endswith("FAILED")))
        stack = formation.describe_stacks(StackName=name)["Stacks"][0]
        return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}

    def destroy(self, name: str) -> None:
        formation = self.client("cloudformation")
        stack_id = formation.describe_stacks(StackName=name)["Stacks"][0]["StackId"]
        formation.delete_stack(StackName=stack_id)
        eventually(lambda: formation.describe_stacks(StackName=stack_id)["Stacks"][0]["StackStatus"] == "DELETE_COMPLETE")

    def function(self, name: str, source: str, runtime: str = "nodejs22.x", **settings: Any) -> str:
        """The ARN of a new function with this source."""
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as file:
            file.writestr("index.py" if runtime.startswith("python") else "index.mjs", source)
        made = self.client("lambda").create_function(
            FunctionName=name, Runtime=runtime, Role=ROLE, Handler="index.handler", Code={"ZipFile": archive.getvalue()}, Timeout=10, **settings
        )
        return made["FunctionArn"]

    def queue(self, name: str) -> tuple[str, str]:
        """Address and ARN of a new queue."""
        return self.client("sqs").create_queue(QueueName=name)["QueueUrl"], f"arn:aws:sqs:us-east-1:000000000000:{name}"

    def messages(self, url: str, wait_seconds: float = 6) -> list[str]:
        """The bodies of what is in the queue, once there is something in it or the time is up."""
        received = self.client("sqs").receive_message(QueueUrl=url, WaitTimeSeconds=int(wait_seconds), MaxNumberOfMessages=10)
        return [message["Body"] for message in received.get("Messages", [])]

    def rule(self, name: str, source: str, target: dict[str, Any]) -> None:
        events = self.client("events")
        events.put_rule(Name=name, EventPattern=json.dumps({"source": [source]}))
        events.put_targets(Rule=name, Targets=[{"Id": "target", **target}])

    def event(self, source: str, detail: dict[str, Any] | None = None) -> dict[str, Any]:
        entry = {"Source": source, "DetailType": "test", "Detail": json.dumps(detail or {})}
        return self.client("events").put_events(Entries=[entry])

    def machine(self, name: str, definition: dict[str, Any]) -> str:
        made = self.client("stepfunctions").create_state_machine(name=name, definition=json.dumps(definition), roleArn=ROLE)
        return made["stateMachineArn"]

    def execute(self, name: str, definition: dict[str, Any]) -> dict[str, Any]:
        """A state machine's execution, once it has ended."""
        states = self.client("stepfunctions")
        execution = states.start_execution(stateMachineArn=self.machine(name, definition))["executionArn"]

        def ended() -> dict[str, Any] | None:
            described = states.describe_execution(executionArn=execution)
            return described if described["status"] != "RUNNING" else None

        return eventually(ended)

    def task(self, name: str, **state: Any) -> dict[str, Any]:
        """The execution of a state machine that has only this task."""
        return self.execute(name, {"StartAt": "Task", "States": {"Task": {"Type": "Task", "End": True, **state}}})

    def _settled(self, name: str) -> str | None:
        status = self.client("cloudformation").describe_stacks(StackName=name)["Stacks"][0]["StackStatus"]
        return None if status.endswith("_IN_PROGRESS") else status


def eventually(look: Callable[[], Any], seconds: float = 20) -> Any:
    """The first true answer; errors and false answers are asked again until the time is up."""
    until = time.monotonic() + seconds
    while True:
        try:
            answer = look()
            if answer:
                return answer
            problem: Exception | None = None
        except Exception as error:  # noqa: BLE001 - whatever it is, it may pass
            problem = error
        if time.monotonic() > until:
            raise AssertionError(f"it did not come to pass within {seconds} seconds") from problem
        time.sleep(0.1)


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


@pytest.fixture(scope="session")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    running = Emulator(tmp_path_factory.mktemp("patched"))
    yield running
    running.stop()


@pytest.fixture(scope="session")
def unpatched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    running = Emulator(tmp_path_factory.mktemp("unpatched"), fidelity.NAMES)
    yield running
    running.stop()


@pytest.fixture
def calls(emulator: Emulator) -> FakeSageMaker:
    """The SageMaker of the emulator, with nothing on record yet."""
    emulator.sagemaker.calls.clear()
    emulator.sagemaker.refusals.clear()
    emulator.sagemaker.job_status = "Completed"
    return emulator.sagemaker
