/** A person's mistake: a code to translate, what it is about, and what else the sentence needs. */
export interface Problem {
  code: string
  ref?: string
  context?: Record<string, unknown>
}

/** Thrown at the edge of a request and turned into RFC 9457 problem+json there. */
export class ProblemError extends Error {
  readonly problem: Problem
  readonly status: number
  constructor(status: number, problem: Problem, options?: ErrorOptions) {
    super(`${problem.code}${problem.ref ? ` (${problem.ref})` : ''}`, options)
    this.status = status
    this.problem = problem
  }
}
