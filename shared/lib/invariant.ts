/** Throws on a broken assumption of our own code. Nobody catches it except a host boundary. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (condition !== true && !condition) throw new Error(`invariant: ${message}`);
}
