import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { JsonObject } from '../../bench/simulator/json.ts';
import type { Simulator } from '../../bench/simulator/server.ts';
import { clusterKind, startSimulator } from '../support/cluster.ts';
import { eventually } from '../support/deadline.ts';
import { type ExporterProcess, startExporter } from '../support/exporter-process.ts';

const skip = clusterKind() === 'simulator' ? false : 'looks at the wire, which only the simulator shows';

const VALUE = 'kse-never-to-be-seen-5f1d';

/** The value as it is, and as base64 has it at each of the three offsets that it can have in a field. */
const FORMS = [
  VALUE,
  ...[0, 1, 2].map((offset) => {
    const encoded = Buffer.from('x'.repeat(offset) + VALUE).toString('base64');
    // What depends on the bytes before and after is cut off.
    return encoded.slice(Math.ceil((offset * 8) / 6), -4);
  }),
];

/** Everything that is sent of a resource, as one text of bytes. */
function wireOf(t: TestContext, simulator: Simulator, resource: string): () => string {
  const chunks: Buffer[] = [];
  t.after(simulator.traffic.tap(resource, (bytes) => void chunks.push(Buffer.from(bytes))));
  return () => Buffer.concat(chunks).toString('latin1');
}

interface Case {
  readonly resource: string;
  readonly object: JsonObject;
  /** A sample that shows that the object was read. */
  readonly shows: string;
  readonly accept: RegExp;
}

const CASES: readonly Case[] = [
  {
    resource: 'secrets',
    object: { type: 'example.com/kind', data: { password: Buffer.from(VALUE).toString('base64') } },
    shows: 'type="example.com/kind"',
    accept: /^application\/json;as=Table;g=meta\.k8s\.io;v=v1$/,
  },
  {
    resource: 'configmaps',
    object: { data: { setting: VALUE }, binaryData: { blob: Buffer.from(VALUE).toString('base64') } },
    shows: 'kube_configmap_info{',
    accept: /;as=PartialObjectMetadata(List)?;g=meta\.k8s\.io;v=v1/,
  },
];

/** What each way of getting objects makes the exporter ask for. */
const WAYS: Readonly<Record<string, (simulator: Simulator, resource: string) => void>> = {
  'streaming lists': () => {},
  'paged lists': (simulator, resource) => {
    simulator.fault({ resource, verb: 'watch', effect: { kind: 'no-streaming-list', answer: 422 } });
  },
  'a server without protobuf': (simulator, resource) => {
    simulator.fault({ resource, times: Number.POSITIVE_INFINITY, effect: { kind: 'no-protobuf' } });
  },
};

for (const { resource, object, shows, accept } of CASES) {
  for (const [way, arrange] of Object.entries(WAYS)) {
    test(`the data of ${resource} never goes over the wire: ${way}`, { skip }, async (t) => {
      const { simulator, env, namespace } = await startSimulator(t);
      simulator.create(resource, { ...object, metadata: { namespace, name: 'old' } });
      arrange(simulator, resource);
      simulator.traffic.reset();
      const wire = wireOf(t, simulator, resource);
      const exporter = await startExporter(t, { args: [`--resources=${resource}`], env });
      await exporter.ready();
      simulator.create(resource, { ...object, metadata: { namespace, name: 'new' } });
      await untilShown(exporter, '"new"');
      simulator.patch(resource, namespace, 'new', { data: { more: Buffer.from(VALUE).toString('base64') } });
      simulator.patch(resource, namespace, 'new', {
        metadata: { name: 'new', annotations: { a: 'patched-now' } },
      });
      await eventually(() => wire().includes('patched-now'), 'the change is sent');
      simulator.remove(resource, namespace, 'old');
      const text = await eventually(async () => {
        const now = await exporter.metrics();
        return now.includes('"old"') ? undefined : now;
      }, 'the deletion is read');

      assert.ok(text.includes(shows), 'what may be known is read');
      assert.ok(wire().includes('patched-now'), 'the tap does see what is sent');
      for (const form of FORMS) assert.ok(!wire().includes(form), 'no form of the value is sent');
      const asked = simulator.traffic.requests.filter((request) => request.resource === resource);
      assert.ok(asked.length > 0);
      for (const request of asked) {
        // Every alternative that is named must be without data: a server may choose any of them.
        for (const clause of request.accept.split(',')) assert.match(clause, accept, request.path);
      }
    });
  }
}

async function untilShown(exporter: ExporterProcess, text: string): Promise<void> {
  await eventually(async () => (await exporter.metrics()).includes(text), `${text} is shown`);
}

test('the tap would see the data of a client that asks for whole objects', { skip }, async (t) => {
  const { simulator, client, namespace } = await startSimulator(t);
  for (const { resource, object } of CASES) {
    const wire = wireOf(t, simulator, resource);
    simulator.create(resource, { ...object, metadata: { namespace, name: 'x' } });
    await client.find(resource, { namespace, name: 'x' });
    assert.ok(
      FORMS.some((form) => wire().includes(form)),
      resource,
    );
  }
});
