/**
 * The simulated API server as a process of its own:
 *
 *     node bench/simulator/main.ts --pods 20000 --nodes 200 --churn 100 --kubeconfig /tmp/kubeconfig
 *
 * Prints one line `{"url":…,"pid":…}` when it is ready, ends on SIGTERM, SIGINT or the end of its
 * input, and answers each line of input (see `commands.ts`) with one line of output.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { answerCommand } from './commands.ts';
import { Simulator } from './server.ts';

const { values } = parseArgs({
  options: {
    pods: { type: 'string', default: '100' },
    nodes: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
    port: { type: 'string', default: '0' },
    churn: { type: 'string', default: '0' },
    kubeconfig: { type: 'string' },
    token: { type: 'string' },
    /** PEM files: given, it speaks HTTPS, and the kubeconfig trusts `--tls-ca`. */
    'tls-cert': { type: 'string' },
    'tls-key': { type: 'string' },
    'tls-ca': { type: 'string' },
    'bookmark-ms': { type: 'string', default: '60000' },
    sharding: { type: 'boolean', default: false },
    /** Keep running when the input ends: for a shell's background, whose input is empty. */
    detached: { type: 'boolean', default: false },
  },
});

/** A whole number that is not negative; anything else ends the process with a message. */
function count(name: 'pods' | 'nodes' | 'seed' | 'port' | 'churn' | 'bookmark-ms'): number {
  const number = Number(values[name]);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  console.error(`--${name} takes a whole number, not "${values[name]}"`);
  process.exit(2);
}

const { token, kubeconfig } = values;
const pem = (file: string | undefined) => (file === undefined ? undefined : readFileSync(file, 'utf8'));
const [cert, key, ca] = [pem(values['tls-cert']), pem(values['tls-key']), pem(values['tls-ca'])];
const simulator = new Simulator({
  bookmarkMs: count('bookmark-ms'),
  sharding: values.sharding,
  ...(cert !== undefined && key !== undefined && { tls: { cert, key } }),
  ...(token !== undefined && { tokens: new Map([[token, { name: 'simulated-admin' }]]) }),
});
const seed = count('seed');
simulator.populate({ pods: count('pods'), nodes: count('nodes'), seed });
await simulator.start(count('port'));
if (kubeconfig !== undefined) {
  const user = { ...(token !== undefined && { token }), ...(ca !== undefined && { ca }) };
  simulator.writeKubeconfig(kubeconfig, user);
}
if (count('churn') > 0) simulator.churn({ eventsPerSecond: count('churn'), seed });
console.log(JSON.stringify({ url: simulator.url, pid: process.pid }));

const input = createInterface({ input: process.stdin });
input.on('line', (line) => {
  void answerCommand(simulator, line).then((answer) => console.log(JSON.stringify(answer)));
});
const ends = [once(process, 'SIGTERM'), once(process, 'SIGINT')];
if (!values.detached) ends.push(once(input, 'close'));
await Promise.race(ends);
input.close();
await simulator.stop();
