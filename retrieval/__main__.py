"""`python -m retrieval`: the same as the `citewire` command."""

from __future__ import annotations

import sys

from retrieval.cli import main

sys.exit(main())
