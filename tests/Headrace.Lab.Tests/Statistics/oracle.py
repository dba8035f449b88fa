"""What NumPy and SciPy say of the samples on standard input, as JSON."""
import json
import sys

import numpy
from scipy import optimize, stats


def describe(sample):
    return {
        "percentiles": [numpy.percentile(sample, percent) for percent in (50, 75, 90, 95, 99, 99.9, 99.99)],
        "mean": numpy.mean(sample),
        "sd": numpy.std(sample, ddof=1),
        "t": stats.t.interval(0.95, len(sample) - 1, numpy.mean(sample), stats.sem(sample)),
        # Its jackknife takes the square of the size.
        "bca": None if len(sample) > 1000 else list(stats.bootstrap((sample,), numpy.mean, n_resamples=9999, method="BCa", random_state=1, batch=100).confidence_interval),
    }


def scaling(points):
    n, x = (numpy.array(column, float) for column in zip(*points))
    law = lambda n, a, s, k: a * n / (1 + s * (n - 1) + k * n * (n - 1))
    found, covariance = optimize.curve_fit(law, n, x, p0=(x[0] / n[0], 0.01, 1e-5), bounds=(0, numpy.inf), xtol=1e-15, ftol=1e-15, gtol=1e-15, max_nfev=100000)
    # Bounds put curve_fit a hair away from 0.
    return {"parameters": list(found), "squares": float(numpy.sum((law(n, *found) - x) ** 2)), "errors": list(numpy.sqrt(numpy.diag(covariance)))}


asked = json.load(sys.stdin)
samples = [numpy.array(sample) for sample in asked.get("samples", [])]
answer = {
    "samples": [describe(sample) for sample in samples],
    "welch": [[list(map(float, stats.ttest_ind(a, b, equal_var=False))) for b in samples] for a in samples],
    "student": [2 * stats.t.sf(abs(t), degrees) for t, degrees in asked.get("student", [])],
    "fisher": [stats.f.sf(f, between, within) for f, between, within in asked.get("fisher", [])],
    "beta": [stats.beta.ppf(probability, a, b) for probability, a, b in asked.get("beta", [])],
    "scaling": [scaling(points) for points in asked.get("scaling", [])],
}
if len(samples) > 1:
    answer["anova"] = list(map(float, stats.f_oneway(*samples)))
json.dump(answer, sys.stdout, default=float)
