import type { Log, LogFields } from '../../../../src/main/telemetry/log.ts';

export interface Entry {
  readonly level: 'error' | 'warn' | 'info' | 'debug';
  readonly message: string;
  readonly fields: LogFields;
  readonly error: unknown;
}

/** A log that keeps what it is told. */
export function memoryLog(): { log: Log; entries: Entry[] } {
  const entries: Entry[] = [];
  const at =
    (level: Entry['level']) =>
    (message: string, fields: LogFields = {}, error?: unknown) => {
      entries.push({ level, message, fields, error });
    };
  const log: Log = {
    error: at('error'),
    warn: at('warn'),
    info: at('info'),
    debug: at('debug'),
    child: () => log,
  };
  return { log, entries };
}
