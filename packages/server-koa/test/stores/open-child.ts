// Opens a database and likes a song: a child process of migrate.test.ts.
import { parseDatabaseUrl } from '../../src/stores/database-url.js'
import { openDatabase } from '../../src/stores/open-database.js'

async function main([url, username]: readonly string[]): Promise<void> {
  const { store, close } = await openDatabase(parseDatabaseUrl(url)!)
  const { id } = (await store.createUser(username, 'hash'))!
  await store.toggleLike(id, 'song')
  await close()
}

void main(process.argv.slice(2))
