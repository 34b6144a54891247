"""The app of closing."""

from django.apps import AppConfig


class ClosingConfig(AppConfig):
    """Phase 7: what was achieved told back, what remains, the signs of return, and the door that stays open."""

    name = "tomoni.closing"
    verbose_name = "終結と再関与"

    def ready(self) -> None:
        """Intake asks what ended engagements left; it lies above and cannot know of this folder."""
        from tomoni.closing.queries.returning import left_behind, pointed_at
        from tomoni.intake.queries.past import told_by

        told_by(left_behind, pointed_at)
