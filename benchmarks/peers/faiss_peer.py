"""FAISS on one thread, for benchmarks/ann.mjs.

Answers commands, one JSON object a line. Indexes and arrays come and go through files of the folder that the first
line names; it is removed when there are no more commands.
"""

import json
import os
import statistics
import sys
import tempfile
import time

import faiss
import numpy

faiss.omp_set_num_threads(1)
indexes = {}
arrays = {}


def simd_level():
    """What FAISS computes with: chosen at run time since 1.15, when it was compiled before."""
    return faiss.SIMDConfig.get_level_name() if hasattr(faiss, "SIMDConfig") else faiss.get_compile_options().strip()


def seconds_of(call):
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def load(name, file):
    def read():
        indexes[name] = faiss.read_index(file)

    return {"seconds": seconds_of(read), "ntotal": indexes[name].ntotal}


def save(name, file):
    seconds = seconds_of(lambda: faiss.write_index(indexes[name], file))
    return {"seconds": seconds, "bytes": os.path.getsize(file)}


def array(name, file, d):
    arrays[name] = numpy.fromfile(file, dtype="<f4").reshape(-1, d)
    return {}


def add(index, vectors):
    """Adds vectors to an index that is emptied first."""
    indexes[index].reset()
    return {"seconds": seconds_of(lambda: indexes[index].add(arrays[vectors]))}


def probing(index, nprobe):
    if nprobe is not None:
        indexes[index].nprobe = nprobe
    return indexes[index]


def search(index, queries, rows, k, seconds, nprobe=None):
    """The median time of a search for so many queries at once, of all there is time for in so many seconds.

    The function of the C++ library is called with arrays that are there already: nothing of Python is in the time.
    """
    index = probing(index, nprobe)
    queries = arrays[queries]
    pointers = [faiss.swig_ptr(queries[i : i + rows]) for i in range(0, len(queries), rows)]
    distances = numpy.empty((rows, k), dtype="float32")
    labels = numpy.empty((rows, k), dtype="int64")
    out = faiss.swig_ptr(distances), faiss.swig_ptr(labels)
    times = []
    end = time.perf_counter() + seconds
    while not times or time.perf_counter() < end:
        pointer = pointers[len(times) % len(pointers)]
        start = time.perf_counter()
        index.search_c(rows, pointer, k, *out)
        times.append(time.perf_counter() - start)
    return {"seconds": statistics.median(times)}


def answers(index, queries, rows, k, file, nprobe=None):
    """Writes the labels of all queries, so many of them at once, as int32."""
    index = probing(index, nprobe)
    queries = arrays[queries]
    labels = [index.search(queries[i : i + rows], k)[1] for i in range(0, len(queries), rows)]
    numpy.concatenate(labels).astype("<i4").tofile(file)
    return {}


def k_means(vectors, k, iterations, file):
    x = arrays[vectors]
    learner = faiss.Kmeans(x.shape[1], k, niter=iterations, seed=1, max_points_per_centroid=len(x))
    seconds = seconds_of(lambda: learner.train(x))
    learner.centroids.astype("<f4").tofile(file)
    return {"seconds": seconds}


def memory():
    """Bytes of memory in use, where the system tells."""
    try:
        with open("/proc/self/statm") as file:
            return {"bytes": int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")}
    except OSError:
        return {}


def forget():
    indexes.clear()
    arrays.clear()
    return {}


commands = {f.__name__: f for f in (load, save, array, add, search, answers, k_means, memory, forget)}

with tempfile.TemporaryDirectory(prefix="redux-bench-") as folder:
    greeting = {"folder": folder, "version": faiss.__version__, "simd": simd_level()}
    print(json.dumps(greeting), flush=True)
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
