/**
 * The engine can't work with its folder, and trying again won't help, but for a full disk. The message says what a
 * person can do.
 */
export class UnusableFolder extends Error {
  readonly code: 'in-use' | 'not-writable' | 'other-version' | 'corrupt' | 'disk-full'
  constructor(code: UnusableFolder['code'], text: string, options?: ErrorOptions) {
    super(text, options)
    this.code = code
  }
}
