"""The part that the two Spark scripts have in common: which recordings are to do, wave by wave.

A wave is a Spark job of its own, and its rows are there once it is done. A worker that is lost costs
its tasks, which Spark runs again; only one attempt of each is kept. A job that is ended halfway costs
the wave at hand: started again, it leaves out every recording that has a row.
"""

import argparse

import store
from pyspark.sql import SparkSession


def arguments(about):
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("store", help="folder of recordings that every worker sees, or its address")
    parser.add_argument("out", help="folder of the Parquet files, partitioned by part of the store")
    parser.add_argument("--parts", type=int, default=32, help="partitions of the result (32)")
    parser.add_argument("--waves", type=int, default=8, help="jobs the work is cut into (8)")
    return parser


def run(given, frame):
    """Writes the rows that ``frame(spark, paths)`` gives, with the columns of the store."""
    spark = SparkSession.builder.appName("formdrift").getOrCreate()
    for module in (store.__file__, __file__):
        spark.sparkContext.addPyFile(module)
    inputs = listing(spark, given.store)
    done = finished(spark, given.out)
    todo = [path for path in inputs if path not in done]
    print(f"{len(inputs)} recordings, {len(inputs) - len(todo)} of them done", flush=True)
    part = spark.udf.register("part", lambda path: store.part(path, given.parts), "int")
    for wave in range(given.waves):
        paths = [p for p in todo if store.part(p, given.parts) % given.waves == wave]
        if not paths:
            continue
        # All rows of a recording come from one task and go into one file, so none is ever half there.
        rows = frame(spark, paths).withColumn("part", part("input"))
        rows.write.mode("append").partitionBy("part").parquet(given.out)
        print(f"wave {wave + 1} of {given.waves}: {len(paths)} recordings", flush=True)
    spark.stop()


def listing(spark, folder):
    """Every recording and archive of a folder, or of an address such as ``s3a://bucket/runs``, sorted."""
    if "://" not in folder:
        return store.listing(folder)
    top = spark.sparkContext._jvm.org.apache.hadoop.fs.Path(folder)
    files = top.getFileSystem(spark.sparkContext._jsc.hadoopConfiguration()).listFiles(top, True)
    found = []
    while files.hasNext():
        path = store.plain(files.next().getPath().toString())
        if path.lower().endswith(store.ENDINGS):
            found.append(path)
    return sorted(found)


def finished(spark, out):
    """Recordings that have a row."""
    hadoop = spark.sparkContext._jvm.org.apache.hadoop.fs.Path(out)
    files = hadoop.getFileSystem(spark.sparkContext._jsc.hadoopConfiguration())
    # Before the first wave is done there is nothing but what a killed job left.
    whole = spark.sparkContext._jvm.org.apache.hadoop.fs.Path(out, "part=*")
    if not files.globStatus(whole):
        return set()
    rows = spark.read.schema(store.SCHEMA).parquet(out).select("input").distinct()
    return {row.input for row in rows.toLocalIterator()}
