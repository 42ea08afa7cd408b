/**
 * Bundles the built exporter: `dist/bundle` is the form that runs in production. Less is loaded
 * than from single modules, of packages only what is used, and nothing of `src/main` in a worker.
 *
 * ```
 * dist/bundle/main/start/index.js     the command; modules that are loaded late are chunks beside it
 * dist/bundle/main/start/worker.js    piscina's part of a worker, which it expects beside itself
 * dist/bundle/workers/worker.js       ours, two folders up from main's modules as in the sources
 * ```
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';

const DIST = join(import.meta.dirname, '..', 'dist');
const BUNDLE = join(DIST, 'bundle');

/**
 * Packages that are CommonJS come with all they have, since nobody can tell what is used of them.
 * Of these two it is little: their other exports bring fetch, WebSockets, caches and clusters,
 * 1 MB of code. Each name's module is its only export. For our own imports; client-node, a chunk
 * that is loaded for the older auth providers only, has all of undici.
 */
const USED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  undici: { Client: 'undici/lib/dispatcher/client.js' },
  'prom-client': {
    Counter: 'prom-client/lib/counter.js',
    Gauge: 'prom-client/lib/gauge.js',
    Histogram: 'prom-client/lib/histogram.js',
    Registry: 'prom-client/lib/registry.js',
    collectDefaultMetrics: 'prom-client/lib/defaultMetrics.js',
  },
};

const onlyUsed: Plugin = {
  name: 'only-used',
  setup({ onResolve, onLoad }) {
    const names = new RegExp(`^(${Object.keys(USED).join('|')})$`);
    onResolve({ filter: names }, ({ path, importer }) =>
      importer.startsWith(join(DIST, 'src')) ? { path, namespace: 'only-used' } : undefined,
    );
    onLoad({ filter: /./, namespace: 'only-used' }, ({ path }) => ({
      contents: Object.entries(USED[path] ?? {})
        .map(([name, module]) => `export { default as ${name} } from '${module}';`)
        .join('\n'),
      resolveDir: DIST,
    }));
  },
};

/**
 * To `import` a module of Node's is to read all its exports, and three of `node:http` are getters
 * that load Node's whole fetch: 3 MiB. A CommonJS module that hands it on reads none.
 */
const lazyHttp: Plugin = {
  name: 'lazy-http',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(node:)?https?$/ }, ({ path, kind }) =>
      kind === 'import-statement' ? { path, namespace: 'lazy-http' } : undefined,
    );
    onLoad({ filter: /./, namespace: 'lazy-http' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule('${path}');`,
    }));
  },
};

/** What CommonJS modules expect around them, for those that a bundle holds. */
const COMMONJS = [
  'import { createRequire as createRequireForBundle } from "node:module";',
  'const require = createRequireForBundle(import.meta.url);',
  'const __filename = import.meta.filename;',
  'const __dirname = import.meta.dirname;',
].join('');

const common: BuildOptions = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  // Names stay as they are: stacks are read by people.
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'linked',
  banner: { js: COMMONJS },
  // Optional native helpers, asked for in a try: of piscina (thread priorities) and of ws.
  external: ['@napi-rs/nice', 'utf-8-validate', 'bufferutil'],
  plugins: [onlyUsed, lazyHttp],
  logLevel: 'warning',
};

/** A file of a package that its `exports` don't name. */
function fileOf(name: string, file: string): string {
  const folders = createRequire(import.meta.url).resolve.paths(name) ?? [];
  for (const folder of folders) {
    const path = join(folder, name, file);
    try {
      readFileSync(path);
      return path;
    } catch {
      // Not in this folder: the next one.
    }
  }
  throw new Error(`there is no ${name}/${file}`);
}

await Promise.all([
  build({
    ...common,
    entryPoints: { index: join(DIST, 'src/main/index.js') },
    outdir: join(BUNDLE, 'main/start'),
    splitting: true,
  }),
  build({
    ...common,
    entryPoints: [join(DIST, 'src/workers/worker.js')],
    outfile: join(BUNDLE, 'workers/worker.js'),
  }),
  build({
    ...common,
    entryPoints: [fileOf('piscina', 'dist/worker.js')],
    outfile: join(BUNDLE, 'main/start/worker.js'),
  }),
]);
