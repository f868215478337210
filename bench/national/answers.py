"""Answers by municipality and how far they are apart."""
import csv, hashlib, os


def of_engine(folder):
    """code -> (people, covered by area share, covered by half cell) from coverage.csv."""
    found = {}
    with open(os.path.join(folder, 'coverage.csv'), encoding='utf-8') as source:
        for row in csv.DictReader(source):
            if row['zone_level'] == 'municipality' and row['provider'] == '*' and row['weight'] == 'population':
                sums = found.setdefault(row['zone_code'], {})
                sums['people'] = float(row['total'])
                sums[row['rule']] = float(row['covered'])
    return {code: (s['people'], s['area_share'], s['half_cell']) for code, s in found.items()}


def of_peer(path):
    """The same from a peer's table."""
    with open(path, encoding='utf-8') as source:
        return {r['code']: (float(r['people']), float(r['area_share']), float(r['half_cell'])) for r in csv.DictReader(source)}


# The Northern Territories: the engine reports no zone where the census counts nobody, peers know nothing of that.
NOT_REPORTED = {'01695', '01696', '01697', '01698', '01699', '01700'}


def differences(a, b):
    """Greatest difference of people (relative, of fewer than one absolute), area-share rate and half-cell rate (percentage points) over all zones."""
    people = area = half = 0.0
    for code in (a.keys() | b.keys()) - NOT_REPORTED:
        x, y = a.get(code, (0.0, 0.0, 0.0)), b.get(code, (0.0, 0.0, 0.0))
        if max(x[0], y[0]) <= 0:
            continue
        people = max(people, abs(x[0] - y[0]) / max(x[0], y[0], 1.0))
        if min(x[0], y[0]) > 0:
            area = max(area, 100 * abs(x[1] / x[0] - y[1] / y[0]))
            half = max(half, 100 * abs(x[2] / x[0] - y[2] / y[0]))
    return people, area, half


def digest(folder):
    """Of the tables that must not depend on format or threads."""
    sums = hashlib.sha256()
    for name in ('municipalities.csv', 'coverage.csv'):
        with open(os.path.join(folder, name), 'rb') as source:
            sums.update(source.read())
    return sums.hexdigest()
