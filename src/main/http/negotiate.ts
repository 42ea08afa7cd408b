/** What a request's headers ask of the metrics: `Accept` and `Accept-Encoding`. */

export interface Format {
  readonly format: 'text' | 'openmetrics';
  readonly contentType: string;
}

const TEXT: Format = { format: 'text', contentType: 'text/plain; version=0.0.4; charset=utf-8' };

/** The name-escaping schemes that Prometheus may ask for. Our names need none: the scheme is echoed. */
const ESCAPING: ReadonlySet<string> = new Set(['allow-utf-8', 'underscores', 'dots', 'values']);
const DEFAULT_ESCAPING = 'underscores';

const PROTOBUF_ENCODINGS: ReadonlySet<string> = new Set(['delimited', 'text', 'compact-text']);

/**
 * The format for an `Accept` header, by the rules of the reference: entries by falling q (wildcards
 * last among equals), and the first one that names a Prometheus format decides. OpenMetrics in version
 * 1.0.0, 0.0.1 (or none, which means that) is served as such; protobuf, text, and everything else as
 * text 0.0.4. The last escaping scheme that was seen on the way is echoed.
 */
export function negotiateFormat(accept: string | undefined): Format {
  let escaping = DEFAULT_ESCAPING;
  for (const { name, params } of byPreference(accept)) {
    const asked = params.get('escaping');
    if (asked !== undefined && ESCAPING.has(asked)) escaping = asked;
    const version = params.get('version') ?? '';
    if (name === 'application/openmetrics-text' && ['', '0.0.1', '1.0.0'].includes(version)) {
      const served = version === '1.0.0' ? version : '0.0.1';
      const contentType = `application/openmetrics-text; version=${served}; charset=utf-8; escaping=${escaping}`;
      return { format: 'openmetrics', contentType };
    }
    if (isProtobuf(name, params)) return TEXT;
    if (name === 'text/plain' && ['', '0.0.4'].includes(version)) return TEXT;
  }
  return TEXT;
}

function isProtobuf(name: string, params: ReadonlyMap<string, string>): boolean {
  return (
    name === 'application/vnd.google.protobuf' &&
    params.get('proto') === 'io.prometheus.client.MetricFamily' &&
    PROTOBUF_ENCODINGS.has(params.get('encoding') ?? '')
  );
}

/**
 * The encoding for an `Accept-Encoding` header: gzip wherever it is acceptable and not less welcome
 * than an explicit `identity`, since it is what costs least here; else the text as it is.
 */
export function negotiateEncoding(acceptEncoding: string | undefined): 'gzip' | 'identity' {
  const entries = parse(acceptEncoding);
  const quality = (...names: string[]) => entries.find(({ name }) => names.includes(name))?.quality;
  const gzip = quality('gzip', 'x-gzip') ?? quality('*') ?? 0;
  const identity = quality('identity') ?? 0;
  return gzip > 0 && gzip >= identity ? 'gzip' : 'identity';
}

interface Entry {
  /** Lower case. */
  readonly name: string;
  readonly params: ReadonlyMap<string, string>;
  /** 0 to 1; 0 means: not acceptable. */
  readonly quality: number;
}

function byPreference(header: string | undefined): Entry[] {
  return parse(header)
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality || wildness(a.name) - wildness(b.name));
}

/** How many halves of a media type are wildcards. */
function wildness(name: string): number {
  return name.split('/').filter((half) => half === '*').length;
}

/** Splits `name;param=value;q=0.5, name`. What can't be read as a quality is none. */
function parse(header: string | undefined): Entry[] {
  return (header ?? '').split(',').map((entry) => {
    const [name = '', ...rest] = entry.split(';').map((part) => part.trim());
    const params = new Map(rest.map(parameter));
    const quality = Number(params.get('q') ?? 1);
    return { name: name.toLowerCase(), params, quality: quality >= 0 ? Math.min(quality, 1) : 0 };
  });
}

function parameter(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at === -1) return [text.toLowerCase(), ''];
  const value = text.slice(at + 1).trim();
  return [text.slice(0, at).trim().toLowerCase(), value.replace(/^"(.*)"$/, '$1')];
}
