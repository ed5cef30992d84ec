"""Conditions and the ends of branches."""

from sagemaker.workflow.condition_step import ConditionStep
from sagemaker.workflow.conditions import (
    ConditionEquals,
    ConditionGreaterThan,
    ConditionGreaterThanOrEqualTo,
    ConditionIn,
    ConditionLessThan,
    ConditionLessThanOrEqualTo,
    ConditionNot,
    ConditionOr,
)
from sagemaker.workflow.fail_step import FailStep
from sagemaker.workflow.functions import Join, JsonGet
from sagemaker.workflow.parameters import ParameterBoolean, ParameterFloat, ParameterInteger, ParameterString

from ..case import case
from .functions import call, evaluate
from .session import pipeline


@case("conditions")
def conditions():
    stage = ParameterString("Stage", default_value="test")
    rounds = ParameterInteger("Rounds", default_value=3)
    bar = ParameterFloat("Bar", default_value=0.5)
    on = ParameterBoolean("On", default_value=True)
    step, metrics = evaluate()
    auc = JsonGet(step_name=step.name, property_file=metrics, json_path="auc")
    every = [
        ConditionEquals(left=stage, right="test"),
        ConditionEquals(left=on, right=True),
        ConditionEquals(left=rounds, right=3),
        ConditionGreaterThan(left=auc, right=bar),
        ConditionGreaterThanOrEqualTo(left=auc, right=0.5),
        ConditionLessThan(left=rounds, right=10),
        ConditionLessThanOrEqualTo(left=rounds, right=10),
        ConditionIn(value=stage, in_values=["test", "live", stage]),
        ConditionNot(ConditionIn(value=rounds, in_values=[1, 2])),
        ConditionNot(ConditionEquals(left=stage, right="live")),
        ConditionOr([ConditionEquals(left=stage, right="a"), ConditionNot(ConditionOr([ConditionLessThan(left=auc, right=0.1)]))]),
    ]
    fork = ConditionStep(
        name="Fork",
        conditions=every,
        if_steps=[call("Yes")],
        else_steps=[call("No")],
        display_name="Which way",
        description="By what was measured",
        depends_on=[step],
    )
    return pipeline(step, fork, parameters=[stage, rounds, bar, on])


@case("branches")
def branches():
    step, metrics = evaluate()
    auc = JsonGet(step_name=step.name, property_file=metrics, json_path="auc")
    inner = ConditionStep(
        name="Inner",
        conditions=[ConditionGreaterThan(left=auc, right=0.9)],
        if_steps=[call("Best")],
        else_steps=[FailStep(name="TooWeak", error_message=Join(on=" ", values=["auc was", auc]))],
    )
    outer = ConditionStep(name="Outer", conditions=[ConditionGreaterThan(left=auc, right=0.5)], if_steps=[inner], else_steps=[])
    stop = ConditionStep(
        name="Stop",
        conditions=[ConditionLessThan(left=auc, right=0.1)],
        if_steps=[FailStep(name="Useless", error_message="useless", display_name="No use", description="Learned nothing")],
        else_steps=[],
    )
    told = call("Told", {"went": outer.properties.Outcome})
    return pipeline(step, outer, stop, told)
