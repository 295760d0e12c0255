"""The steps; PostgreSQL takes all of them, an SQLite file those that it lacks."""
