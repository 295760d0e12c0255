"""A reader's questions about the seed: what an extract must hold, or that nothing answers."""

from __future__ import annotations

ANSWERED: tuple[tuple[str, str], ...] = (
    ("Does Russia have a deadline for the treaty?", "artificial deadlines"),
    ("Where was Lavrov when he talked about deadlines?", "55th Munich Security Conference"),
    ("Which declaration are the talks based on?", "the 1956 Declaration"),
    ("Who flew alongside the Russian bombers?", "Japanese Air Self-Defense Force fighters"),
    ("How long were the bombers in the air?", "15-hour flight"),
    ("What did the Liberal Democratic Party congress hear?", "should not be stopped"),
    ("Where was the video of Abe's speech put?", "YouTube channel"),
    ("What did Abe say about future generations?", "hand over to future generations"),
    ("Could there be US bases on the Kurils?", "only after Tokyo gives its consent"),
    ("What stands in the way of a peace treaty?", "obstacles to signing a peace treaty"),
    ("Why is Peskov unhappy about sanctions?", "sanctions against Russia, Interfax reports"),
    ("What matters most to the Kremlin in the talks with Tokyo?", "basic task is to conclude"),
    ("How much did Putin want trade to rise to?", "$30 billion"),
    ("Did Japan agree to Putin's trade plan?", "did not give consent"),
    ("By how many times was mutual trade to grow?", "by 1.5 times"),
    ("What must a treaty be like to suit both countries?", "acceptable for both countries"),
    ("Is Putin happy with Japanese investments?", "small amount of Japanese investments"),
    ("Where did Putin and Abe hold their press conference?", "bilateral meeting in Moscow"),
    ("What are Habomai and Shikotan?", "smaller islands of the Kuril Ridge"),
    ("How many of the disputed islands would be enough for Abe?", "two of the four"),
)
"""(question, words that one of the extracts shown must hold)"""

UNANSWERED: tuple[str, ...] = (
    "Who won the football World Cup in Qatar?",
    "What did Macron say about sanctions?",
    "How many people live on the Kuril Islands?",
    "When was the airport in Osaka opened?",
    "What did Merkel think of the talks in Minsk?",
    "How strong was the earthquake in Hokkaido?",
    "Who is the prime minister of Canada?",
    "How much does a Tu-95 bomber cost?",
    "What did Kim Jong-un tell Trump in Hanoi?",
    "Why did the yen fall against the dollar?",
)
