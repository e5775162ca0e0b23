"""M/M/c in other programs, each as its own documentation writes such a model."""

from __future__ import annotations

import random
import shutil
import subprocess
from collections.abc import Generator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from statistics import fmean
from typing import Any

import ciw  # type: ignore[import-untyped]
import simpy

from benchmarks.timing import Took

IN_R = Path(__file__).with_name("mmc.R")


@dataclass(frozen=True)
class System:
    """``servers`` share one queue; customers ``per_minute``, mean service in ``minutes``, until ``horizon`` (min)."""

    servers: int
    per_minute: float
    minutes: float
    horizon: float


@dataclass(frozen=True)
class Waits:
    """How many customers a run tells of, and their mean wait (minutes)."""

    customers: int
    mean: float

    @property
    def events(self) -> float:
        """Each customer comes, begins and goes."""
        return 3 * self.customers


def in_simpy(system: System, seed: int) -> Waits:
    """SimPy (its example "Bank Renege", without reneging)."""
    chance, env = random.Random(seed), simpy.Environment()
    clerks = simpy.Resource(env, system.servers)
    waits: list[float] = []

    def customer() -> Generator[simpy.Event, Any, None]:
        came = env.now
        with clerks.request() as turn:
            yield turn
            waits.append(env.now - came)
            yield env.timeout(chance.expovariate(1 / system.minutes))

    def arrivals() -> Generator[simpy.Event, Any, None]:
        while True:
            yield env.timeout(chance.expovariate(system.per_minute))
            env.process(customer())

    env.process(arrivals())
    env.run(until=system.horizon)
    return Waits(len(waits), fmean(waits))


def in_ciw(system: System, seed: int) -> Waits:
    """Ciw (its first tutorial)."""
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate=system.per_minute)],
        service_distributions=[ciw.dists.Exponential(rate=1 / system.minutes)],
        number_of_servers=[system.servers],
    )
    ciw.seed(seed)
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(system.horizon)
    waits = [record.waiting_time for record in simulation.get_all_records()]
    return Waits(len(waits), fmean(waits))


def has_salabim() -> bool:
    """Whether salabim is installed, with what it needs to do without ``yield``."""
    return find_spec("salabim") is not None and find_spec("greenlet") is not None


def in_salabim(system: System, seed: int) -> Waits:
    """Salabim without ``yield``, its present style (its example of a bank with three clerks as a resource)."""
    sim: Any = import_module("salabim")
    env = sim.Environment(random_seed=seed)
    service = sim.Exponential(system.minutes)
    clerks = sim.Resource("clerks", capacity=system.servers)

    class Customer(sim.Component):  # type: ignore[misc]
        def process(self) -> None:
            self.request(clerks)
            self.hold(service.sample())
            self.release()

    sim.ComponentGenerator(Customer, iat=sim.Exponential(1 / system.per_minute))
    env.run(till=system.horizon)
    waits = clerks.requesters().length_of_stay
    return Waits(waits.number_of_entries(), waits.mean())


@cache
def has_simmer() -> bool:
    """Whether R is installed, with simmer."""
    rscript = shutil.which("Rscript")
    if rscript is None:
        return False
    asked = 'quit(status = !requireNamespace("simmer", quietly = TRUE))'
    return subprocess.run([rscript, "-e", asked], check=False, capture_output=True).returncode == 0


def in_simmer(system: System, seed: int) -> tuple[Waits, Took]:
    """Simmer in an R of its own, which takes the time of the model alone."""
    given = (system.servers, system.per_minute, system.minutes, system.horizon, seed)
    command = ["Rscript", str(IN_R), *(str(number) for number in given)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    wall, cpu, customers, mean = (float(word) for word in told)
    return Waits(int(customers), mean), Took(wall, cpu)
