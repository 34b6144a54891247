"""Looking back, deciding, and the sheet of one voice."""

from tomoni.outcomes.forms.hearing import HearForm
from tomoni.outcomes.forms.reviewing import DecideForm, LookBackForm

__all__ = ["DecideForm", "HearForm", "LookBackForm"]
