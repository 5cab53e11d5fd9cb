"""Up next behind FastAPI with numpy on one thread, for benchmarks/server/fastapi.mjs.

Answers commands, one JSON object a line: serves the artifacts of a folder on a free port of this machine. One request is
the work of ours: the inner product of the song's vector with all item vectors, the best 100, and maximal marginal
relevance over their cosines, which chooses 10 with no artist twice in a row and none more than twice.
"""

import json
import os
import socket
import sys
import threading
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import fastapi  # noqa: E402
import numpy  # noqa: E402
import uvicorn  # noqa: E402
from pydantic import BaseModel  # noqa: E402

POOL = 100
RELEVANCE_WEIGHT = 0.9


class Wanted(BaseModel):
    song: str
    limit: int = 10


class UpNext:
    def __init__(self, folder):
        with open(os.path.join(folder, "catalogue.ndjson"), encoding="utf-8") as lines:
            self.songs = [json.loads(line) for line in lines]
        self.rows = {song["songId"]: row for row, song in enumerate(self.songs)}
        factors = numpy.load(os.path.join(folder, "item_factors.npy"))
        lengths = numpy.linalg.norm(factors, axis=1, keepdims=True)
        self.vectors = numpy.ascontiguousarray(factors / numpy.maximum(lengths, 1e-12), dtype=numpy.float32)

    def after(self, song, limit):
        current = self.rows[song]
        scores = self.vectors @ self.vectors[current]
        scores[current] = -numpy.inf
        pool = numpy.argpartition(-scores, POOL)[:POOL]
        pool = pool[numpy.argsort(-scores[pool], kind="stable")]
        chosen = self.varied(pool, scores[pool] / scores[pool[0]], limit)
        return [
            {
                "song_id": self.songs[row]["songId"],
                "title": self.songs[row]["title"],
                "artist": self.songs[row]["artist"],
                "cover_url": None,
                "distance": float(1 - scores[row]),
            }
            for row in chosen
        ]

    def varied(self, pool, relevance, limit):
        vectors = self.vectors[pool]
        artists = [self.songs[row]["artist"] for row in pool]
        worth = RELEVANCE_WEIGHT * relevance
        nearest = numpy.zeros(len(pool), dtype=numpy.float32)
        is_free = numpy.ones(len(pool), dtype=bool)
        counts, chosen, last = {}, [], None
        while len(chosen) < limit:
            values = numpy.where(is_free, worth - (1 - RELEVANCE_WEIGHT) * nearest, -numpy.inf)
            for at in numpy.argsort(-values, kind="stable"):
                if artists[at] != last and counts.get(artists[at], 0) < 2:
                    break
            if not numpy.isfinite(values[at]):
                break
            alike = vectors @ vectors[at]
            nearest = alike if not chosen else numpy.maximum(nearest, alike)
            chosen.append(int(pool[at]))
            is_free[at] = False
            last = artists[at]
            counts[last] = counts.get(last, 0) + 1
        return chosen


def serve(folder):
    up_next = UpNext(folder)
    app = fastapi.FastAPI()

    @app.post("/recommendations/similar")
    def similar(wanted: Wanted):
        if wanted.song not in up_next.rows:
            raise fastapi.HTTPException(400, f"Song '{wanted.song}' not in model catalogue.")
        return {"results": up_next.after(wanted.song, wanted.limit), "seed_count": 1}

    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
    threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True).start()
    while not server.started:
        time.sleep(0.01)
    return {"port": listener.getsockname()[1]}


commands = {f.__name__: f for f in (serve,)}
versions = {module.__name__: module.__version__ for module in (fastapi, uvicorn, numpy)}
print(json.dumps({"versions": {"Python": sys.version.split()[0], **versions}}), flush=True)
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
