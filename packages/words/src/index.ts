/** What the product says and how: a page, a document and a message to a phone say it with the same words. */
export { type AlarmToTell, alarmWords, type RuleToTell, ruleOfAsset, ruleWords } from './alarm-words.ts'
export { attributeText } from './attribute-text.ts'
export { cardKey } from './card-words.ts'
export { fieldText, fieldTitle, fieldUnit } from './field-words.ts'
export { coarse, type Format, type Instant, makeFormat, toMs } from './format.ts'
export {
  type Locale,
  loadMessages,
  localeNames,
  locales,
  type MessageKey,
  type Messages,
} from './messages.ts'
export { type Frequency, naturalFrequency } from './natural-frequency.ts'
export { partText } from './part-text.ts'
export { predictionTitle } from './prediction-title.ts'
export { rowProblemWords } from './row-problem-words.ts'
export { sentenceWords, signalWords } from './sentence.ts'
export { SHARE, shownSizeUnit, shownUnit } from './shown-unit.ts'
export { surveyText } from './survey-words.ts'
export { makeWords, type Translate, type Values, type Words } from './translate.ts'
export { whenSentence, whenShort } from './when.ts'
