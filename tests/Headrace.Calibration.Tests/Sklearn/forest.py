"""Reads rows (roi_1 … roi_N, stage, set) from a file and says what scikit-learn makes of them, as JSON.

forest.py tree ROWS DEPTH MIN_LEAF N   one DecisionTreeRegressor of the first N counts: its nodes and its predictions of every row
forest.py forest ROWS DEPTH SEED ...   one RandomForestRegressor for each seed: R2 and RMSE on the rows of the set "test", and importances
"""

import csv
import json
import sys

import numpy
from sklearn.ensemble import RandomForestRegressor
from sklearn.tree import DecisionTreeRegressor


def read(path):
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    rois = [name for name in rows[0] if name.startswith("roi_")]
    features = numpy.array([[row[roi] for roi in rois] for row in rows], dtype=numpy.float32)
    return features, numpy.array([float(row["stage"]) for row in rows]), numpy.array([row["set"] == "test" for row in rows])


def main():
    features, stage, test = read(sys.argv[2])
    depth = int(sys.argv[3]) or None
    if sys.argv[1] == "tree":
        features = features[:, :int(sys.argv[5])]
        model = DecisionTreeRegressor(max_depth=depth, min_samples_leaf=int(sys.argv[4]), random_state=0).fit(features[~test], stage[~test])
        answer = {"nodes": int(model.tree_.node_count), "predictions": model.predict(features).tolist(), "importances": model.feature_importances_.tolist()}
    else:
        answer = []
        for seed in map(int, sys.argv[4:]):
            model = RandomForestRegressor(n_estimators=100, max_depth=depth, random_state=seed, oob_score=True, n_jobs=-1).fit(features[~test], stage[~test])
            residual = model.predict(features[test]) - stage[test]
            answer.append({
                "r2": model.score(features[test], stage[test]), "rmse": float(numpy.sqrt(numpy.mean(residual**2))),
                "oob_r2": model.oob_score_, "importances": model.feature_importances_.tolist(),
            })
    json.dump(answer, sys.stdout)


main()
