/**
 * A label value as both exposition formats write it: backslash, line feed and double quote are
 * escaped, everything else (CR and other control characters too) goes out as it is.
 */
export function escapeLabelValue(value: string): string {
  return LABEL_SPECIAL.test(value) ? value.replace(LABEL_SPECIALS, escapeOne) : value;
}

/** HELP text in the text format 0.0.4: quotes stay as they are. */
export function escapeHelp(text: string): string {
  return text.replace(/[\\\n]/g, escapeOne);
}

/** HELP text in OpenMetrics: an escaped string like a label value. */
export const escapeOpenMetricsHelp = escapeLabelValue;

/** Without `g`: `test` of a global expression keeps a position between calls. */
const LABEL_SPECIAL = /[\\\n"]/;
const LABEL_SPECIALS = /[\\\n"]/g;

function escapeOne(special: string): string {
  return special === '\n' ? '\\n' : `\\${special}`;
}
