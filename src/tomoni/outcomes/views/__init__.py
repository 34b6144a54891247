"""Looking back at a plan, hearing each voice by itself, and deciding how it goes on."""

from tomoni.outcomes.views.hearing import hear, take_back_hearing, voices
from tomoni.outcomes.views.reviewing import decide, look_back, take_back

__all__ = ["decide", "hear", "look_back", "take_back", "take_back_hearing", "voices"]
