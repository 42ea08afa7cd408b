/** What the client wants to know of a response's head. */
export interface Head {
  readonly status: number;
  /** Content-Length. */
  readonly length: number | undefined;
  readonly chunked: boolean;
  readonly gzip: boolean;
}

const END = Buffer.from('\r\n\r\n');

/** Bytes of the head with its blank line; `undefined` while it is not complete. */
export function headLength(bytes: Buffer): number | undefined {
  const at = bytes.indexOf(END);
  return at === -1 ? undefined : at + END.length;
}

/** @throws Error when the text is no HTTP/1 response. */
export function parseHead(text: string): Head {
  const status = /^HTTP\/1\.[01] (\d{3})/.exec(text)?.[1];
  if (status === undefined) throw new Error(`no HTTP response: ${text.slice(0, 60)}`);
  const length = /^content-length:\s*(\d+)/im.exec(text)?.[1];
  return {
    status: Number(status),
    length: length === undefined ? undefined : Number(length),
    chunked: /^transfer-encoding:.*chunked/im.test(text),
    gzip: /^content-encoding:\s*gzip/im.test(text),
  };
}

/** A chunked body put together again. */
export function joinChunks(body: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < body.length; ) {
    const line = body.indexOf('\r\n', at);
    if (line === -1) throw new Error('a chunk without its size');
    const size = Number.parseInt(body.toString('latin1', at, line), 16);
    if (!Number.isInteger(size)) throw new Error('a chunk without its size');
    if (size === 0) break;
    parts.push(body.subarray(line + 2, line + 2 + size));
    at = line + 2 + size + 2;
  }
  return Buffer.concat(parts);
}
