"""Passages -> vectors and terms, in generations that are published whole or not at all."""
