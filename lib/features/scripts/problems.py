"""How the ingestion says what is wrong."""


class IngestError(Exception):
    """The job cannot go on; the message is one sentence that says what to change."""


class Malformed(Exception):
    """A row that the feature group cannot hold; the message says why."""
