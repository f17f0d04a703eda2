import type { Auth, Link } from './auth.ts'

type Deliver = (link: Link) => void

/** Hands one-time links to whoever they were made for: to its person as a rule, or back to whoever asked here. */
export function createLinkDesk(deliver: Deliver) {
  const asked = new Map<string, (url: string) => void>()
  return {
    deliver: ((link) => {
      const take = asked.get(link.email)
      if (take) take(link.url)
      else deliver(link)
    }) satisfies Deliver,
    /** A link that lets a person in once. Only for one who was made known this very moment: it is as good as being them. */
    async linkFor(auth: Auth, email: string): Promise<string> {
      let url: string | null = null
      asked.set(email, (made) => {
        url = made
      })
      try {
        await auth.api.signInMagicLink({ body: { email, callbackURL: '/' }, headers: new Headers() })
      } finally {
        asked.delete(email)
      }
      if (url === null) throw new Error(`${email} was made known, and is not`)
      return url
    },
  }
}

export type LinkDesk = ReturnType<typeof createLinkDesk>
