import { reply } from './reply.ts';
import type { Handler } from './router.ts';

/** One thing that has to be so, for the process to be alive or ready. */
export interface HealthCheck {
  readonly name: string;
  readonly ok: boolean;
  /** Why not, or what is worth knowing; without contents of objects. */
  readonly reason?: string;
}

/** Where the answers come from. Both answer from memory. */
export interface Health {
  /**
   * What only a restart can mend: workers that can't be replaced. Never the API server: restarting
   * does not bring it back, and throws away the data that is being served meanwhile. That the event
   * loop runs is shown by the answer itself.
   */
  liveness(): readonly HealthCheck[];
  /** Whether scrapes get the whole: the first generation is complete, of each resource, and no stop is under way. */
  readiness(): readonly HealthCheck[];
}

/** `/healthz` and `/livez`. */
export function livez(health: Health): Handler {
  return (_request, response, query) => answer(response, 'livez', health.liveness(), query.has('verbose'));
}

/** `/readyz`. */
export function readyz(health: Health): Handler {
  return (_request, response, query) => answer(response, 'readyz', health.readiness(), query.has('verbose'));
}

/** `OK`, or the checks in the form that the API server's own endpoints have. */
function answer(
  response: Parameters<Handler>[1],
  name: string,
  checks: readonly HealthCheck[],
  verbose: boolean,
): void {
  const ok = checks.every((check) => check.ok);
  if (ok && !verbose) {
    reply(response, 200, 'OK');
    return;
  }
  const lines = checks.map((check) => {
    const reason = check.reason === undefined ? '' : `: ${check.reason}`;
    return `${check.ok ? '[+]' : '[-]'}${check.name} ${check.ok ? 'ok' : 'failed'}${reason}\n`;
  });
  reply(response, ok ? 200 : 503, `${lines.join('')}${name} check ${ok ? 'passed' : 'failed'}\n`);
}
