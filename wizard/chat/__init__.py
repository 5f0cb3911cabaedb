"""The conversation: the wizard in plain lines, for screen readers, pipes and terminals that can do no more.

It asks the same questions in the same order as the screens, says the same sentences, and stores through the same
session. It knows neither where lines come from nor where they go.
"""

from wizard.chat.conversation import Conversation, Turn

__all__ = ["Conversation", "Turn"]
