import { setTimeout as sleep } from 'node:timers/promises'
import type { PredictionView } from '@driftbild/api/contract'
import { expect, test } from 'vitest'
import { centreOf } from './crew-of.ts'
import { type Stage, soon, TOWN } from './stage.ts'
import { violationsOn } from './violations.ts'

/** What stands behind a prediction, and how its model does. */
export function predictionsSuite(stage: () => Stage): void {
  /** The town's models catch up with its past by themselves. */
  const newest = async (): Promise<PredictionView> => {
    const centre = await centreOf(stage())
    for (;;) {
      const { items } = await centre.get<{ items: PredictionView[] }>('predictions?standing=true')
      const [first] = items.toSorted((a, b) => b.asOf - a.asOf)
      if (first) return first
      await sleep(500)
    }
  }

  test('a prediction says what would change it, and is worked out again before one’s eyes', async () => {
    const { id } = await newest()
    const page = await stage().visit()
    await page.goto(`${TOWN}/predictions/${id}`)
    const ahead = page.getByRole('region', { name: 'Vad som skulle ändra detta' })
    await ahead
      .getByText(/^säger den/)
      .first()
      .waitFor()
    await page.getByRole('heading', { name: 'Liknande fall' }).waitFor()
    const replay = page.getByRole('region', { name: 'Hur det räknades fram' })
    await replay.getByRole('button', { name: 'Räkna om nu' }).click()
    await replay.getByText('Samma svar, ord för ord.').waitFor()
    await replay.getByText(/^Räknat på samma mätvärden/).waitFor()
    expect(await violationsOn(page)).toEqual([])
  })

  test('a judgement counts on the model’s page, which says what is still lacking to learn from', async () => {
    const { id, model } = await newest()
    const page = await stage().visit({ language: 'en' })
    await page.goto(`${TOWN}/predictions/${id}`)
    const judgement = page.getByRole('region', { name: 'Is it right?' })
    await judgement.getByLabel('Reason').fill('seen on the spot')
    await judgement.getByRole('button', { name: 'Disagree' }).click()
    await judgement.getByText(/^Somebody disagreed\. seen on the spot/).waitFor()
    await page.getByRole('link', { name: `${model.name} ${model.version}` }).click()
    await page.getByRole('heading', { level: 1, name: `How ${model.name} has done here` }).waitFor()
    await page.getByText(/^\d+ of [1-9]\d* judged were right/).waitFor()
    await page.getByRole('button', { name: 'Make a proposal now' }).click()
    await page.getByText(/^Too little was judged/).waitFor()
    expect(await violationsOn(page)).toEqual([])
  })

  test('what stands is narrowed to one service, on a phone, and the address says so', async () => {
    const { service } = await newest()
    const page = await stage().visit({ size: 'phone' })
    await page.goto(`${TOWN}/predictions`)
    await page.getByLabel('Verksamhet').selectOption(service)
    await page.waitForURL(/service=/)
    const shown = page.locator('.row .row-aside .with-icon')
    await soon(async () => new Set(await shown.allTextContents()).size).toBe(1)
    expect(await violationsOn(page)).toEqual([])
  })

  test('a model that is asked to learn anew says what it still lacks for that', async () => {
    const page = await stage().visit({ language: 'en' })
    await page.goto(`${TOWN}/models/bin-fill`)
    const learnt = page.getByRole('region', { name: 'Learnt of what happened here', exact: true })
    await learnt.getByRole('button', { name: 'Learn anew now', exact: true }).click()
    await learnt.getByText(/^There is too little to learn from yet/).waitFor()
    await page
      .getByRole('region', { name: 'Decisions about the model', exact: true })
      .getByText(/Too little to learn anew from/)
      .waitFor()
    expect(await violationsOn(page)).toEqual([])
  })
}
