/** The server's message for a selector that it can't read. */
export class ShardSelectorError extends Error {}

/** The objects of one or more ranges of the uid's hash. */
export interface ShardSelector {
  /** Canonical, as the server echoes it. */
  readonly text: string;
  includes(uid: string): boolean;
}

const CALL =
  /^shardRange\(\s*object\.metadata\.uid\s*,\s*'(0x[0-9a-f]{1,17})'\s*,\s*'(0x[0-9a-f]{1,17})'\s*\)$/i;

/** FNV-1a, 64 bits: offset basis and prime as published by its authors. */
const FNV_OFFSET = 0xcbf29ce484222325n;
const FNV_PRIME = 0x100000001b3n;

/** Hash of a uid as the server's ranges mean it. */
export function fnv1a64(text: string): bigint {
  let hash = FNV_OFFSET;
  for (const byte of Buffer.from(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * FNV_PRIME);
  return hash;
}

/** Reads `shardRange(object.metadata.uid, '0x…', '0x…')`, or several joined by `||`. */
export function parseShardSelector(text: string): ShardSelector {
  const ranges = text.split('||').map((part) => {
    const [, from, to] = CALL.exec(part.trim()) ?? [];
    if (from === undefined || to === undefined)
      throw new ShardSelectorError(
        'invalid shard selector: unexpected expression kind 3; expected shardRange() call or || operator',
      );
    return {
      from: BigInt(from),
      to: BigInt(to),
      text: `shardRange(object.metadata.uid, '${from}', '${to}')`,
    };
  });
  return {
    text: ranges.map((range) => range.text).join(' || '),
    includes: (uid) => {
      const hash = fnv1a64(uid);
      return ranges.some(({ from, to }) => hash >= from && hash < to);
    },
  };
}
