"""The two classes of Rasa's that are replaced by quicker ones of ours while the bot runs.

Rasa has no setting for either: it takes them by name out of its own modules.
"""

from __future__ import annotations

from types import ModuleType

from rasa.core import processor
from rasa.core.actions import action

from beacon.rasa.quick_action import QuickRemoteAction
from beacon.rasa.quick_graph import QuickGraphRunner

# The module that Rasa takes a class from, the name there, and our class.
PATCHES: tuple[tuple[ModuleType, str, type], ...] = (
    (processor, "DaskGraphRunner", QuickGraphRunner),
    (action, "RemoteAction", QuickRemoteAction),
)


def apply() -> None:
    """Puts our classes in their place; a second call changes nothing.

    Our response generator calls this as it is made, since Rasa runs none of our code earlier in
    every process that answers. That is soon enough: `Agent.__init__` makes the generator, and only
    then does `Agent.load_model` make the processor, which looks up the graph runner as it loads
    the model. The class of actions is looked up each time one is wanted.
    """
    for module, name, ours in PATCHES:
        setattr(module, name, ours)
