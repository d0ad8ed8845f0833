import { Hono } from 'hono'
import { bind } from '../../../server/http/bind.ts'

/** The least that Hono can do for a client that reads a job: find the route and write the same object as JSON. Prints its port. */
const job: object = JSON.parse(process.argv[2] ?? '{}')
const app = new Hono().get('/api/jobs/:id', (c) => c.json(job))
const binding = await bind(app.fetch, { port: 0, host: '127.0.0.1' })
if (!binding.ok) throw new Error(binding.message)
process.stdout.write(`${binding.bound.port}\n`)
process.on('SIGTERM', () => void binding.bound.close())
