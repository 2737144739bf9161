"""Runs hf-transform and hf-validate on Apache Spark: snapshots in, checked entries out, one per line and in order.

    spark-submit .make/scaling/spark_pipe.py SNAPSHOTS OUTPUT [TOOLS]

SNAPSHOTS is a file, a directory or a URL that Spark reads as text; OUTPUT is a directory that does not exist yet; TOOLS
is the directory of hf-transform and hf-validate on every worker, by default /usr/local/bin.
"""

import sys

from pyspark.sql import SparkSession

# A failure is a line of the output, and the Spark task does not fail: a stage that prints a failure exits with 1. The
# task fails if any of the stages exits with another status than 0 and 1.
STAGES = """bash -c '
  "{tools}/hf-transform" --quiet --jobs 1 | "{tools}/hf-validate" --quiet --jobs 1
  [[ ${{PIPESTATUS[*]}} =~ ^[01]" "[01]$ ]]
'"""


def main(snapshots: str, output: str, tools: str = "/usr/local/bin") -> None:
    session = SparkSession.builder.appName("hf-model-import").getOrCreate()
    documents = session.sparkContext.textFile(snapshots)
    entries = documents.pipe(STAGES.format(tools=tools), checkCode=True)
    # Partitions are consecutive parts of the input, so the files of the output, in order, are the order of the input.
    entries.saveAsTextFile(output)
    session.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
