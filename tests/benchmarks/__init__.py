"""Speed and memory, each as a ratio against something measured in the same run.

    python -m tests.benchmarks.cold                 a cold `ask` against importing the encoder
    python -m tests.benchmarks.warm DATA QUERIES    a warm question against encoding it
    python -m tests.benchmarks.bulk CORPUS          bulk encoding against float32
    python -m tests.benchmarks.query_filters QUERIES  publishers and dates against a large model's
    python -m tests.benchmarks.scope DATA FOLDER    what it gives to understand the time
    python -m tests.benchmarks.fit_ranking …        the ranking's weights, and its measures
    python -m tests.benchmarks.ablation …           the ranking without each of its signals
    python -m tests.benchmarks.undated DATA FOLDER  ranking and excerpts without dates
    python -m tests.benchmarks.fit_confidence …     the confidence's weights, and its measures
    python -m tests.benchmarks.peers ARTICLES QUERIES  beside txtai, Haystack and other libraries
    python -m tests.benchmarks.scale CORPORA FOLDER  what an archive costs as it grows

    PYTHONPATH=tests:tests/bot python -m tests.benchmarks.bot_load DATA QUERIES
                                                    the bot under 200 members and 5,000 questions

DATA is a data folder with an archive, QUERIES a `queries.jsonl`, CORPUS and ARTICLES a
`corpus.jsonl.gz`, CORPORA the folder that holds them all, FOLDER as each says.
"""
