/**
 * Imported first, for what it does: V8's settings for this process, workers included.
 *
 * `--optimize-for-size` lets a heap grow to 1.3 times what a collection has left, where V8 would
 * go up to 4 times, and keeps its young generation small. Objects of ours are short-lived or stay
 * for good, and pages lie outside of heaps, so the time that buys is little.
 */
import { setFlagsFromString } from 'node:v8';

setFlagsFromString('--optimize-for-size');
