/** Two joined messages of 153 letters each, less what a gateway may add. */
export const PHONE_LENGTH = 300

/**
 * A link whole, and as many of the words before it as there is room for. In letters of the alphabet that telephones
 * share (3GPP TS 23.038, 6.2.1), where a letter has a likeness there: one outside of it makes a message count less
 * than half as many letters.
 */
export function phoneText(words: string, link = ''): string {
  const plain = inPhoneLetters(words)
  const room = PHONE_LENGTH - (link === '' ? 0 : link.length + 1)
  const said =
    plain.length <= room ? plain : `${plain.slice(0, Math.max(0, room - CUT.length)).trimEnd()}${CUT}`
  return link === '' ? said : `${said} ${link}`
}

const CUT = '...'

const inPhoneLetters = (text: string): string =>
  [...text.normalize('NFC')].map((letter) => LIKENESS.get(letter) ?? letter).join('')

const LIKENESS = new Map(
  Object.entries({
    ' ': '\u00a0\u2007\u2009\u202f',
    '-': '\u2010\u2011\u2012\u2013\u2014\u2212',
    "'": '\u2018\u2019',
    '"': '\u201c\u201d\u201e\u00ab\u00bb',
    '.': '\u00b7',
    x: '\u00d7',
    u: '\u00b5\u03bc',
    '2': '\u00b2',
    '3': '\u00b3',
    '': '\u00b0',
  }).flatMap(([likeness, letters]) => [...letters].map((letter) => [letter, likeness])),
)
