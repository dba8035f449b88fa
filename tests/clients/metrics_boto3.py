"""Calls APIs, a bucket, a table and a function, and reads with boto3, and from /metrics, what the engine has counted: metrics_boto3.py PART …"""
import datetime
import sys
import urllib.request
import uuid

import boto3

from apis_boto3 import ACCOUNT, ENDPOINT, OPTIONS, REGION, apis, call, function, lam, lambda_uri, method, permit, rest, rest_api, same

cloudwatch = boto3.client("cloudwatch", **OPTIONS)
s3 = boto3.client("s3", **OPTIONS)


def data(namespace, statistics, **dimensions):
    """Of each metric → statistic its one value over the last hour, as GetMetricData gives it; None where there is none."""
    now = datetime.datetime.now(datetime.timezone.utc)
    queries = [{"Id": f"m{number}", "MetricStat": {
        "Metric": {"Namespace": namespace, "MetricName": name, "Dimensions": [{"Name": key, "Value": value} for key, value in dimensions.items()]},
        "Period": 7200, "Stat": statistic}} for number, (name, statistic) in enumerate(statistics)]
    results = cloudwatch.get_metric_data(MetricDataQueries=queries, StartTime=now - datetime.timedelta(hours=2), EndTime=now + datetime.timedelta(hours=2))["MetricDataResults"]
    return {statistics[int(result["Id"][1:])]: sum(result["Values"]) if result["Values"] else None for result in results}


def sums(namespace, *names, **dimensions):
    return [data(namespace, [(name, "Sum") for name in names], **dimensions)[name, "Sum"] for name in names]


def names(namespace, **dimensions):
    wanted = [{"Name": key, "Value": value} for key, value in dimensions.items()]
    return {metric["MetricName"] for metric in cloudwatch.list_metrics(Namespace=namespace, Dimensions=wanted)["Metrics"] if metric["Dimensions"] == wanted}


def page():
    with urllib.request.urlopen(ENDPOINT + "/metrics") as response:
        return dict(line.rsplit(" ", 1) for line in response.read().decode().splitlines() if not line.startswith("#"))


def times_are_sane(namespace, longer, shorter, samples, **dimensions):
    """The longer time contains the shorter one, and both were taken as often as they should."""
    found = data(namespace, [(longer, "Sum"), (shorter, "Sum"), (longer, "SampleCount"), (shorter, "SampleCount"), (longer, "p99")], **dimensions)
    assert 0 < found[shorter, "Sum"] <= found[longer, "Sum"], found
    same((found[longer, "SampleCount"], found[shorter, "SampleCount"]), samples)
    assert found[longer, "p99"] > 0, found


def rest_apis():
    name, api, root = rest_api()
    arn = function()
    permit(arn, f"arn:aws:execute-api:{REGION}:{ACCOUNT}:{api}/*")
    at = rest.create_resource(restApiId=api, parentId=root, pathPart="work")["id"]
    method(api, at, "GET", type="AWS_PROXY", integrationHttpMethod="POST", uri=lambda_uri(arn))
    rest.create_deployment(restApiId=api, stageName="prod")
    rest.create_deployment(restApiId=api, stageName="other")
    ask = lambda path, stage="prod": call("GET", f"/restapis/{api}/{stage}/_user_request_{path}")[0]
    same([ask("/work"), ask("/work"), ask("/work?fail=1"), ask("/nowhere"), ask("/work", "other")], [200, 200, 502, 403, 200])
    counted = ("Count", "4XXError", "5XXError")
    same(sums("AWS/ApiGateway", *counted, ApiName=name, Stage="prod"), [4, 1, 1])
    same(sums("AWS/ApiGateway", *counted, ApiName=name, Stage="other"), [1, 0, 0])
    same(sums("AWS/ApiGateway", *counted, ApiName=name), [5, 1, 1])
    times_are_sane("AWS/ApiGateway", "Latency", "IntegrationLatency", (4, 3), ApiName=name, Stage="prod")
    same(names("AWS/ApiGateway", ApiName=name), {*counted, "Latency", "IntegrationLatency"})
    same(sums("AWS/ApiGateway", "4xx", "5xx", ApiName=name), [None, None])
    shown = page()
    same([shown[f'headrace_api_gateway_{metric}{{api="{name}"}}'] for metric in ("count_total", "4xx_error_total", "5xx_error_total", "latency_seconds_count", "integration_latency_seconds_count")],
         ["5", "1", "1", "5", "4"])
    # In detail only where a stage asks for it.
    same(sums("AWS/ApiGateway", "Count", ApiName=name, Method="GET", Resource="/work", Stage="prod"), [None])
    rest.update_stage(restApiId=api, stageName="prod", patchOperations=[{"op": "replace", "path": "/*/*/metrics/enabled", "value": "true"}])
    same([ask("/work"), ask("/work?fail=1"), ask("/nowhere")], [200, 502, 403])
    same(sums("AWS/ApiGateway", *counted, ApiName=name, Method="GET", Resource="/work", Stage="prod"), [2, 0, 1])


def http_apis():
    arn = function()
    identity = apis.create_api(Name="metered", ProtocolType="HTTP", Target=arn, RouteKey="GET /work")["ApiId"]
    permit(arn, f"arn:aws:execute-api:{REGION}:{ACCOUNT}:{identity}/*/*/work")
    ask = lambda path: call("GET", path, host=f"{identity}.execute-api.localhost")[0]
    same([ask("/work"), ask("/work"), ask("/work?fail=1"), ask("/nowhere")], [200, 200, 502, 404])
    counted = ("Count", "4xx", "5xx")
    for dimensions in ({"ApiId": identity}, {"ApiId": identity, "Stage": "$default"}):
        same(sums("AWS/ApiGateway", *counted, **dimensions), [4, 1, 1])
        times_are_sane("AWS/ApiGateway", "Latency", "IntegrationLatency", (4, 3), **dimensions)
        same(names("AWS/ApiGateway", **dimensions), {*counted, "Latency", "IntegrationLatency"})
    shown = page()
    same([shown[f'headrace_api_gateway_{metric}{{api="{identity}"}}'] for metric in ("count_total", "4xx_total", "5xx_total", "latency_seconds_count", "integration_latency_seconds_count")],
         ["4", "1", "1", "4", "3"])
    apis.update_stage(ApiId=identity, StageName="$default", DefaultRouteSettings={"DetailedMetricsEnabled": True})
    same([ask("/work"), ask("/nowhere")], [200, 404])
    same(sums("AWS/ApiGateway", *counted, ApiId=identity, Method="GET", Resource="/work", Stage="$default"), [1, 0, 0])


def buckets():
    bucket = "metered-" + uuid.uuid4().hex[:12]
    s3.create_bucket(Bucket=bucket)
    for number in range(3):
        s3.put_object(Bucket=bucket, Key=f"k{number}", Body=b"x" * 100_000)
    s3.get_object(Bucket=bucket, Key="k0")["Body"].read()
    s3.head_object(Bucket=bucket, Key="k0")
    s3.list_objects_v2(Bucket=bucket)
    s3.delete_object(Bucket=bucket, Key="k0")
    same(call("GET", f"/{bucket}/k1")[0], 403)  # a stranger's, refused: not counted
    try:
        s3.get_object(Bucket=bucket, Key="none")
        raise AssertionError("NoSuchKey was expected")
    except s3.exceptions.NoSuchKey:
        pass
    own = {"BucketName": bucket, "FilterId": "EntireBucket"}
    counted = ("AllRequests", "PutRequests", "GetRequests", "HeadRequests", "ListRequests", "DeleteRequests", "4xxErrors", "5xxErrors")
    same(sums("AWS/S3", *counted, **own), [9, 4, 2, 1, 1, 1, 1, 0])
    times_are_sane("AWS/S3", "TotalRequestLatency", "FirstByteLatency", (9, 9), **own)
    shown = page()
    same([shown[f'headrace_s3_{metric}{{bucket="{bucket}",filter_id="EntireBucket"}}'] for metric in ("all_requests_total", "4xx_errors_total", "first_byte_latency_seconds_count")], ["9", "1", "9"])


def tables():
    table = "metered-" + uuid.uuid4().hex[:12]
    dynamodb = boto3.client("dynamodb", **OPTIONS)
    dynamodb.create_table(TableName=table, BillingMode="PAY_PER_REQUEST", KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
                          AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("id", "colour")],
                          GlobalSecondaryIndexes=[{"IndexName": "by-colour", "KeySchema": [{"AttributeName": "colour", "KeyType": "HASH"}], "Projection": {"ProjectionType": "ALL"}}])
    put = lambda name, **more: dynamodb.put_item(TableName=table, Item={"id": {"S": name}, "colour": {"S": "red"}}, **more)
    put("a")
    put("b")
    try:
        put("a", ConditionExpression="attribute_not_exists(id)")
        raise AssertionError("ConditionalCheckFailedException was expected")
    except dynamodb.exceptions.ConditionalCheckFailedException:
        pass
    dynamodb.get_item(TableName=table, Key={"id": {"S": "a"}}, ConsistentRead=True)
    dynamodb.query(TableName=table, IndexName="by-colour", KeyConditionExpression="colour = :c", ExpressionAttributeValues={":c": {"S": "red"}})
    dynamodb.scan(TableName=table)
    same(sums("AWS/DynamoDB", "ConsumedReadCapacityUnits", "ConditionalCheckFailedRequests", TableName=table), [1.5, 1])
    same(sums("AWS/DynamoDB", "ConsumedReadCapacityUnits", "ConsumedWriteCapacityUnits", GlobalSecondaryIndexName="by-colour", TableName=table), [0.5, 2])
    assert sums("AWS/DynamoDB", "ConsumedWriteCapacityUnits", TableName=table)[0] >= 2
    for operation, times, items in (("PutItem", 2, None), ("GetItem", 1, None), ("Query", 1, 2), ("Scan", 1, 2)):
        own = {"Operation": operation, "TableName": table}
        found = data("AWS/DynamoDB", [("SuccessfulRequestLatency", "SampleCount"), ("SuccessfulRequestLatency", "Average"), ("ReturnedItemCount", "Sum")], **own)
        same((found["SuccessfulRequestLatency", "SampleCount"], found["ReturnedItemCount", "Sum"]), (times, items))
        assert found["SuccessfulRequestLatency", "Average"] > 0, found
    same(page()[f'headrace_dynamo_db_conditional_check_failed_requests_total{{table="{table}"}}'], "1")


def functions():
    arn = function("def handler(event, context):\n    if event.get('fail'):\n        raise ValueError('as asked')\n")
    name = arn.rsplit(":", 1)[1]
    for payload in (b"{}", b"{}", b'{"fail": true}'):
        lam.invoke(FunctionName=name, Payload=payload)
    lam.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=0)
    try:
        lam.invoke(FunctionName=name)
        raise AssertionError("TooManyRequestsException was expected")
    except lam.exceptions.TooManyRequestsException as throttled:
        refusals = 1 + throttled.response["ResponseMetadata"]["RetryAttempts"]
    same(sums("AWS/Lambda", "Invocations", "Errors", "Throttles", FunctionName=name), [3, 1, refusals])
    same(sums("AWS/Lambda", "Invocations", FunctionName=name, Resource=name), [3])
    found = data("AWS/Lambda", [("Duration", "SampleCount"), ("Duration", "Minimum"), ("ConcurrentExecutions", "Maximum")], FunctionName=name)
    same((found["Duration", "SampleCount"], found["ConcurrentExecutions", "Maximum"]), (3, 1))
    assert found["Duration", "Minimum"] > 0, found
    same(page()[f'headrace_lambda_invocations_total{{function="{name}"}}'], "3")


if __name__ == "__main__":
    for part in sys.argv[1:]:
        globals()[part]()
        print("ok", part)
