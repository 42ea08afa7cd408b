import { CodedError } from '../../../protocol/coded-error.ts';

/** The largest object, event or list item taken: etcd stops at 1.5 MiB, so this only bounds nonsense. */
export const MAX_FRAME_BYTES = 64 * 1024 * 1024;

/**
 * What a frame can be wrong in:
 * - `KSE_FRAME_MALFORMED`: one frame is not what it should be; its neighbours are not affected.
 * - `KSE_FRAME_LOST`: where the next frame starts is not known any more; the stream must end.
 * - `KSE_FRAME_TOO_LARGE`: a frame beyond the limit; reading on would need unbounded memory.
 */
export type FrameErrorCode = 'KSE_FRAME_MALFORMED' | 'KSE_FRAME_LOST' | 'KSE_FRAME_TOO_LARGE';

/** Bytes of the API server that can't be framed. Never carries the bytes: they may be secret. */
export class FrameError extends CodedError {
  constructor(code: FrameErrorCode, message: string) {
    super(code, message);
  }
}

/** One frame is wrong. */
export function malformed(what: string): FrameError {
  return new FrameError('KSE_FRAME_MALFORMED', what);
}

/** The boundaries are lost. */
export function lost(what: string): FrameError {
  return new FrameError('KSE_FRAME_LOST', what);
}

/** A frame of `size` bytes, where known, against `limit`. */
export function tooLarge(limit: number, size?: number): FrameError {
  const much = size === undefined ? `more than ${limit}` : `${size}`;
  return new FrameError('KSE_FRAME_TOO_LARGE', `a frame of ${much} bytes, the limit is ${limit}`);
}
