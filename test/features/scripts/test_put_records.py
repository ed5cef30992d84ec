import pytest
from botocore.exceptions import EndpointConnectionError, ParamValidationError

import put_records
from feature_world import World, client_error
from problems import IngestError
from put_records import ATTEMPTS, put
from schema import Schema, describe

VALUES = {"id": "a", "at": "2026-01-01T00:00:00Z"}
BUSY = [
    client_error("ThrottlingException"),
    client_error("ServiceUnavailable", 503),
    client_error("InternalFailure", 500),
    client_error("Anything", 429),
    client_error("Anything", 502),
    EndpointConnectionError(endpoint_url="http://somewhere"),
]


@pytest.fixture
def schema(world):
    return Schema(describe(world, "customers"))


@pytest.mark.parametrize("error", BUSY, ids=str)
def test_tries_again_when_the_service_is_busy(world, schema, error):
    world.refusals = {"a": [error] * (ATTEMPTS - 1)}
    assert put(world, schema, VALUES, world.pause) is None
    assert world.puts == [VALUES]


def test_gives_up_after_the_last_attempt_and_says_what_to_do(world, schema):
    world.refusals = {"a": [client_error("ThrottlingException")] * ATTEMPTS}
    with pytest.raises(IngestError, match=f"in {ATTEMPTS} attempts .*start the job again"):
        put(world, schema, VALUES, world.pause)


def test_pauses_grow_up_to_a_limit_and_are_random(world, schema, monkeypatch):
    ranges, pauses = [], []
    monkeypatch.setattr(put_records.random, "uniform", lambda low, high: ranges.append((low, high)) or high / 2)
    world.refusals = {"a": [client_error("ThrottlingException")] * (ATTEMPTS - 1)}
    put(world, schema, VALUES, pauses.append)
    highest = [high for _, high in ranges]
    assert highest == sorted(highest) and highest[0] == 0.1 and highest[-1] == 20
    assert {low for low, _ in ranges} == {0}
    assert pauses == [high / 2 for high in highest]


@pytest.mark.parametrize("code", ["ValidationError", "ValidationException"])
def test_a_refusal_of_one_record_is_returned(world, schema, code):
    world.refusals = {"a": [client_error(code, message="no such thing")]}
    assert put(world, schema, VALUES, world.pause) == "refused by the service: no such thing"


@pytest.mark.parametrize("error", [client_error("AccessForbidden", 403), client_error("ResourceNotFound", 404), ParamValidationError(report="x")], ids=str)
def test_fails_at_once_for_what_would_stop_every_record(world, schema, error):
    world.refusals = {"a": [error, error]}
    with pytest.raises(IngestError, match="writing to feature group 'customers' failed"):
        put(world, schema, VALUES, world.pause)
    assert len(world.refusals["a"]) == 1
