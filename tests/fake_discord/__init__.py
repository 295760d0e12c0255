"""A local Discord that speaks REST v10 and gateway v10 to the real discord.py client."""

from .interaction import Interaction
from .invocation import NotOfferedError
from .member import Member, Modal
from .model import Channel, Message, User
from .pulse import NoAnswerError
from .server import TOKEN, FakeDiscord, Server

__all__ = [
    "TOKEN",
    "Channel",
    "FakeDiscord",
    "Interaction",
    "Member",
    "Message",
    "Modal",
    "NoAnswerError",
    "NotOfferedError",
    "Server",
    "User",
]
