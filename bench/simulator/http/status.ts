import type { JsonObject } from '../json.ts';
import type { Kind } from '../kinds.ts';

/** A `meta.v1.Status` to answer with. `code` is the HTTP status as well. */
export class StatusError extends Error {
  readonly code: number;
  readonly reason: string | undefined;
  readonly details: JsonObject | undefined;
  /** `metadata.continue`, for an inconsistent continuation. */
  readonly continueToken: string | undefined;

  constructor(
    code: number,
    reason: string | undefined,
    message: string,
    more: { details?: JsonObject; continueToken?: string } = {},
  ) {
    super(message);
    this.code = code;
    this.reason = reason;
    this.details = more.details;
    this.continueToken = more.continueToken;
  }

  /** The Status object, in the server's key order. */
  body(): JsonObject {
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: this.continueToken === undefined ? {} : { continue: this.continueToken },
      status: 'Failure',
      message: this.message,
      ...(this.reason !== undefined && { reason: this.reason }),
      ...(this.details !== undefined && { details: this.details }),
      code: this.code,
    };
  }

  /** Seconds for a Retry-After header. */
  get retryAfter(): number | undefined {
    const seconds = this.details?.retryAfterSeconds;
    return typeof seconds === 'number' ? seconds : undefined;
  }
}

export const badRequest = (message: string): StatusError => new StatusError(400, 'BadRequest', message);

export const unauthorized = (): StatusError => new StatusError(401, 'Unauthorized', 'Unauthorized');

/** No such path in a group that exists. */
export const noSuchResource = (): StatusError =>
  new StatusError(404, 'NotFound', 'the server could not find the requested resource', { details: {} });

/** `configmaps`, or `deployments.apps`. */
const qualified = (kind: Kind): string => (kind.group === '' ? kind.plural : `${kind.plural}.${kind.group}`);

const detailsOf = (kind: Kind, name: string): JsonObject => ({
  ...(name !== '' && { name }),
  ...(kind.group !== '' && { group: kind.group }),
  kind: kind.plural,
});

export const notFound = (kind: Kind, name: string): StatusError =>
  new StatusError(404, 'NotFound', `${qualified(kind)} "${name}" not found`, {
    details: detailsOf(kind, name),
  });

export const alreadyExists = (kind: Kind, name: string): StatusError =>
  new StatusError(409, 'AlreadyExists', `${qualified(kind)} "${name}" already exists`, {
    details: detailsOf(kind, name),
  });

export const conflict = (kind: Kind, name: string): StatusError =>
  new StatusError(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${qualified(kind)} "${name}": the object has been modified; please apply your changes to the latest version and try again`,
    { details: detailsOf(kind, name) },
  );

export function forbidden(
  user: string,
  verb: string,
  kind: Kind,
  namespace: string,
  name: string,
): StatusError {
  const place = namespace === '' ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  const object = name === '' ? '' : ` "${name}"`;
  return new StatusError(
    403,
    'Forbidden',
    `${qualified(kind)}${object} is forbidden: User "${user}" cannot ${verb} resource "${kind.plural}" in API group "${kind.group}" ${place}`,
    { details: detailsOf(kind, name) },
  );
}

/** The 422 for query options that exclude each other. */
export function invalidOptions(field: string, message: string): StatusError {
  const text = `Forbidden: ${message}`;
  return new StatusError(422, 'Invalid', `ListOptions.meta.k8s.io "" is invalid: ${field}: ${text}`, {
    details: {
      group: 'meta.k8s.io',
      kind: 'ListOptions',
      causes: [{ reason: 'FieldValueForbidden', message: text, field }],
    },
  });
}

export const expired = (message: string, continueToken?: string): StatusError =>
  new StatusError(410, 'Expired', message, continueToken === undefined ? {} : { continueToken });

export const versionTooLarge = (asked: number, current: number): StatusError =>
  new StatusError(504, 'Timeout', `Timeout: Too large resource version: ${asked}, current: ${current}`, {
    details: {
      causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
      retryAfterSeconds: 1,
    },
  });

export const notAcceptable = (
  message = 'only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf',
): StatusError => new StatusError(406, 'NotAcceptable', message);

export const unsupportedMediaType = (): StatusError =>
  new StatusError(
    415,
    'UnsupportedMediaType',
    'the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf',
  );

export const methodNotAllowed = (): StatusError =>
  new StatusError(
    405,
    'MethodNotAllowed',
    'the server does not allow this method on the requested resource',
    {
      details: {},
    },
  );

export const forbiddenPath = (user: string, path: string): StatusError =>
  new StatusError(403, 'Forbidden', `forbidden: User "${user}" cannot get path "${path}"`, { details: {} });

const REASONS: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  403: 'Forbidden',
  410: 'Expired',
  429: 'TooManyRequests',
  500: 'InternalError',
  503: 'ServiceUnavailable',
  504: 'Timeout',
};

/** An error that a fault asks for. */
export function faultStatus(
  code: number,
  message = 'simulated fault',
  retryAfterSeconds?: number,
): StatusError {
  const details = retryAfterSeconds === undefined ? {} : { details: { retryAfterSeconds } };
  return new StatusError(code, REASONS[code], message, details);
}
