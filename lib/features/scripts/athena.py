"""Runs queries of Athena: waits for their end, tries again where that may help, and stops what nobody waits for any more."""

import time

from problems import IngestError

ATTEMPTS = 3
FIRST_PAUSE = 1
LONGEST_PAUSE = 15


class Athena:
    """One workgroup, with the place where it leaves its answers."""

    def __init__(self, client, workgroup, answers, encryption_key=None, pause=time.sleep):
        self.client = client
        self.workgroup = workgroup
        self.pause = pause
        self.encryption = {"EncryptionConfiguration": {"EncryptionOption": "SSE_KMS", "KmsKey": encryption_key}} if encryption_key else {}
        self.answers = answers

    def unload(self, select, place):
        """Writes the rows of a SELECT as Parquet files below an empty place; returns the place and the execution of the query."""
        for attempt in range(ATTEMPTS):
            target = f"{place}{attempt}/"  # a failed attempt may have left files
            execution = self._run(f"UNLOAD (\n{select}\n)\nTO '{target}'\nWITH (format = 'PARQUET', compression = 'SNAPPY')", last=attempt == ATTEMPTS - 1)
            if execution:
                return target, execution

    def number(self, select):
        """The one number that a SELECT answers."""
        for attempt in range(ATTEMPTS):
            execution = self._run(select, last=attempt == ATTEMPTS - 1)
            if execution:
                answer = self.client.get_query_results(QueryExecutionId=execution["QueryExecutionId"])
                return int(answer["ResultSet"]["Rows"][1]["Data"][0]["VarCharValue"])

    def _run(self, sql, last):
        """The execution when it succeeded; None when it failed and may be tried again."""
        started = self.client.start_query_execution(
            QueryString=sql, WorkGroup=self.workgroup, ResultConfiguration={"OutputLocation": self.answers, **self.encryption}
        )["QueryExecutionId"]
        try:
            execution = self._ended(started)
        except BaseException:
            self.client.stop_query_execution(QueryExecutionId=started)
            raise
        status = execution["Status"]
        if status["State"] == "SUCCEEDED":
            return execution
        if status.get("AthenaError", {}).get("Retryable") and not last:
            self.pause(LONGEST_PAUSE)
            return None
        raise IngestError(f"Athena's query {started} {status['State'].lower()}: {status.get('StateChangeReason', 'it gives no reason')}")

    def _ended(self, started):
        pause = FIRST_PAUSE
        while True:
            execution = self.client.get_query_execution(QueryExecutionId=started)["QueryExecution"]
            if execution["Status"]["State"] in ("SUCCEEDED", "FAILED", "CANCELLED"):
                return execution
            self.pause(pause)
            pause = min(LONGEST_PAUSE, pause * 1.5)
