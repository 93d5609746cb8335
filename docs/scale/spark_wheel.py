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


def literal(path):
    """A path as Spark takes it, where brackets, stars and the like would be a pattern."""
    return re.sub(r"([\\{}\[\]*?])", r"\\\1", path)


def main():
    def frame(spark, paths):
        # Recordings handed over at once: 32 of half a megabyte are 16 MB, the largest allowed 128 MB each.
        spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", "32")
        # Spark skips names that begin with an underscore and reports nothing.
        hidden = {path for path in paths if os.path.basename(path).startswith("_")}
        why = "was not read: Spark skips names that begin with _; rename it"
        rows = spark.createDataFrame([tuple(store.failed(p, p, why).values()) for p in hidden], store.SCHEMA)
        named = [literal(path) for path in paths if path not in hidden]
        if not named:
            return rows
        files = spark.read.format("binaryFile").load(named)
        return files.select("path", "content").mapInPandas(analyse, store.SCHEMA).union(rows)

    spark_job.run(spark_job.arguments(__doc__.splitlines()[0]).parse_args(), frame)


if __name__ == "__main__":
    main()
