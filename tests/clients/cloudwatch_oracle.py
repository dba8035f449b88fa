"""Replays recorded CloudWatch tests in JSON 1.0 and writes how many answers match: cloudwatch_oracle.py RECORDED_FOLDER REPORT.

The requests are written anew, the answers compared are AWS's. Ends with 1 when an answer differs.
"""
import json
import os
import re
import sys
import time
import urllib.error
import urllib.request
import uuid

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

CREDENTIALS = Credentials(os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"])
NOW = int(time.time()) // 60 * 60
WINDOW = {"StartTime": NOW - 300, "EndTime": NOW + 60}
SCENARIOS = {}

NOT_APPLICABLE = re.compile(
    "alarm|dashboard|insight_rule|anomaly|metric_stream|store_tags|sqs|TestSQS|exception_serializing|basic_operations|lambda_invoke|invalid_dashboard")


def call(operation, **arguments):
    request = AWSRequest("POST", os.environ["CLOUDWATCH_ENDPOINT"] + "/", data=json.dumps(arguments).encode(), headers={
        "Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": "GraniteServiceVersion20100801." + operation})
    SigV4Auth(CREDENTIALS, "monitoring", "us-east-1").add_auth(request)
    try:
        with urllib.request.urlopen(urllib.request.Request(request.url, request.body, dict(request.headers))) as response:
            return {**json.loads(response.read() or b"{}"), "ResponseMetadata": {"HTTPStatusCode": response.status}}
    except urllib.error.HTTPError as error:
        body = json.loads(error.read())
        code, kind = error.headers["x-amzn-query-error"].split(";")
        return {"Error": {"Code": code, "Message": body["message"], "QueryErrorCode": body["__type"].split("#")[-1], "Type": kind}, "message": body["message"],
                "ResponseMetadata": {"HTTPStatusCode": error.code}}


def replays(test):
    def register(function):
        SCENARIOS[test] = function
        return function
    return register


def put(ns, *data):
    answer = call("PutMetricData", Namespace=ns, MetricData=[{"Timestamp": NOW, **datum} for datum in data])
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200, answer


def metric(ns, name, stat="Sum", period=60, identity="m1", dimensions=(), **more):
    return {"Id": identity, "MetricStat": {"Metric": {"Namespace": ns, "MetricName": name, "Dimensions": list(dimensions)}, "Period": period, "Stat": stat, **more}}


def get(*queries):
    return call("GetMetricData", MetricDataQueries=list(queries), **WINDOW)


def space():
    return "oracle/" + uuid.uuid4().hex


@replays("test_put_metric_data_values_list[json]")
def _(_name):
    ns = space()
    put(ns, {"MetricName": "test-metric", "Unit": "Count", "Values": [1.0, 10.0], "Counts": [2.0, 4.0]})
    yield "get_metric_statistics", call("GetMetricStatistics", Namespace=ns, MetricName="test-metric", Period=60, Statistics=["SampleCount", "Sum", "Maximum"], **WINDOW)


@replays("test_put_metric_data_validation[json]")
def _(_name):
    ns = space()

    def refused(**datum):
        return call("PutMetricData", Namespace=ns, MetricData=[{"MetricName": "mm", **datum}])

    yield "invalid-param-combination", refused(Value=1, Values=[1, 2])
    yield "invalid-param-value", refused(Values=[1, 2], Counts=[1, 2, 3])
    yield "invalid-param-combination-2", refused(Value=1, StatisticValues={"SampleCount": 10, "Sum": 55, "Minimum": 1, "Maximum": 10})


@replays("test_get_metric_data_for_multiple_metrics[json]")
def _(_name):
    ns = space()
    put(ns, {"MetricName": "metric1", "Value": 50}, {"MetricName": "metric2", "Value": 25}, {"MetricName": "metric3", "Value": 55})
    yield "get_metric_data", get(*[metric(ns, f"metric{i}", identity=f"result{i}") for i in (1, 2, 3)])


@replays("test_get_metric_data_with_dimensions[json]")
def _(_name):
    ns = space()
    put(ns, {"MetricName": "metric1", "Value": 11, "Dimensions": [{"Name": "InstanceId", "Value": "one"}]},
        {"MetricName": "metric1", "Value": 88, "Dimensions": [{"Name": "InstanceId", "Value": "two"}]})
    yield "get_metric_data", get(metric(ns, "metric1", identity="result1", dimensions=[{"Name": "InstanceId", "Value": "one"}]))


@replays("test_get_metric_data_with_zero_and_labels[json]")
def _(_name):
    ns = space()
    for value in (0, 0, 0, 6.5, 10, 100):
        put(ns, {"MetricName": "metric1", "Value": value})
    yield "get_metric_data_with_zero_and_labels", get(*[metric(ns, "metric1", stat=stat, identity=f"result_{stat}") for stat in ("Average", "Sum", "Minimum", "Maximum")])


@replays("test_get_metric_statistics[json]")
def _(_name):
    ns = space()
    for value in range(10):
        put(ns, {"MetricName": "metric", "Value": value})
    yield "get_metric_statistics", call("GetMetricStatistics", Namespace=ns, MetricName="metric", Period=60,
                                        Statistics=["Average", "Sum", "Minimum", "Maximum", "SampleCount"], **WINDOW)


@replays("test_handle_different_units[json]")
def _(_name):
    ns = space()
    put(ns, {"MetricName": "m-test", "Value": 5, "Unit": "Count"}, {"MetricName": "m-test", "Value": 10}, {"MetricName": "m-test", "Value": 1, "Unit": "Seconds"})
    answer = call("GetMetricStatistics", Namespace=ns, MetricName="m-test", Period=60, Statistics=["Average"], **WINDOW)
    order = ["None", "Count", "Seconds"]  # AWS gives units in no order
    answer["Datapoints"].sort(key=lambda point: order.index(point["Unit"]))
    yield "get_metric_statistics_with_different_units", answer


@replays("test_get_metric_data_with_different_units[json]")
def _(_name):
    ns = space()
    put(ns, {"MetricName": "m-test", "Value": 1, "Unit": "Seconds"}, {"MetricName": "m-test", "Value": 5, "Unit": "Count"})
    yield "get_metric_data_with_different_units", get(metric(ns, "m-test", Unit="Seconds"))


@replays("test_get_metric_data_different_units_no_unit_in_query[json-metric_data0]")
@replays("test_get_metric_data_different_units_no_unit_in_query[json-metric_data1]")
@replays("test_get_metric_data_different_units_no_unit_in_query[json-metric_data2]")
def _(name):
    ns = space()
    data = {"0": [("Seconds", 45), ("Milliseconds", 60000)], "1": [("Seconds", 100), ("Milliseconds", 120000)],
            "2": [("Count", 5), ("Seconds", 45), ("Milliseconds", 60000)]}[name[-2]]
    put(ns, *[{"MetricName": "m-test", "Value": value, "Unit": unit} for unit, value in data])
    yield "get_metric_data_with_no_unit_specified", get(metric(ns, "m-test"))


LABELS = [
    [("Sum", 60, "Seconds"), ("Minimum", 30, "Seconds")], [("Sum", 60, "Seconds"), ("Minimum", 60, "Seconds")], [("Sum", 60, "Seconds"), ("Sum", 30, "Seconds")],
    [("Sum", 60, "Seconds"), ("Minimum", 30, "Milliseconds")], [("Sum", 60, "Seconds"), ("Minimum", 60, "Milliseconds")],
    [("Sum", 60, "Seconds"), ("Sum", 30, "Milliseconds")], [("Sum", 60, "Seconds"), ("Sum", 60, "Milliseconds")]]


def labels(name):
    ns = space()
    for value in (0, 2, 7, 100):
        put(ns, {"MetricName": "metric1", "Value": value, "Unit": "Seconds"})
    pairs = LABELS[int(name[-2])]
    yield "label_generation", get(*[metric(ns, "metric1", stat, period, f"result_{stat}_{period}_{unit}", Unit=unit) for stat, period, unit in pairs])


for _number in range(len(LABELS)):
    SCENARIOS[f"test_label_generation[json-input_pairs{_number}]"] = labels


@replays("test_get_metric_with_null_dimensions[json]")
def _(_name):
    ns = space()
    put(ns, {"MetricName": "m", "Value": 1, "Dimensions": [{"Name": "foo", "Value": "bar"}]})
    yield "get_metric_with_null_dimensions", get(metric(ns, "m"))


@replays("test_get_metric_with_no_results[json]")
def _(_name):
    yield "result", get(metric(space(), "nothing", identity="result"))


@replays("test_multiple_dimensions_statistics[json]")
def _(_name):
    ns = space()
    dimensions = [{"Name": name, "Value": value} for name, value in (
        ("error", "none"), ("exception", "none"), ("method", "GET"), ("outcome", "SUCCESS"), ("uri", "/greetings"), ("status", "200"))]
    put(ns, {"MetricName": "http.server.requests.count", "Value": 5, "Unit": "Count", "Dimensions": dimensions})
    yield "get-metric-stats-max", get(metric(ns, "http.server.requests.count", "Maximum", identity="result1", dimensions=dimensions))
    yield "list-metrics", call("ListMetrics", Namespace=ns)


@replays("test_invalid_amount_of_datapoints[json]")
def _(_name):
    ns = space()

    def statistics(start, end, period):
        return call("GetMetricStatistics", Namespace=ns, MetricName="metric_name", StartTime=start, EndTime=end, Period=period, Statistics=["SampleCount"])

    yield "error-invalid-amount-datapoints", statistics(NOW - 86400, NOW, 1)
    yield "error-invalid-time-frame", statistics(NOW, NOW, 60)
    yield "get-metric-statitics", statistics(NOW - 1440, NOW, 1)


def differences(expected, given, path=""):
    """Members that AWS gave and we do not, or give otherwise, or that AWS did not give. What was replaced by a placeholder fits anything."""
    if isinstance(expected, dict) and isinstance(given, dict):
        for name in sorted(expected.keys() | given.keys()):
            if name == "ResponseMetadata":
                if expected.get(name, {}).get("HTTPStatusCode") != given.get(name, {}).get("HTTPStatusCode"):
                    yield f"{path}.status: {given[name]['HTTPStatusCode']}"
            elif name not in given:
                yield f"{path}.{name} is missing"
            elif name not in expected:
                yield f"{path}.{name} is not AWS's: {given[name]!r}"
            else:
                yield from differences(expected[name], given[name], f"{path}.{name}")
    elif isinstance(expected, list) and isinstance(given, list):
        if len(expected) != len(given):
            yield f"{path} has {len(given)} items, AWS's {len(expected)}"
        for number, (one, other) in enumerate(zip(expected, given)):
            yield from differences(one, other, f"{path}[{number}]")
    elif isinstance(expected, str) and (expected == "timestamp" or expected.startswith("<")):
        return
    elif expected != given:
        yield f"{path}: {given!r} is not {expected!r}"


def main(folder, report):
    recorded, tests, skipped = {}, 0, 0
    for file in sorted(os.listdir(folder)):
        with open(os.path.join(folder, file), encoding="utf-8") as content:
            for name, test in json.load(content).items():
                tests += 1
                short = name.split("::", 1)[1].split("::")[-1]
                if NOT_APPLICABLE.search(name):
                    skipped += 1
                else:
                    recorded[short] = test["recorded-content"]
    matched, unexpected, other_protocols, not_recorded_input = 0, {}, 0, 0
    for name, content in recorded.items():
        if "json" not in name:
            other_protocols += 1  # the same answers in Query and CBOR: the protocols' own tests are CloudWatchProtocolTests
            continue
        if name.startswith("test_get_metric_data_stats"):
            not_recorded_input += 1  # the recording does not say which values were put
            continue
        if name not in SCENARIOS:
            unexpected[name] = ["is neither replayed nor said not to apply"]
            continue
        for step, given in SCENARIOS[name](name):
            found = list(differences(content[step], given))
            if found:
                unexpected[f"{name} / {step}"] = found
            else:
                matched += 1
    summary = {"tests": tests, "not_applicable": skipped, "other_protocols": other_protocols, "without_input": not_recorded_input, "matched": matched,
               "unexpected": len(unexpected), "unexpected_differences": unexpected}
    os.makedirs(os.path.dirname(report), exist_ok=True)
    with open(report, "w", encoding="utf-8") as target:
        json.dump(summary, target, indent=2)
    print(json.dumps(summary, indent=2))
    return 1 if unexpected else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
