/**
 * What the API server says when it refuses: a `meta.v1.Status`, in the body of an HTTP answer or in
 * an ERROR event. Decisions are the questions in `api-error.ts`.
 */
import { malformed } from './frames/frame-error.ts';
import { parseJson } from './frames/json-scan.ts';
import type { Range } from './frames/meta-protobuf.ts';
import { findMessage } from './frames/unknown.ts';
import { textOf, WireReader } from './frames/wire.ts';

/** One of `details.causes`. */
export interface StatusCause {
  readonly reason: string;
  readonly message: string;
  readonly field: string;
}

/** The parts of `meta.v1.Status` that decisions and messages need. */
export interface Status {
  /** HTTP status code. */
  readonly code: number;
  /** `Expired`, `Forbidden`, …; `''` when not told. */
  readonly reason: string;
  readonly message: string;
  readonly causes: readonly StatusCause[];
  /** `details.retryAfterSeconds`; 0 when not told. */
  readonly retryAfterSeconds: number;
}

/** Reads the JSON text of a Status. Throws `KSE_FRAME_MALFORMED` for what is no JSON object. */
export function statusFromJson(json: string): Status {
  const value = record(parseJson(json));
  if (value === undefined) throw malformed('a Status that is no object');
  const details = record(value.details) ?? {};
  const causes = Array.isArray(details.causes) ? details.causes : [];
  return {
    code: count(value.code),
    reason: string(value.reason),
    message: string(value.message),
    causes: causes.map((cause: unknown) => {
      const { reason, message, field } = record(cause) ?? {};
      return { reason: string(reason), message: string(message), field: string(field) };
    }),
    retryAfterSeconds: count(details.retryAfterSeconds),
  };
}

const record = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
const string = (value: unknown): string => (typeof value === 'string' ? value : '');
const count = (value: unknown): number => (typeof value === 'number' && value > 0 ? value : 0);

/** Field numbers of Status, StatusDetails and StatusCause in apimachinery's generated.proto. */
const STATUS = { message: 3, reason: 4, details: 5, code: 6 } as const;
const DETAILS = { causes: 4, retryAfterSeconds: 5 } as const;
const CAUSE = { reason: 1, message: 2, field: 3 } as const;

/** Reads a Status message in `bytes[start, end)`. Throws `KSE_FRAME_MALFORMED`. */
export function statusFromProtobuf(bytes: Uint8Array, start: number, end: number): Status {
  const [status, details, cause] = [new WireReader(), new WireReader(), new WireReader()];
  const found = { code: 0, reason: '', message: '', causes: [] as StatusCause[], retryAfterSeconds: 0 };
  status.open(bytes, start, end);
  while (status.next()) {
    if (status.isBytes(STATUS.message)) found.message = status.text();
    else if (status.isBytes(STATUS.reason)) found.reason = status.text();
    else if (status.isVarint(STATUS.code)) found.code = status.value;
    if (!status.isBytes(STATUS.details)) continue;
    details.open(bytes, status.start, status.stop);
    while (details.next()) {
      if (details.isVarint(DETAILS.retryAfterSeconds)) found.retryAfterSeconds = details.value;
      if (!details.isBytes(DETAILS.causes)) continue;
      const one = { reason: '', message: '', field: '' };
      cause.open(bytes, details.start, details.stop);
      while (cause.next()) {
        if (cause.isBytes(CAUSE.reason)) one.reason = cause.text();
        else if (cause.isBytes(CAUSE.message)) one.message = cause.text();
        else if (cause.isBytes(CAUSE.field)) one.field = cause.text();
      }
      found.causes.push(one);
    }
  }
  return found;
}

/** As much of a plain-text answer as goes into a message. */
const MAX_TEXT = 200;

/**
 * Reads the body of an answer that is no success, in whatever form it came: what is no Status (a
 * proxy's page, `404 page not found`) becomes one whose message is the start of the text.
 */
export function statusFromBody(httpStatus: number, contentType: string, body: Uint8Array): Status {
  try {
    const status = contentType.startsWith('application/vnd.kubernetes.protobuf')
      ? fromEnvelope(body)
      : statusFromJson(textOf(body, 0, body.length));
    return status.code === 0 ? { ...status, code: httpStatus } : status;
  } catch {
    const message = textOf(body, 0, body.length).trim().replace(/\s+/g, ' ').slice(0, MAX_TEXT);
    return { code: httpStatus, reason: '', message, causes: [], retryAfterSeconds: 0 };
  }
}

function fromEnvelope(body: Uint8Array): Status {
  const message: Range = { start: 0, end: 0 };
  findMessage(body, 0, body.length, message);
  return statusFromProtobuf(body, message.start, message.end);
}
