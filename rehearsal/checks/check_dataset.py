"""Compares the data set of examples/features with what plain SQL finds, one row and one group at a time, in the files of the offline stores.

Prints how many rows there are, the rows that differ, what is missing, and which versions rows saw, as JSON. It knows the files, and nothing of the program
or the query that made the data set.
"""

import argparse
import collections
import csv
import json
import time

import duckdb

MOMENT = "epoch(TRY_CAST({} AS TIMESTAMPTZ))"
GROUPS = {
    "customers": {
        "id": "customer_id", "time": MOMENT.format("updated_at"), "features": {"orders": "orders", "basket": "basket", "visits": "visits"}, "age": None,
    },
    "sellers": {"id": "seller_id", "time": "rated_at", "features": {"seller_rating": "rating"}, "age": 7 * 86_400},
}


def readable(row):
    """An order with a time and with numbers where numbers belong."""
    return row["ordered_at"].endswith("Z") and (row["seller_id"] == "" or row["seller_id"].isdigit())


def known(engine, group, identifier, at):
    """The version of a record that was the newest at a moment: its features, its time, and whether it is a deletion or too old."""
    told = GROUPS[group]
    query = f"""
        SELECT {", ".join(told["features"].values())}, moment, is_deleted FROM {group}
        WHERE {told["id"]} = ? AND moment <= ?
        ORDER BY moment DESC, api_invocation_time DESC, write_time DESC LIMIT 1
    """
    found = engine.execute(query, [identifier, at]).fetchone()
    if found is None:
        return None
    *values, moment, deleted = found
    return {"values": dict(zip(told["features"], values)), "moment": moment, "deleted": deleted, "old": told["age"] is not None and at - moment > told["age"]}


def stores(options):
    """An engine that has the records that orders are about, and how many there are in all."""
    engine = duckdb.connect()
    engine.execute("SET TimeZone = 'UTC'")
    versions = {}
    for group, told in GROUPS.items():
        files = f"read_parquet('{getattr(options, group)}/**/*.parquet', hive_partitioning = false, union_by_name = true)"
        wanted = f"SELECT {told['id']} FROM read_csv('{options.orders}', all_varchar = true)"
        engine.execute(f"CREATE TABLE {group} AS SELECT *, {told['time']} AS moment FROM {files} WHERE CAST({told['id']} AS VARCHAR) IN ({wanted})")
        [versions[group]] = engine.execute(f"SELECT count(*) FROM {files}").fetchone()
    return engine, versions


def kind_of(version):
    """What an order saw of a customer or seller: a day, if it is nothing particular."""
    for kind in ("deleted", "old"):
        if version[kind]:
            return kind
    return "visits" if version["values"].get("visits") is not None else time.strftime("%d", time.gmtime(version["moment"]))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--orders", required=True)
    parser.add_argument("--customers", required=True, help="folder of the offline store")
    parser.add_argument("--sellers", required=True, help="folder of the offline store")
    parser.add_argument("--dataset", required=True)
    options = parser.parse_args()
    engine, versions = stores(options)

    expected, without, seen = [], dict.fromkeys(GROUPS, 0), collections.Counter()
    with open(options.orders, newline="") as file:
        orders = list(csv.DictReader(file))
    for order in filter(readable, orders):
        [at] = engine.execute(f"SELECT {MOMENT.format('?')}", [order["ordered_at"]]).fetchone()
        seller = int(order["seller_id"]) if order["seller_id"] else None
        row = {"customer_id": order["customer_id"] or None, "seller_id": seller, "ordered_at": order["ordered_at"], "returned": int(order["returned"])}
        for group, identifier in (("customers", row["customer_id"]), ("sellers", row["seller_id"])):
            version = None if identifier is None else known(engine, group, identifier, at)
            seen[f"{group} {kind_of(version) if version else 'none'}"] += 1
            there = version and not version["deleted"] and not version["old"]
            without[group] += not there
            row.update(version["values"] if there else dict.fromkeys(GROUPS[group]["features"]))
        expected.append(json.dumps(row))

    answer = engine.execute(f"SELECT * FROM read_parquet('{options.dataset}')")
    names = [column[0] for column in answer.description]
    found = [json.dumps(dict(zip(names, values))) for values in answer.fetchall()]
    differing = (collections.Counter(expected) - collections.Counter(found)) + (collections.Counter(found) - collections.Counter(expected))
    rejected = len(orders) - len(expected)
    told = {"rows": len(found), "rejected": rejected, "differing": list(differing), "without": without, "versions": versions, "seen": seen}
    print(json.dumps(told))


if __name__ == "__main__":
    main()
