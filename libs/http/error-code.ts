/** The code of a system or library error, empty when it has none. By shape: errors of Node itself may come from another realm. */
export function errorCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** The system call an error came from, empty when it names none. */
export function errorSyscall(error: unknown): string {
  return typeof error === 'object' && error !== null && 'syscall' in error && typeof error.syscall === 'string' ? error.syscall : '';
}

/** The class name an error gives itself. */
export function errorName(error: unknown): string {
  return typeof error === 'object' && error !== null && 'name' in error && typeof error.name === 'string' ? error.name : '';
}

/** The message of anything thrown. */
export function errorMessage(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error && typeof error.message === 'string' ? error.message : String(error);
}

/** The first of several errors thrown as one: a host with many addresses fails once for each. */
export function firstError(error: unknown): unknown {
  const several = typeof error === 'object' && error !== null && 'errors' in error && Array.isArray(error.errors) ? (error.errors as readonly unknown[]) : [];
  return several[0] ?? error;
}
