import { forgetLastKnown } from '../offline/last-known.ts'
import { letGo } from '../offline/room.ts'
import { postJson } from './http.ts'

/** Asks for a one-time link. The answer is the same whether the address is known or not. */
export const askForLink = (email: string): Promise<unknown> =>
  postJson('/api/auth/sign-in/magic-link', { email, callbackURL: '/' })

/** What waits to be sent stays on the phone, for this person alone. */
export async function signOut(): Promise<void> {
  await postJson('/api/auth/sign-out', {})
  forgetLastKnown()
  await letGo()
}
