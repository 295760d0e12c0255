"""Sources -> articles: one reader a file, each yielding articles and what it had to skip."""
