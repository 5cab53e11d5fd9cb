"""iALS in numpy on one thread, for benchmarks/models/ials.mjs.

Answers commands, one JSON object a line: takes positives in compressed rows by user, and sweeps over them as Rendle et
al. (RecSys 2022) say, each row by one symmetric solve of LAPACK.
"""

import json
import os
import sys
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import numpy  # noqa: E402

data = {}


def take(offsets, items, values, n_items):
    offsets, items = numpy.array(offsets), numpy.array(items)
    confidences = numpy.array(values, dtype="float32")
    confidences /= confidences.mean()
    users = numpy.repeat(numpy.arange(len(offsets) - 1), numpy.diff(offsets))
    order = numpy.argsort(items, kind="stable")
    starts = numpy.concatenate([[0], numpy.cumsum(numpy.bincount(items, minlength=n_items))])
    data["users"] = offsets, items, confidences
    data["items"] = starts, users[order], confidences[order]
    return {}


def penalties(side, other, reg, a0, nu, weighted):
    counts = numpy.diff(data[side][0])
    powers = (counts + a0 * (len(data[other][0]) - 1)) ** nu
    return reg * powers / numpy.average(powers, weights=counts if weighted else None)


def solve(side, fixed, regs, a0):
    offsets, others, confidences = data[side]
    k = fixed.shape[1]
    gram = a0 * (fixed.T @ fixed)
    eye = numpy.eye(k, dtype="float32")
    solved = numpy.empty((len(offsets) - 1, k), dtype="float32")
    for row in range(len(solved)):
        part = slice(offsets[row], offsets[row + 1])
        y, c = fixed[others[part]], confidences[part]
        solved[row] = numpy.linalg.solve(gram + regs[row] * eye + (y * c[:, None]).T @ y, c @ y)
    return solved


def fit(k, reg, a0, nu, n):
    regs = {
        "users": penalties("users", "items", reg, a0, nu, False).astype("float32"),
        "items": penalties("items", "users", reg, a0, nu, True).astype("float32"),
    }
    w = numpy.random.default_rng(0).normal(0, 0.1, (len(data["users"][0]) - 1, k)).astype("float32")
    start = time.perf_counter()
    for _ in range(n):
        h = solve("items", w, regs["items"], a0)
        w = solve("users", h, regs["users"], a0)
    return w, h, regs, time.perf_counter() - start


def sweeps(**settings):
    return {"seconds": fit(**settings)[3]}


def loss(k, reg, a0, nu, n):
    w, h, regs, _ = fit(k, reg, a0, nu, n)
    offsets, items, confidences = data["users"]
    users = numpy.repeat(numpy.arange(len(offsets) - 1), numpy.diff(offsets))
    scores = numpy.einsum("nk,nk->n", w[users], h[items])
    parts = [
        (confidences * (1 - scores) ** 2).sum(),
        a0 * ((w.T @ w) * (h.T @ h)).sum(),
        (regs["users"] * (w**2).sum(1)).sum(),
        (regs["items"] * (h**2).sum(1)).sum(),
    ]
    return {"loss": float(sum(parts))}


commands = {f.__name__: f for f in (take, sweeps, loss)}
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
