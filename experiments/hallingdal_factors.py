"""The rows of the risk matrix of Hallingdal: the report's sixteen factors, and two that it did not have.

A factor to which a simulation can speak has a figure, its unit and two bounds between low, middle and high risk. The
bounds are assumptions; they are stated beside the figures. The others have none, and stand grey.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from experiments import hallingdal_figures as figures
from experiments.hallingdal_figures import Year

LEVELS = ("lav", "middels", "høy")
GREY = "ikke simulert"


@dataclass(frozen=True)
class Figure:
    """What a factor is taken to mean.

    ``low`` and ``high`` bound the middle level; where they fall (``low > high``), less is worse.
    """

    of: Callable[[Year], float]
    nb: str
    en: str
    unit: str
    low: float
    high: float
    ground: str

    def level(self, value: float) -> int:
        """0 low, 1 middle, 2 high risk; on a bound the higher."""
        worse = 1.0 if self.low < self.high else -1.0
        return int(worse * value >= worse * self.low) + int(worse * value >= worse * self.high)


@dataclass(frozen=True)
class Factor:
    """A row: its number in the report (empty for those it did not have), what it is called, and its figure if any."""

    number: str
    nb: str
    en: str
    figure: Figure | None = None


FACTORS = (
    Factor("1", "Ikke frigjort tid til fellesoppgaver", "No time freed for shared work", Figure(
        figures.usable_free_hours, "ledig tid i blokker på minst en time", "free time in blocks of an hour or more",
        "timer i uken", 72.7, 36.35, "two hours, and one, for each position")),
    Factor("2", "Sårbart ved sykdom, ferie og vakanse", "Vulnerable to sickness, holidays, vacancies", Figure(
        figures.percent_unserved, "arbeidsdager uten noen til en tjeneste", "working days with nobody for a service",
        "%", 2, 5, "one day in fifty, and one in twenty")),
    Factor("3", "Lite rom for å fordele arbeid", "Little room to spread work", Figure(
        figures.spread_of_load, "mest mot minst belastede kontor", "most against least loaded office",
        "prosentpoeng", 10, 20, "a tenth, and a fifth, of capacity")),
    Factor("4", "Sårbar behandling av sosialhjelp", "Vulnerable handling of social assistance", Figure(
        figures.late_applications, "søknader over frist", "applications past their due time",
        "%", 2, 5, "one in fifty, and one in twenty")),
    Factor("5", "Sårbar gjeldsrådgivning", "Vulnerable debt advice", Figure(
        figures.long_debt_waits, "venter over 14 dager på første samtale", "wait over 14 days for the first talk",
        "%", 5, 10, "one in twenty, and one in ten")),
    Factor("6", "Sårbare fagmiljøer", "Vulnerable professional groups"),
    Factor("7", "Svake tjenester til arbeidsgivere", "Weak service to employers"),
    Factor("8", "Kompetanse i fare med alderen", "Competence at risk from the age mix"),
    Factor("9", "Ujevn oppfølging av unge", "Uneven follow-up of the young", Figure(
        figures.spread_for_the_young, "best mot dårligst kommune", "best against worst municipality",
        "prosentpoeng", 5, 10, "contact in the last 30 days")),
    Factor("10", "Tilgjengelighet til tjenester", "Access to services", Figure(
        figures.slow_access, "ventetid som én av ti samtaler passerer", "wait that one talk in ten exceeds",
        "dager", 7, 9, "a week, and the nine days after which a follow-up is overdue")),
    Factor("11", "Mer arbeidstid på riksvei 7", "More working time on the road", Figure(
        figures.staff_on_the_road, "ansattes reisetid", "staff's travel",
        "timer i uken", 13.6, 40.9, "1 %, and 3 %, of the contract hours")),
    Factor("12", "Lengre vei til kommunens tjenester", "Longer way to the municipality's services", Figure(
        figures.away_from_the_town_hall, "kommunal tid utenfor egen kommune", "municipal time elsewhere than there",
        "%", 10, 30, "half a day, and a day and a half, a week")),
    Factor("13", "Liten omstillingsevne", "Little room to adapt"),
    Factor("14", "Liten mulighet for utvikling", "Little room to develop services"),
    Factor("15", "Leder lite tilgjengelig for ansatte", "The head's availability to staff"),
    Factor("16", "Leder får ikke fulgt opp begge eiere", "The head's capacity to follow up both owners"),
    Factor("", "Den andre som må fatte vedtak, mangler", "The second decider is missing", Figure(
        figures.late_second_decisions, "vedtak av en annen over frist", "decisions by another past their due time",
        "%", 2, 5, "one in fifty, and one in twenty")),
    Factor("", "Brukernes reise", "Users' travel", Figure(
        figures.journey_of_users, "fram og tilbake per oppmøte", "there and back for each meeting in person",
        "minutter", 15, 30, "a quarter, and half, of an hour")),
)  # fmt: skip
