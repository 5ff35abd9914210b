/** Where unexpected trouble is told. */
export interface Log {
  error(message: string): void;
  warn(message: string): void;
  info(message: string): void;
}

/**
 * The door that every request comes through: a bug is logged with the method's name, the caller gets `otherwise`, and the server lives.
 */
export function guarded<Args extends readonly unknown[], Result>(
  log: Log,
  method: string,
  otherwise: Result,
  handle: (...args: Args) => Result | Promise<Result>,
): (...args: Args) => Promise<Result> {
  return async (...args) => {
    try {
      return await handle(...args);
    } catch (error) {
      log.error(`${method} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      return otherwise;
    }
  };
}
