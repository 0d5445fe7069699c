"""The states of a label (tem) and the ways from one to the next. What has ended stays ended, what is in use stays made."""

GENERATED, PRINTED, ACTIVATED, VOID, RECALLED = "generated", "printed", "activated", "void", "recalled"
ENDED = (VOID, RECALLED)
EDGES = {
    GENERATED: (PRINTED, *ENDED),
    PRINTED: (ACTIVATED, *ENDED),
    ACTIVATED: ENDED,
    VOID: (),
    RECALLED: (),
}


def may_become(state: str, target: str) -> bool:
    """Whether a label in `state` may be put into `target`."""
    return target in EDGES[state]


def sources(target: str) -> tuple[str, ...]:
    """The states from which a label may be put into `target`."""
    return tuple(state for state in EDGES if may_become(state, target))
