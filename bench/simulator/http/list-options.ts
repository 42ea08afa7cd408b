import { badRequest, invalidOptions, type StatusError } from './status.ts';

/** The query of a list or watch, checked as the server checks it. */
export interface ListOptions {
  readonly watch: boolean;
  readonly limit: number;
  readonly continueToken: string;
  /** `undefined` when not given; 0 means any. */
  readonly resourceVersion: number | undefined;
  readonly match: 'Exact' | 'NotOlderThan' | undefined;
  readonly fieldSelector: string;
  readonly shardSelector: string;
  readonly timeoutSeconds: number | undefined;
  readonly bookmarks: boolean;
  readonly sendInitialEvents: boolean | undefined;
  readonly includeObject: string;
}

const TRUE = ['1', 'true'];

/** Reads a query. Throws `StatusError`. */
export function parseListOptions(query: URLSearchParams): ListOptions {
  if (query.get('labelSelector')) throw badRequest('the simulator knows no label selectors');
  const flag = (name: string): boolean | undefined => {
    const text = query.get(name);
    return text === null || text === '' ? undefined : TRUE.includes(text.toLowerCase());
  };
  const options: ListOptions = {
    watch: flag('watch') ?? false,
    limit: integer(query, 'limit') ?? 0,
    continueToken: query.get('continue') ?? '',
    resourceVersion: parseVersion(query.get('resourceVersion') ?? ''),
    match: parseMatch(query.get('resourceVersionMatch') ?? ''),
    fieldSelector: query.get('fieldSelector') ?? '',
    shardSelector: query.get('shardSelector') ?? '',
    timeoutSeconds: integer(query, 'timeoutSeconds'),
    bookmarks: flag('allowWatchBookmarks') ?? false,
    sendInitialEvents: flag('sendInitialEvents'),
    includeObject: query.get('includeObject') ?? '',
  };
  const problem = options.watch ? watchProblem(options) : listProblem(options);
  if (problem !== undefined) throw problem;
  return options;
}

function parseVersion(text: string): number | undefined {
  if (text === '') return undefined;
  if (!/^\d+$/.test(text)) {
    throw badRequest(
      `invalid resource version: resourceVersion: Invalid value: "${text}": strconv.ParseUint: parsing "${text}": invalid syntax`,
    );
  }
  return Number(text);
}

function parseMatch(text: string): ListOptions['match'] {
  if (text === '' || text === 'Exact' || text === 'NotOlderThan') return text === '' ? undefined : text;
  throw invalidOptions('resourceVersionMatch', `unknown value "${text}"`);
}

function integer(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null || text === '') return undefined;
  if (!/^-?\d+$/.test(text)) throw badRequest(`strconv.ParseInt: parsing "${text}": invalid syntax`);
  return Number(text);
}

function watchProblem(options: ListOptions): StatusError | undefined {
  const { match, sendInitialEvents } = options;
  if (sendInitialEvents === undefined) {
    if (match !== undefined)
      return invalidOptions(
        'resourceVersionMatch',
        'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided',
      );
    return undefined;
  }
  if (match !== 'NotOlderThan')
    return invalidOptions(
      'resourceVersionMatch',
      'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
    );
  return undefined;
}

function listProblem(options: ListOptions): StatusError | undefined {
  const { match, resourceVersion, continueToken, sendInitialEvents } = options;
  if (sendInitialEvents !== undefined)
    return invalidOptions('sendInitialEvents', 'sendInitialEvents is forbidden for list');
  if (continueToken !== '' && match !== undefined)
    return invalidOptions(
      'resourceVersionMatch',
      'resourceVersionMatch is forbidden when continue is provided',
    );
  if (continueToken !== '' && resourceVersion !== undefined && resourceVersion !== 0)
    return badRequest('specifying resource version is not allowed when using continue');
  if (match !== undefined && resourceVersion === undefined)
    return invalidOptions(
      'resourceVersionMatch',
      'resourceVersionMatch is forbidden unless resourceVersion is provided',
    );
  if (match === 'Exact' && resourceVersion === 0)
    return invalidOptions(
      'resourceVersionMatch',
      'resourceVersionMatch "exact" is forbidden for resourceVersion "0"',
    );
  return undefined;
}
