"""The app of monitoring."""

from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    """Phase 5: what family and resources see on the agreed signs, and how often we ask."""

    name = "tomoni.monitoring"
    verbose_name = "モニタリング"
