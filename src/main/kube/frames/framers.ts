import { Encoding } from '../../../protocol/op.ts';
import type { ListFramer, ListHandler, WatchFramer, WatchHandler } from './handler.ts';
import { JsonListFramer } from './list-json.ts';
import { ProtobufListFramer } from './list-protobuf.ts';
import { JsonWatchFramer } from './watch-json.ts';
import { ProtobufWatchFramer } from './watch-protobuf.ts';

/** The framer of a watch response whose objects are written in `encoding`. */
export function watchFramer(encoding: Encoding, handler: WatchHandler): WatchFramer {
  if (encoding === Encoding.protobuf) return new ProtobufWatchFramer(handler);
  return new JsonWatchFramer(handler, { tables: encoding === Encoding.tableRow });
}

/** The framer of a list response whose objects are written in `encoding`. */
export function listFramer(encoding: Encoding, handler: ListHandler): ListFramer {
  if (encoding === Encoding.protobuf) return new ProtobufListFramer(handler);
  return new JsonListFramer(handler, { table: encoding === Encoding.tableRow });
}
