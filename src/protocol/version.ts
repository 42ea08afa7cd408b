/**
 * Version of everything that crosses threads. Both sides come from one build, so a difference means
 * a mixed installation; it is refused at `hello`, before any data moves.
 */
export const PROTOCOL_VERSION = 1;
