"""Analyses a store of recordings with Spark and the program formdrift, which every worker needs on its path.

spark-submit --py-files store.py,spark_job.py spark_command.py STORE OUT

Only paths travel: the workers read the recordings themselves.
"""

import spark_job
import store


def main():
    parser = spark_job.arguments(__doc__.splitlines()[0])
    parser.add_argument("--program", default="formdrift", help="where it is on the workers")
    given = parser.parse_args()

    def frame(spark, paths):
        program, names = given.program, list(store.COLUMNS)

        def analyse(some):
            for row in store.rows_by_command(list(some), program):
                yield tuple(row[name] for name in names)

        # Some 50 recordings a task: a second of work, so that what a lost worker costs is small.
        tasks = max(1, len(paths) // 50)
        rows = spark.sparkContext.parallelize(paths, tasks).mapPartitions(analyse)
        return spark.createDataFrame(rows, store.SCHEMA)

    spark_job.run(given, frame)


if __name__ == "__main__":
    main()
