import openapiTS, { astToString } from 'openapi-typescript'
import { expect, inject, onTestFinished, test } from 'vitest'
import { newDatabase } from './harness/database.js'
import { Service } from './harness/service.js'

test("the client's types are those of the service's document (vitest -u writes them)", async () => {
  const service = await Service.start({ artifacts: inject('artifacts'), database: newDatabase() })
  onTestFinished(() => service.stop())
  const types = astToString(await openapiTS(new URL('/openapi.json', service.url)))
  await expect(types).toMatchFileSnapshot('../src/api/schema.d.ts')
})
