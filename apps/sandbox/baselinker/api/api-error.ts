/** An error about the arguments; documented codes do not exist (sheet section 2). */
export class ApiError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}
