/** The message key of a text that a model's card writes in English: its data, a measure, a baseline. */
export const cardKey = (text: string): string =>
  `card.${text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')}`
