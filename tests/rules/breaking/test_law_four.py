"""Law 4: what is not called a break breaks nothing, and what is called one is proven."""

import json

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from catalog.diff import Side
from catalog.diff.change import Part
from catalog.rules.breaking.comparison import Comparison
from catalog.rules.breaking.loss import Cause, Loss
from catalog.rules.breaking.table import BREAKING_RULES
from catalog.rules.breaking.trial import Proof
from catalog.validation import Outcome, Validator
from tests.rules.breaking.edits import neighbours, payloads

slow = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def outcome(side: Side, payload: object, destination: str | None) -> Outcome:
    if destination is not None and destination not in side.snapshot.settings.destinations:
        return Outcome.REFUSED
    content = json.dumps(payload).encode()
    return Validator(side.snapshot).validate(content, destination).outcome


def covers(loss: Loss, name: str, old: Side, comparison: Comparison) -> bool:
    """Whether a loss is about payloads of an arriving name: of its event, or of what stands around all."""
    change = comparison.blamed(loss)
    if loss.part is not Part.EVENT or (change is not None and change.part is Part.SETTINGS):
        return True
    return loss.reach.before == old.snapshot.incoming[name][0].name


@slow
@given(neighbours(), st.data())
def test_a_payload_is_refused_only_where_a_loss_is_told(pair: tuple[Side, Side], data: st.DataObject) -> None:
    old, new = pair
    if not old.snapshot.incoming:
        return
    comparison = Comparison(old=old, new=new)
    losses = comparison.losses
    for _ in range(4):
        payload, destination = data.draw(payloads(old))
        if outcome(old, payload, destination) is not Outcome.ACCEPTED:
            event("refused before")
            continue
        name = payload["event"]
        if any(covers(loss, name, old, comparison) for loss in losses):
            event("told as lost")
            continue
        event("to be accepted")
        assert outcome(new, payload, destination) is Outcome.ACCEPTED, (payload, destination)


def is_real(proof: Proof, accepting: Side, refusing: Side) -> bool:
    payload = json.loads(proof.text)
    accepted = outcome(accepting, payload, proof.destination) is Outcome.ACCEPTED
    return accepted and outcome(refusing, payload, proof.destination) is not Outcome.ACCEPTED


@slow
@given(neighbours())
def test_every_proof_is_accepted_before_and_refused_after(pair: tuple[Side, Side]) -> None:
    old, new = pair
    comparison = Comparison(old=old, new=new)
    for loss in comparison.losses:
        event(f"{loss.cause}{'' if loss.proof else ' undecided'}")
        assert (loss.proof is None) == (loss.reason is not None)
        assert loss.proof is None or is_real(loss.proof, old, new), loss
    for loss in comparison.reader_losses:
        assert loss.proof is None or is_real(loss.proof, new, old), loss


@slow
@given(neighbours())
def test_every_loss_is_told_by_one_rule(pair: tuple[Side, Side]) -> None:
    comparison = Comparison(old=pair[0], new=pair[1])
    proofs = [
        breach.proof.text
        for rule in BREAKING_RULES
        if rule.id.partition("/")[2] in {*Cause}
        for breach in rule.check(comparison)
        if breach.proof is not None
    ]
    assert {*proofs} <= {loss.proof.text for loss in comparison.losses if loss.proof is not None}
    told = {rule.id.partition("/")[2] for rule in BREAKING_RULES if [*rule.check(comparison)]}
    assert {loss.cause.value for loss in comparison.losses} <= told


def test_there_is_one_rule_for_every_cause() -> None:
    defects = [rule.id.partition("/")[2] for rule in BREAKING_RULES]
    assert len({*defects}) == len(defects)
    assert {*Cause} <= {*defects}


@slow
@given(neighbours(most=1))
def test_a_catalog_loses_nothing_to_itself(pair: tuple[Side, Side]) -> None:
    assert Comparison(old=pair[0], new=pair[0]).losses == ()
