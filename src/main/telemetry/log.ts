import { type DestinationStream, destination, pino } from 'pino';
import { CodedError, codeOf, describe } from '../../protocol/coded-error.ts';
import type { Options } from '../options/table.ts';
import { klogLine } from './klog.ts';

export type LogLevel = Options['logLevel'];

/**
 * What may go beside a message: single values, never objects of the API server, headers or
 * bodies. An `error` is logged as its message, its causes, its code and, when it is none of ours
 * and so a bug, its stack.
 */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>> & {
  readonly error?: never;
};

/** The one way to log. Messages are constant text; what varies goes into fields. */
export interface Log {
  error(message: string, fields?: LogFields, error?: unknown): void;
  warn(message: string, fields?: LogFields, error?: unknown): void;
  info(message: string, fields?: LogFields): void;
  debug(message: string, fields?: LogFields): void;
  /** Adds `fields` to all that is logged through the result. */
  child(fields: LogFields): Log;
}

/** The level that the options ask for; klog's verbosity counts from 4 on. */
export function logLevelOf(options: Pick<Options, 'logLevel' | 'v'>): LogLevel {
  return options.v >= 4 ? 'debug' : options.logLevel;
}

/** What must never be read in a log, in whatever text it turns up; the head stays to show what it was. */
const SECRETS: readonly [find: RegExp, put: string][] = [
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi, '$1 [redacted]'],
  // A JSON Web Token, such as those of service accounts.
  [/\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g, '[redacted]'],
  // User and password in a URL.
  [/(\/\/)[^/@\s"]+@/g, '$1[redacted]@'],
];

/** Takes tokens and passwords out of a text. */
export function redact(text: string): string {
  return SECRETS.reduce((clean, [find, put]) => clean.replace(find, put), text);
}

/**
 * A log of one line an entry. Written synchronously to stderr unless `write` says where: the last
 * words before an exit are never lost, and a log is short enough for that.
 */
export function createLog(options: {
  readonly level: LogLevel;
  readonly format: Options['logFormat'];
  readonly write?: (line: string) => void;
}): Log {
  const sink: DestinationStream =
    options.write === undefined ? stderr() : { write: (line) => options.write?.(line) };
  const root = pino(
    {
      level: options.level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      messageKey: 'message',
      hooks: {
        streamWrite: (line) => {
          const clean = redact(line);
          return options.format === 'klog' ? klogLine(clean) : clean;
        },
      },
    },
    sink,
  );
  return wrap(root);
}

function stderr(): DestinationStream {
  const stream = destination({ fd: 2, sync: true });
  // Nobody reads stderr any more: there is no one left to tell, and exporting goes on.
  stream.on('error', () => {});
  return stream;
}

function wrap(inner: pino.Logger): Log {
  return {
    error: (message, fields, error) => inner.error({ ...fields, ...errorFields(error) }, message),
    warn: (message, fields, error) => inner.warn({ ...fields, ...errorFields(error) }, message),
    info: (message, fields) => inner.info({ ...fields }, message),
    debug: (message, fields) => inner.debug({ ...fields }, message),
    child: (fields) => wrap(inner.child({ ...fields })),
  };
}

function errorFields(error: unknown): Readonly<Record<string, string>> {
  if (error === undefined) return {};
  const code = codeOf(error);
  const fields: Record<string, string> = { error: describe(error) };
  if (code !== undefined) fields.code = code;
  if (error instanceof CodedError) {
    if (error.hint !== undefined) fields.hint = error.hint;
  } else if (error instanceof Error && code === undefined && error.stack !== undefined) {
    fields.stack = error.stack;
  }
  return fields;
}
