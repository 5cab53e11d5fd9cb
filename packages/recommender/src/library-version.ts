import { version } from '../package.json'

/** Version of this package, as written into every artifact. */
export const LIBRARY_VERSION: string = version
