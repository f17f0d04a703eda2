import { newSignInLink } from '@driftbild/api'
import { Mistake } from '../mistake.ts'
import { centrePlace } from './centre.ts'

export async function signInLink(email: string | undefined): Promise<void> {
  const link = await newSignInLink({
    ...centrePlace(process.env),
    ...(email !== undefined && { email: email.toLowerCase() }),
  })
  if (!link) {
    throw new Mistake(
      email
        ? `nobody is known by ${email}`
        : 'nobody is known yet: the centre has not been up with this database',
      email ? 'driftbild invite adds people.' : null,
    )
  }
  console.log(`Sign in once, within 20 minutes, with: ${link}`)
}
