"""The whole benchmark: see bench/national.sh --help."""
import argparse, os, re, shutil, sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import check, jobs as job_list, report, scenario as scenarios_of

PEERS = ['read', 'geos', 'raster10', 'postgis']


def arguments():
    parser = argparse.ArgumentParser(
        prog='bench/national.sh', formatter_class=argparse.RawDescriptionHelpFormatter,
        description='Runs amaneku and its peers on the same files, in turn, and compares times, memory and answers.',
        epilog='''environment:
  AMANEKU_BENCH  folder of the original tables S, M, L (../shared/bench); without it they are made, of the same shapes and sizes
  AMANEKU_DATA   folder of real data, for the boundaries (../shared/data)
  BENCH_WORK     where data and results are kept (build/bench-data)
exit status: 0 all answers agree, 1 some do not, 2 usage, 4 a run failed''')
    parser.add_argument('--scenarios', default='S,M,L', help='of S, M, L (all)')
    parser.add_argument('--peers', default=','.join(PEERS), help='of %s, or none (all that are installed)' % ', '.join(PEERS))
    parser.add_argument('--threads', default='1,2', help='of the engine; peers use the most (1,2)')
    parser.add_argument('--rounds', type=int, default=3, help='how often each job runs, in turn with the others (3)')
    parser.add_argument('--only', default='', help='only jobs whose name matches this expression')
    parser.add_argument('--slow', action='store_true', help='on L also PostGIS, GEOS on fiber and GDAL on GeoJSON, once')
    parser.add_argument('--smoke', action='store_true', help='a tiny scenario, one round: does everything still work?')
    parser.add_argument('--record', action='store_true', help='append the tables to bench/results.md')
    parser.add_argument('--build', help='folder of a build with bench programs, instead of building preset bench')
    found = parser.parse_args()
    found.scenarios = ['smoke'] if found.smoke else found.scenarios.split(',')
    found.peers = [] if found.peers == 'none' else found.peers.split(',')
    found.rounds = 1 if found.smoke else found.rounds
    try:
        found.threads = sorted(int(t) for t in found.threads.split(','))
    except ValueError:
        parser.error('--threads is a list of numbers, like 1,2')
    for value, known in [(s, list('SML') + ['smoke']) for s in found.scenarios] + [(p, PEERS) for p in found.peers]:
        if value not in known:
            parser.error("'%s' is none of %s" % (value, ', '.join(known)))
    if found.rounds < 1 or found.threads[0] < 1:
        parser.error('rounds and threads are at least 1')
    return found


def reference_job(scenario, programs, out):
    """R: GDAL merely reads L's FlatGeobuf."""
    path = scenario.file('areas.fgb')
    return job_list.Job('R', 'R', [programs['gdal_read'], path], out, '', 'reader', [path])


def warm(paths):
    """Reads files once, so that no job pays for the disk."""
    for path in dict.fromkeys(paths):
        with open(path, 'rb') as source:
            while source.read(1 << 24):
                pass


def run_in_turn(jobs, options):
    """@returns what failed; a job that failed is not tried again, the others go on"""
    failures, left = [], list(jobs)
    for turn in range(options.rounds):
        for job in list(left):
            if job.slow and turn > 0:
                continue
            failure = job.run()
            if failure:
                print(failure, file=sys.stderr)
                failures.append(failure)
                left.remove(job)
                continue
            print('round %d  %-5s %-32s %d threads %9.3f s %7.0f MB' % (
                turn + 1, job.scenario, job.name, job.threads, job.runs[-1]['seconds'], job.runs[-1]['peak_mb']), flush=True)
    return failures


def main():
    options = arguments()
    root = os.path.abspath(os.path.join(scenarios_of.HERE, '../..'))
    work = os.path.abspath(os.environ['BENCH_WORK'])
    build = os.path.abspath(options.build)
    programs = {name: os.path.join(build, 'bench', name) for name in ('shapes', 'gdal_read', 'geos_per_cell', 'rasterise_10x')}
    programs['amaneku'] = os.path.join(build, 'src/amaneku')
    programs['postgis'] = os.path.join(root, 'bench/peers/postgis.sh')

    def scenario(name):
        return scenarios_of.Scenario(name, work, os.environ.get('AMANEKU_BENCH'), os.environ.get('AMANEKU_DATA'), programs['shapes'])

    if options.smoke:
        shutil.rmtree(os.path.join(work, 'smoke-made'), ignore_errors=True)  # the makers are to be tried too
    chosen = [scenario(name) for name in options.scenarios]
    out = os.path.join(work, 'out')
    jobs = []
    for s in chosen:
        for job in job_list.all_jobs(s, programs, os.path.join(out, s.name), options.peers, options.threads):
            if re.search(options.only, job.name) and (options.slow or not job.slow):
                jobs.append(job)
    reference = []
    if not options.smoke:
        os.makedirs(os.path.join(out, 'R'), exist_ok=True)
        reference = [reference_job(scenario('L'), programs, os.path.join(out, 'R'))]
    warm(path for job in reference + jobs for path in job.inputs)
    failures = run_in_turn(reference + jobs, options)
    apart, wrong = check.compared(jobs)
    r_seconds = report.median(reference[0]) if reference else None
    text = report.text(chosen, jobs, apart, failures + wrong, r_seconds, options.rounds, root)
    print('\n' + text)
    with open(os.path.join(work, 'report.md'), 'w', encoding='utf-8') as target:
        target.write(text)
    if options.record:
        with open(os.path.join(root, 'bench/results.md'), 'a', encoding='utf-8') as target:
            target.write('\n' + text)
    return 4 if failures else 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main())
