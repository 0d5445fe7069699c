from datetime import datetime

from marketplace.clockwork.services import every
from marketplace.cms import staged
from marketplace.cms.imports_running import forget_unsaved


@every(seconds=6 * 3600)
def forget_lists(at: datetime) -> int:
    return forget_unsaved(at)


@every(seconds=3600)
def sweep_staged_scans(at: datetime) -> int:
    return staged.sweep(at)
