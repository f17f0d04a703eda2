import type { TraceView } from '@driftbild/api/contract'
import { expect, test } from 'vitest'
import { type Stage, TOWN } from './stage.ts'
import { violationsOn } from './violations.ts'

const visits = [
  {
    size: 'desktop',
    language: 'sv',
    chosen: 'Vald anläggningsdel',
    downstream: 'Nedströms',
    certain: 'Får allt sitt härifrån',
    pipes: 'Ledning',
    closed: /Stannade vid/,
  },
  {
    size: 'phone',
    language: 'en',
    chosen: 'Selected asset',
    downstream: 'Downstream',
    certain: 'Fed from here only',
    pipes: 'Pipe',
    closed: /Ended at/,
  },
] as const

export function networkSuite(stage: () => Stage): void {
  test.each(visits)(
    'what is fed through a meter is traced to closed valves, as a link ($size, $language)',
    async (words) => {
      const page = await stage().visit(words)
      await page.goto(`${TOWN}/map?asset=QM5`)
      const panel = page.getByRole('complementary', { name: words.chosen })
      await panel.getByRole('button', { name: words.downstream }).click()
      await page.waitForURL('**trace=downstream**')
      await panel.getByRole('heading', { name: words.certain }).waitFor()
      const answer = await page.request.get(`/api${TOWN}/assets/QM5/trace?way=downstream`)
      const { certain, closed } = (await answer.json()) as TraceView
      expect(certain.classes.pipe, 'a whole zone lies behind a meter').toBeGreaterThan(5)
      expect(closed.length).toBeGreaterThan(0)
      await panel.getByText(`${words.pipes}: ${certain.classes.pipe}`).waitFor()
      await panel.getByRole('heading', { name: words.closed }).waitFor()
      expect(await violationsOn(page)).toEqual([])
      await page.reload()
      await panel.getByText(`${words.pipes}: ${certain.classes.pipe}`).waitFor()
      await panel.getByRole('link', { name: certain.items[0]!.name }).first().click()
      await panel.getByRole('heading', { level: 2, name: certain.items[0]!.name }).waitFor()
      expect(new URL(page.url()).searchParams.get('trace')).toBeNull()
    },
  )
}
