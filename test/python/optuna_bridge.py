"""Does with Optuna what each task on standard input says, a line of JSON each, and answers each with a line of JSON.

`{"read": path}` tells all studies of a journal, `{"make": path}` makes studies of every kind in one, `{"work": path}` adds a study of 40 trials,
`{"go_on": path}` learns from the study "net" and adds a trial to it, `{"version": null}` tells the version.
"""

import json
import sys
import warnings

import optuna

warnings.simplefilter("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)


def storage(path):
    try:
        from optuna.storages.journal import JournalFileBackend as Backend
    except ImportError:
        from optuna.storages import JournalFileStorage as Backend
    return optuna.storages.JournalStorage(Backend(path))


def told(study):
    several = len(study.directions) > 1
    complete = any(t.state == optuna.trial.TrialState.COMPLETE for t in study.trials)
    best = study.best_trials if several else [study.best_trial] if complete else []
    return {
        "name": study.study_name,
        "directions": [d.name.lower() for d in study.directions],
        "best": [t.number for t in best],
        "trials": [
            {
                "number": t.number,
                "state": t.state.name.lower(),
                "params": {name: [type(v).__name__, v] for name, v in t.params.items()},
                "distributions": {name: repr(d) for name, d in t.distributions.items()},
                "contained": all(
                    d._contains(d.to_internal_repr(t.params[name])) for name, d in t.distributions.items()
                ),
                "values": t.values,
                "reports": [[step, repr(v)] for step, v in t.intermediate_values.items()],
                "attributes": t.user_attrs,
                "seconds": t.duration.total_seconds() if t.datetime_complete else None,
            }
            for t in study.trials
        ],
    }


def read(path):
    kept = storage(path)
    names = [s.study_name for s in optuna.get_all_study_summaries(kept)]
    return [told(optuna.load_study(study_name=name, storage=kept)) for name in sorted(names)]


def training(trial):
    optimizer = trial.suggest_categorical("optimizer", ["sgd", "adam"])
    trial.suggest_float("lr", 1e-5, 1e-1, log=True)
    trial.suggest_float("dropout", 0, 0.5, step=0.1)
    trial.suggest_int("batch", 16, 256, step=16)
    layers = trial.suggest_int("n_layers", 1, 3)
    units = [trial.suggest_int(f"n_units_l{i}", 4, 128, log=True) for i in range(layers)]
    if optimizer == "sgd":
        trial.suggest_float("momentum", 0, 1)
    if trial.number == 1:
        raise RuntimeError("no memory")
    for step in range(3):
        trial.report(units[0] / (step + 1), step)
        if trial.number % 4 == 2 and step == 1:
            raise optuna.TrialPruned()
    return float(units[0])


def make(path):
    kept = storage(path)
    optuna.delete_study(study_name=optuna.create_study(storage=kept, study_name="deleted").study_name, storage=kept)
    sampler = optuna.samplers.RandomSampler(seed=1)
    study = optuna.create_study(storage=kept, study_name="training", direction="maximize", sampler=sampler)
    study.optimize(training, n_trials=12, catch=(RuntimeError,))
    study.enqueue_trial({"lr": 0.01})

    pareto = optuna.create_study(
        storage=kept, study_name="two", directions=["minimize", "maximize"], sampler=optuna.samplers.RandomSampler(seed=2)
    )
    pareto.optimize(lambda t: (t.suggest_float("x", -1, 1), t.suggest_int("n", 0, 9)), n_trials=5)
    optuna.copy_study(from_study_name="two", from_storage=kept, to_storage=kept, to_study_name="copied")

    early = optuna.create_study(storage=kept, study_name="early", sampler=optuna.samplers.RandomSampler(seed=3))
    for fails in (ValueError, optuna.TrialPruned):

        def without_parameters(_):
            raise fails()

        early.optimize(without_parameters, n_trials=1, catch=(ValueError,))
    early.optimize(lambda t: t.suggest_float("x", 0, 1), n_trials=1)
    trial = early.ask()
    trial.suggest_float("x", 0, 1)
    trial.report(float("nan"), 0)
    early.tell(trial, state=optuna.trial.TrialState.PRUNED)
    early.optimize(lambda t: t.suggest_float("x", 0, 1) * float("inf"), n_trials=1)
    early.ask().suggest_float("x", 0, 1)
    # A worker with other choices is refused, and what it wrote does not count.
    other = optuna.create_study(storage=kept, study_name="changed", sampler=optuna.samplers.RandomSampler(seed=4))
    other.optimize(lambda t: [t.suggest_categorical("c", ["a", None, True, 2, 0.5]), 1.0][1], n_trials=6)
    other.optimize(lambda t: [t.suggest_categorical("c", ["b"]), 1.0][1], n_trials=1, catch=(ValueError,))
    return read(path)


def work(path):
    study = optuna.create_study(storage=storage(path), study_name="worker", sampler=optuna.samplers.RandomSampler(seed=5))
    study.optimize(lambda t: t.suggest_float("x", 0, 1) ** 2, n_trials=40)


def go_on(path):
    study = optuna.load_study(storage=storage(path), study_name="net", sampler=optuna.samplers.TPESampler(seed=6, n_startup_trials=1))
    first = study.trials[0]
    trial = study.ask({name: d for name, d in first.distributions.items()})
    study.tell(trial, 1000.0)
    return trial.params


def version(_):
    return optuna.__version__


tasks = {"read": read, "make": make, "work": work, "go_on": go_on, "version": version}
for line in sys.stdin:
    ((task, path),) = json.loads(line).items()
    print(json.dumps(tasks[task](path)), flush=True)
