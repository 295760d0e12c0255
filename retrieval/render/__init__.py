"""A result -> text for a person (rich) or values for a script (JSON). No I/O but the console's."""
