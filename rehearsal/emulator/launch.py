"""Puts the additions into MiniStack before it starts to serve."""

from __future__ import annotations

import ministack.core.responses as responses
import ministack.services.cloudformation.custom_resource as custom_resource
import ministack.services.cloudformation.provisioners as provisioners
import ministack.services.cloudformation.stacks as stacks
import ministack.services.eventbridge as event_bridge
import ministack.services.scheduler as scheduler
import ministack.services.stepfunctions as step_functions
from ministack.core.arn import parse_arn

from . import fidelity, pipeline_targets, sagemaker_events, sagemaker_tasks, sagemaker_types
from .admin import Application, with_admin_routes
from .custom_resources import limit_waiting
from .leftovers import leftovers
from .recorded_types import RecordedTypes
from .sagemaker_client import SageMakerClient
from .settings import Settings


def prepare(application: Application, settings: Settings) -> Application:
    """MiniStack's application with SageMaker, recorded types, fidelity patches and the admin routes."""
    client = SageMakerClient(settings.sagemaker_url, settings.region)
    forwarded = sagemaker_types.register(client, provisioners)
    sagemaker_tasks.register(client, step_functions)
    sagemaker_events.admit(event_bridge)
    pipeline_targets.register(client, event_bridge, responses, parse_arn)

    recorded = RecordedTypes(provisioners, settings.account, settings.region)
    recorded.register()

    limit_waiting(custom_resource, settings.custom_resource_seconds)
    scheduler._SCHEDULE_TICK_INTERVAL = settings.scheduler_tick_seconds
    _provision_on_threads(forwarded)
    patches = fidelity.apply(settings.patches_left_out)

    return with_admin_routes(
        application,
        {
            "about": lambda: {"forwardedTypes": forwarded, "patches": patches},
            "recorded": recorded.report,
            "leftovers": lambda: leftovers(settings.endpoint, settings.region),
        },
    )


def _provision_on_threads(types: list[str]) -> None:
    """Forwarded types wait for another server, which in turn calls this one: never on the server's own thread."""
    own_choice = stacks._runs_on_worker_thread
    forwarded = frozenset(types)
    stacks._runs_on_worker_thread = lambda resource_type: resource_type in forwarded or own_choice(resource_type)
