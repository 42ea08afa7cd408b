/**
 * Scrapers that vanish without a word: they ask, read a little, and whoever started this process
 * pauses it. Its sockets stay open then, and nothing answers for them.
 */
import { connect } from 'node:net';
import { requestText } from '../client.ts';
import { endWithParent, given, say } from './entry.ts';

export interface VanishingOptions {
  readonly port: number;
  readonly connections: number;
}

const { port, connections } = given<VanishingOptions>();
let begun = 0;
for (let i = 0; i < connections; i++) {
  const socket = connect(port, '127.0.0.1');
  let settled = false;
  const settle = () => {
    if (settled) return;
    settled = true;
    begun++;
    socket.pause();
    if (begun === connections) say({ begun });
  };
  socket.on('data', settle);
  // The server cuts them while this process is paused; afterwards that is no news.
  socket.on('error', settle);
  socket.on('close', settle);
  socket.write(requestText('/metrics', true));
}
endWithParent();
