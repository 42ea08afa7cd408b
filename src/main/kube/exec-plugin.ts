import { type ChildProcess, spawn } from 'node:child_process';
import { CodedError } from '../../protocol/coded-error.ts';
import type { Clock } from '../clock.ts';

/** The `exec` section of a kubeconfig user, resolved: an external program that prints a credential. */
export interface ExecPlugin {
  /** A path, or a name to look for in `PATH`. */
  readonly command: string;
  readonly args: readonly string[];
  /** Added to the environment of this process. */
  readonly env: Readonly<Record<string, string>>;
  readonly apiVersion: ExecApiVersion;
  /** What the kubeconfig says to somebody who lacks the program. */
  readonly installHint: string | undefined;
  /** The cluster as the plugin is told of it (`provideClusterInfo`), or `undefined`. */
  readonly clusterInfo: Readonly<Record<string, unknown>> | undefined;
}

export const EXEC_API_VERSIONS = [
  'client.authentication.k8s.io/v1',
  'client.authentication.k8s.io/v1beta1',
] as const;
export type ExecApiVersion = (typeof EXEC_API_VERSIONS)[number];

/** What a plugin printed: `status` of an ExecCredential. */
export interface ExecStatus {
  readonly token: string | undefined;
  readonly certificate: { readonly cert: string; readonly key: string } | undefined;
  /** Epoch milliseconds; `undefined` is good until it is refused. */
  readonly expiresAt: number | undefined;
}

/** Plugins that log in over the network take seconds; one that takes a minute waits for a person. */
const PLUGIN_DEADLINE_MS = 60_000;
/** A token and a certificate chain are a few kilobytes. */
const STDOUT_LIMIT = 1024 * 1024;
/** Enough for the last lines of a stack trace. */
const STDERR_TAIL = 2048;

/**
 * Runs a plugin once. Rejects with `KSE_EXEC_PLUGIN` when it cannot be started, fails, takes more
 * than a minute, or prints no usable ExecCredential; and when `signal` fires.
 */
export async function runExecPlugin(
  plugin: ExecPlugin,
  clock: Clock,
  signal: AbortSignal,
): Promise<ExecStatus> {
  const stdout = await run(plugin, clock, signal).catch((cause: unknown) => {
    if (cause instanceof CodedError) throw cause;
    // Thrown by spawn() itself: arguments that no process can have, such as a NUL.
    throw new CodedError('KSE_EXEC_PLUGIN', `exec plugin ${plugin.command} could not be started`, { cause });
  });
  return parseExecCredential(stdout, plugin);
}

function run(plugin: ExecPlugin, clock: Clock, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const child = spawn(plugin.command, plugin.args, {
      env: { ...process.env, ...plugin.env, KUBERNETES_EXEC_INFO: execInfo(plugin) },
      // Nobody is there to type; a plugin that asks gets the end of its input.
      stdio: ['ignore', 'pipe', 'pipe'],
      // A process group of its own, so that what a wrapper script started dies with it.
      detached: true,
    });
    const out: Buffer[] = [];
    let outBytes = 0;
    let tail = Buffer.alloc(0);

    const settle = (finish: () => void): void => {
      deadline.cancel();
      signal.removeEventListener('abort', onAbort);
      child.stdout.destroy();
      child.stderr.destroy();
      finish();
    };
    const fail = (what: string, cause?: unknown): void => {
      const said = redact(tail.toString('utf8')).trim();
      const message = `exec plugin ${plugin.command} ${what}${said === '' ? '' : `: ${said}`}`;
      const { installHint } = plugin;
      const hint = installHint === undefined ? {} : { hint: installHint };
      settle(() => reject(new CodedError('KSE_EXEC_PLUGIN', message, { cause, ...hint })));
    };
    const stop = (what: string, cause?: unknown): void => {
      killGroup(child);
      fail(what, cause);
    };
    const onAbort = (): void => stop('was stopped', signal.reason);
    const deadline = clock.after(PLUGIN_DEADLINE_MS, () => stop(`took more than ${PLUGIN_DEADLINE_MS} ms`));
    signal.addEventListener('abort', onAbort, { once: true });

    child.stdout.on('data', (chunk: Buffer) => {
      out.push(chunk);
      outBytes += chunk.length;
      if (outBytes > STDOUT_LIMIT) stop(`printed more than ${STDOUT_LIMIT} bytes`);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      tail = Buffer.concat([tail, chunk]).subarray(-STDERR_TAIL);
    });
    child.on('error', (error) => fail('could not be started', error));
    child.on('close', (status, killedBy) => {
      if (status === 0) return settle(() => resolve(Buffer.concat(out).toString('utf8')));
      fail(killedBy === null ? `failed with status ${status}` : `was killed by ${killedBy}`);
    });
  });
}

/** What the plugin is told of its caller, as the ExecCredential API asks. */
function execInfo(plugin: ExecPlugin): string {
  const cluster = plugin.clusterInfo === undefined ? {} : { cluster: plugin.clusterInfo };
  return JSON.stringify({
    apiVersion: plugin.apiVersion,
    kind: 'ExecCredential',
    spec: { interactive: false, ...cluster },
  });
}

/** Called while the plugin's output is open, so somebody of its group still lives and the id is theirs. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // They have ended between the look and the kill: that is what was wanted.
  }
}

/** Reads what a plugin printed. Throws `KSE_EXEC_PLUGIN`; the message never quotes the output. */
export function parseExecCredential(stdout: string, plugin: ExecPlugin): ExecStatus {
  const refuse = (what: string): never => {
    throw new CodedError('KSE_EXEC_PLUGIN', `exec plugin ${plugin.command} ${what}`);
  };
  let credential: unknown;
  try {
    credential = JSON.parse(stdout);
  } catch {
    // The parser's message would quote the output, which may be a secret.
    return refuse('printed something that is not JSON');
  }
  if (!isRecord(credential) || credential.kind !== 'ExecCredential') {
    return refuse('printed no ExecCredential');
  }
  if (credential.apiVersion !== plugin.apiVersion) {
    return refuse(`answered with apiVersion ${credential.apiVersion}, asked for ${plugin.apiVersion}`);
  }
  const status = isRecord(credential.status) ? credential.status : refuse('printed no status');
  const token = textOf(status.token);
  const cert = textOf(status.clientCertificateData);
  const key = textOf(status.clientKeyData);
  if ((cert === undefined) !== (key === undefined))
    return refuse('gave a certificate or a key without the other');
  if (token === undefined && cert === undefined) return refuse('gave neither a token nor a certificate');

  const expiry = textOf(status.expirationTimestamp);
  const expiresAt = expiry === undefined ? undefined : Date.parse(expiry);
  if (Number.isNaN(expiresAt)) return refuse('gave an expirationTimestamp that is not a time');
  const certificate = cert === undefined || key === undefined ? undefined : { cert, key };
  return { token, certificate, expiresAt };
}

/**
 * Takes what looks like a secret out of a plugin's words: tokens in JWT form, what follows a
 * telling name, and long runs of base64.
 */
export function redact(text: string): string {
  return text
    .replace(/eyJ[\w-]+\.[\w-]+(\.[\w-]*)?/g, '[redacted]')
    .replace(
      /\b((?:bearer|basic)\s+|[\w-]*(?:token|password|passwd|secret|api[-_]?key)["']?\s*[=:]\s*["']?)[^\s"',;]+/gi,
      '$1[redacted]',
    )
    .replace(/[A-Za-z0-9+_=-]{40,}/g, '[redacted]');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
