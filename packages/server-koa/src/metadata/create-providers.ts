import type { Settings } from '../settings/settings.js'
import { Deezer } from './deezer.js'
import { ITunes } from './itunes.js'
import { MusicBrainz } from './music-brainz.js'
import type { MetadataProvider } from './provider.js'
import type { Rate } from './rate-limit.js'
import { type ProviderEvents, Resilience } from './resilience.js'

/** The settings that are about metadata providers. */
export type ProviderSettings = Pick<
  Settings,
  | 'metadataProviders'
  | 'metadataContact'
  | 'itunesUrl'
  | 'deezerUrl'
  | 'musicbrainzUrl'
  | 'coverArtUrl'
  | 'providerTimeoutMs'
  | 'breakerCoolingMs'
>

/**
 * The public metadata services that the settings name, in their order. To be closed by whoever asks for them.
 *
 * @param events - Gets `itunes`, `deezer`, `musicbrainz` and `cover-art-archive` as providers.
 */
export function createProviders(settings: ProviderSettings, events: ProviderEvents): MetadataProvider[] {
  const { providerTimeoutMs: timeoutMs, breakerCoolingMs: coolingMs } = settings
  const behind = (service: string, rate: Rate) =>
    new Resilience(service, { timeoutMs, coolingMs, rate }, events)
  const make = {
    itunes: () => new ITunes(settings.itunesUrl, behind('itunes', ITunes.RATE)),
    deezer: () => new Deezer(settings.deezerUrl, behind('deezer', Deezer.RATE)),
    musicbrainz: () =>
      new MusicBrainz(
        {
          musicBrainzUrl: settings.musicbrainzUrl,
          coverArtUrl: settings.coverArtUrl,
          contact: settings.metadataContact,
        },
        behind('musicbrainz', MusicBrainz.RATE),
        behind('cover-art-archive', MusicBrainz.COVER_ART_RATE),
      ),
  }
  return settings.metadataProviders.map((name) => make[name]())
}
