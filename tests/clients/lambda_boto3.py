"""boto3 against a running engine: the Lambda API as Python programs use it.

Environment: LAMBDA_ENDPOINT, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY. Every function is one check; the first that fails ends the run with its name.
"""
import base64
import io
import json
import os
import sys
import urllib.error
import urllib.request
import uuid
import zipfile

import boto3
from botocore.client import Config
from botocore.exceptions import ClientError

ENDPOINT = os.environ["LAMBDA_ENDPOINT"]
ROLE = "arn:aws:iam::000000000000:role/any"
CONFIG = Config(retries={"max_attempts": 1})
awslambda = boto3.client("lambda", endpoint_url=ENDPOINT, region_name="us-east-1", config=CONFIG)
s3 = boto3.client("s3", endpoint_url=ENDPOINT, region_name="us-east-1", config=Config(s3={"addressing_style": "path"}))

ECHO = """
def handler(event, context):
    return {"event": event, "version": context.function_version, "arn": context.invoked_function_arn}
"""


def package(**files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "."), text)
    return buffer.getvalue()


def new_function(code=ECHO, **settings):
    name = "fn-" + uuid.uuid4().hex
    awslambda.create_function(**{
        "FunctionName": name, "Runtime": "python3.11", "Role": ROLE, "Handler": "index.handler", "Code": {"ZipFile": package(index__py=code)}, **settings})
    awslambda.get_waiter("function_active_v2").wait(FunctionName=name)
    return name


def invoke(name, payload=None, **settings):
    answer = awslambda.invoke(FunctionName=name, Payload=json.dumps(payload).encode(), **settings)
    return answer, json.loads(answer["Payload"].read() or b"null")


def expect_error(code, status, call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error.response
        assert error.response["ResponseMetadata"]["HTTPStatusCode"] == status, error.response
        return error.response
    raise AssertionError(f"expected {code}")


def functions_are_created_invoked_and_deleted():
    name = new_function(Environment={"Variables": {"WORD": "one"}})
    answer, payload = invoke(name, {"n": 1})
    assert answer["StatusCode"] == 200 and answer["ExecutedVersion"] == "$LATEST" and "FunctionError" not in answer, answer
    assert payload["event"] == {"n": 1} and payload["arn"].endswith(":function:" + name), payload
    awslambda.delete_function(FunctionName=name)
    expect_error("ResourceNotFoundException", 404, awslambda.get_function, FunctionName=name)
    expect_error("ResourceNotFoundException", 404, awslambda.invoke, FunctionName=name)


def version_numbers_are_not_given_twice():
    name = new_function(Publish=True)
    awslambda.delete_function(FunctionName=name)
    created = awslambda.create_function(FunctionName=name, Runtime="python3.11", Role=ROLE, Handler="index.handler", Code={"ZipFile": package(index__py=ECHO)}, Publish=True)
    assert created["Version"] == "2", created


def code_can_be_downloaded_from_its_location():
    code = package(index__py=ECHO)
    name = new_function(Code={"ZipFile": code})
    location = awslambda.get_function(FunctionName=name)["Code"]["Location"]
    assert urllib.request.urlopen(location).read() == code
    try:
        urllib.request.urlopen(location.replace("X-Amz-Signature=", "X-Amz-Signature=0"))
        raise AssertionError("a broken signature was believed")
    except urllib.error.HTTPError as error:
        assert error.code == 403, error


def code_comes_from_s3():
    bucket = "code-" + uuid.uuid4().hex
    s3.create_bucket(Bucket=bucket)
    s3.put_object(Bucket=bucket, Key="code/fn.zip", Body=package(index__py=ECHO))
    name = new_function(Code={"S3Bucket": bucket, "S3Key": "code/fn.zip"})
    assert invoke(name, 7)[1]["event"] == 7
    s3.put_object(Bucket=bucket, Key="code/fn.zip", Body=package(index__py="def handler(event, context): return 'new'"))
    awslambda.update_function_code(FunctionName=name, S3Bucket=bucket, S3Key="code/fn.zip")
    awslambda.get_waiter("function_updated_v2").wait(FunctionName=name)
    assert invoke(name)[1] == "new"


def updates_reach_the_next_invocation():
    name = new_function("import os\ndef handler(event, context): return os.environ.get('WORD')")
    assert invoke(name)[1] is None
    awslambda.update_function_configuration(FunctionName=name, Environment={"Variables": {"WORD": "two"}}, Timeout=9)
    awslambda.get_waiter("function_updated_v2").wait(FunctionName=name)
    assert invoke(name)[1] == "two"
    assert awslambda.get_function_configuration(FunctionName=name)["Timeout"] == 9


def versions_and_aliases_pin_code():
    name = new_function("def handler(event, context): return 'one'")
    assert awslambda.publish_version(FunctionName=name)["Version"] == "1"
    assert awslambda.publish_version(FunctionName=name)["Version"] == "1"
    awslambda.create_alias(FunctionName=name, Name="live", FunctionVersion="1")
    awslambda.update_function_code(FunctionName=name, ZipFile=package(index__py="def handler(event, context): return 'two'"), Publish=True)
    assert invoke(name, Qualifier="live")[1] == "one"
    assert invoke(name + ":live")[1] == "one"
    answer, payload = invoke(name)
    assert payload == "two" and answer["ExecutedVersion"] == "$LATEST"
    awslambda.update_alias(FunctionName=name, Name="live", RoutingConfig={"AdditionalVersionWeights": {"2": 1.0}})
    answer, payload = invoke(name, Qualifier="live")
    assert payload == "two" and answer["ExecutedVersion"] == "2", answer
    expect_error("ResourceConflictException", 409, awslambda.delete_function, FunctionName=name, Qualifier="1")


def layers_are_seen_at_opt():
    layer = "layer-" + uuid.uuid4().hex
    published = awslambda.publish_layer_version(LayerName=layer, Content={"ZipFile": package(**{"python/shared.py": "WORD = 'from the layer'"})})
    name = new_function("import shared\ndef handler(event, context): return shared.WORD", Layers=[published["LayerVersionArn"]])
    assert invoke(name)[1] == "from the layer"
    awslambda.delete_layer_version(LayerName=layer, VersionNumber=1)
    expect_error("ResourceNotFoundException", 404, awslambda.get_layer_version, LayerName=layer, VersionNumber=1)
    assert invoke(name)[1] == "from the layer"
    assert awslambda.list_layer_versions(LayerName=layer)["LayerVersions"] == []


def errors_logs_and_types_of_invocation():
    name = new_function("def handler(event, context):\n    print('hello there')\n    return 1 / event")
    answer, payload = invoke(name, 0, LogType="Tail")
    assert answer["FunctionError"] == "Unhandled" and payload["errorType"] == "ZeroDivisionError", payload
    log = base64.b64decode(answer["LogResult"]).decode()
    assert "hello there" in log and log.rstrip("\n").splitlines()[-1].startswith("REPORT RequestId"), log
    assert awslambda.invoke(FunctionName=name, InvocationType="DryRun")["StatusCode"] == 204
    answer = awslambda.invoke(FunctionName=name, InvocationType="Event", Payload=b"1")
    assert answer["StatusCode"] == 202 and answer["Payload"].read() == b""
    expect_error("InvalidRequestContentException", 400, awslambda.invoke, FunctionName=name, Payload=b"{")
    expect_error("RequestTooLargeException", 413, awslambda.invoke, FunctionName=name, InvocationType="Event", Payload=json.dumps("x" * (1 << 20)).encode())
    assert awslambda.invoke_async(FunctionName=name, InvokeArgs=b"1")["Status"] == 202


def reserved_concurrency_zero_throttles():
    name = new_function()
    awslambda.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=0)
    error = expect_error("TooManyRequestsException", 429, awslambda.invoke, FunctionName=name)
    assert error["Reason"] == "ReservedFunctionConcurrentInvocationLimitExceeded", error
    awslambda.delete_function_concurrency(FunctionName=name)
    assert invoke(name, 1)[1]["event"] == 1


def provisioned_concurrency_gets_ready():
    name = new_function()
    awslambda.publish_version(FunctionName=name)
    answer = awslambda.put_provisioned_concurrency_config(FunctionName=name, Qualifier="1", ProvisionedConcurrentExecutions=1)
    assert answer["Status"] == "IN_PROGRESS"
    # Every poll is answered at once: what is waited for is the environment's start, not a time.
    while (status := awslambda.get_provisioned_concurrency_config(FunctionName=name, Qualifier="1"))["Status"] == "IN_PROGRESS":
        pass
    assert status["Status"] == "READY" and status["AvailableProvisionedConcurrentExecutions"] == 1, status
    awslambda.delete_provisioned_concurrency_config(FunctionName=name, Qualifier="1")


def listings_have_pages():
    name = new_function()
    for text in "abc":
        awslambda.update_function_configuration(FunctionName=name, Description=text)
        awslambda.publish_version(FunctionName=name)
    pages = list(awslambda.get_paginator("list_versions_by_function").paginate(FunctionName=name, PaginationConfig={"PageSize": 2}))
    assert [len(page["Versions"]) for page in pages] == [2, 2], pages
    assert [version["Version"] for page in pages for version in page["Versions"]] == ["$LATEST", "1", "2", "3"]
    assert name in [function["FunctionName"] for page in awslambda.get_paginator("list_functions").paginate() for function in page["Functions"]]


def what_is_not_implemented_is_refused_by_name():
    def create(**settings):
        return awslambda.create_function(**{
            "FunctionName": "refused", "Runtime": "python3.11", "Role": ROLE, "Handler": "index.handler", "Code": {"ZipFile": package(index__py=ECHO)}, **settings})
    for settings, word in [
            ({"VpcConfig": {"SubnetIds": ["subnet-1"], "SecurityGroupIds": ["sg-1"]}}, "VpcConfig"),
            ({"FileSystemConfigs": [{"Arn": "arn:aws:elasticfilesystem:us-east-1:000000000000:access-point/fsap-12345678901234567", "LocalMountPath": "/mnt/a"}]}, "FileSystemConfigs"),
            ({"TracingConfig": {"Mode": "Active"}}, "TracingConfig"), ({"PackageType": "Image", "Code": {"ImageUri": "x"}}, "PackageType=Image"),
            ({"SnapStart": {"ApplyOn": "PublishedVersions"}}, "SnapStart"), ({"Runtime": "java21"}, "java21"), ({"KMSKeyArn": "arn:aws:kms:us-east-1:000000000000:key/a"}, "KMSKeyArn"),
            ({"Runtime": "dotnet10", "Handler": "A::B::C"}, "A::B::C"), ({"DeadLetterConfig": {"TargetArn": "arn:aws:sqs:us-east-1:000000000000:q"}}, "DeadLetterConfig")]:
        error = expect_error("NotImplementedException", 501, create, **settings)
        assert word in error["Error"]["Message"], error
    expect_error("ResourceNotFoundException", 404, awslambda.get_function, FunctionName="refused")
    assert "CreateEventSourceMapping" in expect_error("NotImplementedException", 501, awslambda.create_event_source_mapping, FunctionName="f", EventSourceArn="arn:aws:sqs:us-east-1:000000000000:q")["Error"]["Message"]


def function_urls_are_served():
    name = new_function("""
def handler(event, context):
    if event["rawPath"] == "/plain":
        return "plain"
    if event["rawPath"] == "/fail":
        raise ValueError("no")
    return {"statusCode": 418, "headers": {"X-Kind": "teapot"}, "cookies": ["a=1", "b=2"],
            "body": event["requestContext"]["http"]["method"] + " " + event["rawQueryString"] + " " + event.get("body", "")}
""")
    config = awslambda.create_function_url_config(FunctionName=name, AuthType="NONE", Cors={"AllowOrigins": ["https://a.example"], "AllowMethods": ["GET"], "MaxAge": 60})
    host = config["FunctionUrl"].split("/")[2]

    def call(path, method="GET", body=None, **headers):
        request = urllib.request.Request(ENDPOINT + path, data=body, method=method, headers={"Host": host, **{key.replace("_", "-"): value for key, value in headers.items()}})
        try:
            return urllib.request.urlopen(request)
        except urllib.error.HTTPError as error:
            return error

    refused = call("/plain")
    assert refused.status == 403 and refused.headers["x-amzn-ErrorType"] == "AccessDeniedException", refused.status
    awslambda.add_permission(FunctionName=name, StatementId="url", Action="lambda:InvokeFunctionUrl", Principal="*", FunctionUrlAuthType="NONE")
    plain = call("/plain")
    assert (plain.status, plain.read(), plain.headers["Content-Type"]) == (200, b"plain", "application/json")
    described = call("/a/b?x=1&y=2", "POST", b"text", Content_Type="text/plain")
    assert described.status == 418 and described.read() == b"POST x=1&y=2 text" and described.headers["X-Kind"] == "teapot"
    assert described.headers.get_all("Set-Cookie") == ["a=1", "b=2"]
    assert call("/fail").status == 502
    preflight = call("/a", "OPTIONS", Origin="https://a.example", Access_Control_Request_Method="GET")
    assert preflight.status == 200 and preflight.headers["Access-Control-Allow-Origin"] == "https://a.example" and preflight.headers["Access-Control-Max-Age"] == "60"
    awslambda.update_function_url_config(FunctionName=name, AuthType="AWS_IAM")
    assert call("/plain").status == 403
    awslambda.delete_function_url_config(FunctionName=name)
    assert call("/plain").status == 404


CHECKS = [
    functions_are_created_invoked_and_deleted, version_numbers_are_not_given_twice, code_can_be_downloaded_from_its_location, code_comes_from_s3, updates_reach_the_next_invocation,
    versions_and_aliases_pin_code, layers_are_seen_at_opt, errors_logs_and_types_of_invocation, reserved_concurrency_zero_throttles,
    provisioned_concurrency_gets_ready, listings_have_pages, what_is_not_implemented_is_refused_by_name, function_urls_are_served]

for check in CHECKS:
    try:
        check()
    except Exception as failure:
        print(f"FAILED {check.__name__}: {failure!r}", file=sys.stderr)
        raise
    print("ok", check.__name__)
