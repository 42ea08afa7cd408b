/**
 * The least that sending a body can cost in Node: a bare server, one buffer that was made before.
 * With `inflate` the buffer is raw deflate that is inflated as it is sent.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream';
import { createInflateRaw, gunzipSync } from 'node:zlib';
import { endWithParent, given, say } from './entry.ts';

export interface BodyFloorOptions {
  /** A gzip file of one member without optional fields. */
  readonly file: string;
  readonly inflate: boolean;
}

/** RFC 1952: a header of 10 bytes when no flag is set, and CRC-32 and length behind the data. */
const HEADER_BYTES = 10;
const TRAILER_BYTES = 8;
/** As large as the exporter's own chunks: zlib's default of 16 KiB would make a floor that is easy to beat. */
const CHUNK_BYTES = 128 * 1024;

const { file, inflate } = given<BodyFloorOptions>();
const gzip = readFileSync(file);
const raw = gzip.subarray(HEADER_BYTES, -TRAILER_BYTES);
const length = inflate ? gunzipSync(gzip).length : gzip.length;

const server = createServer((_request, response) => {
  response.writeHead(200, { 'Content-Type': 'text/plain', 'Content-Length': length });
  if (!inflate) {
    response.end(gzip);
    return;
  }
  const inflating = createInflateRaw({ chunkSize: CHUNK_BYTES });
  // A client that goes away ends the pipeline with an error; there is nothing left to do then.
  pipeline(inflating, response, () => undefined);
  inflating.end(raw);
});
server.listen(0, '127.0.0.1', () => say({ port: (server.address() as AddressInfo).port }));
endWithParent();
