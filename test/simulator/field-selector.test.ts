import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseFieldSelector, SelectorError } from '../../bench/simulator/field-selector.ts';
import { JsonItem } from '../../bench/simulator/item.ts';
import { builtinKinds } from '../../bench/simulator/kinds.ts';

function kind(plural: string) {
  const found = builtinKinds.find((each) => each.plural === plural);
  assert.ok(found);
  return found;
}

const item = new JsonItem({
  metadata: { name: 'a,b=c\\d', namespace: 'n', resourceVersion: '1' },
  spec: { nodeName: 'node-1' },
  type: 'Opaque',
});

const CASES: readonly (readonly [plural: string, selector: string, picked: boolean])[] = [
  ['pods', '', true],
  ['pods', 'spec.nodeName=node-1', true],
  ['pods', 'spec.nodeName==node-1', true],
  ['pods', 'spec.nodeName!=node-1', false],
  ['pods', 'spec.nodeName=', false],
  ['pods', 'metadata.namespace!=default,spec.nodeName=node-1', true],
  ['pods', 'metadata.namespace!=n,spec.nodeName=node-1', false],
  ['pods', 'metadata.name=a\\,b\\=c\\\\d', true],
  ['pods', 'status.phase=', true],
  ['secrets', 'type=Opaque', true],
  ['secrets', 'type!=Opaque', false],
  ['nodes', 'spec.unschedulable=false', true],
];

for (const [plural, selector, picked] of CASES) {
  test(`"${selector}" ${picked ? 'picks' : 'leaves'} the ${plural} object`, () => {
    assert.equal(parseFieldSelector(kind(plural), selector)(item), picked);
  });
}

const REFUSED: readonly (readonly [plural: string, selector: string, message: RegExp])[] = [
  [
    'configmaps',
    'spec.nope=1',
    /^"spec\.nope" is not a known field selector: only "metadata\.name", "metadata\.namespace"$/,
  ],
  ['pods', 'spec.nope=1', /^field label not supported: spec\.nope$/],
  ['pods', 'metadata.name', /can't understand 'metadata\.name'/],
  ['pods', 'metadata.name=a=b', /escape/],
  ['pods', 'metadata.name=a\\b', /escape/],
];

for (const [plural, selector, message] of REFUSED) {
  test(`"${selector}" is refused for ${plural}`, () => {
    assert.throws(
      () => parseFieldSelector(kind(plural), selector),
      (error) => error instanceof SelectorError && message.test(error.message),
    );
  });
}
