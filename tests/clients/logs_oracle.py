"""Replays recorded CloudWatch Logs tests and writes how many answers match: logs_oracle.py RECORDED_FOLDER REPORT.

The requests are written anew, the answers compared are AWS's. Ends with 1 when an answer differs that EXPECTED_TO_DIFFER does not explain.
"""
import json
import os
import re
import sys
import time
import uuid

import urllib.error
import urllib.request

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

SCENARIOS = {}


class Refused(Exception):
    def __init__(self, response):
        super().__init__(response)
        self.response = response


class Wire:
    """Operations as JSON 1.1, without a model in between: an installed boto3 that does not know a member would hide it."""

    credentials = Credentials(os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"])

    def __getattr__(self, name):
        operation = "".join(word.capitalize() for word in name.split("_"))

        def call(**arguments):
            request = AWSRequest("POST", os.environ["LOGS_ENDPOINT"] + "/", data=json.dumps(arguments).encode(), headers={
                "Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": "Logs_20140328." + operation})
            SigV4Auth(self.credentials, "logs", "us-east-1").add_auth(request)
            try:
                with urllib.request.urlopen(urllib.request.Request(request.url, request.body, dict(request.headers))) as response:
                    return {**json.loads(response.read() or b"{}"), "ResponseMetadata": {"HTTPStatusCode": response.status}}
            except urllib.error.HTTPError as error:
                body = json.loads(error.read())
                raise Refused({"Error": {"Code": body["__type"], "Message": body["message"]}, "ResponseMetadata": {"HTTPStatusCode": error.code}}) from None
        return call


logs = Wire()

# What the folder holds and is not replayed, with the reason.
NOT_APPLICABLE = {
    "deliveries are not implemented": r"TestDeliver",
    "destinations are not implemented": r"TestDestinations",
    "export tasks are not implemented": r"TestExportTasks",
    "metric filters are not implemented": r"TestMetricFilters",
    "Insights queries are not implemented": r"InsightsQueries",
    "resource policies are not implemented": r"TestResourcePolicies",
    "subscription filters are not implemented": r"put_subscription_filter|delete_subscription_filter",
    "KMS keys are not implemented": r"with_kms_key",
}

# test / step → why; a step that matches after all must leave this list.
EXPECTED_TO_DIFFER = {
    "test_describe_log_groups_with_pattern / describe-log-groups-pattern":
        "AWS's account had further groups to page through; here the page is the last",
}


def replays(test):
    def register(function):
        SCENARIOS[test] = function
        return function
    return register


def answer(call, **arguments):
    try:
        return call(**arguments)
    except Refused as error:
        return error.response


def group(prefix="oracle", **settings):
    name = f"{prefix}-{uuid.uuid4().hex}"
    logs.create_log_group(logGroupName=name, **settings)
    return name


def stream(group_name):
    name = "stream-" + uuid.uuid4().hex
    logs.create_log_stream(logGroupName=group_name, logStreamName=name)
    return name


@replays("test_create_log_group_duplicate_error")
def _():
    name = group()
    yield "error-duplicate-log-group", answer(logs.create_log_group, logGroupName=name)


@replays("test_create_log_group_invalid_name_length")
def _():
    yield "error-invalid-name-length", answer(logs.create_log_group, logGroupName="a" * 513)


@replays("test_describe_log_groups_with_prefix")
def _():
    prefix = "prefix-" + uuid.uuid4().hex
    for number in range(3):
        logs.create_log_group(logGroupName=f"{prefix}-{number}")
    yield "describe-log-groups-prefix", answer(logs.describe_log_groups, logGroupNamePrefix=prefix)


@replays("test_describe_log_groups_with_pattern")
def _():
    name = group()
    yield "describe-log-groups-pattern", answer(logs.describe_log_groups, logGroupNamePattern=name)


@replays("test_describe_log_groups_prefix_and_pattern_error")
def _():
    yield "error-prefix-and-pattern", answer(logs.describe_log_groups, logGroupNamePrefix="a", logGroupNamePattern="b")


@replays("test_list_log_groups_with_pattern")
def _():
    name = group()
    yield "list-log-groups-no-match", answer(logs.describe_log_groups, logGroupNamePattern="no-such-" + uuid.uuid4().hex)
    yield "list-log-groups-match", answer(logs.describe_log_groups, logGroupNamePattern=name)["logGroups"]


@replays("test_create_log_group_with_tags")
def _():
    name = group(tags={"env": "testing"})
    yield "list-tags-after-create", answer(logs.list_tags_log_group, logGroupName=name)


@replays("test_tag_log_group")
def _():
    name = group()
    logs.tag_log_group(logGroupName=name, tags={"tag_key_1": "tag_value_1"})
    yield "list-tags-after-tag", answer(logs.list_tags_log_group, logGroupName=name)


@replays("test_untag_log_group")
def _():
    name = group(tags={"tag_key_1": "tag_value_1", "tag_key_2": "tag_value_2"})
    logs.untag_log_group(logGroupName=name, tags=["tag_key_1"])
    yield "list-tags-after-untag", answer(logs.list_tags_log_group, logGroupName=name)


@replays("test_tag_resource_api")
def _():
    name = group(tags={"env": "testing1"})
    arn = logs.describe_log_groups(logGroupNamePrefix=name)["logGroups"][0]["logGroupArn"]
    yield "list-tags-after-create", answer(logs.list_tags_log_group, logGroupName=name)
    logs.tag_resource(resourceArn=arn, tags={"test1": "val1", "test2": "val2"})
    yield "list-tags-log-group-after-tag-resource", answer(logs.list_tags_log_group, logGroupName=name)
    yield "list-tags-for-resource-after-tag-resource", answer(logs.list_tags_for_resource, resourceArn=arn)
    logs.tag_log_group(logGroupName=name, tags={"test3": "val3"})
    yield "list-tags-log-group-after-tag-log-group", answer(logs.list_tags_log_group, logGroupName=name)
    yield "list-tags-for-resource-after-tag-log-group", answer(logs.list_tags_for_resource, resourceArn=arn)
    logs.untag_log_group(logGroupName=name, tags=["env", "test1"])
    logs.untag_resource(resourceArn=arn, tagKeys=["test3"])
    yield "list-tags-log-group-after-untag", answer(logs.list_tags_log_group, logGroupName=name)
    yield "list-tags-for-resource-after-untag", answer(logs.list_tags_for_resource, resourceArn=arn)


@replays("test_create_and_delete_log_stream")
def _():
    name = group()
    stream(name)
    yield "describe-log-streams-after-create", answer(logs.describe_log_streams, logGroupName=name)


@replays("test_create_log_stream_duplicate_error")
def _():
    name = group()
    yield "error-duplicate-log-stream", answer(logs.create_log_stream, logGroupName=name, logStreamName=stream(name))


@replays("test_describe_log_streams_with_log_group_identifier")
def _():
    name = group()
    stream(name)
    arn = logs.describe_log_groups(logGroupNamePrefix=name)["logGroups"][0]["logGroupArn"]
    yield "describe-streams-identifier-name", answer(logs.describe_log_streams, logGroupIdentifier=name)
    yield "describe-streams-identifier-arn", answer(logs.describe_log_streams, logGroupIdentifier=arn)
    yield "error-both-name-and-identifier", answer(logs.describe_log_streams, logGroupName=name, logGroupIdentifier=arn)


@replays("test_describe_log_streams_with_prefix")
def _():
    name = group()
    for _number in range(3):
        stream(name)
    yield "describe-streams-with-prefix", answer(logs.describe_log_streams, logGroupName=name, logStreamNamePrefix="stream-")


@replays("test_log_stream_arn_format")
def _():
    name = group()
    stream(name)
    yield "describe-log-streams-with-arn", answer(logs.describe_log_streams, logGroupName=name)


def put(name, stream_name, *times):
    return answer(logs.put_log_events, logGroupName=name, logStreamName=stream_name, logEvents=[{"timestamp": at, "message": "m"} for at in times])


@replays("test_put_log_events_to_invalid_stream")
def _():
    yield "error-invalid-stream", put(group(), "invalid-stream", int(time.time() * 1000))


@replays("test_put_log_events_wrong_order")
def _():
    name, now = group(), int(time.time() * 1000)
    yield "error-wrong-order", put(name, stream(name), now, now - 60_000)


@replays("test_put_log_events_too_old")
def _():
    name = group()
    yield "response-too-old", put(name, stream(name), int(time.time() * 1000) - 15 * 86_400_000)


@replays("test_put_log_events_too_new")
def _():
    name = group()
    yield "response-too-new", put(name, stream(name), int(time.time() * 1000) + 4 * 3_600_000)


@replays("test_get_log_events_invalid_token")
def _():
    name = group()
    yield "error-invalid-token", answer(logs.get_log_events, logGroupName=name, logStreamName=stream(name), nextToken="n" * 56)


@replays("test_get_log_events_limit_validation")
def _():
    name = group()
    yield "error-limit-exceeded", answer(logs.get_log_events, logGroupName=name, logStreamName=stream(name), limit=10001)


@replays("test_resource_does_not_exist")
def _():
    yield "error-log-group-does-not-exist", answer(logs.get_log_events, logGroupName="no-such-group", logStreamName="s")
    yield "error-log-stream-does-not-exist", answer(logs.get_log_events, logGroupName=group(), logStreamName="no-such-stream")


@replays("test_filter_log_events_limit_validation")
def _():
    yield "error-limit-exceeded", answer(logs.filter_log_events, logGroupName=group(), limit=10001)


@replays("test_filter_log_events_unknown_token")
def _():
    yield "invalid-token", answer(logs.filter_log_events, logGroupName=group(), nextToken="unknown-token")


@replays("test_describe_subscription_filters_empty")
def _():
    yield from recorded_steps("test_describe_subscription_filters_empty", answer(logs.describe_subscription_filters, logGroupName=group()))


@replays("test_describe_subscription_filters_log_group_not_found")
def _():
    yield from recorded_steps("test_describe_subscription_filters_log_group_not_found", answer(logs.describe_subscription_filters, logGroupName="no-such-group"))


RECORDED = {}


def recorded_steps(test, given):
    """For tests of one step."""
    (step,) = RECORDED[test]
    yield step, given


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
    elif isinstance(expected, str) and (expected in ("timestamp",) or "<" in expected or re.fullmatch(r"too-[a-z-]+", expected)):
        pattern = re.escape(expected.replace("111111111111", "000000000000"))
        pattern = re.sub(r"<[^>]*>", ".*", pattern)
        if expected != "timestamp" and "<" in expected and not re.fullmatch(pattern, str(given)):
            yield f"{path}: {given!r} is not {expected!r}"
    elif expected != given:
        yield f"{path}: {given!r} is not {expected!r}"


def main(folder, report):
    tests = 0
    skipped = {}
    for file in sorted(os.listdir(folder)):
        with open(os.path.join(folder, file), encoding="utf-8") as content:
            for name, recorded in json.load(content).items():
                tests += 1
                short = name.rsplit("::", 1)[1]
                RECORDED[short] = recorded["recorded-content"]
                reason = next((why for why, pattern in NOT_APPLICABLE.items() if re.search(pattern, name)), None)
                if reason:
                    skipped[short] = reason
    matched, differing, unexpected, explained = 0, {}, {}, set()
    not_replayed = [name for name in RECORDED if name not in SCENARIOS and name not in skipped]
    for test, scenario in SCENARIOS.items():
        for step, given in scenario():
            found = list(differences(RECORDED[test][step], given))
            key = f"{test} / {step}"
            if not found:
                matched += 1
            elif key in EXPECTED_TO_DIFFER:
                differing[key] = [EXPECTED_TO_DIFFER[key], found]
                explained.add(key)
            else:
                unexpected[key] = found
    for key in EXPECTED_TO_DIFFER.keys() - explained:
        unexpected[key] = ["matches, and stands among what is expected to differ"]
    for name in not_replayed:
        unexpected[name] = ["is neither replayed nor said not to apply"]
    summary = {"tests": tests, "replayed": len(SCENARIOS), "not_applicable": len(skipped), "matched": matched, "differing": len(differing),
               "unexpected": len(unexpected), "differences": differing, "unexpected_differences": unexpected, "skipped": skipped}
    os.makedirs(os.path.dirname(report), exist_ok=True)
    with open(report, "w", encoding="utf-8") as target:
        json.dump(summary, target, indent=2)
    print(json.dumps({key: value for key, value in summary.items() if key != "skipped"}, indent=2))
    return 1 if unexpected else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
