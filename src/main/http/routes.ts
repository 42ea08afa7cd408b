import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Log } from '../telemetry/log.ts';
import type { SelfMetrics } from '../telemetry/registry.ts';
import { type Health, livez, readyz } from './health.ts';
import { landing } from './landing.ts';
import { type MetricsHandlerOptions, metricsHandler } from './metrics.ts';
import { negotiateEncoding } from './negotiate.ts';
import { reply } from './reply.ts';
import { fail, type Handler, type Routes } from './router.ts';

const compress = promisify(gzip);

const PROBES = {
  '/livez': 'whether this process should be restarted; ?verbose says what was checked',
  '/healthz': 'the same as /livez',
  '/readyz': 'whether the first snapshot is complete; ?verbose lists every resource',
} as const;

/** What the metrics listener serves. */
export function metricsRoutes(options: MetricsHandlerOptions & { health: Health; version: string }): Routes {
  return {
    ...probes(options.health),
    '/metrics': metricsHandler(options),
    '/': landing({
      title: 'kube-state-exporter',
      version: options.version,
      links: { '/metrics': 'the state of Kubernetes objects', ...PROBES },
    }),
  };
}

/** What the telemetry listener serves. */
export function telemetryRoutes(options: {
  readonly selfMetrics: Pick<SelfMetrics, 'render' | 'contentType'>;
  readonly health: Health;
  readonly version: string;
  readonly log: Log;
}): Routes {
  return {
    ...probes(options.health),
    '/metrics': selfMetricsHandler(options),
    '/': landing({
      title: 'kube-state-exporter: telemetry',
      version: options.version,
      links: { '/metrics': 'metrics about the exporter itself', ...PROBES },
    }),
  };
}

function probes(health: Health): Routes {
  return { '/livez': livez(health), '/healthz': livez(health), '/readyz': readyz(health) };
}

function selfMetricsHandler(options: {
  readonly selfMetrics: Pick<SelfMetrics, 'render' | 'contentType'>;
  readonly log: Log;
}): Handler {
  return (request, response) => {
    const encoding = negotiateEncoding(request.headers['accept-encoding']?.toString());
    const headers = { 'Content-Type': options.selfMetrics.contentType, Vary: 'Accept-Encoding' };
    const answer = async () => {
      const text = await options.selfMetrics.render();
      if (encoding === 'identity') reply(response, 200, text, headers);
      else reply(response, 200, await compress(text), { ...headers, 'Content-Encoding': 'gzip' });
    };
    answer().catch((error: unknown) => fail(response, options.log, '/metrics', error));
  };
}
