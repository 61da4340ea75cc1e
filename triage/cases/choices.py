"""What a worker may enter into the record of a case, beside its category."""

from __future__ import annotations

ACTIONS = (
    ("listened", "Listened and talked"),
    ("informed", "Gave information"),
    ("safety_plan", "Made a plan for safety together"),
    ("referred", "Named another service"),
    ("removal", "Helped with taking an image down"),
    ("emergency_services", "Called emergency services"),
    ("child_protection", "Told child protection"),
    ("police", "Told the police"),
    ("trusted_adult", "Found an adult whom the child trusts"),
    ("none", "Nothing could be done"),
)

OUTCOMES = (
    ("helped", "The child said that it helped"),
    ("will_act", "The child knows what to do next"),
    ("passed_on", "Another service has taken over"),
    ("protected", "The child is in safety"),
    ("left", "The child left before the end"),
    ("not_reached", "Nobody spoke with the child"),
    ("not_meant", "A test, or not meant"),
)
