"""A security group that another one's rules name, or that a mount target has, is not deleted, nor is a subnet with a mount target."""

from __future__ import annotations

import ministack.services.cloudformation.provisioners as provisioners
import ministack.services.ec2 as ec2
import ministack.services.efs as efs

from ._target import wrap

MENDS = "groups and subnets that are in use are deleted, so a home file system left behind would hinder nothing"


def apply() -> None:
    for action, name, refuse in (
        ("DeleteSecurityGroup", "_delete_security_group", _users_of_group),
        ("DeleteSubnet", "_delete_subnet", _users_of_subnet),
    ):
        wrap(ec2, name, _refusing(refuse))
        wrap(ec2._ACTION_MAP, action, _refusing(refuse))
    # CloudFormation deletes subnets past the API.
    wrap(provisioners._RESOURCE_HANDLERS["AWS::EC2::Subnet"], "delete", _keeping_used_subnets)


def _keeping_used_subnets(delete):
    def delete_if_unused(physical_id, properties):
        found = _users_of_subnet({"SubnetId": [physical_id]})
        if found:
            raise ValueError(f"The subnet '{physical_id}' has dependencies and cannot be deleted: {', '.join(found)}")
        delete(physical_id, properties)

    return delete_if_unused


def _refusing(users):
    def around(delete):
        def delete_if_unused(parameters):
            found = users(parameters)
            if found:
                return ec2._error("DependencyViolation", f"resource has a dependent object: {', '.join(found)}", 400)
            return delete(parameters)

        return delete_if_unused

    return around


def _users_of_group(parameters) -> list[str]:
    group = ec2._p(parameters, "GroupId")
    rules = [
        other["GroupId"]
        for other in ec2._security_groups.values()
        if other["GroupId"] != group
        and any(
            pair.get("GroupId") == group
            for rule in (*other["IpPermissions"], *other["IpPermissionsEgress"])
            for pair in rule.get("UserIdGroupPairs", [])
        )
    ]
    return rules + [target["MountTargetId"] for target in efs._mount_targets.values() if group in target["SecurityGroups"]]


def _users_of_subnet(parameters) -> list[str]:
    subnet = ec2._p(parameters, "SubnetId")
    return [target["MountTargetId"] for target in efs._mount_targets.values() if target["SubnetId"] == subnet]
