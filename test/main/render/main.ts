/** `render` as a program of its own, for tests that need a process. */
import { render } from '../../../src/main/render/render.ts';

const { stdin, stdout, stderr, env } = process;
process.exitCode = await render(process.argv.slice(2), { stdin, stdout, stderr, env });
// KiB; the most that the process has ever had in memory.
if (env.REPORT_PEAK !== undefined) stderr.write(`${process.resourceUsage().maxRSS}\n`);
