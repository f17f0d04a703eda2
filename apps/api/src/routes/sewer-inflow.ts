import { randomUUID } from 'node:crypto'
import { formatTime, HOUR, ProblemError, toMillis } from '@driftbild/core'
import {
  inflowFigures,
  type LevelProposal,
  NIGHT_USE,
  proposeLevels,
  type SewerInflowState,
  sewerInflow,
} from '@driftbild/models/sewer'
import {
  addLevelJudgement,
  appendAudit,
  createLevelOrder,
  levelJudgements,
  loadState,
  namesOf,
  newestForecast,
  type Tx,
} from '@driftbild/store'
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import {
  LevelJudgementBody,
  LevelProposalBody,
  LevelProposalView,
  SewerInflowView,
} from '../contract/index.ts'
import type { App } from '../http/app-env.ts'
import { gives, inMunicipality, takes } from '../http/define-route.ts'
import { personOf, requireFor } from '../http/guard.ts'
import { notFound } from '../http/problems.ts'
import { seenAsset } from '../http/seen-asset.ts'
import type { Services } from '../services.ts'

const SHOWN_HOURS = 7 * 24

/** What the model knows of a station; null where it isn't watched. */
async function stateOf(tx: Tx, tag: string): Promise<SewerInflowState | null> {
  const { name, version } = sewerInflow
  const stored = await loadState(tx, { model: name, version, subject: { type: 'asset', tag } })
  return (stored?.state as SewerInflowState | undefined) ?? null
}

export function sewerInflowRoutes(app: App, { db, pictures, now }: Services): void {
  const path = inMunicipality({ tag: z.string() })

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/assets/{tag}/sewer-inflow',
      tags: ['sewer'],
      summary: 'What flows to a station, what of it is rain and groundwater, and what is expected',
      request: { params: path },
      responses: gives(SewerInflowView, 'Without figures while its inflow is still learnt'),
    }),
    async (c) => {
      const { kommunkod, tag } = c.req.valid('param')
      const { asset } = seenAsset(personOf(c), pictures.get(kommunkod), tag)
      const { state, forecast } = await db.transaction(
        { municipality: kommunkod, role: 'api' },
        async (tx) => {
          const state = await stateOf(tx, tag)
          const key = state?.config.flow?.key
          return { state, forecast: key === undefined ? null : await newestForecast(tx, key) }
        },
      )
      const catchment = asset.attributes.catchmentArea
      const area = typeof catchment === 'number' && catchment > 0 ? catchment : null
      const found = state && inflowFigures(state, area)
      const { months = [], ...figures } = found ?? {}
      const first = Math.max(0, (state?.inflow.values.length ?? 0) - SHOWN_HOURS)
      const seconds = (hour: number) => (hour * HOUR) / 1e6
      const values = state?.inflow.values.slice(first) ?? []
      return c.json(
        {
          ...{ station: tag, stationName: asset.name, months },
          figures: found ? { ...(figures as typeof found), nightUse: NIGHT_USE, catchment: area } : null,
          hours: { time: values.map((_, i) => seconds(state!.inflow.start + first + i)), values },
          expected: forecast && {
            time: forecast.time.map((at) => toMillis(at) / 1000),
            low: forecast.values[0]!,
            mid: forecast.values[Math.floor(forecast.values.length / 2)]!,
            high: forecast.values.at(-1)!,
          },
        },
        200,
      )
    },
  )

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/{kommunkod}/assets/{tag}/level-proposal',
      tags: ['sewer'],
      summary: 'Start and stop levels that would have done better, with their simulated effect',
      request: { params: path },
      responses: gives(LevelProposalView, 'Advice: nothing is changed by it'),
    }),
    async (c) => {
      const { kommunkod, tag } = c.req.valid('param')
      seenAsset(personOf(c), pictures.get(kommunkod), tag)
      const view = await db.transaction({ municipality: kommunkod, role: 'api' }, (tx) =>
        viewProposal(tx, tag),
      )
      return c.json(view, 200)
    },
  )

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/{kommunkod}/assets/{tag}/level-proposal',
      tags: ['sewer', 'work'],
      summary: 'Accept proposed levels, which drafts an order, or say why not',
      request: { params: path, ...takes(LevelJudgementBody) },
      responses: gives(LevelProposalView, 'With what was said'),
    }),
    async (c) => {
      const { kommunkod, tag } = c.req.valid('param')
      const { agree, reason, proposed } = c.req.valid('json')
      const person = personOf(c)
      const { asset, service } = seenAsset(person, pictures.get(kommunkod), tag)
      requireFor(person, 'approve-order', kommunkod, service)
      const [at, by] = [now(), person.id]
      const view = await db.transaction({ municipality: kommunkod, role: 'api' }, async (tx) => {
        const { proposal } = await viewProposal(tx, tag)
        if (!proposal) throw notFound(tag)
        if (proposal.proposed.start !== proposed.start || proposal.proposed.stop !== proposed.stop)
          throw new ProblemError(409, { code: 'proposal-changed', ref: tag })
        const order = agree
          ? await createLevelOrder(tx, proposal.proposed, {
              ...{ id: randomUUID(), asset: tag, title: `Ändra pumpnivåer: ${asset.name}`.slice(0, 200) },
              ...{ note: noteOf(proposal, reason), priority: 'normal', by, at },
            })
          : null
        await addLevelJudgement(tx, tag, { proposal, agree, reason, order: order?.id ?? null, at, by })
        const detail = { agree, reason, proposed, ...(order && { order: order.number }) }
        await appendAudit(tx, { at, by, what: 'level-proposal-judged', ref: tag, detail })
        return viewProposal(tx, tag)
      })
      return c.json(view, 200)
    },
  )
}

async function viewProposal(tx: Tx, tag: string): Promise<LevelProposalView> {
  const state = await stateOf(tx, tag)
  const said = await levelJudgements(tx, tag)
  const names = await namesOf(
    tx,
    said.map(({ by }) => by),
  )
  return {
    proposal: state && proposeLevels(state),
    judgements: said.map(({ proposal, at, by, ...one }) => ({
      ...{ ...one, at: formatTime(at), by: names.get(by) ?? by },
      proposal: LevelProposalBody.parse(proposal),
    })),
  }
}

/** An order is a document in the municipality's language. */
function noteOf({ now, proposed, before, after, alternate }: LevelProposal, reason: string): string {
  const metres = (value: number) => value.toFixed(2).replace('.', ',')
  return [
    `Startnivå ${metres(now.start)} → ${metres(proposed.start)} m, stoppnivå ${metres(now.stop)} → ${metres(proposed.stop)} m.`,
    `Beräknat: ${before.startsPerDay} → ${after.startsPerDay} starter per dygn.`,
    ...(alternate ? ['Låt pumparna växla vid varje start.'] : []),
    reason,
  ].join('\n')
}
