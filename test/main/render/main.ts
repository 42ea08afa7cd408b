/** `render` as a program of its own, for tests that need a process. */
import { render } from '../../../src/main/render/render.ts';

const { stdin, stdout, stderr, env } = process;
process.exitCode = await render(process.argv.slice(2), { stdin, stdout, stderr, env });
