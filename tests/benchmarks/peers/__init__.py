"""citewire beside what a Python user would pick instead, on the same articles and questions.

    python -m tests.benchmarks.peers ARTICLES QUESTIONS

`user_code/` holds one script for each, as its documentation would have it written; all take
`build FILE STORE` and `ask STORE QUESTIONS`. Its lines are counted, its processes are measured.
"""
