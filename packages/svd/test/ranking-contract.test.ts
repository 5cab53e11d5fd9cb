import { BayesianSVDpp, FewSeedLinear, ImplicitALS, ItemKNN, Popularity } from '../src/index.js'
import { type ContractSubject, rankingContract } from './ranking-contract.js'

const IALS = { nFactors: 8, nEpochs: 5, regularization: 0.3 }
const BAYES = { nFactors: 3, burnIn: 5, nSamples: 10, nKept: 5 }

/** Every ranking model there is: a new one is a line here. */
const subjects: Record<string, ContractSubject> = {
  Popularity: { make: () => new Popularity(), from: Popularity.from },
  ItemKNN: { make: () => new ItemKNN({ shrinkage: 2, nNeighbours: 5 }), from: ItemKNN.from },
  'ItemKNN of BM25 weights': { make: () => new ItemKNN({ similarity: 'bm25' }), from: ItemKNN.from },
  FewSeedLinear: {
    make: () => new FewSeedLinear({ nFactors: 8, regularization: 5, keepRate: 0.3 }),
    from: FewSeedLinear.from,
  },
  ImplicitALS: {
    make: () => new ImplicitALS(IALS),
    from: ImplicitALS.from,
    onThreads: (threads) => new ImplicitALS({ ...IALS, threads }),
    roundsOnReading: true,
  },
  BayesianSVDpp: {
    make: () => new BayesianSVDpp(BAYES),
    from: BayesianSVDpp.from,
    onThreads: (threads) => new BayesianSVDpp({ ...BAYES, threads }),
    ranksByRating: true,
    optionalArrays: ['mean_ratings'],
  },
}

for (const [name, subject] of Object.entries(subjects)) rankingContract(name, subject)
