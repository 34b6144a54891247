"""Pages of log-in (``entering``), of the locked screen (``screen``), of one's own settings and for the administrator."""
