/** What the kubelet reports of each container: the same rows for both sets of containers. */
import { GO_ZERO_SECONDS } from '../../shape/rfc3339.ts';
import type { Family, Samples, Stability } from '../family.ts';
import type { ContainerSet } from './container-set.ts';
import { type ContainerStatus, counter, gauge, type Pod } from './shape.ts';

/** One family of both sets, over one entry of the statuses. */
interface StatusRow {
  /** After the set's prefix. */
  readonly suffix: string;
  /** That of both sets; the set's own where absent. */
  readonly stability?: Stability;
  /** With `%` for what the set calls a container. */
  readonly help: string;
  readonly labels?: readonly string[];
  /** Goes on after `for each entry of status.…`. */
  readonly when: string;
  /** Below the entry; the name is read by all. */
  readonly reads: readonly string[];
  readonly counter?: true;
  readonly render: (entry: ContainerStatus, samples: Samples) => void;
}

const ROWS: readonly StatusRow[] = [
  {
    suffix: 'state_started',
    help: 'When the % of the pod was last started, as a unix time in seconds.',
    when: 'that is running or terminated; a start that was not reported is the year 1',
    reads: ['state.running.startedAt', 'state.terminated.startedAt'],
    render({ name, state }, samples) {
      const started = state.running ?? state.terminated;
      if (started !== undefined) samples.add(started.startedAt ?? GO_ZERO_SECONDS, name);
    },
  },
  {
    suffix: 'status_last_terminated_reason',
    stability: 'ALPHA',
    help: 'Why the % of the pod ended the last time, in the words of the kubelet.',
    labels: ['reason'],
    when: 'with a lastState.terminated, with value 1',
    reads: ['lastState.terminated.reason'],
    render({ name, lastState }, samples) {
      if (lastState.terminated !== undefined) samples.add(1, name, lastState.terminated.reason);
    },
  },
  {
    suffix: 'status_last_terminated_exitcode',
    stability: 'ALPHA',
    help: 'The exit code with which the % of the pod ended the last time.',
    when: 'with a lastState.terminated',
    reads: ['lastState.terminated.exitCode'],
    render({ name, lastState }, samples) {
      if (lastState.terminated !== undefined) samples.add(lastState.terminated.exitCode, name);
    },
  },
  {
    suffix: 'status_last_terminated_timestamp',
    stability: 'ALPHA',
    help: 'When the % of the pod ended the last time, as a unix time in seconds.',
    when: 'with a lastState.terminated; an end that was not reported is the year 1',
    reads: ['lastState.terminated.finishedAt'],
    render({ name, lastState }, samples) {
      if (lastState.terminated !== undefined)
        samples.add(lastState.terminated.finishedAt ?? GO_ZERO_SECONDS, name);
    },
  },
  {
    suffix: 'status_ready',
    stability: 'STABLE',
    help: 'Whether the % of the pod passes its readiness check.',
    when: '',
    reads: ['ready'],
    render: ({ name, ready }, samples) => samples.add(ready, name),
  },
  {
    suffix: 'status_restarts_total',
    stability: 'STABLE',
    help: 'How often the % of the pod was restarted.',
    when: '',
    reads: ['restartCount'],
    counter: true,
    render: ({ name, restartCount }, samples) => samples.add(restartCount, name),
  },
  {
    suffix: 'status_running',
    stability: 'STABLE',
    help: 'Whether the % of the pod is running.',
    when: '',
    reads: ['state.running'],
    render: ({ name, state }, samples) => samples.add(state.running !== undefined, name),
  },
  {
    suffix: 'status_terminated',
    stability: 'STABLE',
    help: 'Whether the % of the pod has ended.',
    when: '',
    reads: ['state.terminated'],
    render: ({ name, state }, samples) => samples.add(state.terminated !== undefined, name),
  },
  {
    suffix: 'status_terminated_reason',
    stability: 'ALPHA',
    help: 'Why the % of the pod has ended, in the words of the kubelet.',
    labels: ['reason'],
    when: 'with a state.terminated, with value 1',
    reads: ['state.terminated.reason'],
    render({ name, state }, samples) {
      if (state.terminated !== undefined) samples.add(1, name, state.terminated.reason);
    },
  },
  {
    suffix: 'status_waiting',
    stability: 'STABLE',
    help: 'Whether the % of the pod waits to be started.',
    when: '',
    reads: ['state.waiting'],
    render: ({ name, state }, samples) => samples.add(state.waiting !== undefined, name),
  },
  {
    suffix: 'status_waiting_reason',
    help: 'What the % of the pod waits for, in the words of the kubelet.',
    labels: ['reason'],
    when: 'with a state.waiting, with value 1',
    reads: ['state.waiting.reason'],
    render({ name, state }, samples) {
      if (state.waiting !== undefined) samples.add(1, name, state.waiting.reason);
    },
  },
];

/** The rows for one set, in emission order. */
export function containerStatus(set: ContainerSet): readonly Family<Pod>[] {
  return ROWS.map((row) =>
    (row.counter ? counter : gauge)({
      name: `${set.prefix}_${row.suffix}`,
      stability: row.stability ?? set.stability,
      help: row.help.replace('%', set.words),
      labels: ['container', ...(row.labels ?? [])],
      when: `One sample for each entry of status.${set.status}${row.when === '' ? '' : ' '}${row.when}.`,
      reads: ['name', ...row.reads].map((field) => `status.${set.status}.${field}`),
      render({ status }, samples) {
        for (const entry of status[set.status]) row.render(entry, samples);
      },
    }),
  );
}
