"""Analyses a store of recordings with Spark and the Python package formdrift, which every worker needs.

spark-submit --py-files store.py,spark_job.py spark_wheel.py STORE OUT

Spark reads the recordings (binaryFile), from any store that it can read.
"""

import os
import re

import spark_job
import store


def analyse(frames):
    import pandas

    for frame in frames:
        named = zip(map(store.plain, frame["path"]), frame["content"])
        yield pandas.DataFrame(store.rows_by_package(named), columns=list(store.COLUMNS))


def readable(path):
    """False for names that Spark skips without an error, and for those that its local file system cannot open."""
    name = os.path.basename(path)
    return not name.startswith("_") and ":" not in name


def literal(path):
    """A path as Spark takes it, where brackets, stars and the like would be a pattern."""
    return re.sub(r"([\\{}\[\]*?])", r"\\\1", path)


def main():
    def frame(spark, paths):
        # Recordings handed over at once: 32 of half a megabyte are 16 MB, the largest allowed 128 MB each.
        spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", "32")
        unread = {path for path in paths if not readable(path)}
        why = "was not read: Spark cannot read names that begin with _ or hold a colon; rename it"
        rows = spark.createDataFrame([tuple(store.failed(p, p, why).values()) for p in unread], store.SCHEMA)
        named = [literal(path) for path in paths if path not in unread]
        if not named:
            return rows
        files = spark.read.format("binaryFile").load(named)
        return files.select("path", "content").mapInPandas(analyse, store.SCHEMA).union(rows)

    spark_job.run(spark_job.arguments(__doc__.splitlines()[0]).parse_args(), frame)


if __name__ == "__main__":
    main()
