import { setTimeout as sleep } from 'node:timers/promises'
import type { DraftRow, DraftView, ExportView, ImportFileView, ImportMapping } from '../contract/index.ts'
import { type Browser, HOME, type TestCentre } from './centre.ts'

const path = (rest: string) => `/api/${HOME}${rest}`

/** A model file into the register and out again, over HTTP, as a person does it. */
export function modelFiles(centre: TestCentre, browser: Browser) {
  const ask = async <T>(rest: string): Promise<T> => {
    const answer = await browser.get(path(rest))
    if (!answer.ok) throw new Error(`${rest}: ${await answer.text()}`)
    return (await answer.json()) as T
  }
  const post = async <T>(rest: string, body: unknown): Promise<T> => {
    const answer = await browser.post(path(rest), body)
    if (!answer.ok) throw new Error(`${rest}: ${await answer.text()}`)
    return (await answer.json()) as T
  }
  const until = async (id: string, state: DraftView['state']): Promise<DraftView> => {
    for (;;) {
      const view = await ask<DraftView>(`/change-drafts/${id}`)
      if (view.state === state) return view
      if (view.state === 'failed') throw new Error(`draft ${id} failed`)
      await sleep(20)
    }
  }
  const preview = async (file: string, mapping: ImportMapping, contractor = ''): Promise<DraftView> => {
    const { id } = await post<DraftView>(`/imports/${file}/plan`, { mapping, contractor })
    return until(id, 'ready')
  }
  const apply = async (id: string): Promise<void> => {
    await post(`/change-drafts/${id}/apply`, { reason: 'Modellen' })
    await until(id, 'done')
    await centre.settled()
  }
  return {
    async take(name: string, text: string): Promise<ImportFileView> {
      const request = new Request(`http://localhost${path(`/imports/${encodeURIComponent(name)}`)}`, {
        method: 'POST',
        body: text,
        headers: {
          ...{ cookie: browser.cookie, origin: 'http://localhost' },
          'content-type': 'application/octet-stream',
        },
      })
      const answer = await centre.app.request(request)
      if (!answer.ok) throw new Error(`${name}: ${await answer.text()}`)
      return (await answer.json()) as ImportFileView
    },
    /** What would happen; nothing does. */
    preview,
    apply,
    /** What would happen, row by row, and then happens. */
    async readIn(file: string, mapping: ImportMapping, contractor = ''): Promise<DraftRow[]> {
      const draft = await preview(file, mapping, contractor)
      const rows: DraftRow[] = []
      let cursor: string | null = null
      do {
        const next: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`
        const page: { items: DraftRow[]; next: string | null } = await ask(
          `/change-drafts/${draft.id}/rows?limit=1000${next}`,
        )
        rows.push(...page.items)
        cursor = page.next
      } while (cursor !== null)
      if (rows.some(({ outcome }) => outcome === 'new' || outcome === 'changed')) await apply(draft.id)
      return rows
    },
    async export(asked: { base?: string; crs?: number; selection: object }): Promise<string> {
      const { id } = await post<ExportView>('/exports', { format: 'inp', ...asked })
      for (;;) {
        const one = (await ask<ExportView[]>('/exports')).find((view) => view.id === id)
        if (one?.state === 'done') break
        if (!one || one.state === 'failed') throw new Error('the export failed')
        await sleep(20)
      }
      const answer = await browser.get(path(`/exports/${id}/file`))
      return answer.text()
    },
  }
}
