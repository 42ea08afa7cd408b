import { parse } from 'yaml';
import { familyLines } from '../../../support/family-lines.ts';

/** Renders one family of a pod. */
export const lines = familyLines('pods');

/** The base labels of `pod`. */
export const base = 'namespace="shop",pod="web-0",uid="u1"';

export interface Parts {
  readonly metadata?: object;
  readonly spec?: unknown;
  readonly status?: unknown;
}

/** A pod with these parts; `spec` and `status` may be YAML. */
export function pod({ metadata = {}, spec, status }: Parts): object {
  const read = (part: unknown): unknown => (typeof part === 'string' ? parse(part) : part);
  return {
    metadata: { namespace: 'shop', name: 'web-0', uid: 'u1', ...metadata },
    spec: read(spec),
    status: read(status),
  };
}

/** A time, which is printed 1.5e+09. */
export const T = '2017-07-14T02:40:00Z';

/** How a time that is missing and yet printed is. */
export const YEAR_ONE = '-6.21355968e+10';
