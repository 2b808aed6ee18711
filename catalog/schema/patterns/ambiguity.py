"""Bounds how much work a pattern can make for a backtracking engine (Python's `re`, ECMAScript).

Such an engine follows one path through the automaton after the other, so its worst case is the number
of paths that spell a prefix of the text. Two states are *twins* when some text leads to both; paths can
only multiply where twins meet again. The bound counts paths per state, adding up predecessors that
are twins (or are linked by twins) and taking the largest of those that exclude each other. It is
an upper bound: what passes is safe, and a refused pattern may be harmless, but can be written with
less ambiguity.
"""

from catalog.schema.patterns.automaton import Automaton, bits

# A pattern that doubles one unbounded part costs n²/2 steps a part, one that triples it n³/6: 256 characters
# tell them apart, 500,000 steps are milliseconds.
TEXT_LENGTH = 256
MAX_STEPS = 500_000


def steps(automaton: Automaton, length: int = TEXT_LENGTH) -> int:
    """An upper bound of the paths that a text of `length` characters has, all its prefixes counted.

    Counting ends soon after `MAX_STEPS`: a larger figure means "too many", no more.
    """
    if _is_deterministic(automaton):
        return length
    twins = _twins(automaton)
    begin = automaton.size
    live = begin + 2
    sources: list[list[tuple[int, ...]]] = []
    for state in range(live):
        before = 0
        for source in range(live):
            if automaton.follow[source] & (1 << state):
                before |= 1 << source
        sources.append(_linked(before, twins))
    together = _linked(sum(1 << state for state in range(live) if twins[state]), twins)
    paths = [0] * live
    paths[begin] = 1
    total = 0
    for read in range(1, length + 1):
        grown = [
            max((sum(paths[source] for source in group) for group in groups), default=0) for groups in sources
        ]
        alive = max(sum(grown[state] for state in group) for group in together)
        total += alive
        if grown == paths:
            return total + alive * (length - read)
        if total > MAX_STEPS:
            return total
        paths = grown
    return total


def _is_deterministic(automaton: Automaton) -> bool:
    live = _live(automaton)
    return all(
        (then & may & live).bit_count() <= 1 for then in automaton.follow[:-1] for may in automaton.allowed
    )


def _live(automaton: Automaton) -> int:
    """The positions, BEGIN and SEEKING: after MATCHED an engine stops."""
    return (1 << automaton.size + 2) - 1


def _twins(automaton: Automaton) -> list[int]:
    """Per state the states that the same text can lead to, itself included."""
    begin, live = automaton.size, _live(automaton)
    meets = [0] * (begin + 2)
    for may in automaton.allowed:
        for state in bits(may & live):
            meets[state] |= may
    twins = [0] * (begin + 2)
    twins[begin] = 1 << begin
    waiting = [(begin, begin)]
    while waiting:
        left, right = waiting.pop()
        after = automaton.follow[right] & live
        for state in bits(automaton.follow[left] & live):
            new = after & meets[state] & ~twins[state]
            twins[state] |= new
            waiting.extend((state, other) for other in bits(new))
    return twins


def _linked(states: int, twins: list[int]) -> list[tuple[int, ...]]:
    """The states in groups that chains of twins among them hold together."""
    groups: list[tuple[int, ...]] = []
    while states:
        group = frontier = states & -states
        while frontier:
            reached = 0
            for state in bits(frontier):
                reached |= twins[state]
            frontier = reached & states & ~group
            group |= frontier
        groups.append(tuple(bits(group)))
        states &= ~group
    return groups
