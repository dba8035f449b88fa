"""boto3 against a running engine: CloudWatch Logs as Python programs use it.

Environment: LOGS_ENDPOINT, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY. Every function is one check; the first that fails ends the run with its name.
"""
import json
import os
import time
import uuid

import boto3
from botocore.client import Config
from botocore.exceptions import ClientError

logs = boto3.client("logs", endpoint_url=os.environ["LOGS_ENDPOINT"], region_name="us-east-1", config=Config(retries={"max_attempts": 1}))


def now():
    return int(time.time() * 1000)


def new_group(*streams, **settings):
    group = "/check/" + uuid.uuid4().hex
    logs.create_log_group(logGroupName=group, **settings)
    for stream in streams:
        logs.create_log_stream(logGroupName=group, logStreamName=stream)
    return group


def put(group, stream, *events):
    return logs.put_log_events(logGroupName=group, logStreamName=stream, logEvents=[{"timestamp": at, "message": text} for at, text in events])


def refused(code, call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error.response
        return error.response["Error"]["Message"]
    raise AssertionError(f"not refused: {arguments}")


def groups_are_created_described_and_deleted():
    group = new_group(tags={"site": "north"})
    found = logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"]
    assert [each["logGroupName"] for each in found] == [group]
    assert found[0]["arn"] == f"arn:aws:logs:us-east-1:000000000000:log-group:{group}:*", found
    assert abs(found[0]["creationTime"] - now()) < 600_000
    assert "already exists" in refused("ResourceAlreadyExistsException", logs.create_log_group, logGroupName=group)
    logs.delete_log_group(logGroupName=group)
    assert logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"] == []
    refused("ResourceNotFoundException", logs.delete_log_group, logGroupName=group)


def groups_are_paged():
    prefix = "/pages/" + uuid.uuid4().hex
    names = [f"{prefix}/{i:03}" for i in range(120)]
    for name in names:
        logs.create_log_group(logGroupName=name)
    pages = list(logs.get_paginator("describe_log_groups").paginate(logGroupNamePrefix=prefix))
    assert [len(page["logGroups"]) for page in pages] == [50, 50, 20]
    assert [each["logGroupName"] for page in pages for each in page["logGroups"]] == names


def streams_are_described_by_name_and_by_time():
    group = new_group("c", "a", "b", "empty")
    at = now()
    for offset, stream in enumerate("bca"):
        put(group, stream, (at + offset, stream))

    def names(**order):
        return "".join(each["logStreamName"][0] for page in logs.get_paginator("describe_log_streams").paginate(
            logGroupName=group, PaginationConfig={"PageSize": 2}, **order) for each in page["logStreams"])

    assert names() == "abce"
    assert names(descending=True) == "ecba"
    assert names(orderBy="LastEventTime") == "ebca"
    assert names(orderBy="LastEventTime", descending=True) == "acbe"
    assert names(logStreamNamePrefix="e") == "e"
    first = logs.describe_log_streams(logGroupName=group)["logStreams"][0]
    assert (first["firstEventTimestamp"], first["lastEventTimestamp"], first["storedBytes"]) == (at + 2, at + 2, 0), first
    assert first["lastIngestionTime"] >= at and first["uploadSequenceToken"]
    empty = logs.describe_log_streams(logGroupName=group, logStreamNamePrefix="empty")["logStreams"][0]
    assert "firstEventTimestamp" not in empty and "uploadSequenceToken" not in empty
    refused("InvalidParameterException", logs.describe_log_streams, logGroupName=group, logStreamNamePrefix="a", orderBy="LastEventTime")
    refused("ResourceAlreadyExistsException", logs.create_log_stream, logGroupName=group, logStreamName="a")
    logs.delete_log_stream(logGroupName=group, logStreamName="a")
    refused("ResourceNotFoundException", logs.get_log_events, logGroupName=group, logStreamName="a")


def every_event_is_read_with_tokens():
    group = new_group("s")
    at = now()
    for batch in range(5):
        put(group, "s", *[(at + batch, f"{batch}:{i} größer ✓") for i in range(1000)])
    seen, token = [], {}
    while True:
        page = logs.get_log_events(logGroupName=group, logStreamName="s", startFromHead=True, limit=999, **token)
        seen += [event["message"] for event in page["events"]]
        if page["nextForwardToken"] == token.get("nextToken"):
            break
        token = {"nextToken": page["nextForwardToken"]}
    assert seen == [f"{batch}:{i} größer ✓" for batch in range(5) for i in range(1000)]
    assert logs.get_log_events(logGroupName=group, logStreamName="s", limit=1)["events"][0]["message"] == "4:999 größer ✓"
    window = logs.get_log_events(logGroupName=group, logStreamName="s", startFromHead=True, startTime=at + 1, endTime=at + 2)["events"]
    assert len(window) == 1000 and window[0]["message"].startswith("1:0 ")


def a_page_has_a_megabyte():
    group = new_group("s")
    at = now()
    for i in range(4):
        put(group, "s", (at + i, "x" * 400_000))
    pages = list(logs.get_paginator("filter_log_events").paginate(logGroupName=group))
    assert [len(page["events"]) for page in pages] == [2, 2], [len(page["events"]) for page in pages]


def patterns_filter():
    group = new_group("text", "json")
    at = now()
    put(group, "text", (at, "ERROR timeout"), (at + 1, "WARN retry"), (at + 2, "REPORT 1 ms 128 MB"), (at + 3, "ERROR exit"))
    put(group, "json", (at, json.dumps({"level": "error", "ms": 120, "tags": ["a", "b"]})), (at + 1, json.dumps({"level": "info", "ms": 7})))

    def found(pattern):
        return [event["message"] for page in logs.get_paginator("filter_log_events").paginate(logGroupName=group, filterPattern=pattern) for event in page["events"]]

    assert found("ERROR -exit") == ["ERROR timeout"]
    assert found("?WARN ?exit") == ["WARN retry", "ERROR exit"]
    assert found('"ERROR exit"') == ["ERROR exit"]
    assert found("[kind=REPORT, ms > 0, ...]") == ["REPORT 1 ms 128 MB"]
    assert len(found('{ $.level = "err*" && $.ms >= 120 }')) == 1
    assert len(found("{ $.tags[1] = b || $.ms < 10 }")) == 2
    assert found("nothing like it") == []
    refused("InvalidParameterException", logs.filter_log_events, logGroupName=group, filterPattern="{ $.a = ")


def retention_and_tags_are_kept():
    group = new_group(tags={"a": "1"})
    arn = f"arn:aws:logs:us-east-1:000000000000:log-group:{group}"
    logs.put_retention_policy(logGroupName=group, retentionInDays=7)
    assert logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"][0]["retentionInDays"] == 7
    logs.delete_retention_policy(logGroupName=group)
    assert "retentionInDays" not in logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"][0]
    refused("InvalidParameterException", logs.put_retention_policy, logGroupName=group, retentionInDays=2)
    logs.tag_log_group(logGroupName=group, tags={"b": "2"})
    logs.tag_resource(resourceArn=arn, tags={"c": "3"})
    assert logs.list_tags_for_resource(resourceArn=arn)["tags"] == {"a": "1", "b": "2", "c": "3"}
    logs.untag_log_group(logGroupName=group, tags=["a"])
    logs.untag_resource(resourceArn=arn, tagKeys=["b"])
    assert logs.list_tags_log_group(logGroupName=group)["tags"] == {"c": "3"}


def there_are_no_filters_where_none_can_be_put():
    group = new_group()
    assert logs.describe_metric_filters(logGroupName=group)["metricFilters"] == []
    assert logs.describe_subscription_filters(logGroupName=group)["subscriptionFilters"] == []
    refused("NotImplementedException", logs.start_query, logGroupName=group, startTime=0, endTime=1, queryString="fields @message")


for check in [value for value in list(globals().values()) if callable(value) and getattr(value, "__module__", "") == "__main__" and value.__name__ not in (
        "now", "new_group", "put", "refused")]:
    check()
    print("ok", check.__name__)
