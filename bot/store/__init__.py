"""What the bot remembers: each file one kind of row, as functions of a connection.

No question text is stored, but for `gaps`, and only where a server turned that on.
"""
