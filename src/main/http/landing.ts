import { reply } from './reply.ts';
import type { Handler } from './router.ts';

/** The page shows text and links: no scripts, styles, images, frames or forms, from anywhere. */
const POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** `/`: what this is, and where one can go. Made once; nothing of a request is in it. */
export function landing(options: {
  readonly title: string;
  readonly version: string;
  readonly links: Readonly<Record<string, string>>;
}): Handler {
  const items = Object.entries(options.links).map(
    ([path, what]) => `<li><a href="${escapeHtml(path)}">${escapeHtml(path)}</a>: ${escapeHtml(what)}</li>`,
  );
  const page = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escapeHtml(options.title)}</title></head>
<body>
<h1>${escapeHtml(options.title)}</h1>
<p>Prometheus exporter of the state of Kubernetes objects, version ${escapeHtml(options.version)}.</p>
<ul>
${items.join('\n')}
</ul>
</body>
</html>
`;
  const headers = {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': POLICY,
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'no-referrer',
  };
  return (_request, response) => reply(response, 200, page, headers);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as it may stand in an element or a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
