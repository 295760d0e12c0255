"""The sole keeper of text: articles, their passages and statements, and the passages' vectors."""
