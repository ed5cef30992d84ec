"""What a feature group holds, and how values are told to be of a type."""

import json
import math
import re
from datetime import datetime, timezone
from hashlib import blake2b

from botocore.exceptions import ClientError

from problems import IngestError, Malformed

WHOLE = re.compile(r"[+-]?\d+")
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{3})?Z")
LARGEST_RECORD = 350 * 1024
LARGEST_IDENTIFIER = 2 * 1024


class Schema:
    """The definitions of one feature group."""

    def __init__(self, description):
        self.group = description["FeatureGroupName"]
        self.record_identifier = description["RecordIdentifierFeatureName"]
        self.event_time = description["EventTimeFeatureName"]
        self.types = {each["FeatureName"]: each["FeatureType"] for each in description["FeatureDefinitions"]}
        self.names = list(self.types)
        # What files of records must have, and how people are told what else they may have.
        self.needed = [self.record_identifier, self.event_time]
        self.kind = f"features of '{self.group}'"
        self.remedy = "add them to the group or drop them"

    def parse(self, cells):
        """The typed values of a row of texts by column; empty cells are left out."""
        values = {name: self._value(name, text) for name, text in cells.items() if text.strip()}
        for name in (self.record_identifier, self.event_time):
            if name not in values:
                raise Malformed(f"{name} is empty")
        if len(str(values[self.record_identifier]).encode()) > LARGEST_IDENTIFIER:
            raise Malformed(f"{self.record_identifier} is larger than 2 KB")
        if sum(len(str(value).encode()) for value in values.values()) > LARGEST_RECORD:
            raise Malformed("the record is larger than 350 KB")
        return values

    def _value(self, name, text):
        if self.types[name] == "Integral":
            return whole(text, name)
        if self.types[name] == "Fractional":
            return number(text, name)
        return moment(text, name) if name == self.event_time else text

    def record(self, values):
        """The values as PutRecord takes them."""
        return [{"FeatureName": name, "ValueAsString": str(values[name])} for name in self.names if name in values]

    def key(self, values):
        """Two rows with the same key are the same version of the same record."""
        return digest([values[self.record_identifier], self.moment(values)])

    def content(self, values):
        """Two rows with the same content need to be written only once."""
        others = [values.get(name) for name in self.names if name != self.event_time]
        return digest([self.moment(values), *others])

    def moment(self, values):
        """The event time in Unix seconds."""
        return seconds_of(values[self.event_time])


def whole(text, name):
    """A number of 64 bits."""
    text = text.strip()
    if not WHOLE.fullmatch(text):
        raise Malformed(f"{name} must be a whole number, found '{text}'")
    if not -(2**63) <= int(text) < 2**63:
        raise Malformed(f"{name} must fit into 64 bits, found {text}")
    return int(text)


def number(text, name):
    """A finite number."""
    text = text.strip()
    if not NUMBER.fullmatch(text) or not math.isfinite(float(text)):
        raise Malformed(f"{name} must be a number, found '{text}'")
    return float(text)


def moment(text, name):
    """A moment in one of the two forms the service takes."""
    text = text.strip()
    try:
        if MOMENT.fullmatch(text):
            seconds_of(text)
            return text
    except ValueError:  # the 31st of February
        pass
    raise Malformed(f"{name} must look like 2026-01-31T12:00:00Z, found '{text}'")


def seconds_of(value):
    """A moment in Unix seconds, whichever way the offline store keeps it: as a number, as text or as a timestamp."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value.replace("Z", "+00:00"))
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=timezone.utc)).timestamp()
    return float(value)


def digest(values):
    """A short fingerprint of some values."""
    return blake2b(json.dumps(values, ensure_ascii=False).encode(), digest_size=16).digest()


def describe(sagemaker, group):
    """The description of a group that can be written to and that keeps a history."""
    try:
        description = sagemaker.describe_feature_group(FeatureGroupName=group)
        definitions = description["FeatureDefinitions"]
        page = description
        while page.get("NextToken"):
            page = sagemaker.describe_feature_group(FeatureGroupName=group, NextToken=page["NextToken"])
            definitions.extend(page["FeatureDefinitions"])
    except ClientError as error:
        if error.response["Error"]["Code"] != "ResourceNotFound":
            raise
        raise IngestError(f"there is no feature group '{group}': deploy it first, or correct --feature-group") from None
    status = description.get("FeatureGroupStatus")
    if status != "Created":
        raise IngestError(f"feature group '{group}' is {status}: wait until it is Created, or see its FailureReason")
    if "OfflineStoreConfig" not in description:
        raise IngestError(f"feature group '{group}' has no offline store to train from: give it one")
    return description
