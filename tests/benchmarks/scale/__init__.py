"""What an archive costs as it grows: 10,000, 100,000 and 1,000,000 passages.

    python -m tests.benchmarks.scale CORPORA FOLDER [--encoded DATA …] [--sizes 10000 100000]

CORPORA is the folder of evaluation data; its articles come first. Beyond them, articles are put
together from real paragraphs drawn at random, with vectors drawn around the real ones, so that
nothing more is encoded: what is found there means nothing, what it costs does. FOLDER keeps the
archives and the figures; a size that was measured is not measured again. `--encoded` names indexed
archives of the same texts, whose vectors are taken over; what they lack is encoded, which takes
about a quarter of an hour for 50,000 passages.
"""
