/** Ends a switch over a closed union: a new member does not compile until every switch handles it. */
export function assertNever(value: never): never {
  throw new Error(`unhandled member: ${JSON.stringify(value)}`);
}
