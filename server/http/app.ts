import { methodNotAllowed } from 'hono/method-not-allowed'
import { makeProblem } from 'shared/wire'
import { boundedBody } from './bodies.ts'
import { answer, createRoutes } from './context.ts'
import { addDocuments } from './documents.ts'
import { answerThrown, judged, logged, paired } from './guards.ts'
import { accountRoutes } from './routes/accounts.ts'
import { assetRoutes } from './routes/assets.ts'
import { batchRoutes } from './routes/batches.ts'
import { campaignRoutes } from './routes/campaigns.ts'
import { comfyuiRoutes } from './routes/comfyui.ts'
import { downloadRoutes } from './routes/downloads.ts'
import { feedRoutes } from './routes/feed.ts'
import { jobRoutes } from './routes/jobs.ts'
import { operationRoutes } from './routes/operations.ts'
import { projectRoutes } from './routes/projects.ts'
import { promptRoutes } from './routes/prompts.ts'
import { storyboardRoutes } from './routes/storyboards.ts'
import { strategyRoutes } from './routes/strategies.ts'
import { systemRoutes } from './routes/system.ts'
import { takeRoutes } from './routes/takes.ts'
import { usageRoutes } from './routes/usage.ts'
import { userRoutes } from './routes/users.ts'
import { voiceRoutes } from './routes/voices.ts'
import { webhookRoutes } from './routes/webhooks.ts'
import type { Services } from './services.ts'

/**
 * The front desk: every endpoint, behind the guards that each request passes. It decides nothing; it parses, authorises,
 * hands on and answers.
 */
export function createApp(services: Services) {
  const app = createRoutes()
  app.onError(answerThrown(services))
  app.notFound((c) => answer(c, 'not_found', `There is nothing at ${c.req.path.slice(0, 200)}.`))
  app.use(logged(services))
  app.use(judged(services))
  app.use(
    methodNotAllowed({
      app,
      onMethodNotAllowed: (c, methods) => {
        const headers = { Allow: [...methods, 'OPTIONS'].join(', ') }
        if (c.req.method === 'OPTIONS') return c.body(null, 204, headers)
        const problem = makeProblem('invalid_request', `${c.req.path} does not take ${c.req.method}.`)
        return c.json({ ...problem, status: 405 }, 405, { ...headers, 'Content-Type': 'application/problem+json' })
      },
    }),
  )
  app.use('/api/*', paired(services))
  app.use('/api/*', boundedBody())
  addDocuments(app)
  app.route('/', webhookRoutes(services))
  return app
    .route('/', systemRoutes(services))
    .route('/', accountRoutes(services))
    .route('/', userRoutes(services))
    .route('/', usageRoutes(services))
    .route('/', jobRoutes(services))
    .route('/', downloadRoutes(services))
    .route('/', batchRoutes(services))
    .route('/', storyboardRoutes(services))
    .route('/', projectRoutes(services))
    .route('/', takeRoutes(services))
    .route('/', campaignRoutes(services))
    .route('/', strategyRoutes())
    .route('/', voiceRoutes(services))
    .route('/', promptRoutes(services))
    .route('/', operationRoutes(services))
    .route('/', comfyuiRoutes(services))
    .route('/', assetRoutes(services))
    .route('/', feedRoutes(services))
}

/** What the typed client of the extension is made from. */
export type AppType = ReturnType<typeof createApp>
