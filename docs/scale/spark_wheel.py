"""Analyses a store of recordings with Spark and the Python package formdrift, which every worker needs.

spark-submit --py-files store.py,spark_job.py spark_wheel.py STORE OUT

Spark reads the recordings (binaryFile), from any store that it can read.
"""

import spark_job
import store


def analyse(frames):
    import pandas

    for frame in frames:
        named = zip(map(store.plain, frame["path"]), frame["content"])
        yield pandas.DataFrame(store.rows_by_package(named), columns=list(store.COLUMNS))


def main():
    def frame(spark, paths):
        # Recordings handed over at once: 32 of half a megabyte are 16 MB, the largest allowed 128 MB each.
        spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", "32")
        files = spark.read.format("binaryFile").load(paths)
        return files.select("path", "content").mapInPandas(analyse, store.SCHEMA)

    spark_job.run(spark_job.arguments(__doc__.splitlines()[0]).parse_args(), frame)


if __name__ == "__main__":
    main()
