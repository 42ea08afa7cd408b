const SEVERITY: Readonly<Record<string, string>> = { error: 'E', warn: 'W', info: 'I', debug: 'I' };

/**
 * One entry in the manner of klog: `I1122 06:28:01.611521   17 pods] "message" key="value"`. The
 * entry comes as pino's JSON line. Where klog has file and line this has the `part` of the
 * program; times are UTC, to the millisecond, padded to klog's six digits.
 */
export function klogLine(json: string): string {
  const { level, time, message, part, ...fields } = JSON.parse(json) as Record<string, unknown>;
  const stamp = String(time).replace(/^\d+-(\d\d)-(\d\d)T([\d:.]+)Z$/, '$1$2 $3000');
  const pid = String(process.pid).padStart(7);
  const pairs = Object.entries(fields).map(
    ([key, value]) => ` ${key}=${typeof value === 'string' ? JSON.stringify(value) : String(value)}`,
  );
  const from = part === undefined ? 'main' : String(part);
  return `${SEVERITY[String(level)] ?? 'I'}${stamp} ${pid} ${from}] ${JSON.stringify(message)}${pairs.join('')}\n`;
}
