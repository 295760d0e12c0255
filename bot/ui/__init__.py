"""Buttons that work after a restart: all they need is in their custom id and the database."""
