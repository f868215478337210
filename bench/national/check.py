"""Do the answers agree? Every job is compared with the engine's first of its family."""
import answers

EXACT_POINTS = 1e-6  # exact peers, percentage points of a municipality's rate
SITE_POINTS = 1e-2   # circles made from the table against those written with 7 decimals: centimetres; area share only
PEOPLE = 1e-6        # of a municipality, relative


def compared(jobs):
    """job id -> (area share points, half cell points) and a list of what is wrong."""
    apart, wrong, base = {}, [], {}
    for job in jobs:
        if job.kind == 'engine' and job.runs:
            base.setdefault((job.scenario, job.family), job)
    digests = {}
    for job in jobs:
        if job.kind == 'reader' or not job.runs:
            continue
        place = '%s, %s, %d threads' % (job.scenario, job.name, job.threads)
        first = base.get((job.scenario, job.family))
        if first is not None and job.kind == 'engine':
            digest = digests.setdefault(first.output, answers.digest(first.output))
            if answers.digest(job.output) != digest:
                wrong.append('%s: tables differ from those of %s, %d threads' % (place, first.name, first.threads))
        # The site table's circles are the areas before they were written.
        reference = base.get((job.scenario, 'areas')) if job.family in ('sites', 'raster') else first
        if reference is None or reference is job:
            continue
        people, area, half = answers.differences(reference.answer(), job.answer())
        apart[id(job)] = (area, half)
        if job.kind == 'peer' and job.exact and max(area, half) > EXACT_POINTS:
            wrong.append('%s: rates differ by up to %.3g (area share) and %.3g points (half cell)' % (place, area, half))
        if job.kind == 'peer' and job.exact and people > PEOPLE:
            wrong.append('%s: people of a municipality differ by %.3g' % (place, people))
        if job.family == 'sites' and area > SITE_POINTS:
            wrong.append('%s: area shares differ by up to %.3g points' % (place, area))
    return apart, wrong
