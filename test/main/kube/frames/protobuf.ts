/** Writes the few protobuf messages that tests need. */

export function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 127) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  return Buffer.from([...bytes, rest]);
}

/** A length-delimited field. */
export function field(number: number, payload: Uint8Array | string): Buffer {
  const bytes = Buffer.from(payload as Uint8Array);
  return Buffer.concat([varint(number * 8 + 2), varint(bytes.length), bytes]);
}

/** A varint field. */
export function intField(number: number, value: number): Buffer {
  return Buffer.concat([varint(number * 8), varint(value)]);
}

/** An object whose ObjectMeta has this uid and resourceVersion; `rest` is appended to the message. */
export function object(uid: string, options: { version?: string; rest?: Uint8Array } = {}): Buffer {
  const meta = Buffer.concat([field(1, 'name'), field(5, uid), field(6, options.version ?? '1')]);
  return Buffer.concat([field(1, meta), options.rest ?? Buffer.alloc(0)]);
}

/** The object of a BOOKMARK. */
export function bookmarkObject(version: string, initialEventsEnd = false): Buffer {
  const entry = Buffer.concat([field(1, 'k8s.io/initial-events-end'), field(2, 'true')]);
  return field(1, Buffer.concat([field(6, version), initialEventsEnd ? field(12, entry) : Buffer.alloc(0)]));
}

/** `k8s\0` + runtime.Unknown around a message, as the API server writes it. */
export function envelope(message: Uint8Array, kind = 'Pod'): Buffer {
  const typeMeta = Buffer.concat([field(1, 'v1'), field(2, kind)]);
  return Buffer.concat([
    Buffer.from('k8s\0'),
    field(1, typeMeta),
    field(2, message),
    field(3, ''),
    field(4, ''),
  ]);
}

/** A WatchEvent behind its length. */
export function event(type: string, message: Uint8Array): Buffer {
  return lengthFrame(Buffer.concat([field(1, type), field(2, field(1, envelope(message)))]));
}

export function lengthFrame(payload: Uint8Array): Buffer {
  const header = Buffer.alloc(4);
  header.writeUInt32BE(payload.length);
  return Buffer.concat([header, payload]);
}

/** A list body. */
export function listBody(
  meta: { version: string; token?: string; remaining?: number },
  items: readonly Uint8Array[],
): Buffer {
  const listMeta = Buffer.concat([
    field(1, ''),
    field(2, meta.version),
    field(3, meta.token ?? ''),
    ...(meta.remaining === undefined ? [] : [intField(4, meta.remaining)]),
  ]);
  return envelope(Buffer.concat([field(1, listMeta), ...items.map((item) => field(2, item))]), 'PodList');
}
