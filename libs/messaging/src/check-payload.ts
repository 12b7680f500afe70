import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { EVENTS, type EventName, type EventPayload } from '#contracts';
import { z } from 'zod';

/** The schema has each format as a pattern too, so formats need no validation. */
const ajv = new Ajv2020({ validateFormats: false });
const validators = new Map<EventName, ValidateFunction>();

/**
 * Parses the payload of an event by its contract. Unknown fields are removed.
 *
 * A compiled JSON schema checks the payload first. It accepts only payloads that the contract accepts unchanged, and
 * takes a tenth of the time: a batch of 500 contacts is checked four times on its way. Everything else is parsed by
 * zod. So the contract of an event must not use features that JSON schema lacks, such as `trim`.
 * @throws z.ZodError when the payload is invalid
 */
export function checkPayload<E extends EventName>(event: E, payload: unknown): EventPayload<E> {
  if (validatorOf(event)(payload)) return payload as EventPayload<E>;
  return EVENTS[event].payload.parse(payload) as EventPayload<E>;
}

function validatorOf(event: EventName): ValidateFunction {
  let validator = validators.get(event);
  if (!validator) {
    validator = ajv.compile(z.toJSONSchema(EVENTS[event].payload));
    validators.set(event, validator);
  }
  return validator;
}
