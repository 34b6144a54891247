"""Reading what the records of a case show, for a viewer: nothing beyond what the viewer may see counts."""
