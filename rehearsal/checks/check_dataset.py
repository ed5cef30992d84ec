"""Compares the data set of examples/dataset with what plain SQL finds, one row and one group at a time, in the files of the offline stores.

Prints how many rows there are, the rows that differ, and what is missing, as JSON. It knows the files, and nothing of the program or the query that made the data set.
"""

import argparse
import collections
import csv
import json

import duckdb

MOMENT = "epoch(TRY_CAST({} AS TIMESTAMPTZ))"
GROUPS = {
    "customers": {"id": "customer_id", "time": MOMENT.format("updated_at"), "features": {"basket": "basket", "customer_city": "city"}, "age": None},
    "sellers": {"id": "seller_id", "time": "rated_at", "features": {"seller_rating": "rating", "seller_city": "city"}, "age": 7 * 86_400},
}


def readable(row):
    """An order with a time and with numbers where numbers belong."""
    return row["ordered_at"].endswith("Z") and (row["seller_id"] == "" or row["seller_id"].isdigit())


def known(engine, group, identifier, at, as_of):
    """The version of a record that was the newest at a moment, unless it was a deletion."""
    told = GROUPS[group]
    query = f"""
        SELECT {", ".join(told["features"].values())}, is_deleted FROM {group}
        WHERE {told["id"]} = ? AND {told["time"]} <= ? AND {told["time"]} >= ? AND write_time <= CAST(? AS TIMESTAMPTZ)
        ORDER BY {told["time"]} DESC, api_invocation_time DESC, write_time DESC LIMIT 1
    """
    found = engine.execute(query, [identifier, at, at - told["age"] if told["age"] else 0, as_of]).fetchone()
    return None if found is None or found[-1] else dict(zip(told["features"], found))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--orders", required=True)
    parser.add_argument("--customers", required=True, help="folder of the offline store")
    parser.add_argument("--sellers", required=True, help="folder of the offline store")
    parser.add_argument("--dataset", required=True)
    parser.add_argument("--as-of", required=True)
    options = parser.parse_args()
    engine = duckdb.connect()
    engine.execute("SET TimeZone = 'UTC'")
    for group in GROUPS:
        folder = getattr(options, group)
        engine.execute(f"CREATE TABLE {group} AS SELECT * FROM read_parquet('{folder}/**/*.parquet', hive_partitioning = false)")

    expected, without = [], dict.fromkeys(GROUPS, 0)
    with open(options.orders, newline="") as file:
        orders = list(csv.DictReader(file))
    for order in filter(readable, orders):
        [at] = engine.execute(f"SELECT {MOMENT.format('?')}", [order["ordered_at"]]).fetchone()
        seller = int(order["seller_id"]) if order["seller_id"] else None
        row = {"customer_id": order["customer_id"] or None, "seller_id": seller, "ordered_at": order["ordered_at"], "returned": int(order["returned"])}
        for group, identifier in (("customers", row["customer_id"]), ("sellers", row["seller_id"])):
            version = None if identifier is None else known(engine, group, identifier, at, options.as_of)
            without[group] += version is None
            row.update(version or dict.fromkeys(GROUPS[group]["features"]))
        expected.append(json.dumps(row))

    answer = engine.execute(f"SELECT * FROM read_parquet('{options.dataset}')")
    names = [column[0] for column in answer.description]
    found = [json.dumps(dict(zip(names, values))) for values in answer.fetchall()]
    differing = (collections.Counter(expected) - collections.Counter(found)) + (collections.Counter(found) - collections.Counter(expected))
    versions = {group: engine.execute(f"SELECT count(*) FROM {group}").fetchone()[0] for group in GROUPS}
    told = {"rows": len(found), "rejected": len(orders) - len(expected), "differing": list(differing), "without": without, "versions": versions}
    print(json.dumps(told))


if __name__ == "__main__":
    main()
