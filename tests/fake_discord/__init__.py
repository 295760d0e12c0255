"""A local Discord that speaks REST v10 and gateway v10 to the real discord.py client."""

from .guild import Server
from .interaction import Interaction
from .invocation import NotOfferedError
from .member import Member, Modal
from .model import Channel, Message, User
from .pulse import NoAnswerError
from .server import FakeDiscord

__all__ = [
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
