/** Deliveries as canonical payloads. */

/** @type {typeof import("./payloads.js").payloadOf} */
export const payloadOf = (delivery) => ({
  event: delivery.event,
  uuid: delivery.uuid,
  timestamp: delivery.timestamp.toISOString(),
  properties: delivery.properties,
  ...(delivery.distinctId !== null && { distinct_id: delivery.distinctId }),
  ...(delivery.set && { $set: delivery.set }),
  ...(delivery.setOnce && { $set_once: delivery.setOnce }),
  ...(delivery.groups && { groups: delivery.groups }),
  ...(delivery.context && { context: delivery.context }),
  ...(delivery.consent && { consent: [...delivery.consent] }),
  ...delivery.stamps,
  redacted_for: [delivery.destination],
});
