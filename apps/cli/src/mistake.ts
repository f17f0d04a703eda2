/** Something the person at the keyboard can put right: what is wrong, where, and what to do about it. */
export class Mistake extends Error {
  readonly advice: string | null
  constructor(message: string, advice: string | null = null, options?: ErrorOptions) {
    super(message, options)
    this.advice = advice
  }
}
