"""Analyses a store of recordings with Dask and the Python package formdrift.

python dask_runs.py STORE OUT [--scheduler ADDRESS]

Without an address the processes of this machine do it. Each partition writes one Parquet file, named after
its recordings and there whole or not at all, so a task that Dask runs twice changes nothing, and a
session that is ended halfway goes on where it stopped.
"""

import argparse
import hashlib
import os

import dask.bag
import pyarrow
import pyarrow.parquet
import store


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("store", help="folder of recordings that every worker sees")
    parser.add_argument("out", help="folder of the Parquet files, likewise")
    parser.add_argument("--scheduler", help="address of a cluster's scheduler")
    parser.add_argument("--at-once", type=int, default=100, help="recordings a partition (100)")
    given = parser.parse_args()
    os.makedirs(given.out, exist_ok=True)
    if given.scheduler:
        from dask.distributed import Client

        Client(given.scheduler)
    inputs = store.listing(given.store)
    done = finished(given.out)
    todo = [path for path in inputs if path not in done]
    print(f"{len(inputs)} recordings, {len(inputs) - len(todo)} of them done", flush=True)
    starts = range(0, len(todo), given.at_once)
    tasks = [(todo[start : start + given.at_once], given.out) for start in starts]
    if tasks:
        dask.bag.from_sequence(tasks, partition_size=1).map(write).compute()


def finished(out):
    """Recordings that have a row."""
    done = set()
    for name in os.listdir(out):
        if name.endswith(".parquet"):
            rows = pyarrow.parquet.read_table(os.path.join(out, name), columns=["input"])
            done.update(rows.column("input").to_pylist())
    return done


def write(task):
    """Writes the rows of one partition."""
    paths, out = task
    digest = hashlib.sha256("\n".join(paths).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    name = os.path.join(out, f"runs-{digest}.parquet")
    rows = []
    for path in paths:
        with open(path, "rb") as file:
            rows += store.rows_by_package([(path, file.read())])
    kinds = {"string": pyarrow.string(), "double": pyarrow.float64(), "int": pyarrow.int32()}
    schema = pyarrow.schema([(column, kinds[kind]) for column, kind in store.COLUMNS.items()])
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows, schema=schema), f"{name}.{os.getpid()}")
    os.replace(f"{name}.{os.getpid()}", name)


if __name__ == "__main__":
    main()
