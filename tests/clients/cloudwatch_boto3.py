"""boto3 against a running engine: CloudWatch's metrics as Python programs use them, in whatever protocol the installed boto3 speaks.

Environment: CLOUDWATCH_ENDPOINT, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY. Every function is one check; the first that fails ends the run with its name.
"""
import os
import uuid
from datetime import datetime, timedelta, timezone

import boto3
from botocore.client import Config
from botocore.exceptions import ClientError

cloudwatch = boto3.client("cloudwatch", endpoint_url=os.environ["CLOUDWATCH_ENDPOINT"], region_name="us-east-1", config=Config(retries={"max_attempts": 1}))
NOW = datetime.now(timezone.utc).replace(second=0, microsecond=0)
START, END = NOW - timedelta(minutes=30), NOW + timedelta(minutes=2)


def namespace():
    return "check/" + uuid.uuid4().hex


def put(name_space, metric, value=None, minutes=0, **more):
    datum = {"MetricName": metric, "Timestamp": NOW - timedelta(minutes=minutes), **more}
    if value is not None:
        datum["Value"] = value
    cloudwatch.put_metric_data(Namespace=name_space, MetricData=[datum])


def statistics(name_space, metric, period=60, **more):
    found = cloudwatch.get_metric_statistics(**{
        "Namespace": name_space, "MetricName": metric, "StartTime": START, "EndTime": END, "Period": period, "Statistics": ["Sum"], **more})["Datapoints"]
    return sorted(found, key=lambda point: point["Timestamp"])


def query(name_space, metric, stat="Sum", period=60, identity="m1", **more):
    return {"Id": identity, "MetricStat": {"Metric": {"Namespace": name_space, "MetricName": metric}, "Period": period, "Stat": stat}, **more}


def data(*queries, **more):
    return cloudwatch.get_metric_data(MetricDataQueries=list(queries), StartTime=START, EndTime=END, **more)


def refused(code, call, *arguments, **named):
    try:
        call(*arguments, **named)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error.response
        return error.response["Error"]["Message"]
    raise AssertionError("not refused")


def values_are_put_and_their_statistics_read():
    ns = namespace()
    for value in (1, 2, 6):
        put(ns, "size", value, Unit="Bytes", Dimensions=[{"Name": "site", "Value": "north"}])
    dimensions = [{"Name": "site", "Value": "north"}]
    (point,) = statistics(ns, "size", Dimensions=dimensions, Statistics=["SampleCount", "Average", "Sum", "Minimum", "Maximum"])
    assert {key: value for key, value in point.items() if key != "Timestamp"} == {
        "SampleCount": 3.0, "Average": 3.0, "Sum": 9.0, "Minimum": 1.0, "Maximum": 6.0, "Unit": "Bytes"}, point
    assert point["Timestamp"] == NOW
    assert statistics(ns, "size") == []
    assert statistics(ns, "size", Dimensions=dimensions, Unit="Count") == []


def values_with_counts_and_statistic_sets():
    ns = namespace()
    put(ns, "v", Values=[1.0, 10.0], Counts=[2.0, 4.0], Unit="Count")
    (point,) = statistics(ns, "v", Statistics=["Sum", "SampleCount", "Maximum"])
    assert (point["Sum"], point["SampleCount"], point["Maximum"]) == (42.0, 6.0, 10.0), point
    put(ns, "s", StatisticValues={"SampleCount": 10, "Sum": 100, "Minimum": 1, "Maximum": 50})
    (point,) = statistics(ns, "s", Statistics=["Average", "Minimum"])
    assert (point["Average"], point["Minimum"]) == (10.0, 1.0)
    (point,) = cloudwatch.get_metric_statistics(Namespace=ns, MetricName="s", StartTime=START, EndTime=END, Period=60, ExtendedStatistics=["p50"])["Datapoints"]
    assert "ExtendedStatistics" not in point, point


def percentiles_are_within_two_percent():
    ns = namespace()
    put(ns, "p", Values=[float(i) for i in range(1, 101)])
    found = cloudwatch.get_metric_statistics(Namespace=ns, MetricName="p", StartTime=START, EndTime=END, Period=60, ExtendedStatistics=["p50", "p99", "p99.9"])
    percentiles = found["Datapoints"][0]["ExtendedStatistics"]
    for name, wanted in (("p50", 50), ("p99", 99), ("p99.9", 100)):
        assert abs(percentiles[name] - wanted) <= 0.02 * wanted, percentiles


def earlier_minutes_are_added_to_and_summed_by_period():
    ns = namespace()
    for minutes in (12, 12, 11, 3):
        put(ns, "m", 5, minutes=minutes)
    statistics(ns, "m")
    put(ns, "m", 7, minutes=12)
    points = statistics(ns, "m")
    assert [point["Sum"] for point in points] == [17.0, 5.0, 5.0], points
    assert sum(point["Sum"] for point in statistics(ns, "m", period=300)) == 27.0


def high_resolution_is_read_in_seconds():
    ns = namespace()
    for second in (0, 1, 1, 31):
        cloudwatch.put_metric_data(Namespace=ns, MetricData=[{"MetricName": "h", "Value": 1, "StorageResolution": 1, "Timestamp": NOW - timedelta(minutes=5) + timedelta(seconds=second)}])
    at = dict(StartTime=NOW - timedelta(minutes=5), EndTime=NOW - timedelta(minutes=4))
    assert [point["Sum"] for point in statistics(ns, "h", period=1, **at)] == [1.0, 2.0, 1.0]
    assert [point["Sum"] for point in statistics(ns, "h", period=30, **at)] == [3.0, 1.0]
    assert [point["Sum"] for point in statistics(ns, "h", period=60, **at)] == [4.0]


def metrics_are_listed_in_pages():
    ns = namespace()
    for start in range(0, 620, 20):
        cloudwatch.put_metric_data(Namespace=ns, MetricData=[
            {"MetricName": f"m{i % 2}", "Value": 1, "Dimensions": [{"Name": "n", "Value": f"{i:04}"}]} for i in range(start, start + 20)])
    pages = list(cloudwatch.get_paginator("list_metrics").paginate(Namespace=ns))
    assert [len(page["Metrics"]) for page in pages] == [500, 120], [len(page["Metrics"]) for page in pages]
    assert len({(each["MetricName"], each["Dimensions"][0]["Value"]) for page in pages for each in page["Metrics"]}) == 620
    assert len(cloudwatch.list_metrics(Namespace=ns, MetricName="m1", RecentlyActive="PT3H")["Metrics"]) == 310
    assert cloudwatch.list_metrics(Namespace=ns, Dimensions=[{"Name": "n", "Value": "0007"}])["Metrics"] == [
        {"Namespace": ns, "MetricName": "m1", "Dimensions": [{"Name": "n", "Value": "0007"}]}]
    assert cloudwatch.list_metrics(Namespace=ns, Dimensions=[{"Name": "other"}])["Metrics"] == []


def several_metrics_and_math():
    ns = namespace()
    for minutes, requests, errors in ((3, 100, 5), (2, 200, 0), (1, 50, 10)):
        put(ns, "requests", requests, minutes)
        if errors:
            put(ns, "errors", errors, minutes)

    def values(expression, **more):
        answer = data(query(ns, "requests", identity="r", ReturnData=False), query(ns, "errors", identity="e", ReturnData=False),
                      {"Id": "x", "Expression": expression, **more}, ScanBy="TimestampAscending")["MetricDataResults"]
        return answer[0]["Values"] if len(answer) == 1 else [each["Values"] for each in answer]

    assert values("r") == [100.0, 200.0, 50.0]
    assert values("100 * e / r") == [5.0, 20.0]
    assert values("100 * FILL(e, 0) / r") == [5.0, 0.0, 20.0]
    assert values("SUM(METRICS())") == [105.0, 200.0, 60.0]
    assert values("MAX([e, r]) - MIN([e, r])") == [95.0, 0.0, 40.0]
    assert values("AVG([r, r])") == [100.0, 200.0, 50.0]
    assert values("IF(r > 90, r, 0)") == [100.0, 200.0, 0.0]
    assert values("r / PERIOD(r)") == [100 / 60, 200 / 60, 50 / 60]
    assert values("RATE(r)") == [100 / 60, -150 / 60]
    assert values("-(r + 2 * 3 ^ 2) / SUM(e)") == [-118 / 15, -218 / 15, -68 / 15]
    assert values("[e, r]") == [[5.0, 10.0], [100.0, 200.0, 50.0]]
    descending = data(query(ns, "requests"))["MetricDataResults"][0]
    assert descending["Values"] == [50.0, 200.0, 100.0] and descending["Timestamps"][0] == NOW - timedelta(minutes=1)
    paged = list(cloudwatch.get_paginator("get_metric_data").paginate(
        MetricDataQueries=[query(ns, "requests"), query(ns, "errors", identity="m2")], StartTime=START, EndTime=END, MaxDatapoints=2))
    assert [value for page in paged for each in page["MetricDataResults"] for value in each["Values"]] == [50.0, 200.0, 100.0, 10.0, 5.0]
    for wrong in ("r +", "nobody", "r)", "SUM()", "x + 1", "1 + 1"):
        refused("ValidationError", values, wrong)


def what_is_not_there_is_refused_by_name():
    ns = namespace()
    assert "tm99" in refused("NotImplemented", data, query(ns, "m", stat="tm99"))
    assert "SEARCH" in refused("NotImplemented", data, {"Id": "x", "Expression": "SEARCH(1, 2)"})
    assert "SELECT" in refused("NotImplemented", data, {"Id": "x", "Expression": "SELECT AVG(x) FROM y", "Period": 60})
    assert "PutMetricAlarm" in refused("NotImplemented", cloudwatch.put_metric_alarm, AlarmName="a", ComparisonOperator="GreaterThanThreshold", EvaluationPeriods=1)
    assert "DescribeAlarms" in refused("NotImplemented", cloudwatch.describe_alarms)


def wrong_requests_are_refused_in_aws_words():
    ns = namespace()
    assert refused("InvalidParameterValue", put, "AWS/Lambda", "m", 1) == "The value AWS/Lambda for parameter Namespace is invalid."
    refused("InvalidParameterValue", put, ns, "m", float("nan"))
    refused("InvalidParameterValue", put, ns, "m", 1, Unit="Bananas")
    refused("InvalidParameterValue", put, ns, "m", 1, minutes=15 * 24 * 60)
    refused("InvalidParameterValue", put, ns, "m", 1, minutes=-130)
    refused("InvalidParameterValue", statistics, ns, "m", period=7)
    refused("InvalidParameterValue", statistics, ns, "m", StartTime=END, EndTime=START)
    assert "1440" in refused("InvalidParameterCombination", statistics, ns, "m", StartTime=NOW - timedelta(days=2))
    refused("InvalidParameterValue", data, query(ns, "m", stat="Median"))


for check in [value for value in list(globals().values()) if callable(value) and getattr(value, "__module__", "") == "__main__" and value.__name__ not in (
        "namespace", "put", "statistics", "query", "data", "refused")]:
    check()
    print("ok", check.__name__)
print("protocol", cloudwatch.meta.service_model.metadata.get("protocol"))
