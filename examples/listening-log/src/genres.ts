/** How a genre is divided and what its names sound like. */
export interface Genre {
  readonly name: string
  readonly subGenres: readonly string[]
  /** How many artists it has and how many listeners love it, in proportion to the other genres' weights. */
  readonly weight: number
  /** Templates of artist names; see `names.ts` for the words in braces. */
  readonly artists: readonly string[]
  /** Templates of track and album titles. */
  readonly titles: readonly string[]
  /** What may follow a title, now and then. */
  readonly suffixes: readonly string[]
  readonly adjectives: readonly string[]
  readonly nouns: readonly string[]
  /** First, middle and last syllables of invented words; any combination can be pronounced. */
  readonly syllables: readonly [readonly string[], readonly string[], readonly string[]]
}

const words = (text: string): readonly string[] => text.split(' ')

export const GENRES: readonly Genre[] = [
  {
    name: 'Indie Rock',
    weight: 5,
    subGenres: ['Jangle Pop', 'Garage Revival', 'Shoegaze', 'Math Rock'],
    artists: [
      'The {Adjective} {Nouns}',
      '{Noun} {Noun}',
      '{Word} & the {Nouns}',
      '{Adjective} {Noun} Club',
      '{Word}',
    ],
    titles: [
      '{Adjective} {Noun}',
      'Your {Noun}',
      '{Noun} on Fire',
      'We Were {Nouns}',
      'How to Lose a {Noun}',
      '{Word}',
    ],
    suffixes: ['(Demo)', '(Live)', '(Acoustic)', ', Again'],
    adjectives: words(
      'Velvet Paper Broken Sunday Suburban Plastic Lazy Electric Honest Yellow Crooked Tender Borrowed Hollow',
    ),
    nouns: words(
      'Balcony Bicycle Lantern Weekend Postcard Teenager Parade Elevator Cousin Swimmer Mirror Engine Satellite Garden Motel',
    ),
    syllables: [
      words('bran cal del fen har kin lor mar pel wil'),
      words('a e i o'),
      words('ton by ley more wick den ster'),
    ],
  },
  {
    name: 'Electronic',
    weight: 4,
    subGenres: ['Deep House', 'Techno', 'Drum and Bass', 'Synthwave'],
    artists: [
      '{Word}',
      'DJ {Word}',
      '{Word} {Number}',
      '{Adjective} {Noun}',
      '{Word} + {Word}',
      '{Noun} Unit',
    ],
    titles: [
      '{Noun} {Number}',
      '{Adjective} {Noun}',
      '{Word}',
      '{Noun} Sequence',
      'In the {Noun}',
      '{Noun}/{Noun}',
    ],
    suffixes: ['(Remix)', '({Artist} Remix)', '(Extended Mix)', '- 12" Version', '(Dub)'],
    adjectives: words(
      'Neon Modular Digital Liquid Infinite Binary Parallel Midnight Chrome Polar Static Violet Magnetic',
    ),
    nouns: words(
      'Circuit Signal Vector Pulse Mirage Terminal Voltage Spectrum Orbit Filter Module Motion Cascade Relay Horizon',
    ),
    syllables: [
      words('ax cy dro ex io ky neo ply syn tek vo xen'),
      words('na lo ri ta mo'),
      words('n x ra tron dex lis vo'),
    ],
  },
  {
    name: 'Hip Hop',
    weight: 5,
    subGenres: ['Boom Bap', 'Trap', 'Conscious Rap', 'Jazz Rap'],
    artists: [
      'MC {Word}',
      'Lil {Word}',
      '{Word} the {Noun}',
      'Young {Noun}',
      '{Adjective} {Word}',
      '{Noun} Collective',
    ],
    titles: [
      '{Noun} Talk',
      '{Adjective} {Noun}',
      'No {Noun}, No {Noun}',
      '{Nouns} Up',
      'Still {Adjective}',
      'The {Noun} Interlude',
    ],
    suffixes: ['(feat. {Artist})', 'feat. {Artist}', '(Remix)', 'Pt. 2', '(Skit)'],
    adjectives: words('Golden Real Major Hungry Fresh Smooth Restless Wise Royal Concrete Quiet Loud'),
    nouns: words(
      'Crown Corner Cipher Block Hustle Ledger Skyline Sermon Chain Rooftop Dollar Prophet Barber Subway Story',
    ),
    syllables: [
      words('bo cra da ja ka ma no qua ro sha ta ze'),
      words('ri la mi va do'),
      words('zo q k cee dee ni lo'),
    ],
  },
  {
    name: 'Metal',
    weight: 2.5,
    subGenres: ['Black Metal', 'Doom Metal', 'Power Metal', 'Death Metal'],
    artists: [
      '{Word}',
      '{Adjective} {Noun}',
      '{Noun} of {Word}',
      '{Word}gard',
      'Throne of {Nouns}',
      '{Noun}bringer',
    ],
    titles: [
      '{Noun} of the {Adjective} {Noun}',
      'Beneath the {Noun}',
      '{Adjective} {Nouns}',
      'March of {Word}',
      '{Word}',
      'I, the {Noun}',
    ],
    suffixes: ['Pt. 2', '(Live)', 'II: The {Noun}', '(Instrumental)'],
    adjectives: words(
      'Iron Ashen Frozen Eternal Cursed Bleeding Ancient Silent Blackened Fallen Sunless Burning',
    ),
    nouns: words(
      'Throne Raven Winter Grave Serpent Oath Storm Hammer Abyss Funeral Wolf Plague Mountain Blade Tomb',
    ),
    syllables: [
      words('bël drö grim höl mör nor skar thor ul vår'),
      words('a e i u'),
      words('dun gar heim rok thas vin nir'),
    ],
  },
  {
    name: 'Jazz',
    weight: 1.5,
    subGenres: ['Bebop', 'Cool Jazz', 'Fusion', 'Gypsy Swing'],
    artists: [
      '{First} {Word} Trio',
      '{First} {Word} Quartet',
      '{First} {Word}',
      'The {Adjective} {Noun} Orchestra',
      '{First} & {First}',
    ],
    titles: [
      "{First}'s {Noun}",
      'Blue {Noun}',
      'Waltz for {First}',
      '{Adjective} {Noun} Blues',
      'A {Noun}, a {Noun}',
      '{Noun} at Midnight',
    ],
    suffixes: ['(Take 2)', '(Live at the {Noun})', '(Alternate Take)', '(feat. {Artist})'],
    adjectives: words('Blue Lazy Crescent Uptown Mellow Smoky Indigo Slow Minor Autumn Crooked Late'),
    nouns: words(
      'Lullaby Avenue Trumpet Moonlight Corner Taxi Ballroom Whisper Ginger Rain Sparrow Cigarette Stairway Parlor',
    ),
    syllables: [
      words('ber cole dor ev gil har mon pow ros tay'),
      words('a e i'),
      words('gan son man lis ney rick by'),
    ],
  },
  {
    name: 'Classical',
    weight: 1.5,
    subGenres: ['Baroque', 'Romantic', 'Minimalism', 'Choral'],
    artists: [
      '{First} {Word}',
      '{Word} Quartet',
      '{Word} Philharmonic',
      '{First} von {Word}',
      'Ensemble {Word}',
      'Chœur de {Word}',
    ],
    titles: [
      'Sonata No. {Number} in {Key}',
      'Étude No. {Number}, Op. {Number}',
      '"{Noun}" Suite: {Movement}',
      'Nocturne in {Key}',
      'Quartet No. {Number}: {Movement}',
      '{Noun} Variations, No. {Number}',
    ],
    suffixes: ['(Live)', '(Arr. for Piano)', ', Reprise'],
    adjectives: words('Pastoral Solemn Tragic Lyric Sacred Winter Royal Distant'),
    nouns: words(
      'Swan River Requiem Cathedral Shepherd Garden Aurora Fountain Pilgrim Elegy Harvest Nightingale',
    ),
    syllables: [
      words('al bru cho dvor fau lin mel scho ve wag'),
      words('a e i o'),
      words('ti ler nov bert witz mann ré'),
    ],
  },
  {
    name: 'Folk',
    weight: 2,
    subGenres: ['Singer-Songwriter', 'Celtic', 'Americana', 'Freak Folk'],
    artists: [
      '{First} {Word}',
      '{First} & {First}',
      'The {Adjective} {Nouns}',
      '{First} {Word} and the {Nouns}',
      '{Adjective} {Noun}',
    ],
    titles: [
      'The {Noun} and the {Noun}',
      'Ballad of {First} {Word}',
      '{Adjective} {Noun}',
      "{First}'s {Noun}",
      'Down by the {Noun}',
      'O {Adjective} {Noun}',
    ],
    suffixes: ['(Acoustic)', '(Live)', '(Traditional)', '(with {Artist})'],
    adjectives: words('Weary Wild Wooden Gentle Humble Northern Dusty Silver Faithful Bonny Barefoot Early'),
    nouns: words(
      'River Willow Sparrow Orchard Ferry Fiddle Meadow Kettle Lighthouse Harbor Wagon Hollow Thistle Candle',
    ),
    syllables: [
      words('ash brae cal dun fer glen kil mac oak wren'),
      words('a e i o'),
      words('ley ford wood nan rick dale more'),
    ],
  },
  {
    name: 'Pop',
    weight: 7,
    subGenres: ['Dance Pop', 'Bedroom Pop', 'Europop', 'Power Ballads'],
    artists: ['{First}', '{Word}', '{First} {Word}', 'Miss {Word}', '{Adjective} {Nouns}', '{First}!'],
    titles: [
      '{Adjective} Love',
      'Call Me {Adjective}',
      '{Noun} Kisses',
      "Don't {Verb} My {Noun}",
      '{Verb}, {Verb}, {Verb}',
      'My {Adjective} {Noun}',
    ],
    suffixes: ['(feat. {Artist})', '(Remix)', '(Radio Edit)', '(Sped Up)'],
    adjectives: words('Sweet Crazy Perfect Sugar Dizzy Golden Forever Pretty Lucky Summer Sparkling Secret'),
    nouns: words(
      'Heart Candy Mirror Diamond Dream Lipstick Party Balloon Cherry Rainbow Butterfly Star Weekend',
    ),
    syllables: [words('bel car del ki li mi no ro su vi'), words('a i o u'), words('na ra la ka xy li ne')],
  },
  {
    name: 'Soul',
    weight: 2,
    subGenres: ['Neo Soul', 'Motown Revival', 'Funk', 'Quiet Storm'],
    artists: [
      '{First} {Word}',
      'The {Adjective} {Nouns}',
      '{First} {Word} & the {Nouns}',
      'Brother {Word}',
      'Sister {First}',
    ],
    titles: [
      '{Verb} Me, {First}',
      'Give Me Your {Noun}',
      '{Adjective} {Noun}',
      "Ain't No {Noun}",
      '(You Are My) {Noun}',
      'Get on the {Noun}',
    ],
    suffixes: ['Pt. 2', 'Pt. 1', '(feat. {Artist})', '(Live)'],
    adjectives: words('Honey Steady Righteous Tender Midnight Funky Brown Satin Sunny Deep True Heavy'),
    nouns: words(
      'Loving Sugar Devotion Groove Sunday Fever Temptation Mercy Groundwork Sunshine Gospel Train Message',
    ),
    syllables: [
      words('al bar cur don ella jef lar mar o ray wil'),
      words('a e i'),
      words('son ton vin more field man ver'),
    ],
  },
  {
    name: 'Latin',
    weight: 2,
    subGenres: ['Salsa', 'Reggaeton', 'Bossa Nova', 'Cumbia'],
    artists: ['{First} {Word}', 'Los {Words}', 'Orquesta {Word}', 'La {Word}', 'Grupo {Word}', 'El {Word}'],
    titles: [
      'Canción de {Word}',
      'Una {Noun} {Adjective}',
      'La {Noun} {Adjective}',
      'Tu {Noun}',
      '¿Dónde Está la {Noun}?',
      'Noche de {Noun}',
    ],
    suffixes: ['(feat. {Artist})', '(En Vivo)', '(Remix)', '(Versión Acústica)'],
    adjectives: words('Perdida Salvaje Única Dulce Sincera Caliente Fugaz Eterna Lejana Feliz'),
    nouns: words(
      'Luna Calle Playa Mirada Guitarra Tormenta Estrella Promesa Mañana Ilusión Rosa Ciudad Pasión',
    ),
    syllables: [
      words('al bra cal gua ju ma pa qui ro sal vi'),
      words('ra te ri mo na'),
      words('do ña vez ro tino quez les'),
    ],
  },
  {
    name: 'Ambient',
    weight: 1.2,
    subGenres: ['Drone', 'New Age', 'Field Recordings'],
    artists: ['{Word}', '{Adjective} {Noun}', '{Word} {Word}', 'Stars over {Word}', '{Noun} Archive'],
    titles: [
      '{Noun}, {Noun}',
      '{Adjective} {Noun} {Number}',
      'Untitled {Number}',
      '{Word}',
      'Towards the {Noun}',
      'As the {Noun} Fades',
    ],
    suffixes: ['Pt. 2', 'Pt. 3', '(Reprise)', '(Long Version)'],
    adjectives: words('Pale Submerged Distant Weightless Glacial Soft Faint Drifting Tidal Dim'),
    nouns: words('Snow Shoreline Vapour Dust Meridian Lichen Tide Glacier Breath Threshold Fog Hour Moss'),
    syllables: [
      words('ae eli hælo ísa lu mi oth sól une vei'),
      words('la ra no mi'),
      words('n ra sil dur ven lo fjör'),
    ],
  },
  {
    name: 'Reggae',
    weight: 1.2,
    subGenres: ['Roots', 'Dub', 'Dancehall', 'Ska'],
    artists: [
      '{First} {Word}',
      'The {Adjective} {Nouns}',
      'Jah {Word}',
      '{Word} Sound System',
      'King {Word}',
    ],
    titles: [
      '{Noun} Dub',
      '{Adjective} {Noun}',
      '{Noun} Inna {Noun}',
      'Rise Up, {Noun}',
      'Dem a {Verb}',
      'One {Noun}',
    ],
    suffixes: ['(Version)', '(Dub)', '(feat. {Artist})', '- 7" Mix'],
    adjectives: words('Mighty Roots Irie Upful Zion Burning Rebel Natural Steady Conquering Island'),
    nouns: words(
      'Lion Riddim Babylon Herb Trumpet Shepherd Vibration Drum Harvest Mountain Sunrise Unity Fire',
    ),
    syllables: [
      words('bun cla der ja kin mar pab ro sli too'),
      words('a i o'),
      words('ley ton by man ris ga wood'),
    ],
  },
]
