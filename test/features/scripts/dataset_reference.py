"""What the data sets of the cases must hold, found row by row and without SQL."""

import random
import re
from datetime import datetime, timezone

START = datetime(2026, 1, 1, tzinfo=timezone.utc).timestamp()
ISO = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{3})?Z")
FOUND = "found "
AS_OF, SINCE, UNTIL = START + 25, START + 5, START + 30.5


def iso(seconds):
    text = datetime.fromtimestamp(seconds, timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return text.replace(".000Z", "Z")


def when(value):
    """The moment that a value means, or None."""
    if not isinstance(value, str):
        return value
    try:
        return datetime.fromisoformat(value.replace("Z", "+00:00")).timestamp() if ISO.fullmatch(value) else None
    except ValueError:  # the 30th of February
        return None


def newest(versions, time_of, at, known_at=lambda version: float("-inf"), max_age=float("inf")):
    """The version that somebody would have found at a moment; a deletion finds nothing."""
    best = None
    for version in versions:
        event = when(version[time_of])
        if event is None or event > at or at - event > max_age or known_at(version) > at:
            continue
        order = (event, version["invoked"], version["written"])
        if best is None or order > best[0]:
            best = (order, version)
    return None if best is None or best[1]["deleted"] else best[1]


def of(versions, name, value):
    return [version for version in versions if value is not None and version[name] == value]


def features(version, **columns):
    """Columns of the data set from a version, which may not be there; the group is known by the columns that it gives."""
    return {column: version.get(feature) if version else None for column, feature in columns.items()} | {FOUND + next(iter(columns)): version is not None}


CUSTOMER = {"basket": "basket", "orders": "orders", "City": "City"}
SELLER = {"seller_rating": "rating", "seller_City": "City"}


def one_group(rows, store):
    for row in rows:
        found = newest(of(store["customers"], "customer_id", row["customer_id"]), "updated_at", when(row["bought_at"]))
        yield {**row, **features(found, **CUSTOMER)}


def two_groups(rows, store):
    for row in rows:
        at = when(row["bought_at"])
        customer = newest(of(store["customers"], "customer_id", row["customer_id"]), "updated_at", at)
        seller = newest(of(store["sellers"], "seller_id", row["seller_id"]), "at", at, max_age=3)
        kept = {name: row[name] for name in ("Label", "customer_id", "bought_at")}
        yield {**kept, **features(customer, usual_basket="basket"), **features(seller, **SELLER)}


def late_records(rows, store):
    store = {name: [version for version in versions if version["written"] <= AS_OF] for name, versions in store.items()}
    for row in rows:
        at = row["moment"]
        if SINCE <= at <= UNTIL:
            customer = newest(of(store["customers"], "customer_id", row["customer_id"]), "updated_at", at, known_at=lambda version: version["written"])
            seller = newest(of(store["sellers"], "seller_id", row["seller_id"]), "at", at, known_at=lambda version: version["invoked"])
            yield {**row, **features(customer, **CUSTOMER), **features(seller, **SELLER)}


def records(versions, deletions_count):
    """Of the versions with the same identifier and event time the last written, unless it was deleted then or later."""
    settled = {}
    for version in versions:
        event = when(version["bought_at"])
        if event is not None and (deletions_count or not version["deleted"]):
            key = (version["customer_id"], event)
            if key not in settled or (version["invoked"], version["written"]) > (settled[key]["invoked"], settled[key]["written"]):
                settled[key] = version
    for (identifier, event), version in settled.items():
        later = [each for each in versions if each["deleted"] and each["customer_id"] == identifier and (when(each["bought_at"]) or 0) > event]
        if not version["deleted"] and not (deletions_count and later):
            yield {name: version.get(name) for name in ("customer_id", "bought_at", "seller_id", "label")}


def labels_of_a_group(_, store):
    store = {name: [version for version in versions if version["written"] <= AS_OF] for name, versions in store.items()}
    for row in records(store["labels"], deletions_count=True):
        if when(row["bought_at"]) >= SINCE:
            yield joined(row, store)


def nothing_deleted(_, store):
    store = {name: [version for version in versions if not version["deleted"]] for name, versions in store.items()}
    for row in records(store["labels"], deletions_count=False):
        yield joined(row, store)


def joined(row, store):
    at = when(row["bought_at"])
    customer = newest(of(store["customers"], "customer_id", row["customer_id"]), "updated_at", at)
    seller = newest(of(store["sellers"], "seller_id", row["seller_id"]), "at", at)
    return {**row, **features(customer, **CUSTOMER), **features(seller, **SELLER)}


REFERENCES = {
    "one-group": one_group,
    "two-groups": two_groups,
    "late-records": late_records,
    "labels-of-a-group": labels_of_a_group,
    "nothing-deleted": nothing_deleted,
}


class RandomStore:
    """Rows and versions of few records at few moments, so that all meet: duplicates, late ones, deletions, moments that are none."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.store = {
            "customers": [self.version(customer_id=self.customer(), updated_at=self.text()) for _ in range(120)],
            "sellers": [self.version(seller_id=self.seller(), at=self.instant()) for _ in range(50)],
            "labels": [self.version(customer_id=self.customer(), bought_at=self.text(), label=self.random.randint(0, 1), seller_id=self.seller()) for _ in range(40)],
        }
        self.rows = [self.row() for _ in range(60)]
        self.rows += [dict(self.random.choice(self.rows)) for _ in range(5)]

    def instant(self):
        return START + self.random.randint(0, 60) / 2

    def text(self):
        return self.random.choice(["", "yesterday", "2026-02-30T00:00:00Z"]) if self.random.random() < 0.05 else iso(self.instant())

    def customer(self):
        return self.random.choice(["ann", "bob", "cid", "O'Neil \"x\""])

    def seller(self):
        return self.random.randint(1, 5)

    def maybe(self, value):
        return None if self.random.random() < 0.2 else value

    def version(self, **values):
        event = next((when(value) for name, value in values.items() if name in ("updated_at", "at", "bought_at")), None) or START
        invoked = event + self.random.choice([0, 0, 0.5, 5, 20])
        if self.random.random() < 0.1:
            invoked = event - 1  # announced before it was true
        deleted = self.random.random() < 0.15
        own = {} if deleted else {
            "basket": self.maybe(self.random.random()), "orders": self.maybe(self.random.randint(0, 9)),
            "City": self.maybe(self.random.choice(["Bern", ""])), "rating": self.maybe(self.random.random()),
        }
        # No two versions are alike in all that orders them, so that there is one answer.
        return {**values, **own, "deleted": deleted, "invoked": invoked, "written": round(invoked + self.random.choice([0.25, 3, 25]) + self.tick(), 3)}

    def tick(self):
        self.ticks = getattr(self, "ticks", 0) + 1
        return self.ticks / 1000

    def row(self):
        return {"customer_id": self.maybe(self.customer()), "seller_id": self.maybe(self.seller()), "bought_at": self.text(), "Label": self.random.randint(0, 1)}
