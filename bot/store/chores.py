"""What one process does for all: begun by one at a time, and not more often than it is due."""

from __future__ import annotations

from sqlalchemy import Connection, and_, not_, or_, update

from bot.store.dialect import clock
from bot.store.processes import lives
from bot.store.schema import chores
from retrieval.database import insert_into


def begin(connection: Connection, name: str, process_id: str, every: float) -> bool:
    """True for the one who does it now.

    False where another that lives is at it, or where it was last begun less than `every` seconds
    ago and done.
    """
    new = insert_into(connection, chores).values(
        name=name, owner=process_id, begun_at=clock(), done=0
    )
    due = and_(chores.c.done == 1, chores.c.begun_at <= clock() - every)
    left = and_(chores.c.done == 0, or_(chores.c.owner == process_id, not_(lives(chores.c.owner))))
    mine = new.on_conflict_do_update(
        index_elements=["name"],
        set_={"owner": process_id, "begun_at": clock(), "done": 0},
        where=or_(due, left),
    )
    return connection.scalar(mine.returning(chores.c.name)) is not None


def end(connection: Connection, name: str, process_id: str) -> None:
    """It is done."""
    mine = (chores.c.name == name, chores.c.owner == process_id)
    connection.execute(update(chores).where(*mine).values(done=1))
