"""One module a step; released ones never change. To add one, raise `schema.VERSION`, too."""
