import { CodedError, codeOf, describe } from '../protocol/coded-error.ts';

/** What a code stands for. docs/errors.md is generated from these rows. */
export interface ErrorRow {
  readonly code: `KSE_${string}`;
  /** What has happened, as a sentence. */
  readonly meaning: string;
  /** What to do about it, as a sentence. */
  readonly hint: string;
  /** Exit status, where the error ends the process. */
  readonly exit?: number;
}

/**
 * Every code that an error of ours can carry, by area. Codes are stable: a code is never reused
 * for something else. A test compares these rows with the codes in the sources, both ways.
 */
export const ERRORS = [
  {
    code: 'KSE_OPTIONS',
    meaning: 'The command line asks for something that cannot be done; all problems are listed at once.',
    hint: 'Correct the flags that the message names; --help lists all of them.',
    exit: 1,
  },
  {
    code: 'KSE_LISTEN',
    meaning: 'An HTTP listener could not be opened on its address.',
    hint: 'Free the address, or choose another with the flags that the message names.',
    exit: 1,
  },
  {
    code: 'KSE_API_UNREACHABLE',
    meaning: 'No connection to the API server could be made, or it broke before an answer came.',
    hint: 'Check the address (--apiserver, --kubeconfig), network policies and proxies. It is tried again.',
  },
  {
    code: 'KSE_API_TLS',
    meaning: 'The TLS handshake with the API server failed.',
    hint: 'Check the certificate authority and the server name in the kubeconfig or service account.',
  },
  {
    code: 'KSE_API_CREDENTIALS',
    meaning: 'The credentials for the API server could not be read, or a plugin gave none.',
    hint: 'Check the kubeconfig user, its files and its exec plugin, or the mounted service account token.',
  },
  {
    code: 'KSE_API_TIMEOUT',
    meaning: 'The API server accepted a connection but sent no response head in time.',
    hint: 'Look at the load and priority levels of the API server. It is tried again.',
  },
  {
    code: 'KSE_NO_CLUSTER',
    meaning: 'There is no cluster to export: no kubeconfig, no --apiserver, no service account of a pod.',
    hint: 'Give --kubeconfig, or try it without a cluster: npm run demo.',
    exit: 1,
  },
  {
    code: 'KSE_KUBECONFIG',
    meaning: 'A kubeconfig cannot be read, is not YAML, or lacks what its current context names.',
    hint: 'Correct what the message names; kubectl config view shows how the file is understood.',
    exit: 1,
  },
  {
    code: 'KSE_TLS_MATERIAL',
    meaning:
      'A certificate, CA or private key for the API server is unreadable, or they do not belong together.',
    hint: 'Replace the file or field that the message names; openssl x509 -text -in shows a certificate.',
    exit: 1,
  },
  {
    code: 'KSE_EXEC_PLUGIN',
    meaning: 'The exec plugin of the kubeconfig user failed, took too long, or printed no credential.',
    hint: 'Run the plugin by hand with the same environment. It is run again at the next request.',
  },
  {
    code: 'KSE_API_PROXY',
    meaning: 'The proxy on the way to the API server cannot be used, or refused the connection.',
    hint: "Check the kubeconfig's proxy-url, or HTTPS_PROXY, HTTP_PROXY and NO_PROXY.",
  },
  {
    code: 'KSE_API_PROTOCOL',
    meaning: 'What answered does not speak HTTP as an API server does.',
    hint: 'Check that the address is that of an API server, and whether it is https:// or http://.',
  },
  {
    code: 'KSE_API_INTERRUPTED',
    meaning: 'The connection to the API server broke in the middle of an answer.',
    hint: 'It is tried again; when it happens often, look at idle timeouts of load balancers on the way.',
  },
  {
    code: 'KSE_API_CLOSED',
    meaning: 'The API server was asked for something while the process was shutting down.',
    hint: 'Nothing needs to be done.',
  },
  {
    code: 'KSE_OBJECT_MALFORMED',
    meaning:
      'The bytes of an object are not what its encoding allows. That object is left out, all others are read.',
    hint: 'Look at what is between the exporter and the API server; if nothing is, report it with the server version.',
  },
  {
    code: 'KSE_FAMILY_PATH',
    meaning: 'A metric family says that it reads a field which the shape of its resource does not have.',
    hint: 'Correct the path in the family, or add the field to the shape.',
  },
  {
    code: 'KSE_FRAME_MALFORMED',
    meaning: 'One event or list item of the API server is not what it should be. It is left out.',
    hint: 'Look at what is between the exporter and the API server; if nothing is, report it with the server version.',
  },
  {
    code: 'KSE_FRAME_LOST',
    meaning: 'It is not known any more where the next event or list item starts. The stream is begun again.',
    hint: 'Look at what is between the exporter and the API server: something cuts or changes the answers.',
  },
  {
    code: 'KSE_FRAME_TOO_LARGE',
    meaning: 'The API server sent an event or list item that is larger than any object can be.',
    hint: 'Look at what is between the exporter and the API server; if nothing is, report it with the server version.',
  },
  {
    code: 'KSE_API_STATUS',
    meaning: 'The API server refused a request, or ended a watch with an error; the message has its reason.',
    hint: 'For 401 check the credentials, for 403 grant list and watch on the resource, for 404 leave it out of --resources. It is tried again.',
  },
  {
    code: 'KSE_API_CONTENT_TYPE',
    meaning: 'An answer with status 200 is neither JSON nor protobuf.',
    hint: 'Check that nothing between the exporter and the API server answers in its place.',
  },
  {
    code: 'KSE_API_ABORTED',
    meaning: 'A request was broken off because its stream began anew or ended.',
    hint: 'Nothing needs to be done.',
  },
  {
    code: 'KSE_WATCH_UNMARKED',
    meaning:
      'The API server does not tell where the initial events of a streaming list end; it is listed page by page instead.',
    hint: 'Nothing needs to be done; API servers before 1.34 may have streaming lists turned off.',
  },
  {
    code: 'KSE_WATCH_INCOMPLETE',
    meaning: 'A streaming list ended before it was complete. The set is begun again.',
    hint: 'When it happens often, look at idle timeouts of load balancers on the way.',
  },
  {
    code: 'KSE_WATCH_SILENT',
    meaning:
      'Nothing came from the API server for so long that the connection is taken for dead. The watch is resumed.',
    hint: 'When it happens often on busy resources, look at the network and at load balancers on the way.',
  },
  {
    code: 'KSE_WATCH_DEADLINE',
    meaning: 'The API server did not end a watch at the time that it was asked to. The watch is resumed.',
    hint: 'When it happens often, look at what is between the exporter and the API server.',
  },
  {
    code: 'KSE_WATCH_SHORT',
    meaning:
      'The API server ended a watch within a second, without an event. The watch is resumed, or begun again.',
    hint: 'When it goes on, look at the log of the API server and at load balancers on the way.',
  },
  {
    code: 'KSE_WORKER_START',
    meaning: 'A worker thread did not start, or did not answer, in time.',
    hint: 'Give the process more CPU or memory, or fewer --workers. It is tried again.',
    exit: 1,
  },
  {
    code: 'KSE_WORKER_DIED',
    meaning: 'A worker thread has ended. Its last pages are served until its replacement has caught up.',
    hint: 'Look at the cause that is logged with it: most often memory. Raise the limit, or report it.',
  },
  {
    code: 'KSE_STOPPED',
    meaning: 'The exporter was told to stop before it had started.',
    hint: 'Nothing needs to be done.',
  },
  {
    code: 'KSE_WORKER_ERROR',
    meaning: 'A call to a worker thread failed with an error that has no code of its own.',
    hint: 'This is a defect of the exporter: report it with the log line.',
  },
  {
    code: 'KSE_PROTOCOL',
    meaning: 'The main thread and a worker do not understand each other.',
    hint: 'Make sure that all files are of one version; if they are, report it with the log line.',
    exit: 70,
  },
] as const satisfies readonly ErrorRow[];

export type ErrorCode = (typeof ERRORS)[number]['code'];

const BY_CODE: ReadonlyMap<string, ErrorRow> = new Map(ERRORS.map((row) => [row.code, row]));

/** The row of an error's code; `undefined` for errors that are not ours. */
export function errorRow(error: unknown): ErrorRow | undefined {
  const code = codeOf(error);
  return code === undefined ? undefined : BY_CODE.get(code);
}

/** sysexits.h EX_SOFTWARE: something that should not happen. */
const EXIT_BUG = 70;

/** The status to exit with when `error` ends the process; errors without a row are bugs. */
export function exitCodeOf(error: unknown): number {
  const row = errorRow(error);
  return row === undefined ? EXIT_BUG : (row.exit ?? 1);
}

/** What to print before exiting: the message with its causes, the code, and what to do. */
export function explain(error: unknown): string {
  const row = errorRow(error);
  if (row === undefined) return error instanceof Error ? (error.stack ?? error.message) : String(error);
  const hint = (error instanceof CodedError ? error.hint : undefined) ?? row.hint;
  return `${describe(error)}\n${row.code}: ${hint}`;
}
