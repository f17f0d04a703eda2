/** One thing in a file that a person must put right. */
export interface InpProblem {
  /** Counted from 1; 0 where the file as a whole lacks something. */
  line: number
  section: string
  code:
    | 'unknown-section'
    | 'outside-section'
    | 'too-few-fields'
    | 'not-a-number'
    | 'unknown-word'
    | 'occurs-twice'
    | 'not-there'
    | 'no-nodes'
  /** The word that is wrong or missing. */
  what: string
}

const sentences: Record<InpProblem['code'], (what: string) => string> = {
  'unknown-section': (what) => `there is no section ${what}`,
  'outside-section': (what) => `"${what}" stands before the first section`,
  'too-few-fields': (what) => `${what} is missing`,
  'not-a-number': (what) => `"${what}" is not a number`,
  'unknown-word': (what) => `"${what}" is not a word that belongs here`,
  'occurs-twice': (what) => `${what} occurs twice`,
  'not-there': (what) => `${what} is used here but defined nowhere`,
  'no-nodes': () => 'the file has no junction, reservoir or tank',
}

export const inpSentence = (p: InpProblem): string =>
  `line ${p.line}${p.section ? ` [${p.section}]` : ''}: ${sentences[p.code](p.what)}`

export const inpProblemCodes = Object.keys(sentences) as InpProblem['code'][]

const SHOWN = 20

/** Thrown with everything that is wrong with a file, in the order of its lines. */
export class InpError extends Error {
  readonly problems: readonly InpProblem[]
  constructor(problems: readonly InpProblem[]) {
    const more = problems.length > SHOWN ? `\n… and ${problems.length - SHOWN} more` : ''
    super(`${problems.slice(0, SHOWN).map(inpSentence).join('\n')}${more}`)
    this.problems = problems
  }
}
