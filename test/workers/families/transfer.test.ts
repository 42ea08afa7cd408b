import assert from 'node:assert/strict';
import { test } from 'node:test';
import { transferOf } from '../../../src/workers/families/transfer.ts';

const baseLabels = [{ label: 'x', reads: 'metadata.name', value: () => '' }];
const reading = (...reads: string[]) => ({ reads });

test('families of the metadata need the metadata only', () => {
  assert.equal(transferOf({ name: 'roles', baseLabels }, []), 'metadata');
  assert.equal(
    transferOf({ name: 'roles', baseLabels }, [reading('metadata.labels'), reading()]),
    'metadata',
  );
});

test('one family that reads the spec needs whole objects', () => {
  const families = [reading('metadata.labels'), reading('metadata.labels', 'spec.signerName')];
  assert.equal(transferOf({ name: 'roles', baseLabels }, families), 'full');
});

test('a base label outside of the metadata needs whole objects', () => {
  const label = { label: 'signer', reads: 'spec.signerName', value: () => '' };
  assert.equal(transferOf({ name: 'roles', baseLabels: [...baseLabels, label] }, []), 'full');
});

test('the type of a secret comes in a Table, and nothing else of it does', () => {
  assert.equal(transferOf({ name: 'secrets', baseLabels }, [reading('metadata.labels', 'type')]), 'table');
  assert.equal(transferOf({ name: 'secrets', baseLabels }, [reading('metadata.labels')]), 'metadata');
  assert.equal(transferOf({ name: 'secrets', baseLabels }, [reading('type'), reading('immutable')]), 'full');
  assert.equal(transferOf({ name: 'services', baseLabels }, [reading('type')]), 'full');
});
