import { Option } from 'commander'
import { integerIn } from './parse-values.js'

/** Where `redux train` publishes and every other command looks, unless told otherwise. */
export const DEFAULT_ARTIFACTS = './artifacts'

export function artifactsOption(): Option {
  return new Option('--artifacts <folder>', 'artifacts folder, or one version in it').default(
    DEFAULT_ARTIFACTS,
  )
}

export function limitOption(): Option {
  return new Option('--limit <n>', 'how many songs, 1..1000').argParser(integerIn(1, 1000)).default(10)
}

export function seedOption(description: string): Option {
  return new Option('--seed <n>', description).argParser(integerIn(0, Number.MAX_SAFE_INTEGER))
}

export function jsonOption(): Option {
  return new Option('--json', 'print JSON and nothing else')
}
