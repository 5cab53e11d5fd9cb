import { open } from 'node:fs/promises'

/** Writes a new file and returns once it is on the disk itself; refuses to overwrite. */
export async function writeDurably(path: string, content: Uint8Array | string): Promise<void> {
  const file = await open(path, 'wx')
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Returns once the folder's entries (what was created in or renamed into it) are on the disk itself. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open a folder, and writes its entries through by itself.
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
