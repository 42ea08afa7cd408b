/**
 * A page: one family's lines of up to `GROUP_SLOTS` objects of one stream in one partition. It is
 * the unit of change, of compression and of copy-on-write, and immutable once made.
 *
 * `bytes` is a deflate fragment (RFC 1951): byte-aligned, not final, and independent of what is
 * before it, so that fragments of any pages can stand one after the other in one gzip member.
 */
export interface Page {
  readonly bytes: Uint8Array;
  /** Length of the plain text, in bytes. */
  readonly plainLength: number;
  /** CRC-32 of the plain text (RFC 1952), unsigned. */
  readonly crc: number;
  /** Sample lines in it. */
  readonly samples: number;
  /** False while the text is in stored blocks, as it is. */
  readonly compressed: boolean;
}

/**
 * Objects a group holds at the most. 128 pods give pages of about 17 KiB for one-line families,
 * where deflate has reached most of its ratio, while an update touches at most that much.
 */
export const GROUP_SLOTS = 128;
