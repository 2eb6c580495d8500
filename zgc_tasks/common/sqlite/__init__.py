"""The database engine of the embedded database; see `base`."""
