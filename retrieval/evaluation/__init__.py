"""Measures over a folder of questions."""
