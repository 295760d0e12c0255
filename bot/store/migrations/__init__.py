"""Numbered migrations of the bot's memory: each whole, once, in order, for both databases."""
