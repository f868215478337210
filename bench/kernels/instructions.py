#!/usr/bin/env python3
"""Instructions that the kernels execute, counted by callgrind: the same on a busy machine and on a quiet one.

    instructions.py KERNELS            compares with instructions.csv; exit 1 where a kernel costs 10 % more than recorded
    instructions.py KERNELS --record   writes instructions.csv anew

KERNELS is the program build/bench/bench/kernels. What counts is the compiler's work too: with another compiler than the
recorded one nothing is compared (exit 77), and with one that was recorded, a gain of more than 10 % asks for --record.
"""
import argparse, csv, os, re, subprocess, sys

RECORD = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'instructions.csv')
TOLERANCE = 0.10
# kernel -> functions whose instructions count, with all that they call; setting up does not.
KERNELS = {
    'encode_half_mesh': ['amaneku::MeshCode::encode*'],
    'parse_half_mesh': ['amaneku::MeshCode::parse*'],
    'write_half_mesh': ['amaneku::MeshCode::text*'],
    'bounds_of_eighth_mesh': ['amaneku::MeshCode::bounds*'],
    'make_circles': ['amaneku::footprint::append_footprint*'],
    'bin_circles/4': ['amaneku::overlay::TileBins::add(*'],
    'walk_circles/4': ['amaneku::overlay::measure(*'],
    'union_in_a_cell/1': ['amaneku::overlay::measure(*'],
    'union_in_a_cell/3': ['amaneku::overlay::measure(*'],
    'union_in_a_cell/10': ['amaneku::overlay::measure(*'],
    'measure_zones_and_circles': ['amaneku::overlay::measure(*'],
    'share_among_zones': ['amaneku::zonal::allocate(*'],
    'judge_all_rules': ['amaneku::zonal::judge(*'],
}


def counted(program, kernel, functions):
    call = ['valgrind', '--tool=callgrind', '--callgrind-out-file=/dev/null', '--collect-atstart=no']
    call += ['--toggle-collect=' + f for f in functions]
    call += [program, '--benchmark_filter=^%s(/iterations:.*)?$' % re.escape(kernel), '--benchmark_min_time=0']
    run = subprocess.run(call, capture_output=True, text=True)
    found = re.search(r'Collected\s*:\s*(\d+)', run.stderr)
    if run.returncode != 0 or not found or int(found.group(1)) == 0:
        sys.exit('%s: callgrind counted nothing:\n%s%s' % (kernel, run.stdout, run.stderr))
    return int(found.group(1))


def compiler(program):
    """What the program says of its compiler."""
    notes = subprocess.run(['readelf', '-p', '.comment', program], capture_output=True, text=True).stdout
    found = re.search(r'\]\s+(.*)', notes)
    return found.group(1).strip() if found else 'unknown'


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument('kernels')
    options.add_argument('--record', action='store_true')
    options = options.parse_args()
    made_by = compiler(options.kernels)
    recorded = {}
    if not options.record:
        with open(RECORD, encoding='utf-8') as source:
            rows = list(csv.DictReader(source))
        recorded = {row['kernel']: int(row['instructions']) for row in rows}
        if rows[0]['compiler'] != made_by:
            print('recorded with %s, built with %s: not compared' % (rows[0]['compiler'], made_by))
            sys.exit(77)
        if set(recorded) != set(KERNELS):
            sys.exit('instructions.csv lists other kernels than there are: %s' % sorted(set(recorded) ^ set(KERNELS)))
    counts = {}
    too_many = []
    for kernel, functions in KERNELS.items():
        counts[kernel] = counted(options.kernels, kernel, functions)
        change = '' if options.record else '%+.1f %%' % (100.0 * (counts[kernel] / recorded[kernel] - 1.0))
        print('%-28s %14d %s' % (kernel, counts[kernel], change), flush=True)
        if not options.record and counts[kernel] > (1.0 + TOLERANCE) * recorded[kernel]:
            too_many.append(kernel)
    if options.record:
        with open(RECORD, 'w', encoding='utf-8') as target:
            target.write('kernel,instructions,compiler\n')
            for kernel, count in counts.items():
                target.write('%s,%d,"%s"\n' % (kernel, count, made_by))
    if too_many:
        sys.exit('more than 10 %% above the recorded count: %s' % ', '.join(too_many))


main()
