#!/usr/bin/env python3
"""Writes data/sample: a FICTITIOUS prefecture (あまね県, code 90) in the open Pacific, with everything a run needs.

    python3 scripts/make_sample.py [DIRECTORY]        # default: data/sample beside this script's folder

Nothing in it is real: no land, no person, no operator. The same bytes come out on every machine and with every
Python from 3.9: the noise is an integer hash, floating point uses only + - * / and square roots (which IEEE 754
fixes to the bit; no library's sine, power or float `sum`), nothing depends on the order of a set, and the zips are
stored, because compressors differ from version to version.

From top to bottom: noise, terrain, municipalities, settlements, people, networks, places, files.
The plane of all computations is x east and y north in kilometres from ORIGIN; x and y are proportional to longitude
and latitude.
"""

import heapq
import io
import json
import math
import sys
import zipfile
from pathlib import Path

# ---------------------------------------------------------------------------------------------------------------
# Noise
# ---------------------------------------------------------------------------------------------------------------

MASK = (1 << 64) - 1


def mix(value):
    """The finalizer of splitmix64: a 64-bit hash of a 64-bit integer."""
    value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9 & MASK
    value = (value ^ (value >> 27)) * 0x94D049BB133111EB & MASK
    return value ^ (value >> 31)


def hashed(*keys):
    """A 64-bit hash of integers."""
    value = 0x5AB1E90
    for key in keys:
        value = mix((value + key * 0x9E3779B97F4A7C15 + 0x632BE59BD9B4E019) & MASK)
    return value


def chance(*keys):
    """A number in [0, 1) that belongs to the keys."""
    return (hashed(*keys) >> 11) / 9007199254740992.0


class Dice:
    """A stream of numbers in [0, 1), its start given by keys."""

    def __init__(self, *keys):
        self.state = hashed(*keys)

    def roll(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        return (mix(self.state) >> 11) / 9007199254740992.0

    def between(self, low, high):
        """An integer from low to high, both included."""
        return low + int(self.roll() * (high - low + 1))


class Noise:
    """Fractal value noise in about [-1, 1]; `size` is the longest wave in kilometres."""

    def __init__(self, seed, size, octaves, gain=0.5):
        self.seed, self.size, self.octaves, self.gain = seed, size, octaves, gain
        self.lattice = {}

    def corner(self, octave, i, j):
        key = (octave, i, j)
        if key not in self.lattice:
            self.lattice[key] = 2.0 * chance(self.seed, octave, i, j) - 1.0
        return self.lattice[key]

    def at(self, x, y):
        total, weight, height = 0.0, 0.0, 1.0
        size = self.size
        for octave in range(self.octaves):
            u, v = x / size + 17.31 * octave, y / size + 9.73 * octave
            i, j = math.floor(u), math.floor(v)
            u, v = u - i, v - j
            u, v = u * u * (3.0 - 2.0 * u), v * v * (3.0 - 2.0 * v)
            south = self.corner(octave, i, j) * (1.0 - u) + self.corner(octave, i + 1, j) * u
            north = self.corner(octave, i, j + 1) * (1.0 - u) + self.corner(octave, i + 1, j + 1) * u
            total += height * (south * (1.0 - v) + north * v)
            weight += height
            height *= self.gain
            size /= 2.0
        return total / weight * 1.6


def bump(x, y, centre, radius):
    """1 at the centre, falling smoothly to 0 at the radius."""
    dx, dy = x - centre[0], y - centre[1]
    q = 1.0 - (dx * dx + dy * dy) / (radius * radius)
    return q * q if q > 0.0 else 0.0


def distance(a, b):
    return math.sqrt((a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1]))


# ---------------------------------------------------------------------------------------------------------------
# The plane and the mesh
# ---------------------------------------------------------------------------------------------------------------

ORIGIN = (141.02, 31.02)
KM_PER_DEGREE = (95.0, 110.9)
STEP = 0.3  # km between nodes of the terrain
NODES = 241  # nodes each way: 72 km


def lon_lat(point):
    """Degrees with 7 decimals: about a centimetre."""
    return (round(ORIGIN[0] + point[0] / KM_PER_DEGREE[0], 7), round(ORIGIN[1] + point[1] / KM_PER_DEGREE[1], 7))


def cell_corner(row, col):
    """South-west corner of a half mesh: rows of 1/240 degree, columns of 1/160 degree from 0, 0."""
    return ((col / 160.0 - ORIGIN[0]) * KM_PER_DEGREE[0], (row / 240.0 - ORIGIN[1]) * KM_PER_DEGREE[1])


CELL_SIZE = (KM_PER_DEGREE[0] / 160.0, KM_PER_DEGREE[1] / 240.0)


def mesh_code(row, col):
    """9-digit code of a half mesh (JIS X 0410), by integers alone."""
    r, c = row % 160, col % 160
    return "%02d%02d%d%d%d%d%d" % (
        row // 160, col // 160 - 100, r // 20, c // 20, r % 20 // 2, c % 20 // 2, r % 2 * 2 + c % 2 + 1)


# ---------------------------------------------------------------------------------------------------------------
# Polygons from labels: every triangle of the grid is cut where its corners differ
# ---------------------------------------------------------------------------------------------------------------

def grid_triangles(nx, ny):
    """Two triangles (counter-clockwise node numbers) to each square."""
    for j in range(ny - 1):
        for i in range(nx - 1):
            sw, se, nw, ne = j * nx + i, j * nx + i + 1, (j + 1) * nx + i, (j + 1) * nx + i + 1
            yield sw, se, ne
            yield sw, ne, nw


class Labels:
    """A label for each node of a grid, and the exact borders between labels.

    `cut(a, b)` says where between nodes a and b (a < b) the border lies, as a fraction. Neighbours share every vertex,
    rings never touch themselves.
    """

    def __init__(self, nx, ny, step, labels, cut):
        self.nx, self.ny, self.step, self.labels, self.cut = nx, ny, step, labels, cut

    def node(self, n):
        return (n % self.nx * self.step, n // self.nx * self.step)

    def vertex(self, key):
        """A border vertex: on an edge (two nodes) or inside a triangle (three)."""
        if len(key) == 3:
            corners = [self.node(n) for n in key]
            return tuple((corners[0][k] + corners[1][k] + corners[2][k]) / 3.0 for k in (0, 1))
        a, b = self.node(key[0]), self.node(key[1])
        t = min(0.85, max(0.15, self.cut(key[0], key[1])))
        return (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t)

    def rings(self):
        """label -> rings of vertex keys, the label on the left of each."""
        follow = {}
        for triangle in grid_triangles(self.nx, self.ny):
            names = [self.labels[n] for n in triangle]
            if names[0] == names[1] == names[2]:
                continue
            middle = tuple(sorted(triangle)) if len({*names}) == 3 else None
            edges = [tuple(sorted((triangle[k], triangle[(k + 1) % 3]))) for k in range(3)]
            for k in range(3):
                # Corner k lies between edges k-1 and k; seen from the corner the border runs from edge k to edge k-1.
                before, after = edges[k - 1], edges[k]
                name = names[k]
                if middle:
                    follow.setdefault(name, {})[after] = middle
                    follow[name][middle] = before
                elif names[k - 1] != name and names[(k + 1) % 3] != name:
                    follow.setdefault(name, {})[after] = before
                    other = names[k - 1]
                    follow.setdefault(other, {})[before] = after
        return {name: self.chained(links) for name, links in sorted(follow.items())}

    @staticmethod
    def chained(links):
        rings, seen = [], set()
        for start in sorted(links):
            if start in seen:
                continue
            ring, at = [], start
            while at not in seen:
                seen.add(at)
                ring.append(at)
                at = links[at]
            rings.append(ring)
        return rings

    def polygons(self, smallest_km2=0.0):
        """label -> polygons, each a list of rings in degrees (shell counter-clockwise, holes clockwise)."""
        result = {}
        for name, rings in self.rings().items():
            if name < 0:
                continue
            drawn = [[self.vertex(key) for key in ring] for ring in rings]
            shells = [[ring] for ring in drawn if area_km2(ring) > smallest_km2]
            for hole in (ring for ring in drawn if area_km2(ring) < -smallest_km2):
                homes = [s for s in shells if is_inside(hole[0], s[0])]
                if homes:
                    min(homes, key=lambda s: area_km2(s[0])).append(hole)
            shells.sort(key=lambda s: (-area_km2(s[0]), s[0][0]))
            result[name] = [[closed([lon_lat(p) for p in ring]) for ring in shell] for shell in shells]
        return result

    def label_at(self, point):
        """Label of the piece that holds a point."""
        u, v = point[0] / self.step, point[1] / self.step
        i, j = int(u), int(v)
        if not (0 <= u and 0 <= v and i < self.nx - 1 and j < self.ny - 1):
            return -1
        sw = j * self.nx + i
        ne = sw + self.nx + 1
        triangle = (sw, sw + 1, ne) if u - i >= v - j else (sw, ne, sw + self.nx)
        names = [self.labels[n] for n in triangle]
        if names[0] == names[1] == names[2]:
            return names[0]
        edges = [tuple(sorted((triangle[k], triangle[(k + 1) % 3]))) for k in range(3)]
        middle = tuple(sorted(triangle))
        for k in range(3):
            piece = None
            if len({*names}) == 3:
                piece = [self.node(triangle[k]), self.vertex(edges[k]), self.vertex(middle), self.vertex(edges[k - 1])]
            elif names[k - 1] != names[k] and names[(k + 1) % 3] != names[k]:
                piece = [self.node(triangle[k]), self.vertex(edges[k]), self.vertex(edges[k - 1])]
            if piece and is_inside(point, piece):
                return names[k]
        if len({*names}) == 3:
            return names[0]
        return max(sorted({*names}), key=names.count)


def area_km2(ring):
    total = 0.0
    for k, point in enumerate(ring):
        before = ring[k - 1]
        total += before[0] * point[1] - point[0] * before[1]
    return total / 2.0


def is_inside(point, ring):
    x, y = point
    inside = False
    for k, b in enumerate(ring):
        a = ring[k - 1]
        if (a[1] > y) != (b[1] > y) and x < a[0] + (y - a[1]) * (b[0] - a[0]) / (b[1] - a[1]):
            inside = not inside
    return inside


def closed(ring):
    """Begun at its smallest vertex, so that the ring's start depends on nothing else, and closed."""
    start = ring.index(min(ring))
    ring = ring[start:] + ring[:start]
    return ring + [ring[0]]


# ---------------------------------------------------------------------------------------------------------------
# Terrain
# ---------------------------------------------------------------------------------------------------------------

BAYS = [((50.0, 21.0), 10.5, 0.95), ((11.5, 37.0), 7.0, 0.75), ((38.0, 60.5), 6.5, 0.6), ((27.0, 15.0), 6.0, 0.55)]
CAPES = [((15.0, 19.0), 9.0, 0.55), ((57.0, 52.0), 9.0, 0.55), ((20.0, 57.0), 8.0, 0.35)]
ISLANDS = [((63.5, 17.5), 4.6, 1.7), ((66.5, 25.5), 3.4, 1.5), ((60.0, 10.0), 2.6, 1.3),
           ((7.0, 54.0), 4.2, 1.6), ((33.0, 67.5), 3.4, 1.5)]
ISLETS = [((8.2, 11.6), 1.1, 1.5), ((6.4, 15.0), 1.0, 1.5), ((66.5, 58.5), 1.2, 1.5), ((10.6, 9.4), 0.9, 1.5)]
PLAINS = [((44.0, 30.0), 12.0), ((53.0, 43.0), 8.0), ((17.0, 31.0), 7.0), ((30.0, 55.0), 8.0), ((24.0, 21.0), 7.0),
          ((36.5, 20.0), 6.0), ((44.5, 41.5), 6.0), ((27.0, 38.5), 5.0), ((35.0, 45.5), 3.2), ((16.5, 50.0), 5.0)]


class Terrain:
    """Land (above 0) and height in metres at the nodes."""

    def __init__(self):
        coast, ridge, hills = Noise(1, 14.0, 7, 0.6), Noise(2, 15.0, 6, 0.5), Noise(3, 5.0, 4)
        east, north = Noise(5, 9.0, 6, 0.58), Noise(6, 9.0, 6, 0.58)  # bend every circle
        self.land = []
        for n in range(NODES * NODES):
            x0, y0 = place_of(n)
            x, y = x0 + 3.2 * east.at(x0, y0), y0 + 3.2 * north.at(x0, y0)
            dx, dy = (x - 35.0) / 25.0, (y - 37.0) / 23.0
            value = 1.0 - math.sqrt(dx * dx + dy * dy) + 0.40 * coast.at(x0, y0)
            value -= sum_of(depth * bump(x, y, centre, radius) for centre, radius, depth in BAYS)
            value += sum_of(height * bump(x, y, centre, radius) for centre, radius, height in CAPES)
            value = min(value, 2.0)
            x, y = x0 + 0.9 * east.at(3.0 * x0, 3.0 * y0), y0 + 0.9 * north.at(3.0 * x0, 3.0 * y0)
            for centre, radius, height in ISLANDS + ISLETS:
                value = max(value, height * bump(x, y, centre, radius) - 0.42)
            self.land.append(value)
        self.tidy()
        self.height = []
        for n in range(NODES * NODES):
            x, y = place_of(n)
            if self.land[n] <= 0.0:
                self.height.append(0.0)
                continue
            bent = (x + 3.5 * east.at(x + 50.0, y), y + 3.5 * north.at(x + 50.0, y))
            flat = max(bump(bent[0], bent[1], centre, radius) for centre, radius in PLAINS)
            rise = min(1.0, self.land[n] * 3.0) * (1.0 - 0.97 * min(1.0, flat * 1.5))
            crest = 1.0 - abs(ridge.at(x, y))
            self.height.append(max(1.0, rise * (1150.0 * crest * crest + 160.0 * hills.at(x, y)) + 6.0))

    def tidy(self):
        """Lakes become land; specks of fewer than 6 nodes become sea."""
        keep_sea = self.pieces(lambda v: v <= 0.0)
        ocean = max(keep_sea, key=len)
        for piece in keep_sea:
            if piece is not ocean:
                for n in piece:
                    self.land[n] = 0.02
        for piece in self.pieces(lambda v: v > 0.0):
            if len(piece) < 6:
                for n in piece:
                    self.land[n] = -0.02
        self.islands = sorted(self.pieces(lambda v: v > 0.0), key=lambda p: (-len(p), p[0]))

    def pieces(self, belongs):
        seen, result = [False] * len(self.land), []
        for start in range(len(self.land)):
            if seen[start] or not belongs(self.land[start]):
                continue
            piece, stack = [], [start]
            seen[start] = True
            while stack:
                n = stack.pop()
                piece.append(n)
                for m in neighbours(n):
                    if not seen[m] and belongs(self.land[m]):
                        seen[m] = True
                        stack.append(m)
            result.append(sorted(piece))
        return result

    def slope(self, n):
        """Greatest difference of height to a neighbour, m per km."""
        return max(abs(self.height[m] - self.height[n]) for m in neighbours(n)) / STEP


def sum_of(values):
    """A float sum in order; the built-in one rounds differently from Python 3.12 on."""
    total = 0.0
    for value in values:
        total += value
    return total


def neighbours(n):
    """The nodes that share a triangle's edge with node n."""
    i, j = n % NODES, n // NODES
    for di, dj in ((-1, -1), (0, -1), (-1, 0), (1, 0), (0, 1), (1, 1)):
        if 0 <= i + di < NODES and 0 <= j + dj < NODES:
            yield (j + dj) * NODES + i + di


def place_of(n):
    return (n % NODES * STEP, n // NODES * STEP)


def node_near(point):
    return int(point[1] / STEP + 0.5) * NODES + int(point[0] / STEP + 0.5)


# ---------------------------------------------------------------------------------------------------------------
# Municipalities
# ---------------------------------------------------------------------------------------------------------------

PREFECTURE = "あまね県"


class Municipality:
    def __init__(self, code, county, name, seat, people, core_km, old, reach):
        self.code, self.county, self.name = code, county, name
        self.seat = seat  # where the office is, about
        self.people = people  # wanted; the census counts what comes out
        self.core_km = core_km  # size of the town centre
        self.old = old  # 0 young .. 1 very old
        self.reach = reach  # a larger one takes more land when borders are drawn


MUNICIPALITIES = [
    Municipality("90201", None, "天音市", (43.5, 29.0), 158000, 2.3, 0.12, 1.25),
    Municipality("90202", None, "汐見ヶ浦市", (54.5, 44.5), 72000, 1.8, 0.22, 1.1),
    Municipality("90203", None, "朝凪市", (16.5, 31.0), 61000, 1.7, 0.26, 1.1),
    Municipality("90204", None, "白帆市", (29.0, 56.0), 44000, 1.5, 0.32, 0.75),
    Municipality("90205", None, "髙津原市", (37.0, 20.5), 36000, 1.5, 0.22, 1.0),
    Municipality("90206", None, "鈴鳴市", (44.5, 42.0), 27000, 1.3, 0.36, 1.25),
    Municipality("90301", "東雲郡", "夕凪町", (24.0, 20.5), 17000, 1.0, 0.40, 0.8),
    Municipality("90302", "東雲郡", "木魂町", (27.0, 39.0), 7200, 0.8, 0.66, 1.1),
    Municipality("90303", "東雲郡", "花筏町", (13.5, 18.5), 11500, 0.9, 0.52, 0.9),
    Municipality("90304", "東雲郡", "星見町", (17.0, 50.0), 7800, 0.8, 0.64, 1.0),
    Municipality("90401", "遠見郡", "雲居村", (35.0, 45.5), 640, 0.5, 0.97, 1.15),
    Municipality("90402", "遠見郡", "沖千鳥村", (63.5, 17.5), 1900, 0.6, 0.78, 1.0),
]
UNASSIGNED = len(MUNICIPALITIES)  # the label of 所属未定地
CLOUDS, ISLES = 10, 11


def seats(terrain):
    """Each municipality's office: the lowest land near where it is wanted."""
    result = []
    for m in MUNICIPALITIES:
        near = [n for n in range(NODES * NODES) if terrain.land[n] > 0.05 and distance(place_of(n), m.seat) < 2.0]
        result.append(min(near, key=lambda n: (int(terrain.height[n] + terrain.slope(n) / 4.0), n)))
    return result


def draw_municipalities(terrain, offices):
    """Grown from the offices at a price for height and slope, so that ridges become borders."""
    labels = [-1] * (NODES * NODES)
    main = set(terrain.islands[0])
    rough = Noise(4, 4.0, 4)
    queue = [(0, offices[k], k) for k in range(len(offices)) if offices[k] in main]
    heapq.heapify(queue)
    while queue:
        cost, n, label = heapq.heappop(queue)
        if labels[n] >= 0:
            continue
        labels[n] = label
        for m in neighbours(n):
            if m in main and labels[m] < 0:
                climb = abs(terrain.height[m] - terrain.height[n])
                price = (10.0 + climb / 1.5 + terrain.height[m] / 25.0) * (1.0 + 0.8 * rough.at(*place_of(m)))
                price *= 1.4 if m - n in (NODES + 1, -NODES - 1) else 1.0
                heapq.heappush(queue, (cost + int(100.0 * price / MUNICIPALITIES[label].reach), m, label))
    for piece in terrain.islands[1:]:
        label = island_owner(piece, labels)
        for n in piece:
            labels[n] = label
    reclaim(terrain, labels, offices[0])
    return Labels(NODES, NODES, STEP, labels, lambda a, b: border_cut(terrain, labels, a, b))


def island_owner(piece, labels):
    """The village of the isles has the eastern ones; each other island goes to the nearest municipality."""
    middle = place_of(piece[len(piece) // 2])
    if middle[0] > 58.0 and middle[1] < 30.0:
        return ISLES
    settled = [n for n in range(0, NODES * NODES, 7) if 0 <= labels[n] < ISLES]
    return labels[min(settled, key=lambda n: (distance(place_of(n), middle), n))]


def reclaim(terrain, labels, office):
    """New land in the bay before the capital that belongs to no municipality yet."""
    shore = [n for n in range(NODES * NODES) if labels[n] == 0 and any(labels[m] < 0 for m in neighbours(n))]
    start = min(shore, key=lambda n: (distance(place_of(n), (place_of(office)[0] + 5.0, place_of(office)[1] - 4.0)), n))
    for n in range(NODES * NODES):
        if distance(place_of(n), place_of(start)) < 0.95 and labels[n] in (-1, 0):
            terrain.land[n] = max(terrain.land[n], 0.05)
            labels[n] = UNASSIGNED
    ocean = max(terrain.pieces(lambda v: v <= 0.0), key=len)
    for piece in terrain.pieces(lambda v: v <= 0.0):
        if piece != ocean:  # water that the new land has shut in
            for n in piece:
                terrain.land[n] = 0.05
                labels[n] = UNASSIGNED
    for n in range(NODES * NODES):
        if labels[n] == UNASSIGNED:
            terrain.height[n] = 3.0


def border_cut(terrain, labels, a, b):
    """The coast lies where land is 0; a border between municipalities wanders."""
    if (labels[a] < 0) != (labels[b] < 0):
        return terrain.land[a] / (terrain.land[a] - terrain.land[b]) if terrain.land[a] != terrain.land[b] else 0.5
    return 0.2 + 0.6 * chance(11, a, b)


# ---------------------------------------------------------------------------------------------------------------
# Settlements
# ---------------------------------------------------------------------------------------------------------------

FIRST = "青霧朝夕白黒松杉桐柏桜梅椿楠鶴亀鷺鳶鹿猪狐熊石岩砂塩泉滝淵萩藤栗柿葦蓮菅竹笹檜樫榎欅"
LAST = {"coast": "浜崎津浦磯", "plain": "原野田塚橋里畑木", "hill": "沢谷峠窪坂平森"}


class Settlement:
    def __init__(self, number, node, owner, kind, name, size, height):
        self.number, self.node, self.owner, self.kind, self.name = number, node, owner, kind, name
        self.size, self.height = size, height
        self.at = place_of(node)
        self.people = 0  # of the cells nearest to it
        self.island = False


def settle(terrain, areas, offices):
    """Offices first, then villages where the land allows, the less densely the higher."""
    order = sorted((n for n in range(NODES * NODES) if 0 <= areas.labels[n] < UNASSIGNED), key=lambda n: hashed(21, n))
    main = set(terrain.islands[0])
    result, names = [], set()
    for n in offices + order:
        height, slope = terrain.height[n], terrain.slope(n)
        is_office = len(result) < len(offices)
        if not is_office:
            if height > 640.0 or slope > 650.0 or chance(22, n) < height / 1000.0 + slope / 1400.0:
                continue
            if n not in main and island_size(terrain, n) < 25:
                continue
            gap = 1.6 + height / 260.0
            if any(distance(place_of(n), s.at) < gap for s in result):
                continue
        kind = "hill" if height > 110.0 else "plain"
        if kind == "plain" and any(areas.labels[m] < 0 for near in neighbours(n) for m in neighbours(near)):
            kind = "coast"
        size = (0.4 + 1.4 * chance(23, n)) * (1.0 - min(0.75, height / 600.0))
        settlement = Settlement(len(result), n, areas.labels[n], kind, settlement_name(n, kind, names), size, height)
        settlement.island = n not in main
        result.append(settlement)
    # A character outside CP932 and outside the Basic Multilingual Plane, as real place names have.
    next(s for s in result[len(offices):] if s.kind == "hill" and s.owner == 7).name = "𠮷ヶ窪"
    return result


def island_size(terrain, n):
    return next(len(piece) for piece in terrain.islands if n in piece)


def settlement_name(n, kind, taken):
    for attempt in range(10000):
        first = FIRST[hashed(24, n, attempt) % len(FIRST)]
        last = LAST[kind][hashed(25, n, attempt) % len(LAST[kind])]
        joint = ("", "", "ヶ", "ノ")[hashed(26, n, attempt) % 4]
        name = first + joint + last
        if name not in taken:
            taken.add(name)
            return name
    raise RuntimeError("no name left")


# ---------------------------------------------------------------------------------------------------------------
# People
# ---------------------------------------------------------------------------------------------------------------

class Cell:
    """A half mesh that holds land."""

    def __init__(self, row, col, shares, on_land):
        self.row, self.col, self.code = row, col, mesh_code(row, col)
        self.corner = cell_corner(row, col)
        self.centre = (self.corner[0] + CELL_SIZE[0] / 2.0, self.corner[1] + CELL_SIZE[1] / 2.0)
        self.shares = shares  # label -> samples of SAMPLES * SAMPLES
        self.on_land = on_land  # sample points on land of a municipality
        self.owner = min((k for k in shares if k < UNASSIGNED), key=lambda k: (-shares[k], k))
        self.people = 0
        self.settlement = None
        self.columns = None  # T001141001-050, the cell's own
        self.owners = {}  # label -> [people, households]: the truth


SAMPLES = 8


def cells_with_land(areas):
    """Land share of every cell by sampling points of it: a cell in the list surely touches land."""
    result = []
    south, north = int(ORIGIN[1] * 240.0), int((ORIGIN[1] + 72.0 / KM_PER_DEGREE[1]) * 240.0)
    west, east = int(ORIGIN[0] * 160.0), int((ORIGIN[0] + 72.0 / KM_PER_DEGREE[0]) * 160.0)
    for row in range(south + 1, north):
        for col in range(west + 1, east):
            corner = cell_corner(row, col)
            around = labels_around(areas, corner)
            if around == {-1}:
                continue
            points = [(corner[0] + CELL_SIZE[0] * (i + 0.5) / SAMPLES, corner[1] + CELL_SIZE[1] * (j + 0.5) / SAMPLES)
                      for j in range(SAMPLES) for i in range(SAMPLES)]
            shares, on_land = {}, []
            for point in points:
                label = areas.label_at(point) if len(around) > 1 else min(around)
                if label >= 0:
                    shares[label] = shares.get(label, 0) + 1
                if 0 <= label < UNASSIGNED:
                    on_land.append(point)
            if on_land:
                result.append(Cell(row, col, shares, on_land))
    return result


def labels_around(areas, corner):
    i0, j0 = int(corner[0] / STEP), int(corner[1] / STEP)
    i1, j1 = int((corner[0] + CELL_SIZE[0]) / STEP) + 1, int((corner[1] + CELL_SIZE[1]) / STEP) + 1
    return {areas.labels[j * NODES + i] for j in range(j0, min(j1, NODES - 1) + 1)
            for i in range(i0, min(i1, NODES - 1) + 1)}


def populate(terrain, cells, settlements, offices):
    """People to each cell: a core around each office, and villages."""
    clump = Noise(31, 1.3, 2)
    wanted = []
    for cell in cells:
        m = MUNICIPALITIES[cell.owner]
        near = [s for s in settlements if distance(s.at, cell.centre) < 3.2]
        cell.settlement = min(near or settlements, key=lambda s: (distance(s.at, cell.centre), s.number))
        n = node_near(cell.centre)
        flat = max(0.04, 1.0 - terrain.height[n] / 420.0) * max(0.15, 1.0 - terrain.slope(n) / 600.0)
        q = distance(place_of(offices[cell.owner]), cell.centre) / m.core_km
        core = 60.0 / ((1.0 + q * q) * (1.0 + q * q)) if q < 7.0 else 0.0
        villages = sum_of(s.size * bump(cell.centre[0], cell.centre[1], s.at, 1.25) for s in near if s.owner == cell.owner)
        fringe = 0.35 * max(0.0, flat - 0.75)
        texture = max(0.08, 0.55 + 0.75 * clump.at(*cell.centre))
        share = sum_of(count for label, count in sorted(cell.shares.items()) if label < UNASSIGNED) / (SAMPLES * SAMPLES)
        weight = ((core + fringe) * flat + 3.4 * villages * (0.35 + 0.65 * flat)) * texture * share
        wanted.append(weight)
    for k, m in enumerate(MUNICIPALITIES):
        total = sum_of(w for w, c in zip(wanted, cells) if c.owner == k)
        for weight, cell in zip(wanted, cells):
            if cell.owner == k:
                people = weight * m.people / total
                cell.people = int(people + chance(32, cell.row, cell.col)) if people > 0.45 else 0
    for cell in cells:
        cell.settlement.people += cell.people


def household(dice, old):
    """Ages of one private household's members and its make: single, nuclear, other (relatives), mixed (no relatives)."""
    d = dice.roll()
    senior = 0.22 + 0.66 * old
    if d < 0.34 - 0.06 * old:
        if dice.roll() < senior:
            return [dice.between(66, 94)], "single"
        return [dice.between(20, 29) if dice.roll() < 0.36 * (1.0 - old) + 0.02 else dice.between(30, 68)], "single"
    if d < 0.62 - 0.02 * old:
        if dice.roll() < senior + 0.22:
            age = dice.between(65, 88)
            return [age, max(58, age - dice.between(0, 5))], "nuclear"
        age = dice.between(28, 71)
        return [age, max(22, age - dice.between(0, 6))], "nuclear"
    if d < 0.80 - 0.14 * old:
        age = dice.between(29, 52)
        children = 1 + (dice.roll() < 0.55) + (dice.roll() < 0.17)
        first = min(24, max(0, age - dice.between(25, 33)))
        return [age, max(24, age - dice.between(0, 5))] + [max(0, first - 3 * k) for k in range(children)], "nuclear"
    if d < 0.90 - 0.06 * old:
        age = dice.between(30, 78)
        return [age] + [max(0, age - dice.between(24, 34)) for _ in range(1 + (dice.roll() < 0.4))], "nuclear"
    if d < 0.985:
        age = dice.between(40, 68)
        elders = [min(102, age + dice.between(22, 31)) for _ in range(1 + (dice.roll() < 0.5))]
        children = [max(0, age - dice.between(27, 36)) for _ in range(dice.between(0, 3))] if dice.roll() < 0.6 else []
        return elders + [age, max(26, age - dice.between(0, 5))] + children, "other"
    return [dice.between(20, 60) for _ in range(dice.between(2, 3))], "mixed"


AGE_COLUMNS = [(0, 14, 3), (15, 200, 6), (15, 64, 9), (18, 200, 12), (20, 200, 15), (65, 200, 18), (75, 200, 21),
               (85, 200, 24), (95, 200, 27)]  # from, to, index of the total; men and women follow


def count_person(columns, dice, age):
    """One person into 001-033; an age of None is unknown."""
    sex = 1 + (dice.roll() < (0.515 if age is None or age < 75 else 0.60))
    columns[0] += 1
    columns[sex] += 1
    for low, high, at in AGE_COLUMNS:
        if age is not None and low <= age <= high:
            columns[at] += 1
            columns[at + sex] += 1
    if dice.roll() < 0.011:
        columns[30] += 1
        columns[30 + sex] += 1


def count_household(columns, ages, make, known):
    """One private household into 034-050."""
    columns[33] += 1
    columns[34] += 1
    columns[35 + min(len(ages), 7) - 1] += 1
    if make in ("nuclear", "other"):
        columns[42] += 1
        columns[43 if make == "nuclear" else 44] += 1
    if not known:
        return
    columns[45] += min(ages) < 6
    columns[46] += max(ages) >= 65
    if make == "single":
        columns[47] += 20 <= ages[0] <= 29
        columns[48] += ages[0] >= 65
    elif make == "nuclear" and len(ages) == 2 and max(ages) >= 65 and min(ages) >= 60:
        columns[49] += 1


def inhabit(cell, terrain):
    """Households one by one until the cell's people are housed; each lives on one sample point of its land."""
    dice = Dice(41, cell.row, cell.col)
    m = MUNICIPALITIES[cell.owner]
    old = min(1.0, m.old + terrain.height[node_near(cell.centre)] / 900.0 + (0.12 if cell.people < 25 else 0.0)
              + (0.15 if cell.settlement.island else 0.0))
    columns = [0] * 50
    left = cell.people
    if left >= 350 and dice.roll() < 0.05:  # a home for the aged: a household, not a private one
        size = dice.between(30, 80)
        columns[33] += 1
        for _ in range(size):
            count_person(columns, dice, dice.between(74, 100))
        house(cell, dice, size)
        left -= size
    while left > 0:
        ages, make = household(dice, old)
        if len(ages) > left:
            ages = ages[:left]
            make = "single" if left == 1 else "nuclear"
        known = dice.roll() >= 0.018
        for age in ages:
            count_person(columns, dice, age if known else None)
        count_household(columns, ages, make, known)
        house(cell, dice, len(ages))
        left -= len(ages)
    cell.columns = columns


def house(cell, dice, people):
    """The truth: the municipality a household belongs to is that of a point on the cell's land."""
    draw = int(dice.roll() * len(cell.on_land))
    for label, count in sorted(cell.shares.items()):
        if label == UNASSIGNED:
            continue
        draw -= count
        if draw < 0:
            truth = cell.owners.setdefault(label, [0, 0])
            truth[0] += people
            truth[1] += 1
            return
    raise RuntimeError("a household without a home")


EXACT = (0, 1, 2, 33, 34)  # columns that suppression leaves alone
LARGEST_GROUP = 37


def suppression(cells):
    """code -> code of the cell it is merged into, for the small cells of one file."""
    small = {c.code for c in cells if (c.people < 8 or c.columns[34] < 3) and chance(51, c.row, c.col) < 0.9
             or c.people < 14 and chance(52, c.row, c.col) < 0.45}
    homes = [c for c in cells if c.code not in small]
    members = {c.code: 1 for c in homes}
    result = {}
    for cell in cells:
        if cell.code not in small:
            continue
        free = [h for h in homes if members[h.code] < LARGEST_GROUP]
        home = min(free, key=lambda h: ((h.row - cell.row) * (h.row - cell.row) + (h.col - cell.col) * (h.col - cell.col), h.code))
        members[home.code] += 1
        result[cell.code] = home.code
    return result


def estat_rows(cells):
    """The rows of one file in the order of the codes."""
    cells = sorted(cells, key=lambda c: c.code)
    merged = suppression(cells)
    sources = {}
    by_code = {c.code: c for c in cells}
    for code, home in sorted(merged.items()):
        sources.setdefault(home, []).append(code)
    for cell in cells:
        if cell.code in merged:
            values = [str(v) if k in EXACT else "*" for k, v in enumerate(cell.columns)]
            yield [cell.code, "2", merged[cell.code], ""] + values
        elif cell.code in sources:
            group = [by_code[code] for code in sources[cell.code]]
            values = [v if k in EXACT else v + sum(g.columns[k] for g in group) for k, v in enumerate(cell.columns)]
            yield [cell.code, "1", "", ";".join(sources[cell.code])] + [str(v) for v in values]
        else:
            yield [cell.code, "0", "", ""] + [str(v) for v in cell.columns]


def estat_labels():
    ages = ["人口（総数）", "０～１４歳人口", "１５歳以上人口", "１５～６４歳人口", "１８歳以上人口", "２０歳以上人口", "６５歳以上人口",
            "７５歳以上人口", "８５歳以上人口", "９５歳以上人口", "外国人人口"]
    labels = []
    for k, age in enumerate(ages):
        labels += ["　" + age + ("" if k == 0 else "　総数"), "　" + age + "　男", "　" + age + "　女"]
    private = "　一般世帯数"
    labels += ["　世帯総数", private]
    labels += ["　%s人世帯数%s" % (n, private) for n in "１２３４５６"]
    labels += ["　%s%s" % (text, private) for text in (
        "７人以上世帯数", "親族のみの世帯数", "核家族世帯数", "核家族以外の世帯数", "６歳未満世帯員のいる世帯数",
        "６５歳以上世帯員のいる世帯数", "世帯主の年齢が２０～２９歳の１人世帯数", "高齢単身世帯数", "高齢夫婦世帯数")]
    return labels


def projection(cells):
    """2050: fewer people, the older the place the fewer."""
    rows = []
    for cell in cells:
        m = MUNICIPALITIES[cell.owner]
        rate = max(0.12, 0.86 - 0.62 * m.old - (0.12 if cell.people < 30 else 0.0) + 0.10 * (chance(61, cell.row, cell.col) - 0.5))
        people = cell.people * rate
        households = min(people, cell.columns[33] * min(1.0, rate * 1.13))
        share = cell.columns[18] / cell.people
        old = people * min(0.9, share * 0.55 + 0.30)
        if people >= 0.1:
            rows.append([cell.code, "%.1f" % people, "%.1f" % households, "%.1f" % old])
    return rows


# ---------------------------------------------------------------------------------------------------------------
# Ways
# ---------------------------------------------------------------------------------------------------------------

class Ways:
    """Roads and a railway: cheapest paths over the terrain."""

    def __init__(self, terrain, areas, settlements):
        self.terrain, self.areas = terrain, areas
        self.used = {}  # node -> rank of the road through it
        self.roads = []  # class, name, points
        office = [s.node for s in settlements[:len(MUNICIPALITIES)]]
        for number, stops in ((901, (2, 6, 4, 0, 5, 1)), (902, (2, 9, 3, 1)), (903, (3, 5))):
            for a, b in zip(stops, stops[1:]):
                self.road("国道", "国道%d号（架空）" % number, self.path(office[a], {office[b]}))
        self.join([office[k] for k in (7, 8, 10)] + [s.node for s in settlements[12:] if not s.island and s.size > 1.25],
                  "県道", "あまね県道%d号")
        self.islands(settlements)
        self.join([s.node for s in settlements[12:] if not s.island], "市町村道", "市町村道%d号線")
        self.rails = []
        for name, stops in (("あまね線（架空）", (2, 6, 4, 0)), ("汐見線（架空）", (0, 1))):
            line = []
            for a, b in zip(stops, stops[1:]):
                line += self.path(office[a], {office[b]}, steep=4.0)[1 if line else 0:]
            self.rails.append((name, smoothed(line, 8)))

    def prices(self, starts, steep=1.0):
        """Cheapest way from any start: node -> (cost, node before)."""
        best, queue = {}, [(0, n, -1) for n in sorted(starts)]
        heapq.heapify(queue)
        height = self.terrain.height
        while queue:
            cost, n, before = heapq.heappop(queue)
            if n in best:
                continue
            best[n] = (cost, before)
            for m in neighbours(n):
                if m in best or self.areas.labels[m] < 0:
                    continue
                price = 100.0 + steep * (4.0 * abs(height[m] - height[n]) + height[m] / 4.0) + 40.0 * chance(71, m)
                if m - n in (NODES + 1, -NODES - 1):
                    price *= 1.4
                if m in self.used:
                    price *= 0.6
                heapq.heappush(queue, (cost + int(price), m, n))
        return best

    def path(self, start, ends, steep=1.0):
        best = self.prices({start}, steep)
        at = min(ends, key=lambda n: (best[n][0], n))
        line = []
        while at >= 0:
            line.append(at)
            at = best[at][1]
        return line[::-1]

    def road(self, road_class, name, nodes):
        for n in nodes:
            self.used.setdefault(n, road_class)
        if len(nodes) > 1:
            self.roads.append((road_class, name, smoothed(nodes, 2)))

    def join(self, nodes, road_class, name):
        """Each node's way to the roads there are."""
        best = self.prices(self.used)
        for number, n in enumerate(nodes):
            line = []
            while n >= 0:
                line.append(n)
                if len(line) > 1 and n in self.used:
                    break
                n = best[n][1]
            self.road(road_class, (name % (number + 1)) + "（架空）", line)

    def islands(self, settlements):
        """A road between the settlements of each island."""
        for piece in self.terrain.islands[1:]:
            inside = set(piece)
            stops = [s.node for s in settlements if s.node in inside]
            for a, b in zip(stops, stops[1:]):
                self.road("県道" if a == stops[0] else "市町村道", "島道%d号線（架空）" % (len(self.roads) + 1), self.path(a, {b}))


def smoothed(nodes, window):
    """A path of nodes drawn without its steps; both ends stay, every second point goes."""
    points = [place_of(n) for n in nodes]
    result = []
    for k in range(len(points)):
        reach = min(window, k, len(points) - 1 - k)
        part = points[k - reach:k + reach + 1]
        result.append((sum_of(p[0] for p in part) / len(part), sum_of(p[1] for p in part) / len(part)))
    return [lon_lat(p) for k, p in enumerate(result) if k % 2 == 0 or k == len(result) - 1]


# ---------------------------------------------------------------------------------------------------------------
# Operators
# ---------------------------------------------------------------------------------------------------------------

class Site:
    def __init__(self, number, at, cell, generation, year, quarter, status):
        self.number, self.at, self.cell, self.generation = number, at, cell, generation
        self.on_air = "%04d-%02d-%02d" % (year, 3 * quarter + 2, 1 + number % 28)
        self.status = status

    def status_on(self, date):
        """What a table of that date says: OK, NG (down or refused) or PLAN (not on air yet)."""
        return "PLAN" if self.on_air > date else self.status


def build_network(seed, cells, least_people, spacing, city_only):
    """Sites where people are, the densest places first; the years follow the order."""
    ranked = sorted((c for c in cells if c.people >= least_people), key=lambda c: (-c.people, c.code))
    sites = []
    for cell in ranked:
        dice = Dice(seed, cell.row, cell.col)
        gap = spacing * (0.62 if cell.people > 900 else 0.8 if cell.people > 350 else 1.0 if cell.people > 90 else 1.35)
        if any(distance(s.cell.centre, cell.centre) < gap for s in sites):
            continue
        if city_only and cell.people < 60 and dice.roll() < 0.45 or cell.owner == CLOUDS and dice.roll() < 0.5:
            continue
        spot = cell.on_land[int(dice.roll() * len(cell.on_land))]
        if cell.people > 250:
            generation, year = "4G+5G" if dice.roll() < 0.6 else "5G", 2020 + int(dice.roll() * 6.6)
        elif dice.roll() < (0.80 if cell.people > 60 else 0.62):
            generation, year = "4G+5G", 2021 + int(dice.roll() * 6.4)
        else:
            generation, year = "4G", 2013 + int(dice.roll() * 8.0)
        status = "NG" if dice.roll() < 0.03 else "OK"
        sites.append(Site(len(sites) + 1, spot, cell, generation, year, int(dice.roll() * 4.0), status))
    return sites


def rows_of_operator_a(sites, date):
    """Three sectors in town, omnis elsewhere; some radii are left to the configuration."""
    rows = []
    for site in sites:
        if int(site.on_air[:4]) > int(date[:4]) + 1:  # not planned yet
            continue
        dice = Dice(81, site.number)
        lon, lat = lon_lat(site.at)
        bands = {"4G": "2GHz;800MHz", "5G": "3.7GHz;28GHz", "4G+5G": "700MHz;3.7GHz"}[site.generation]
        common = ["%.7f" % lon, "%.7f" % lat, site.generation, bands, site.status_on(date), site.on_air]
        if site.cell.people > 260:
            turn = dice.between(0, 119)
            width = (65, 90, 120)[dice.between(0, 2)]
            radius = dice.between(75, 120) * 10
            for k in range(3):
                rows.append(["A%04d-%d" % (site.number, k + 1)] + common + [str((turn + 120 * k) % 360), str(width), str(radius)])
        else:
            radius = dice.between(100, 165) * 10
            rows.append(["A%04d-1" % site.number] + common + ["", "", "" if dice.roll() < 0.08 else str(radius)])
    return rows


def rows_of_operator_c(sites, date):
    rows = []
    for site in sites:
        if int(site.on_air[:4]) > int(date[:4]) + 1:
            continue
        dice = Dice(82, site.number)
        lon, lat = lon_lat(site.at)
        radius = dice.between(55, 90) * 10 if site.cell.people > 260 else dice.between(90, 140) * 10
        rows.append(["C%04d" % site.number, "%.7f" % lon, "%.7f" % lat, site.generation, site.status_on(date), site.on_air, str(radius)])
    return rows


BANDS = [("5G", "sub6", 1.2), ("5G", "700MHz", 1.85), ("4G", "800MHz", 3.8)]


def areas_of_operator_b(sites, terrain, date):
    """Areas as an operator draws them: a contour of modelled signal, with shadows behind hills. One feature a part in
    two of the bands, one multipolygon in the third."""
    features = []
    for band, (generation, name, radius) in enumerate(BANDS):
        serving = [s for s in sites if s.status_on(date) == "OK" and (generation == "4G" or s.generation != "4G")]
        if name == "sub6":
            serving = [s for s in serving if s.cell.people > 150]
        signal = [-1.0] * (NODES * NODES)
        shadow = Noise(90 + band, 1.9, 3)
        for site in serving:
            i0, j0 = int((site.at[0] - radius) / STEP), int((site.at[1] - radius) / STEP)
            reach = int(2.0 * radius / STEP) + 2
            own = terrain.height[node_near(site.at)]
            for j in range(max(1, j0), min(NODES - 1, j0 + reach)):
                for i in range(max(1, i0), min(NODES - 1, i0 + reach)):
                    n = j * NODES + i
                    x, y = i * STEP, j * STEP
                    loss = abs(terrain.height[n] - own) / 260.0 + 0.22 * (1.0 + shadow.at(x, y))
                    value = 1.0 - distance(site.at, (x, y)) / radius - loss
                    if value > signal[n]:
                        signal[n] = value
        labels = Labels(NODES, NODES, STEP, [0 if v > 0.0 else -1 for v in signal],
                        lambda a, b, signal=signal: signal[a] / (signal[a] - signal[b]))
        parts = labels.polygons(smallest_km2=0.12).get(0, [])
        properties = {"generation": generation, "band": name, "date": date, "note": "fictitious / 架空"}
        if name == "sub6":
            features.append(feature(dict(properties, id="B-%s" % name), "MultiPolygon", parts))
        else:
            features += [feature(dict(properties, id="B-%s-%03d" % (name, k + 1)), "Polygon", part) for k, part in enumerate(parts)]
    return features


FIBER_STEP = 0.6


def fiber_areas(cells, settlements, date):
    """Areas by town: all land near people of the towns that are served."""
    nx = int(72.0 / FIBER_STEP) + 1
    served = {s.number for s in settlements if has_fiber(s, date)}
    labels = [-1] * (nx * nx)
    nearest = [9e9] * (nx * nx)
    for cell in cells:
        if cell.settlement.number not in served or cell.people < (12 if date < "2026" else 4):
            continue
        reach = 0.95 if cell.people > 40 else 0.75
        i0, j0 = int((cell.centre[0] - reach) / FIBER_STEP), int((cell.centre[1] - reach) / FIBER_STEP)
        for j in range(max(1, j0), min(nx - 1, j0 + 5)):
            for i in range(max(1, i0), min(nx - 1, i0 + 5)):
                n = j * nx + i
                away = distance(cell.centre, (i * FIBER_STEP, j * FIBER_STEP))
                if away < reach and away < nearest[n]:
                    nearest[n], labels[n] = away, cell.settlement.number
    drawn = Labels(nx, nx, FIBER_STEP, labels, lambda a, b: 0.35 + 0.4 * chance(95, a, b))
    features = []
    for number, parts in drawn.polygons().items():
        town = settlements[number]
        m = MUNICIPALITIES[town.owner]
        for k, part in enumerate(parts):
            features.append(feature({"id": "F-%03d-%d" % (number, k + 1), "code": m.code, "town": town.name, "type": "FTTH",
                                     "date": date, "note": "fictitious / 架空"}, "Polygon", part))
    return features


def has_fiber(settlement, date):
    """Mountain hamlets wait, and one inhabited island; a year earlier more did."""
    if settlement.island and settlement.at[0] < 15.0:
        return False
    if settlement.people < (600 if date >= "2026" else 900) and settlement.height > (65.0 if date >= "2026" else 45.0):
        return False
    if settlement.owner == CLOUDS:
        return settlement.number == CLOUDS and date >= "2026"
    if settlement.owner == ISLES:
        return settlement.number == ISLES or date >= "2026" and settlement.people > 200
    return settlement.height < (420.0 if date >= "2026" else 260.0)


def feature(properties, kind, coordinates):
    ordered = dict(sorted(properties.items(), key=lambda item: (item[0] != "id", item[0])))
    return {"type": "Feature", "properties": ordered, "geometry": {"type": kind, "coordinates": coordinates}}


# ---------------------------------------------------------------------------------------------------------------
# Places
# ---------------------------------------------------------------------------------------------------------------

def near_settlement(areas, settlement, *keys, spread=0.7):
    """A point near a settlement on land of its municipality."""
    for attempt in range(40):
        point = (settlement.at[0] + spread * (2.0 * chance(101, attempt, *keys) - 1.0),
                 settlement.at[1] + spread * (2.0 * chance(102, attempt, *keys) - 1.0))
        if areas.label_at(point) == settlement.owner:
            return point
    return settlement.at


def places(areas, settlements):
    """table -> rows of id, name, kind, lon, lat, code."""
    tables = {"schools": [], "clinics": [], "post_offices": [], "shelters": [], "town_offices": []}

    def add(table, name, kind, settlement, number):
        rows = tables[table]
        spread = 0.1 if table == "town_offices" else 0.7
        point = near_settlement(areas, settlement, len(table), settlement.number, number, spread=spread)
        lon, lat = lon_lat(point)
        code = MUNICIPALITIES[settlement.owner].code
        rows.append(["%s%03d" % (table[:2].upper(), len(rows) + 1), name, kind, "%.7f" % lon, "%.7f" % lat, code])

    for s in settlements:
        m = MUNICIPALITIES[s.owner]
        central = s.number < len(MUNICIPALITIES)
        if central:
            office = {"市": "市役所", "町": "町役場", "村": "村役場"}[m.name[-1]]
            add("town_offices", m.name[:-1] + office, "役場" if m.name[-1] != "市" else "市役所", s, 0)
            add("schools", "県立%s高等学校" % m.name[:-1], "高等学校", s, 1)
            add("clinics", "%s中央病院" % m.name[:-1], "病院", s, 2)
        elif s.size > 1.45:
            add("town_offices", "%s役所%s支所" % (m.name, s.name) if m.name[-1] == "市" else "%s役場%s支所" % (m.name, s.name), "支所", s, 0)
        blocks = max(1, min(12, s.people // 2600)) if s.people >= 60 else 0
        for k in range(blocks):
            part = "" if blocks == 1 else ("中央", "東", "西", "南", "北", "第一", "第二", "第三", "第四", "第五", "第六", "第七")[k]
            add("schools", "%s立%s%s小学校" % (m.name, s.name, part), "小学校", s, 10 + k)
            add("clinics", "%s%s診療所" % (s.name, part), "診療所", s, 30 + k)
            if k % 3 == 0 and s.people > 500:
                add("schools", "%s立%s%s中学校" % (m.name, s.name, part), "中学校", s, 50 + k)
            if k % 2 == 0:
                add("post_offices", "%s%s郵便局" % (s.name, part), "郵便局", s, 70 + k)
            add("shelters", "%s%s小学校体育館" % (s.name, part), "指定避難所", s, 10 + k)
        if s.people > 0:
            add("shelters", "%s集会所" % s.name, "指定緊急避難場所", s, 90)
    return tables


def town_points(areas, settlements):
    rows = []
    for s in settlements:
        m = MUNICIPALITIES[s.owner]
        city = (m.county or "") + m.name
        blocks = ("一丁目", "二丁目", "三丁目", "四丁目", "五丁目") if s.number < 6 else ("",)
        for k, block in enumerate(blocks):
            lon, lat = lon_lat(s.at if k == 0 else near_settlement(areas, s, 120, s.number, k, spread=1.2))
            rows.append([PREFECTURE, city, s.name, block, "%.7f" % lat, "%.7f" % lon])
    return sorted(rows)


def backbone(areas, settlements):
    rows = []

    def add(name, kind, settlement, key):
        lon, lat = lon_lat(near_settlement(areas, settlement, 130, key, spread=0.5))
        rows.append(["N%02d" % (len(rows) + 1), name, kind, "%.7f" % lon, "%.7f" % lat, MUNICIPALITIES[settlement.owner].code])

    for s in settlements[:len(MUNICIPALITIES)]:
        if s.owner != CLOUDS:
            add("%s収容局" % MUNICIPALITIES[s.owner].name[:-1], "exchange", s, s.number)
    add("天音データセンター", "data_centre", settlements[0], 50)
    coast = [s for s in settlements if s.owner == 1 and s.kind == "coast" and not s.island]
    add("汐見ヶ浦陸揚局", "landing_point", (coast or [settlements[1]])[0], 51)
    return rows


GROUPS = [
    ("amane-urban", "天音連携中枢都市圏", "連携中枢都市圏", ("90201", "90202", "90205", "90206", "90301")),
    ("depopulated", "過疎地域", "過疎", ("90302", "90303", "90304", "90401", "90402")),
    ("region-north", "北部広域圏", "広域圏", ("90202", "90204", "90206", "90304", "90401")),
    ("region-south", "南部広域圏", "広域圏", ("90201", "90203", "90205", "90301", "90302", "90303", "90402")),
]

PLAN, SERIES = "あまね県デジタル基盤計画（架空）", "あまね県整備状況調査（架空）"
TARGETS = [
    ("pop_coverage_5g", "national", 2025, "97", "%"), ("pop_coverage_5g", "national", 2030, "99", "%"),
    ("pop_coverage_5g", "pref:90", 2025, "90", "%"), ("pop_coverage_5g", "pref:90", 2027, "95", "%"),
    ("pop_coverage_5g", "pref:90", 2030, "99", "%"), ("fiber_household", "national", 2027, "99.9", "%"),
    ("fiber_household", "pref:90", 2027, "99", "%"), ("municipalities_with_5g", "pref:90", 2025, "12", "count"),
]
ACTUALS = [
    ("pop_coverage_5g", "national", 2023, "95.2", "%", "none"), ("pop_coverage_5g", "national", 2024, "96.1", "%", "none"),
    ("pop_coverage_5g", "pref:90", 2021, "58.4", "%", "none"), ("pop_coverage_5g", "pref:90", 2022, "69.7", "%", "none"),
    ("pop_coverage_5g", "pref:90", 2023, "80.2", "%", "none"), ("pop_coverage_5g", "pref:90", 2024, "87.6", "%", "none"),
    ("fiber_household", "national", 2022, "99.7", "%", "end"), ("fiber_household", "pref:90", 2021, "91.20", "%", "none"),
    ("fiber_household", "pref:90", 2022, "92.05", "%", "end"), ("fiber_household", "pref:90", 2023, "93.60", "%", "start"),
    ("fiber_household", "pref:90", 2024, "94.70", "%", "none"), ("municipalities_with_5g", "pref:90", 2024, "12", "count", "none"),
]

# ---------------------------------------------------------------------------------------------------------------
# Files
# ---------------------------------------------------------------------------------------------------------------

def write_csv(path, header, rows):
    lines = [",".join(header)] + [",".join(str(value) for value in row) for row in rows]
    path.write_bytes(("\n".join(lines) + "\n").encode("utf-8"))


def write_geojson(path, name, epsg, features):
    """One feature a line; coordinates with at most 7 decimals."""
    head = {"type": "FeatureCollection", "name": name,
            "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::%d" % epsg}}}
    text = json.dumps(head, ensure_ascii=False, separators=(",", ":"))[:-1] + ',"features":[\n'
    text += ",\n".join(json.dumps(f, ensure_ascii=False, separators=(",", ":")) for f in features)
    path.write_bytes((text + "\n]}\n").encode("utf-8"))


def write_population(folder, cells):
    header = ["KEY_CODE", "HTKSYORI", "HTKSAKI", "GASSAN"] + ["T001141%03d" % k for k in range(1, 51)]
    labels = ["", "", "", ""] + estat_labels()
    for first in sorted({c.code[:4] for c in cells}):
        rows = [header, labels] + list(estat_rows([c for c in cells if c.code[:4] == first]))
        text = "".join(",".join(row) + "\r\n" for row in rows).encode("cp932")
        name = "tblT001141H%s" % first
        member = zipfile.ZipInfo(name + ".txt", (2026, 1, 1, 0, 0, 0))
        member.create_system, member.external_attr = 3, 0o644 << 16
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr(member, text)
        (folder / (name + ".zip")).write_bytes(buffer.getvalue())


def boundary_features(areas):
    """One feature a part, in the layout of 国土数値情報 N03; several features share a code."""
    features = []
    for label, parts in areas.polygons().items():
        if label < UNASSIGNED:
            m = MUNICIPALITIES[label]
            names = (m.county, m.name, m.code)
        else:
            names = (None, "所属未定地", None)
        for part in parts:
            properties = {"N03_001": PREFECTURE, "N03_002": None, "N03_003": names[0], "N03_004": names[1],
                          "N03_007": names[2], "note": "fictitious / 架空"}
            features.append(feature(properties, "Polygon", part))
    return features


README = """# Sample data: あまね県 (Amane), a fictitious prefecture

**Nothing here is real.** あまね県 (code 90, which no prefecture of Japan has) is made up: an island drawn in the empty
Pacific near 31.4 N 141.4 E, with invented municipalities, people, operators, places and plans. Names that happen to
exist elsewhere mean nothing. Do not quote any number from it.

**これは架空のデータです。** あまね県（都道府県コード90は実在しません）は、太平洋上の何もない海域に描いた架空の県です。市町村、人口、
通信事業者、施設、計画、目標値はすべて創作であり、実在の地域・団体・統計とは関係ありません。数値を引用しないでください。

Licence: CC0 1.0 (public domain dedication). Made by `scripts/make_sample.py`; do not edit by hand. To make it again:

    python3 scripts/make_sample.py

The same bytes come out on every machine (`tests/app/sample_is_current.sh` compares). The configurations over it are
`configs/sample.toml` (2026-03-31) and `configs/sample-2025.toml` (a year earlier).

## Files
Text is UTF-8 with LF, but the tables inside `population/*.zip`, which are CP932 with CRLF as e-Stat's are.

| file | what |
|---|---|
| `boundaries.geojson` | municipalities in the layout of 国土数値情報 N03 (before 2024), EPSG:6668; one feature a part, so several share a code; borders shared vertex by vertex; one area without a code (所属未定地) |
| `population/tblT001141H<first mesh>.zip` | half meshes in the format of e-Stat's table T001141 of the 2020 census: two header rows, 50 columns, cells suppressed and merged (HTKSYORI 0, 1, 2) |
| `population_2050.csv` | projected `mesh_code,population,households,age_65_plus` |
| `census.csv` | `code,name,pop2020,households2020`: the truth by municipality |
| `groups.csv` | `code,group_id,group_name,kind`; groups overlap |
| `operator_a_sites.csv` | sectors and omnis: `id,lon,lat,generation,bands,status,on_air,azimuth,beamwidth,radius_m`; status OK, NG or PLAN; an omni has no azimuth, some radii are left to the configuration |
| `operator_b_area.geojson` | areas by band, EPSG:6668: overlapping, with holes, one multipolygon; 4G too |
| `operator_c_sites.csv` | circles: `id,lon,lat,generation,status,on_air,radius_m` |
| `fiber_area.geojson` | fiber areas by town, EPSG:6668 |
| `2025/` | the operators' and the fiber files as of 2025-03-31 |
| `schools.csv` `clinics.csv` `post_offices.csv` `shelters.csv` `town_offices.csv` | `id,name,kind,lon,lat,code` |
| `towns.csv` | town points `pref,city,town,koaza,lat,lng`; one name has a character that CP932 lacks (𠮷) |
| `roads.geojson` `railway.geojson` | lines with `class` and `name`, EPSG:6668 |
| `backbone.csv` | exchanges, a data centre, a landing point: `id,name,class,lon,lat,code` |
| `kpi_targets.csv` `kpi_actuals.csv` | made-up targets and actuals of the prefecture and a made-up nation |

## Totals
%s
## How far it agrees with itself
- Every household lives at a point on the land of its cell, drawn evenly over the land of the municipalities there;
  `census.csv` counts people and households by the municipality of that point. Cells of a border shared out by land
  area give nearly the same numbers: within 30 people, but 天音市 comes out some 160 lower, because 所属未定地 before
  its shore, where nobody lives in the truth, takes its share of the cells it lies in.
- All people live in cells that touch land of a municipality; the centre of some coastal cells is sea.
- Expect about 92 %% of the people in 5G areas on 2026-03-31 (88 %% a year earlier) and about 97 %% of the households in
  fiber areas (95 %%); what is missing are mountain hamlets, capes and islands.
- Of a suppressed cell the people (001-003) and households (034, 035) are exact, the rest stands in the cell it is
  merged into. About two people in a hundred have no known age.
"""


def totals_table(cells, areas):
    lines = ["| code | name | people | households | 65+ of the cells it has most of |", "|---|---|---|---|---|"]
    for k, m in enumerate(MUNICIPALITIES):
        people, households = truth_of(cells, k)
        mine = [c for c in cells if c.owner == k]
        share = 100 * sum(c.columns[18] for c in mine) // sum(c.columns[0] for c in mine)
        lines.append("| %s | %s | %d | %d | %d %% |" % (m.code, m.name, people, households, share))
    people = sum(c.people for c in cells)
    lines.append("| | %s | %d | %d | %d %% |" % (
        PREFECTURE, people, sum(c.columns[33] for c in cells), 100 * sum(c.columns[18] for c in cells) // people))
    return "\n".join(lines) + "\n\n%d populated cells.\n" % len(cells)


def truth_of(cells, label):
    truths = [c.owners[label] for c in cells if label in c.owners]
    return sum(t[0] for t in truths), sum(t[1] for t in truths)


def write_networks(folder, date, networks, cells, settlements, terrain):
    folder.mkdir(exist_ok=True)
    a, b, c = networks
    write_csv(folder / "operator_a_sites.csv",
              "id lon lat generation bands status on_air azimuth beamwidth radius_m".split(), rows_of_operator_a(a, date))
    write_geojson(folder / "operator_b_area.geojson", "operator_b_area", 6668, areas_of_operator_b(b, terrain, date))
    write_csv(folder / "operator_c_sites.csv", "id lon lat generation status on_air radius_m".split(), rows_of_operator_c(c, date))
    write_geojson(folder / "fiber_area.geojson", "fiber_area", 6668, fiber_areas(cells, settlements, date))


def write_lines(folder, ways):
    roads = [feature({"id": "R%04d" % (k + 1), "class": c, "name": name}, "LineString", line)
             for k, (c, name, line) in enumerate(ways.roads)]
    write_geojson(folder / "roads.geojson", "roads", 6668, roads)
    rails = [feature({"id": "L%d" % (k + 1), "class": "普通鉄道", "name": name}, "LineString", line)
             for k, (name, line) in enumerate(ways.rails)]
    write_geojson(folder / "railway.geojson", "railway", 6668, rails)


def write_plans(folder):
    write_csv(folder / "groups.csv", ["code", "group_id", "group_name", "kind"],
              [(code, group, name, kind) for group, name, kind, codes in GROUPS for code in codes])
    write_csv(folder / "kpi_targets.csv", "kpi scope fiscal_year value unit plan source note".split(),
              [row + (PLAN, "fictitious", "架空の値") for row in TARGETS])
    write_csv(folder / "kpi_actuals.csv", "kpi scope fiscal_year value unit plan source series_break note".split(),
              [row[:5] + (SERIES, "fictitious", row[5], "架空の値") for row in ACTUALS])


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent / "data" / "sample"
    (folder / "population").mkdir(parents=True, exist_ok=True)

    terrain = Terrain()
    offices = seats(terrain)
    areas = draw_municipalities(terrain, offices)
    settlements = settle(terrain, areas, offices)
    cells = cells_with_land(areas)
    populate(terrain, cells, settlements, offices)
    cells = sorted((c for c in cells if c.people > 0), key=lambda c: c.code)
    for cell in cells:
        inhabit(cell, terrain)
    networks = (build_network(201, cells, 20, 1.7, False), build_network(202, cells, 45, 2.2, True),
                build_network(203, cells, 60, 1.6, True))

    write_geojson(folder / "boundaries.geojson", "N03_sample_fictitious", 6668, boundary_features(areas))
    write_population(folder / "population", cells)
    write_csv(folder / "population_2050.csv", ["mesh_code", "population", "households", "age_65_plus"], projection(cells))
    write_csv(folder / "census.csv", ["code", "name", "pop2020", "households2020"],
              [(m.code, m.name) + truth_of(cells, k) for k, m in enumerate(MUNICIPALITIES)])
    write_networks(folder, "2026-03-31", networks, cells, settlements, terrain)
    write_networks(folder / "2025", "2025-03-31", networks, cells, settlements, terrain)
    for table, rows in places(areas, settlements).items():
        write_csv(folder / (table + ".csv"), ["id", "name", "kind", "lon", "lat", "code"], rows)
    write_csv(folder / "towns.csv", ["pref", "city", "town", "koaza", "lat", "lng"], town_points(areas, settlements))
    write_lines(folder, Ways(terrain, areas, settlements))
    write_csv(folder / "backbone.csv", ["id", "name", "class", "lon", "lat", "code"], backbone(areas, settlements))
    write_plans(folder)
    (folder / "README.md").write_bytes((README % totals_table(cells, areas)).encode("utf-8"))


if __name__ == "__main__":
    main()
