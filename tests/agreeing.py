"""The family's yes, without which neighbours and relatives are asked for nothing."""

from tomoni.access.viewer import Viewer
from tomoni.cases.models import Case
from tomoni.families.queries import relatives
from tomoni.sharing.actions import record_consent
from tomoni.sharing.models import Consent


def agreed(viewer: Viewer, case: Case) -> Consent:
    """Somebody of the family agrees that those around it are asked."""
    person = relatives(viewer, case.family)[0].person
    return record_consent(
        viewer, family=case.family, person=person, given=True, what="朝のようす", recipient="まわりの人"
    )
