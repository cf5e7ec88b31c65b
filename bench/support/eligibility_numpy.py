"""eligibility_numpy.py — the eight lines of packs/eligibility.yaml in plain numpy, the peer of bench/eligibility.c.

    python3 eligibility_numpy.py FILE.csv ROUNDS

Reads the columns (a header, whole numbers; days since 1970-01-01), works out eight amounts and the total of each person some times,
and prints the shortest processor time in seconds, the sum of totals and how many each line pays.
"""
import sys
import time

import numpy as np

path, rounds = sys.argv[1], int(sys.argv[2])
with open(path) as file:
    names = file.readline().strip().split(",")
table = np.fromfile(path + ".int32", dtype=np.int32).reshape(len(names), -1)  # the same numbers, column after column
person = {name: table[i] for i, name in enumerate(names)}
LOCKED = [1, 72, 74, 75, 77, 79, 80, 82]
MILLION = 1_000_000


def ages(birth):
    days = birth.astype("datetime64[D]")
    months = days.astype("datetime64[M]")
    year = days.astype("datetime64[Y]").astype(np.int64) + 1970
    month = months.astype(np.int64) % 12 + 1
    day = (days - months).astype(np.int64) + 1
    return 2021 - year - ((month > 7) | ((month == 7) & (day > 1)))


def work_out(p):
    age = ages(p["birth"])
    window = (p["stop_start"] >= 18748) & (p["stop_start"] <= 18992)
    locked = np.isin(p["area"], LOCKED)
    hired = (p["contract"] == 1) | (p["contract"] == 2)
    insured = p["insured_months"] >= 1
    long = p["days_stopped"] >= 15
    free = {i: p[f"paid_{i}"] == 0 for i in range(1, 9)}
    jobless = p["unemp_benefit"] == 0
    family = MILLION * p["pregnant"].astype(np.int64) + MILLION * p["children_u6"].astype(np.int64)
    child = MILLION * (age < 16)
    who = [
        (p["status"] == 1) & hired & insured & window & long & free[1],
        (p["status"] == 2) & hired & insured & ((p["quarantine_days"] >= 14) | locked) & window & free[1] & free[2],
        (p["status"] == 3) & insured & window & jobless & (age >= 15) & free[3],
        (p["treatment_days"] > 0) & window & (p["area"] >= 1) & (p["area"] <= 96) & free[4],
        (p["quarantine_days"] > 0) & (p["treatment_days"] == 0) & window & free[5],
        ((np.isin(p["occupation"], [210, 211, 212]) & (p["art_grade"] == 4)) | np.isin(p["occupation"], [265, 266]))
        & (p["status"] != 0) & long & window & free[6],
        (p["contract"] == 3) & (p["business_registered"] == 1) & long & locked & window & free[7],
        (p["contract"] == 0) & (age >= 15) & (age < 60) & (p["income"] <= 4000)
        & (np.isin(p["occupation"], [11, 22, 33, 44, 55, 66, 77, 88, 99, 110]) | locked) & jobless
        & free[1] & free[2] & free[3] & free[6] & free[7] & free[8],
    ]
    what = [
        np.where(p["days_stopped"] < 30, 1_855_000, 3_710_000) + family,
        MILLION + family,
        3_710_000 + family,
        80_000 * np.minimum(p["treatment_days"], 45).astype(np.int64) + child,
        80_000 * np.minimum(p["quarantine_days"], 21).astype(np.int64) + child,
        3_710_000,
        3_000_000,
        np.maximum(1_500_000, 50_000 * np.minimum(p["days_stopped"], 60).astype(np.int64)),
    ]
    amounts = [np.where(w, a, 0) for w, a in zip(who, what)]
    best = amounts[0]
    for i in (1, 2, 5, 6, 7):
        best = np.maximum(best, amounts[i])
    return amounts, best + amounts[3] + amounts[4]


best = None
for _ in range(rounds):
    begin = time.process_time()
    amounts, total = work_out(person)
    taken = time.process_time() - begin
    best = taken if best is None else min(best, taken)
print(best, int(total.sum()), *(int((a > 0).sum()) for a in amounts))
