from datetime import datetime

from marketplace.clockwork.services import every
from traceability.publishing import publish_root
from traceability.recording import record_older


@every(seconds=3600)
def record_older_steps(at: datetime) -> int:
    """Records for steps from before the log."""
    return record_older()


@every(seconds=600)
def sign_trace_log(at: datetime) -> bool:
    """Once a day, soon after midnight."""
    return publish_root(at) is not None
