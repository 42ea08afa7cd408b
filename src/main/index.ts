#!/usr/bin/env node
// Before all others, in this order: the right Node, and how its heaps grow.
import './node-version.ts';
import './heap-flags.ts';
import { run } from './run.ts';

process.exitCode = await run(process.argv.slice(2), process);
