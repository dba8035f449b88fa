#!/usr/bin/env python3
"""Trains the classifier of the built-in function `classify` and writes iris.onnx and train.log beside this script.

    models/iris/train.py ../shared/data/iris.csv

Needs scikit-learn and onnx (Debian: python3-sklearn python3-onnx). Fisher's iris data (1936): four lengths in cm, three species.
The same data make the same file, byte for byte.
"""

import csv
import hashlib
import pathlib
import sys

import numpy
import onnx
import sklearn
from onnx import TensorProto, helper
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import confusion_matrix
from sklearn.model_selection import RepeatedStratifiedKFold, StratifiedKFold, cross_val_predict, cross_val_score

FEATURES = ["sepal_length", "sepal_width", "petal_length", "petal_width"]
SPECIES = ["setosa", "versicolor", "virginica"]
SEED = 36


def read(path):
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    return numpy.array([[row[name] for name in FEATURES] for row in rows], dtype=numpy.float32), numpy.array([int(row["species"]) for row in rows])


def forest():
    return RandomForestClassifier(n_estimators=25, max_depth=4, random_state=SEED)


def not_above(threshold):
    """The largest float32 that is not above: features are float32, so that x <= threshold stays as it was."""
    nearest = numpy.float32(threshold)
    return float(nearest if nearest <= threshold else numpy.nextafter(nearest, numpy.float32(-numpy.inf)))


def to_onnx(model):
    """The forest as ONNX-ML's TreeEnsembleClassifier: a leaf's class shares, divided by the number of trees, are added up."""
    nodes = {name: [] for name in ("treeids", "nodeids", "modes", "featureids", "values", "truenodeids", "falsenodeids")}
    classes = {name: [] for name in ("treeids", "nodeids", "ids", "weights")}
    for number, estimator in enumerate(model.estimators_):
        tree = estimator.tree_
        for node in range(tree.node_count):
            leaf = tree.children_left[node] < 0
            values = (number, node, "LEAF" if leaf else "BRANCH_LEQ", 0 if leaf else int(tree.feature[node]), 0.0 if leaf else not_above(tree.threshold[node]),
                      0 if leaf else int(tree.children_left[node]), 0 if leaf else int(tree.children_right[node]))
            for name, value in zip(nodes, values):
                nodes[name].append(value)
            if leaf:
                shares = tree.value[node][0] / tree.value[node][0].sum() / len(model.estimators_)
                for kind, share in enumerate(shares):
                    for name, value in zip(classes, (number, node, kind, float(share))):
                        classes[name].append(value)

    ensemble = helper.make_node(
        "TreeEnsembleClassifier", ["values"], ["label", "probabilities"], domain="ai.onnx.ml", post_transform="NONE", classlabels_int64s=[0, 1, 2],
        **{f"nodes_{name}": value for name, value in nodes.items()}, **{f"class_{name}": value for name, value in classes.items()})
    graph = helper.make_graph(
        [ensemble], "iris", [helper.make_tensor_value_info("values", TensorProto.FLOAT, ["N", len(FEATURES)])],
        [helper.make_tensor_value_info("label", TensorProto.INT64, ["N"]), helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["N", len(SPECIES)])],
        doc_string="Species of iris from the lengths and widths of sepal and petal, in cm.")
    model = helper.make_model(graph, producer_name="headrace", opset_imports=[helper.make_opsetid("", 13), helper.make_opsetid("ai.onnx.ml", 1)])
    model.ir_version = 8
    helper.set_model_props(model, {"features": ",".join(FEATURES), "classes": ",".join(SPECIES)})
    onnx.checker.check_model(model)
    return model.SerializeToString(deterministic=True)


def main():
    data = sys.argv[1]
    features, species = read(data)
    repeated = cross_val_score(forest(), features, species, cv=RepeatedStratifiedKFold(n_splits=10, n_repeats=10, random_state=SEED))
    once = cross_val_predict(forest(), features, species, cv=StratifiedKFold(10, shuffle=True, random_state=SEED))
    model = forest().fit(features, species)
    content = to_onnx(model)

    folder = pathlib.Path(__file__).resolve().parent
    (folder / "iris.onnx").write_bytes(content)
    lines = [
        f"data: {pathlib.Path(data).name}, {len(species)} rows, sha256 {hashlib.sha256(pathlib.Path(data).read_bytes()).hexdigest()}",
        f"scikit-learn {sklearn.__version__}, onnx {onnx.__version__}, numpy {numpy.__version__}, seed {SEED}",
        f"forest: {len(model.estimators_)} trees of depth {model.max_depth}, {sum(tree.tree_.node_count for tree in model.estimators_)} nodes",
        f"accuracy, 10-fold cross-validation repeated 10 times: mean {repeated.mean():.4f}, standard deviation of folds {repeated.std():.4f}",
        f"accuracy, 10-fold cross-validation once: {(once == species).mean():.4f}; confusion (rows: true; {', '.join(SPECIES)}):",
        *("  " + " ".join(f"{count:3d}" for count in row) for row in confusion_matrix(species, once)),
        f"accuracy on the training rows: {model.score(features, species):.4f}",
        "importance: " + ", ".join(f"{name} {share:.3f}" for name, share in zip(FEATURES, model.feature_importances_)),
        f"iris.onnx: {len(content)} bytes, sha256 {hashlib.sha256(content).hexdigest()}",
    ]
    (folder / "train.log").write_text("\n".join(lines) + "\n")
    print("\n".join(lines))
    if repeated.mean() < 0.95:
        sys.exit("less than 95 % by cross-validation")


main()
