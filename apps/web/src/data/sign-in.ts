import { postJson } from './http.ts'

/** Asks for a one-time link. The answer is the same whether the address is known or not. */
export const askForLink = (email: string): Promise<unknown> =>
  postJson('/api/auth/sign-in/magic-link', { email, callbackURL: '/' })

export const signOut = (): Promise<unknown> => postJson('/api/auth/sign-out', {})
