#!/usr/bin/env node
// Before all others: heaps are set up by it.
import './heap-flags.ts';
import { run } from './run.ts';

process.exitCode = await run(process.argv.slice(2), process);
