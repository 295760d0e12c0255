"""Speed and memory, each as a ratio against something measured in the same run.

    python -m tests.benchmarks.cold                 a cold `ask` against importing the encoder
    python -m tests.benchmarks.warm DATA QUERIES    a warm question against encoding it
    python -m tests.benchmarks.bulk CORPUS          bulk encoding against float32
    python -m tests.benchmarks.fit_ranking …        the ranking's weights, and its measures
    python -m tests.benchmarks.ablation …           the ranking without each of its signals
    python -m tests.benchmarks.fit_confidence …     the confidence's weights, and its measures

DATA is a data folder with an archive, QUERIES a `queries.jsonl`, CORPUS a `corpus.jsonl.gz`.
"""
