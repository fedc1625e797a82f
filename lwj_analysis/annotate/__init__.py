"""The finders: spaCy components that read one article into records (see ``records.py``)."""
