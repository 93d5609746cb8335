"""Analyses a store of recordings on one machine into Parquet files that DuckDB reads.

python duckdb_runs.py STORE OUT       then: duckdb -c "from 'OUT/*.parquet' select verdict, count(*) group by 1"

All processors work on it. Each file is there whole or not at all, and a session that is ended halfway
goes on where it stopped.
"""

import argparse
import os

import duckdb
import formdrift
import pyarrow
import store


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("store", help="folder of recordings")
    parser.add_argument("out", help="folder of the Parquet files")
    parser.add_argument("--at-once", type=int, default=500, help="recordings a file (500)")
    given = parser.parse_args()
    os.makedirs(given.out, exist_ok=True)
    con = duckdb.connect()
    files = [name for name in os.listdir(given.out) if name.endswith(".parquet")]
    done = set()
    if files:
        found = con.execute(f"select distinct input from read_parquet('{given.out}/*.parquet')")
        done = {path for (path,) in found.fetchall()}
    inputs = store.listing(given.store)
    todo = [path for path in inputs if path not in done]
    print(f"{len(inputs)} recordings, {len(inputs) - len(todo)} of them done", flush=True)
    kinds = {"string": pyarrow.string(), "double": pyarrow.float64(), "int": pyarrow.int32()}
    schema = pyarrow.schema([(name, kinds[kind]) for name, kind in store.COLUMNS.items()])
    for start in range(0, len(todo), given.at_once):
        some = todo[start : start + given.at_once]
        rows = pyarrow.Table.from_pylist(list(rows_of(some)), schema=schema)
        con.register("rows", rows)
        name = os.path.join(given.out, f"runs-{len(files):06d}.parquet")
        con.execute(f"copy (from rows) to '{name}.part' (format parquet, compression zstd)")
        os.replace(f"{name}.part", name)
        files.append(name)
        print(f"{name}: {rows.num_rows} rows", flush=True)


def rows_of(paths):
    for result in formdrift.analyse_many(paths):
        given = paths[result.index]
        path = result.source.replace(f"{given}: ", f"{given}/", 1)
        if result.error is not None:
            yield store.failed(given, path, str(result.error))
        for analysis in result.analyses:
            yield store.row(analysis.json, given)


if __name__ == "__main__":
    main()
