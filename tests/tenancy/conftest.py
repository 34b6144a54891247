"""Row-level security is PostgreSQL's: its tests are not collected elsewhere, rather than shown as skipped."""

from django.conf import settings

collect_ignore = [] if "postgresql" in settings.DATABASES["default"]["ENGINE"] else ["test_rls.py"]
