"""Optuna's samplers, for benchmarks/tpe.mjs.

Answers commands, one JSON object a line: a study with a seed, then trial by trial what to suggest and what it was worth.
"""

import json
import sys

import optuna

optuna.logging.set_verbosity(optuna.logging.ERROR)
state = {}


def study(seed, multivariate):
    sampler = optuna.samplers.TPESampler(seed=seed, multivariate=multivariate)
    state["study"] = optuna.create_study(sampler=sampler)
    return {}


def trial():
    state["trial"] = state["study"].ask()
    return {}


def suggest(kind, name, low=None, high=None, options=None, choices=None):
    asked = state["trial"]
    if kind == "categorical":
        return {"value": asked.suggest_categorical(name, choices)}
    ask = asked.suggest_float if kind == "float" else asked.suggest_int
    return {"value": ask(name, low, high, **options)}


def tell(value):
    state["study"].tell(state["trial"], value)
    return {}


def best():
    return {"value": state["study"].best_value}


COMMANDS = {"study": study, "trial": trial, "suggest": suggest, "tell": tell, "best": best}

print(json.dumps({"version": optuna.__version__}), flush=True)
for line in sys.stdin:
    values = json.loads(line)
    try:
        answer = COMMANDS[values.pop("command")](**values)
    except Exception as error:
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)
