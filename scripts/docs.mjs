// npm run docs: the API reference of every package, from its docstrings, into docs/api.
import { ensureInstalled, run } from './install.mjs'

ensureInstalled()
run('npx', ['typedoc'])
