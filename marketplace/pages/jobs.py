from datetime import datetime

from marketplace.clockwork.services import every
from marketplace.machines.root_mail import mail_last_root
from traceability import cases, counting
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


@every(seconds=60)
def judge_scans(at: datetime) -> int:
    """What the newest scans give away."""
    return cases.judge_labels()


@every(seconds=60)
def judge_guesses(at: datetime) -> int:
    """Who guesses codes."""
    return cases.judge_networks(at)


@every(seconds=24 * 3600)
def forget_scans(at: datetime) -> int:
    """Scans after 13 months, networks of reports after 30 days, contacts after 13 months."""
    return counting.forget_old(at) + cases.forget_reporters(at)


@every(seconds=3600)
def mail_trace_root(at: datetime) -> int:
    """The newest signed root to the provincial offices."""
    return mail_last_root()
