"""FewSeedLinear's closed form in numpy on one thread, for benchmarks/models/linear.mjs.

Answers commands, one JSON object a line: takes who took what in compressed rows by user, and fits as
packages/svd/src/few-seed-linear does, in doubles: a users x users inverse, and the eigenvectors of another such matrix.
"""

import json
import os
import sys
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import numpy  # noqa: E402

data = {}


def take(offsets, items, n_items):
    x = numpy.zeros((len(offsets) - 1, n_items))
    for user, (start, end) in enumerate(zip(offsets, offsets[1:])):
        x[user, items[start:end]] = 1
    data["x"] = x
    return {}


def fit(k, keep_rate, regularization, intercept_regularization):
    x, a = data["x"], keep_rate
    start = time.perf_counter()
    counts = x.sum(0)
    ridges = a * (1 - a) * counts + regularization * a**2
    weights = a**2 / ridges
    kernel = numpy.eye(len(x)) + (x * weights) @ x.T + 1 / intercept_regularization
    root = numpy.linalg.inv(numpy.linalg.cholesky(kernel))
    z = root @ x
    own = a * (1 - weights * (z * z).sum(0))
    intercepts = (root.sum(1) @ z) * a / (intercept_regularization * own)
    scales = a**2 / (ridges * own)
    _, vectors = numpy.linalg.eigh((z * scales) @ z.T)
    factors = (z.T @ vectors[:, ::-1][:, :k]) * (a / own)[:, None]
    seconds = time.perf_counter() - start
    return {"seconds": seconds, "check": float((factors**2).sum()), "intercepts": float(intercepts.sum())}


commands = {f.__name__: f for f in (take, fit)}
blas = numpy.show_config(mode="dicts")["Build Dependencies"]["blas"]["name"]
print(json.dumps({"version": numpy.__version__, "blas": blas}), flush=True)
try:
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = commands[request.pop("command")](**request)
        except Exception as error:  # The benchmark reports it.
            answer = {"error": repr(error)}
        print(json.dumps(answer), flush=True)
except KeyboardInterrupt:
    pass
