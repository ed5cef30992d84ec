"""Buckets keep the encryption and the tags that CloudFormation gives them."""

from __future__ import annotations

from xml.sax.saxutils import escape

import ministack.services.cloudformation.provisioners as provisioners
import ministack.services.s3 as s3

from ._target import after_create_and_update

MENDS = "AWS::S3::Bucket drops BucketEncryption and Tags; without its tag the CDK's auto-delete handler refuses to empty a bucket"


def apply() -> None:
    after_create_and_update(provisioners._RESOURCE_HANDLERS, "AWS::S3::Bucket", _keep)


def _keep(bucket: str, properties: dict, old: dict) -> None:
    encryption = properties.get("BucketEncryption")
    if encryption:
        _accepted(s3._put_bucket_encryption(bucket, _encryption_xml(encryption).encode()))
    elif old.get("BucketEncryption"):
        s3._delete_bucket_encryption(bucket)
    tags = properties.get("Tags") or []
    if tags:
        s3._bucket_tags[bucket] = {tag["Key"]: str(tag["Value"]) for tag in tags}
    elif old.get("Tags"):
        s3._delete_bucket_tagging(bucket)


def _accepted(answer: tuple) -> None:
    if answer[0] >= 400:
        raise ValueError(f"AWS::S3::Bucket BucketEncryption rejected: {answer[2]!r}")


def _encryption_xml(encryption: dict) -> str:
    rules = "".join(_rule_xml(rule) for rule in encryption.get("ServerSideEncryptionConfiguration") or [])
    return f'<ServerSideEncryptionConfiguration xmlns="{s3.S3_NS}">{rules}</ServerSideEncryptionConfiguration>'


def _rule_xml(rule: dict) -> str:
    default = rule.get("ServerSideEncryptionByDefault") or {}
    key = f"<KMSMasterKeyID>{escape(default['KMSMasterKeyID'])}</KMSMasterKeyID>" if default.get("KMSMasterKeyID") else ""
    bucket_key = str(rule.get("BucketKeyEnabled", False)).lower()
    algorithm = escape(default.get("SSEAlgorithm", "AES256"))
    return (
        f"<Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>{algorithm}</SSEAlgorithm>{key}"
        f"</ApplyServerSideEncryptionByDefault><BucketKeyEnabled>{bucket_key}</BucketKeyEnabled></Rule>"
    )
