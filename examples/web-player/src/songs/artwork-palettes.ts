/** Colours that go together: a ground that darkens or lightens across the cover, and three inks printed on it. */
export interface Palette {
  readonly ground: readonly [string, string]
  readonly inks: readonly [string, string, string]
}

const palette = (from: string, to: string, ...inks: [string, string, string]): Palette => ({
  ground: [from, to],
  inks,
})

/** Two of three are dark, the others like coloured paper; none so light that a white sign in shade is lost on it. */
export const PALETTES: readonly Palette[] = [
  palette('#4a1f2e', '#24131f', '#e4572e', '#f2a65a', '#f0d9b4'),
  palette('#14506a', '#0c2536', '#2a9d9a', '#86d3c0', '#eee0c4'),
  palette('#4b2a6b', '#251639', '#a65fc2', '#f08fb0', '#efd2c6'),
  palette('#2f4a38', '#18261d', '#6f9a5a', '#cfc46a', '#ebdfb8'),
  palette('#3b3b7a', '#181d40', '#7d6bd0', '#f07f86', '#f2c596'),
  palette('#6e3b30', '#351f1c', '#c8694a', '#e6a57e', '#ebdac4'),
  palette('#2a3340', '#12161d', '#5f7a94', '#ec6b56', '#c3d0d9'),
  palette('#5f3f14', '#2d1f0e', '#e0a021', '#d9503f', '#eed08a'),
  palette('#7a2248', '#381226', '#e0527d', '#f59ba6', '#eed3c8'),
  palette('#0a5660', '#052c34', '#1fa3a0', '#f2b56b', '#ebe0c9'),
  palette('#2f3187', '#17183c', '#5b6be0', '#9fc0f0', '#edc8d6'),
  palette('#1b4b42', '#0d2420', '#3f8f78', '#e2a55c', '#e9dcc0'),
  palette('#1b2a52', '#0c1224', '#3d62b3', '#f0c04f', '#e9e1cf'),
  palette('#6f211a', '#311310', '#d04a30', '#eb9a5f', '#dfd2b8'),
  palette('#e8dcc6', '#d8c9ac', '#d8482f', '#1f3a5f', '#e9a23b'),
  palette('#d5dfd8', '#bccdc5', '#e07a4a', '#1e5a55', '#f0c987'),
  palette('#eacfc4', '#deb8a9', '#a93250', '#3a2447', '#ee8e5b'),
  palette('#cbdae4', '#aec6d8', '#f0785a', '#24548f', '#f0d6a8'),
  palette('#ecd69c', '#e2c173', '#c14a26', '#2b4a3f', '#7c2e3f'),
  palette('#d9cfe2', '#c2b3d2', '#6b4aa0', '#e2604f', '#f0b45c'),
  palette('#e5b9a0', '#d89a7c', '#b8402c', '#253c50', '#ecd9bf'),
]
