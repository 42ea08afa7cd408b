import { admissionMessages } from './admission.ts';
import { appsMessages } from './apps.ts';
import { autoscalingMessages } from './autoscaling.ts';
import { batchMessages } from './batch.ts';
import { coreNodesMessages } from './core-nodes.ts';
import { coreObjectsMessages } from './core-objects.ts';
import { corePodsMessages } from './core-pods.ts';
import { coreVolumesMessages } from './core-volumes.ts';
import { metaMessages } from './meta.ts';
import { networkingMessages } from './networking.ts';
import { type FieldSpec, type Messages, parseFields } from './notation.ts';
import { smallMessages } from './small.ts';

const messages: Messages = {
  ...metaMessages,
  ...corePodsMessages,
  ...coreVolumesMessages,
  ...coreNodesMessages,
  ...coreObjectsMessages,
  ...appsMessages,
  ...batchMessages,
  ...autoscalingMessages,
  ...networkingMessages,
  ...admissionMessages,
  ...smallMessages,
};

const parsed = new Map<string, readonly FieldSpec[]>();

/** All message names. */
export const messageNames: readonly string[] = Object.keys(messages);

/** A message's fields, in the order of Kubernetes' JSON. Throws when there is no such message. */
export function fieldsOf(message: string): readonly FieldSpec[] {
  let fields = parsed.get(message);
  if (fields === undefined) {
    const text = messages[message];
    if (text === undefined) throw new Error(`no message ${message}`);
    fields = parseFields(message, text, (name) => name in messages);
    parsed.set(message, fields);
  }
  return fields;
}
