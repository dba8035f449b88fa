"""Replays recorded Lambda tests and writes how many answers match: lambda_oracle.py RECORDED_FOLDER REPORT.

The requests are written anew, the answers compared are AWS's. Ends with 1 when an answer differs that EXPECTED_TO_DIFFER does not explain.
"""
import base64
import io
import json
import os
import sys
import traceback
import uuid
import zipfile
from urllib.parse import quote

from lambda_recorded import ACCOUNT, REGION, Scenario, call

ROLE = f"arn:aws:iam::{ACCOUNT}:role/any"
FILES = ("test_lambda_api", "test_lambda")
SCENARIOS = []

NOT_APPLICABLE = {
    "event source mappings are not implemented": ("EventSourceMapping", "event_source_mapping", "esm_create"),
    "container images are not implemented": ("TestLambdaImages",),
    "code signing is not implemented": ("TestCodeSigningConfig", "code_signing"),
    "SnapStart is not implemented": ("TestLambdaSnapStart",),
    "VPCs are not implemented": ("vpc_config",),
    "recursion configurations are not implemented": ("TestLambdaRecursion",),
    "capacity providers are not implemented": ("capacity_provider",),
    "response streaming is not implemented": ("RESPONSE_STREAM", "response_streaming", "test_lambda_update_function_url_config"),
    "functions are Active at once: no update is ever in progress": ("concurrent_code_updates", "concurrent_config_updates"),
    "older recordings of the same API, replaced by newer ones": (
        "test_publish_with_wrong_revisionid", "TestLambdaTag::test_tag_lifecycle", "test_lambda_permission_versioning", "test_lambda_permission_revisions",
        "test_basic_invoke", "test_lambda_environment", "test_lambda_with_context", "moves_with_alias", "test_invocation_type_event_error"),
    "log levels are not implemented": ("partial_config1", "partial_config2"),
    "other instruction sets than the machine's are refused": ("test_mixed_architecture", "introspection_arm"),
    "nodejs16.x and python3.9 of these recordings are not run": ("nodejs16.x", "python3.9"),
    "what a function sees of its environment is tested by the room that runs it": (
        "test_runtime_", "test_lambda_init_environment", "test_assume_role", "iam_keys", "host_prefix", "invocation_with_logs", "test_request_id_invoke", "request_id_async", "wrapper_not_found",
        "runtime_error", "event_queue", "timed_out_environment_reuse", "function_update_during_invoke", "async_queue", "async_invoke_queue", "scheduling", "concurrency_init_failure"),
    "the recording client's own server answered": ("echo_http_fixture", "form_payload"),
    "a segmentation fault is reported as what it is, not as a time-out": ("exit_segfault",),
    "queues are no destinations": ("TestLambdaConcurrency::test_reserved_concurrency",),
}

# scenario / step → why; a step that matches after all must leave this list.
EXPECTED_TO_DIFFER = {
    "test_lambda_code_location_zipfile / get-function-response-updated": "recorded while the update was in progress; here it is done when the call returns",
    "test_lambda_code_location_s3 / get-function-response-updated": "recorded while the update was in progress; here it is done when the call returns",
    r"test_lambda_invoke_payload_encoding_error[body-n\x87r\x9e\xe9\xb5\xd7I\xee\x9bmt] / invoke_function_invalid_payload_body": "the detail is the words of AWS's JSON parser",
    r"test_lambda_invoke_payload_encoding_error[message-\x99\xeb,j\x07\xa1zYh] / invoke_function_invalid_payload_message": "the detail is the words of AWS's JSON parser",
    "test_publish_with_update / get_function_version_result": "recorded while the version was Pending; here it is Active when the call returns",
    "test_publish_with_update / get_function_latest_result": "recorded while the update was in progress; here it is done when the call returns",
}


def replays(test, *parameters):
    def register(function):
        for parameter in parameters or (None,):
            SCENARIOS.append((test if parameter is None else f"{test}[{parameter}]", function, parameter))
        return function
    return register


def package(text=None, name="handler.py"):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, text or f"# {uuid.uuid4()}")
    return base64.b64encode(buffer.getvalue()).decode()


def new_name():
    return "oracle-" + uuid.uuid4().hex[:20]


def function(name, part="", date="2015-03-31"):
    return f"/{date}/functions/{quote(name, safe='')}{part}"


def arn(name, qualifier=None, region=REGION):
    return f"arn:aws:lambda:{region}:{ACCOUNT}:function:{name}" + (f":{qualifier}" if qualifier else "")


def create(name=None, like=None, **settings):
    """Creates a function; as a recorded configuration describes it, where one is given."""
    request = {"FunctionName": name or new_name(), "Runtime": "python3.12", "Role": ROLE, "Handler": "handler.handler", "Code": {"ZipFile": package()}}
    if like:
        like = like.get("CreateFunctionResponse", like)
        like = like.get("Configuration", like)
        request |= {key: like[key] for key in ("Runtime", "Handler", "Timeout", "MemorySize", "Description", "Environment") if key in like}
    return call("POST", "/2015-03-31/functions", request | settings)


def get(name, qualifier=None):
    return call("GET", function(name), query={"Qualifier": qualifier} if qualifier else None)


def get_config(name, qualifier=None):
    return call("GET", function(name, "/configuration"), query={"Qualifier": qualifier} if qualifier else None)


def delete(name, qualifier=None):
    return call("DELETE", function(name), query={"Qualifier": qualifier} if qualifier else None)


def configure(name, **settings):
    return call("PUT", function(name, "/configuration"), settings)


def update_code(name, **settings):
    return call("PUT", function(name, "/code"), settings or {"ZipFile": package()})


def publish(name, **settings):
    return call("POST", function(name, "/versions"), settings)


def versions(name):
    return call("GET", function(name, "/versions"))


def alias(name, **settings):
    return call("POST", function(name, "/aliases"), settings)


def invoke(name, payload=b"{}", qualifier=None, **headers):
    return call("POST", function(name, "/invocations"), query={"Qualifier": qualifier} if qualifier else None, raw=payload, headers=headers)


def event_config(method, name, qualifier=None, part="", **settings):
    return call(method, function(name, "/event-invoke-config" + part, "2019-09-25"), settings if method in ("PUT", "POST") else None, {"Qualifier": qualifier} if qualifier else None)


def concurrency(method, name, **settings):
    return call(method, function(name, "/concurrency", "2019-09-30" if method == "GET" else "2017-10-31"), settings or None)


def provisioned(method, name, qualifier=None, count=None):
    query = {"Qualifier": qualifier} if qualifier else {"List": "ALL"}
    return call(method, function(name, "/provisioned-concurrency", "2019-09-30"), {"ProvisionedConcurrentExecutions": count} if count is not None else None, query)


def permit(name, qualifier=None, **settings):
    return call("POST", function(name, "/policy"), settings, {"Qualifier": qualifier} if qualifier else None)


def policy(name, qualifier=None):
    return call("GET", function(name, "/policy"), query={"Qualifier": qualifier} if qualifier else None)


def forbid(name, statement, qualifier=None, revision=None):
    query = {key: value for key, value in (("Qualifier", qualifier), ("RevisionId", revision)) if value}
    return call("DELETE", function(name, f"/policy/{statement}"), query=query)


def url(method, name, qualifier=None, **settings):
    return call(method, function(name, "/url", "2021-10-31"), settings if method in ("PUT", "POST") else None, {"Qualifier": qualifier} if qualifier else None)


def urls(name):
    return call("GET", function(name, "/urls", "2021-10-31"))


def tags(method, resource, tags=None, keys=None):
    return call(method, f"/2017-03-31/tags/{quote(resource, safe='')}", {"Tags": tags} if tags is not None else None, {"tagKeys": keys} if keys else None)


def publish_layer(name, **settings):
    return call("POST", f"/2018-10-31/layers/{quote(name, safe='')}/versions", {"Content": {"ZipFile": package()}} | settings)


def layer(method, name, version=None, part="", body=None, query=None):
    return call(method, f"/2018-10-31/layers/{quote(name, safe='')}/versions" + (f"/{version}" if version is not None else "") + part, body, query)


# Functions ------------------------------------------------------------------------------------------------------------------------------------------

@replays("test_lambda_api.py::TestLambdaFunction::test_function_lifecycle")
def _(s):
    name = s.step("create_response", create(like=s.steps["create_response"]))["FunctionName"]
    s.step("get_function_response", get(name))
    s.step("update_func_conf_response", configure(name, Description="Changed-Description", MemorySize=512, Timeout=10, Runtime="python3.11", Environment={"Variables": {"ENV_A": "a"}}))
    s.step("get_function_response_postupdate", get(name))
    s.step("update_code_response", update_code(name))
    s.step("get_function_response_postcodeupdate", get(name))
    s.step("delete_response", delete(name))
    s.step("delete_postdelete", delete(name))


@replays("test_lambda_api.py::TestLambdaFunction::test_redundant_updates")
def _(s):
    name = s.step("create_response", create(like=s.steps["create_response"]))["FunctionName"]
    s.step("first_update_result", configure(name, Description="1st update description"))
    s.step("get_fn_config_result", get_config(name))
    s.step("get_fn_result", get(name))
    s.step("redundant_update_result", configure(name, Description="1st update description"))
    s.step("get_fn_result_after_redundant_update", get(name))


@replays("test_lambda_api.py::TestLambdaFunction::test_ops_with_arn_qualifier_mismatch", "delete_function", "get_function", "get_function_configuration")
def _(s, operation):
    run = {"delete_function": delete, "get_function": get, "get_function_configuration": get_config}[operation]
    s.step("not_match_exception", run(arn("some-function", "1"), "$LATEST"))
    s.step("match_exception", run(arn("some-function", "$LATEST"), "$LATEST"))


@replays("test_lambda_api.py::TestLambdaFunction::test_ops_on_nonexisting_version", "get_function", "get_function_configuration", "get_function_event_invoke_config")
def _(s, operation):
    name = create()["FunctionName"]
    s.bound["<fn-name>"] = name
    run = {"get_function": get, "get_function_configuration": get_config, "get_function_event_invoke_config": lambda name, qualifier: event_config("GET", name, qualifier)}[operation]
    s.step("version_not_found_exception", run(name, "1221"))


@replays("test_lambda_api.py::TestLambdaFunction::test_delete_on_nonexisting_version")
def _(s):
    s.bound["<fn-name>"] = name = new_name()
    s.step("delete_function_response_non_existent", delete(name))
    s.step("delete_function_response_non_existent_with_qualifier", delete(name, "1233"))


ON_A_NAME = {
    "delete_function": delete, "get_function": get, "get_function_configuration": get_config, "get_function_url_config": lambda name: url("GET", name),
    "get_function_event_invoke_config": lambda name: event_config("GET", name), "get_function_concurrency": lambda name: concurrency("GET", name), "invoke": invoke}


@replays("test_lambda_api.py::TestLambdaFunction::test_ops_on_nonexisting_fn", *(name for name in ON_A_NAME if name != "invoke"))
def _(s, operation):
    s.bound["<nonexisting-fn-name>"] = name = new_name()
    s.step("not_found_exception", ON_A_NAME[operation](name))


@replays("test_lambda_api.py::TestLambdaFunction::test_get_function_wrong_region", *ON_A_NAME)
def _(s, operation):
    s.step("wrong_region_exception", ON_A_NAME[operation](arn(new_name(), region="eu-west-1")))


@replays("test_lambda_api.py::TestLambdaFunction::test_lambda_code_location_zipfile")
def _(s):
    name = s.step("create-response-zip-file", create(like=s.steps["create-response-zip-file"]))["FunctionName"]
    s.step("get-function-response", get(name))
    s.step("update-function-response", update_code(name))
    s.step("get-function-response-updated", get(name))


@replays("test_lambda_api.py::TestLambdaFunction::test_lambda_code_location_s3")
def _(s):
    bucket = new_bucket()
    put_object(bucket, "code.zip", base64.b64decode(package()))
    name = s.step("create_response_s3", create(like=s.steps["create_response_s3"], Code={"S3Bucket": bucket, "S3Key": "code.zip"}))["FunctionName"]
    s.step("get-function-response", get(name))
    put_object(bucket, "code.zip", base64.b64decode(package()))
    s.step("update-function-response", update_code(name, S3Bucket=bucket, S3Key="code.zip"))
    s.step("get-function-response-updated", get(name))


@replays("test_lambda_api.py::TestLambdaFunction::test_lambda_code_location_s3_errors")
def _(s):
    bucket, name = new_bucket(), create()["FunctionName"]
    s.step("create-error-wrong-bucket", create(Code={"S3Bucket": "some-random-non-existent-bucket", "S3Key": "code.zip"}))
    s.step("create-error-wrong-key", create(Code={"S3Bucket": bucket, "S3Key": "code.zip"}))
    s.step("update-error-wrong-bucket", update_code(name, S3Bucket="some-random-non-existent-bucket", S3Key="code.zip"))
    s.step("update-error-wrong-key", update_code(name, S3Bucket=bucket, S3Key="code.zip"))


@replays("test_lambda_api.py::TestLambdaFunction::test_create_lambda_exceptions")
def _(s):
    s.step("invalid_role_arn_exc", create(Role="r1"))
    s.step("invalid_runtime_exc", create(Runtime="non-existent-runtime"))
    s.step("uppercase_runtime_exc", create(Runtime="PYTHON3.9"))
    s.step("multiple_architectures", create(Architectures=["x86_64", "arm64"]))
    s.step("uppercase_architecture", create(Architectures=["X86_64"]))
    s.step("invalid_zip_exc", create(Code={"ZipFile": base64.b64encode(b"this is not a zipfile, just a random string").decode()}))


@replays("test_lambda_api.py::TestLambdaFunction::test_update_lambda_exceptions")
def _(s):
    name = create()["FunctionName"]
    s.step("invalid_role_arn_exc", configure(name, Role="r1"))
    s.step("invalid_runtime_exc", configure(name, Runtime="non-existent-runtime"))
    s.step("uppercase_runtime_exc", configure(name, Runtime="PYTHON3.9"))


@replays("test_lambda_api.py::TestLambdaFunction::test_list_functions")
def _(s):
    # The recording is of an account without other functions: those of this run are left out.
    first, second = sorted((new_name(), new_name()))
    s.step("create_response_1", create(first, like=s.steps["create_response_1"], Publish=True))
    s.step("create_response_2", create(second, like=s.steps["create_response_2"]))
    s.step("list_functions_invalid_functionversion", call("GET", "/2015-03-31/functions", query={"FunctionVersion": "invalid"}))
    for step, query in (("list_all", {"FunctionVersion": "ALL"}), ("list_default", {})):
        found, marker = [], None
        while True:
            page = call("GET", "/2015-03-31/functions", query=query | ({"Marker": marker} if marker else {}))
            found += [entry for entry in page["Functions"] if entry["FunctionName"] in (first, second)]
            marker = page.body.get("NextMarker")
            if not marker:
                break
        s.step(step, {"Functions": found})


@replays("test_lambda_api.py::TestLambdaFunction::test_function_arns")
def _(s):
    first, second = new_name(), new_name()
    s.step("create-function-arn-response", create(arn(first), like=s.steps["create-function-arn-response"]))
    s.step("create-function-partial-arn-response", create(f"{ACCOUNT}:function:{second}", like=s.steps["create-function-partial-arn-response"]))
    s.step("invalid_function_name_exc", create("invalid:function:name"))
    s.step("long_function_name_exc", create("a" * 65))
    long_name = "a" * 140
    s.bound["<function-name>"] = long_name
    s.step("long_function_arn_exc", create(arn(long_name)))
    s.step("function_arn_other_region_exc", create(arn(new_name(), region="ap-southeast-1")))


@replays("test_lambda_api.py::TestLambdaFunction::test_invalid_invoke")
def _(s):
    s.step("invoke_function_name_pattern_exc", invoke(f"arn:aws:lambda:{REGION}:123400000000@function:myfn"))


NAMES = {
    "function_name_is_single_invalid": ("*", None), "invalid_characters_in_function_name": ("my-function!", None), "invalid_characters_in_qualifier": ("my-function", "invalid!"),
    "qualifier_too_long0": ("my-function", "a" * 129), "qualifier_too_long": ("my-function", "a" * 129), "invalid_account_id_in_partial_arn": ("invalid-account:function:my-function", None),
    "invalid_region_in_arn": (f"arn:aws:lambda:invalid-region:{ACCOUNT}:function:my-function", None), "non_lambda_arn": (f"arn:aws:ec2:{REGION}:{ACCOUNT}:instance:i-1234567890abcdef0", None),
    "function_name_too_long": ("a" * 65, None), "missing_region_in_arn": (f"arn:aws:lambda::{ACCOUNT}:function:my-function", None),
    "missing_account_id_in_arn": (f"arn:aws:lambda:{REGION}::function:my-function", None), "misspelled_latest_in_arn": (arn("my-function", "$LATES"), None),
    "lowercase_latest_qualifier": (arn("my-function"), "$latest"), "full_arn_with_multiple_qualifiers": (arn("my-function", "1:2"), None),
    "incomplete_arn": (f"arn:aws:lambda:{REGION}:{ACCOUNT}:function", None), "partial_arn_with_extra_qualifier": ("function:my-function:$LATEST:extra", None),
    "latest_version_with_additional_qualifier": (arn("my-function", "$LATEST"), "1"), "function_name_and_qualifier_too_long": ("my-function", "a" * 65),
    "qualifier_too_long1": ("my-function", "a" * 65)}


@replays("test_lambda_api.py::TestLambdaFunction::test_function_name_and_qualifier_validation",
         *(f"{case}-{operation}" for case in NAMES for operation in ("get_function", "delete_function", "invoke", "create_function")))
def _(s, parameter):
    case, operation = parameter.rsplit("-", 1)
    name, qualifier = NAMES[case]
    for step in s.steps:
        if operation == "create_function":
            s.step(step, create(f"{name}:{qualifier}" if qualifier else name))
        else:
            s.step(step, {"get_function": get, "delete_function": delete, "invoke": lambda name, qualifier: invoke(name, qualifier=qualifier)}[operation](name, qualifier))


@replays("test_lambda_api.py::TestRuntimeValidation::test_create_deprecated_function_runtime_with_validation_enabled",
         "java8", "go1.x", "provided", "ruby2.7", "nodejs14.x", "python3.7", "dotnetcore3.1", "nodejs12.x")
def _(s, runtime):
    s.step("deprecation_error", create(Runtime=runtime))


@replays("test_lambda_api.py::TestLoggingConfig::test_function_advanced_logging_configuration")
def _(s):
    like = s.steps["create_response"]
    name = s.step("create_response", create(like=like, LoggingConfig={"LogFormat": "JSON"}))["FunctionName"]
    s.step("get_function_response", get(name))
    s.step("function_config", get_config(name))
    s.step("updated_config", configure(name, LoggingConfig={"LogGroup": "cool_lambda"}))
    s.step("received_config", get_config(name))


@replays("test_lambda_api.py::TestLoggingConfig::test_advanced_logging_configuration_format_switch")
def _(s):
    name = s.step("create_response", create(like=s.steps["create_response"]))["FunctionName"]
    s.step("get_function_response", get(name))
    s.step("function_config", get_config(name))
    s.step("updated_config", configure(name, LoggingConfig={"LogFormat": "JSON"}))
    s.step("received_config", get_config(name))
    s.step("updated_config_v2", configure(name, LoggingConfig={"LogFormat": "Text"}))
    s.step("received_config_v2", get_config(name))


PARTIAL = {"partial_config0": {"LogFormat": "JSON"}, "partial_config3": {"LogGroup": "cool_lambda"}}


@replays("test_lambda_api.py::TestLoggingConfig::test_function_partial_advanced_logging_configuration_update", *PARTIAL)
def _(s, which):
    name = s.step("create_response", create(like=s.steps["create_response"]))["FunctionName"]
    s.step("get_function_response", get(name))
    s.step("function_config", get_config(name))
    s.step("updated_config", configure(name, LoggingConfig=PARTIAL[which]))
    s.step("received_config", get_config(name))


@replays("test_lambda_api.py::TestLambdaSizeLimits::test_large_environment_variables_fails")
def _(s):
    s.step("failed_create_fn_result", create(Environment={"Variables": {"LARGE_VAR": "x" * (4096 - len('{"LARGE_VAR":""}') + 1)}}))


@replays("test_lambda_api.py::TestLambdaSizeLimits::test_large_environment_fails_multiple_keys")
def _(s):
    expected = json.dumps(s.steps)
    size = max(map(len, __import__("re").findall("x{100,}", expected)))
    s.step("failured_create_fn_result_multi_key", create(Environment={"Variables": {"SMALL_VAR": "ok", "LARGE_VAR": "x" * size}}))


@replays("test_lambda_api.py::TestLambdaSizeLimits::test_lambda_envvars_near_limit_succeeds")
def _(s):
    s.step("successful_create_fn_result", create(like=s.steps["successful_create_fn_result"]))


def stored_zip(size):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("zeros", bytes(size))
    return buffer.getvalue()


@replays("test_lambda_api.py::TestLambdaSizeLimits::test_oversized_unzipped_lambda")
def _(s):
    s.step("invalid_param_exc", create(Code={"ZipFile": base64.b64encode(stored_zip(262_144_000)).decode()}))


@replays("test_lambda_api.py::TestLambdaSizeLimits::test_oversized_zipped_create_lambda")
def _(s):
    s.step("invalid_param_exc", create(Code={"ZipFile": base64.b64encode(bytes(52_428_801)).decode()}))


@replays("test_lambda_api.py::TestLambdaSizeLimits::test_oversized_request_create_lambda")
def _(s):
    s.step("invalid_param_exc", call("POST", "/2015-03-31/functions", raw=b" " * 70_167_212))


# Versions, aliases ----------------------------------------------------------------------------------------------------------------------------------

@replays("test_lambda_api.py::TestLambdaVersions::test_publish_version_on_create")
def _(s):
    name = s.step("create_response", create(like=s.steps["create_response"], Publish=True))["FunctionName"]
    s.step("get_function_result", get(name))
    s.step("get_function_version_result", get(name, "1"))
    s.step("get_function_latest_result", get(name, "$LATEST"))
    s.step("list_versions_result", versions(name))
    s.step("repeated_publish_response", publish(name, Description="Repeated version description :)"))
    s.step("list_versions_result_after_publish", versions(name))


@replays("test_lambda_api.py::TestLambdaVersions::test_version_lifecycle")
def _(s):
    name = s.step("create_response", create(like=s.steps["create_response"]))["FunctionName"]
    s.step("get_function_result", get(name))
    s.step("list_versions_result", versions(name))
    s.step("first_update_response", configure(name, Description="First version :)"))
    s.step("first_update_get_function", get(name))
    s.step("first_publish_response", publish(name, Description="First version description :)"))
    s.step("first_publish_get_function", get(name, "1"))
    s.step("first_publish_get_function_config", get_config(name, "1"))
    s.step("second_update_response", configure(name, Description="Second version :))"))
    s.step("first_publish_get_function_after_update", get(name, "1"))
    s.step("second_publish_response", publish(name))
    s.step("third_publish_response", publish(name, Description="Third version description :)))"))
    s.step("list_versions_result_after_third_publish", versions(name))
    delete(name, "1")
    s.step("list_versions_result_after_deletion_of_first_version", versions(name))


@replays("test_lambda_api.py::TestLambdaVersions::test_publish_with_wrong_sha256")
def _(s):
    name = s.step("create_response", create(like=s.steps["create_response"]))["FunctionName"]
    sha = s.step("get_fn_response", get(name))["Configuration"]["CodeSha256"]
    s.step("publish_wrong_sha256_exc", publish(name, CodeSha256="somenonexistentsha256"))
    s.step("publish_result", publish(name, CodeSha256=sha))


@replays("test_lambda_api.py::TestLambdaVersions::test_publish_with_update")
def _(s):
    name = s.step("create_response", create(like=s.steps["create_response"]))["FunctionName"]
    s.step("get_function_result", get(name))
    s.step("update_function_code_result", update_code(name, ZipFile=package(), Publish=True))
    s.step("get_function_version_result", get(name, "1"))
    s.step("get_function_latest_result", get(name, "$LATEST"))


@replays("test_lambda_api.py::TestLambdaAlias::test_alias_lifecycle")
def _(s):
    name = s.step("create_response", create(like=s.steps["create_response"]))["FunctionName"]
    s.step("publish_v1", publish(name))
    configure(name, Environment={"Variables": {"testenv": "prod"}})
    s.step("publish_v2", publish(name))

    def get_alias(alias):
        return call("GET", function(name, f"/aliases/{alias}"))

    def list_aliases(**query):
        return call("GET", function(name, "/aliases"), query=query)

    def update(alias, **settings):
        return call("PUT", function(name, f"/aliases/{alias}"), settings)
    s.step("create_alias_1_1", alias(name, Name="aliasname1_1", FunctionVersion="1", Description="custom-alias", RoutingConfig={"AdditionalVersionWeights": {"2": 0.2}}))
    s.step("get_alias_1_1", get_alias("aliasname1_1"))
    s.step("get_function_alias_1_1", get(name, "aliasname1_1"))
    s.step("get_function_byarn_alias_1_1", get(arn(name, "aliasname1_1")))
    s.step("get_function_alias_notfound_exc", get(name, "aliasdoesnotexist"))
    s.step("get_function_alias_byarn_notfound_exc", get(arn(name, "aliasdoesnotexist")))
    s.step("create_alias_1_2", alias(name, Name="aliasname1_2", FunctionVersion="1", Description="custom-alias"))
    s.step("get_alias_1_2", get_alias("aliasname1_2"))
    s.step("create_alias_1_3", alias(name, Name="aliasname1_3", FunctionVersion="1"))
    s.step("get_alias_1_3", get_alias("aliasname1_3"))
    s.step("create_alias_2", alias(name, Name="aliasname2", FunctionVersion="2", Description="custom-alias"))
    s.step("get_alias_2", get_alias("aliasname2"))
    s.step("list_aliases_for_fnname", {"Aliases": list_aliases()["Aliases"]})
    s.step("update_alias_1_1", update("aliasname1_1", RoutingConfig={"AdditionalVersionWeights": {}}))
    s.step("get_alias_1_1_after_update", get_alias("aliasname1_1"))
    s.step("list_aliases_for_fnname_after_update", list_aliases())
    s.step("update_alias_1_2", update("aliasname1_2"))
    s.step("get_alias_1_2_after_update", get_alias("aliasname1_2"))
    s.step("list_aliases_for_fnname_after_update_2", list_aliases())
    s.step("list_aliases_for_version", list_aliases(FunctionVersion="1"))
    s.step("delete_alias_response", call("DELETE", function(name, "/aliases/aliasname1_1")))
    s.step("list_aliases_for_fnname_afterdelete", list_aliases())


@replays("test_lambda_api.py::TestLambdaAlias::test_notfound_and_invalid_routingconfigs")
def _(s):
    name = s.step("create_response", create(like=s.steps["create_response"], Publish=True))["FunctionName"]
    s.step("publish_v1", publish(name))
    configure(name, Environment={"Variables": {"testenv": "prod"}})
    s.step("publish_v2", publish(name))

    def route(weights, version="1", target=name, alias_name="custom"):
        return alias(target, Name=alias_name, FunctionVersion=version, RoutingConfig={"AdditionalVersionWeights": weights})
    s.step("routing_config_exc_toomany", route({"1": 0.8, "2": 0.5}))
    s.step("routing_config_exc_toohigh", route({"2": 2}))
    s.step("routing_config_exc_subzero", route({"2": -1}))
    s.step("routing_config_exc_sameversion", route({"1": 0.5}))
    s.step("target_version_doesnotexist", route({"2": 0.5}, "10"))
    s.step("routing_config_exc_version_doesnotexist", route({"10": 0.5}))
    s.step("target_version_exc_version_latest", route({"1": 0.5}, "$LATEST"))
    s.step("routing_config_exc_version_latest", route({"$LATEST": 0.5}))
    s.step("create-alias-latest", alias(name, Name="custom-latest", FunctionVersion="$LATEST"))
    s.step("routing_config_exc_fn_doesnotexist", route({"2": 0.5}, target=f"{name}-unknown"))
    s.step("create_alias_empty_routingconfig", route({}, alias_name="custom-empty-routingconfig"))
    s.step("create_alias_response", route({"2": 0.5}))
    s.step("routing_config_exc_already_exist", route({"2": 0.5}))
    s.step("alias_does_not_exist_esc", call("GET", function(name, "/aliases/non-existent")))


@replays("test_lambda_api.py::TestLambdaAlias::test_alias_naming")
def _(s):
    name = s.step("create_response", create(like=s.steps["create_response"]))["FunctionName"]
    s.step("publish_v1", publish(name))
    s.step("create_alias_date", alias(name, Name="2024-01-02", FunctionVersion="1", Description="custom-alias"))
    s.step("get_alias_date", call("GET", function(name, "/aliases/2024-01-02")))
    s.step("create_alias_number_exception", alias(name, Name="2024", FunctionVersion="1", Description="custom-alias"))


@replays("test_lambda_api.py::TestLambdaAlias::test_non_existent_alias_deletion")
def _(s):
    name = s.step("create_response", create(like=s.steps["create_response"]))["FunctionName"]
    s.step("delete_alias_response", call("DELETE", function(name, "/aliases/non-existent")))


@replays("test_lambda_api.py::TestLambdaAlias::test_non_existent_alias_update")
def _(s):
    name = s.step("create_response", create(like=s.steps["create_response"]))["FunctionName"]
    s.step("update_alias_response", call("PUT", function(name, "/aliases/non-existent"), {"Description": "new"}))


@replays("test_lambda_api.py::TestLambdaRevisions::test_function_revisions_basic")
def _(s):
    code = {"ZipFile": package()}
    created = s.step("create_function_response_rev1", create(like=s.steps["create_function_response_rev1"], Code=code))
    name = created["FunctionName"]
    second = s.step("get_function_response_rev2", get(name))["Configuration"]["RevisionId"]
    s.step("update_function_revision_exception", update_code(name, RevisionId=created["RevisionId"], **code))
    s.step("update_function_code_response_rev3", update_code(name, RevisionId=second, **code))
    fourth = s.step("get_function_response_rev4", get(name))["Configuration"]["RevisionId"]
    s.step("update_function_configuration_revision_exception", configure(name, Runtime="python3.11", RevisionId=second))
    runtime = s.steps["update_function_configuration_response_rev5"]["Runtime"]
    s.step("update_function_configuration_response_rev5", configure(name, Runtime=runtime, RevisionId=fourth))
    s.step("get_function_response_rev6", get(name))


@replays("test_lambda_api.py::TestLambdaRevisions::test_function_revisions_version_and_alias")
def _(s):
    created = s.step("create_function_response_rev1", create(like=s.steps["create_function_response_rev1"]))
    name = created["FunctionName"]
    active = s.step("get_function_active_rev2", get(name))["Configuration"]["RevisionId"]
    s.step("publish_version_revision_exception", publish(name, RevisionId=created["RevisionId"]))
    s.step("publish_version_response_rev_v1", publish(name, RevisionId=active))
    s.step("get_function_published_version_rev_v2", get(name, "1"))
    s.step("get_function_latest_rev3", get(name))
    first = s.step("create_alias_response_rev_a1", alias(name, Name="revision_alias", FunctionVersion="1"))
    s.step("get_function_latest_rev4", get(name))
    s.step("get_function_published_version_rev_v3", get(name, "1"))
    s.step("update_alias_revision_exception", call("PUT", function(name, "/aliases/revision_alias"), {"RevisionId": "wrong", "Description": "something changed"}))
    s.step("update_alias_response_rev_a2", call("PUT", function(name, "/aliases/revision_alias"), {"RevisionId": first["RevisionId"], "Description": "something changed"}))


S3_STATEMENT = {"Action": "lambda:InvokeFunction", "Principal": "s3.amazonaws.com", "SourceArn": "arn:aws:s3:::any-bucket"}


@replays("test_lambda_api.py::TestLambdaRevisions::test_function_revisions_permissions")
def _(s):
    created = create()
    s.step("add_permission_revision_exception", permit(created["FunctionName"], StatementId="s3", RevisionId=created["RevisionId"], **S3_STATEMENT))


# Tags -----------------------------------------------------------------------------------------------------------------------------------------------

@replays("test_lambda_api.py::TestLambdaTag::test_create_tag_on_fn_create")
def _(s):
    name = create(like=s.steps["get_function_result"], Tags={"testtag": "custom"})["FunctionName"]
    s.step("get_function_result", get(name))
    s.step("list_tags_result", tags("GET", arn(name)))


@replays("test_lambda_api.py::TestLambdaTag::test_tag_lifecycle", "lambda_function")
def _(s, _kind):
    resource = arn(create()["FunctionName"])

    def step(name, answer):
        s.step(name, answer)
        s.step(f"{name}_listtags", tags("GET", resource))
    step("tag_single_response", tags("POST", resource, {"A": "tag-a"}))
    step("tag_multiple_response", tags("POST", resource, {"B": "tag-b", "C": "tag-c"}))
    step("tag_overlap_response", tags("POST", resource, {"C": "tag-c-newsuffix", "D": "tag-d"}))
    step("untag_single_response", tags("DELETE", resource, keys=["A"]))
    step("untag_multiple_response", tags("DELETE", resource, keys=["B", "C"]))
    step("untag_nonexisting_response", tags("DELETE", resource, keys=["F"]))
    step("untag_existing_and_nonexisting_response", tags("DELETE", resource, keys=["D", "F"]))


@replays("test_lambda_api.py::TestLambdaTag::test_tag_nonexisting_resource")
def _(s):
    name = create(like=s.steps["pre_delete_get_function"])["FunctionName"]
    s.step("pre_delete_get_function", get(name))
    delete(name)
    s.step("not_found_exception_tag", tags("POST", arn(name), {"A": "B"}))
    s.step("not_found_exception_untag", tags("DELETE", arn(name), keys=["A"]))
    s.step("not_found_exception_list", tags("GET", arn(name)))


@replays("test_lambda_api.py::TestLambdaTag::test_tag_exceptions", "lambda_function")
def _(s, _kind):
    s.bound["<resource-name>"] = name = new_name()
    s.step("not_found_exception_tag", tags("POST", arn(name), {"A": "B"}))
    s.step("not_found_exception_untag", tags("DELETE", arn(name), keys=["A"]))
    s.step("not_found_exception_list", tags("GET", arn(name)))
    s.step("aliased_arn_exception", tags("POST", arn(name, "alias"), {"A": "B"}))
    s.step("invalid_arn_exception", tags("POST", arn(name).replace(":function:", ":foobar:"), {"A": "B"}))


@replays("test_lambda_api.py::TestLambdaTags::test_tag_exceptions")
def _(s):
    resource = arn(create()["FunctionName"])
    s.step("tag_lambda_invalidarn", tags("POST", "arn:aws:something", {"key_a": "value_a"}))
    s.step("tag_lambda_doesnotexist", tags("POST", arn("doesnotexist"), {"key_a": "value_a"}))
    s.step("tag_lambda_qualifier_doesnotexist", tags("POST", resource + ":v1", {"key_a": "value_a"}))
    s.step("list_tag_lambda_empty", tags("GET", resource))
    s.step("untag_nomatch", tags("DELETE", resource, keys=["somekey"]))
    s.step("untag_empty_keys", tags("DELETE", resource))
    s.step("tag_empty_tags", tags("POST", resource, {}))


@replays("test_lambda_api.py::TestLambdaTags::test_tag_limits")
def _(s):
    name = create(like=s.steps["get_fn_response"])["FunctionName"]
    many = {f"{number}_key": f"{number}_value" for number in range(51)}
    s.step("tag_lambda_too_many_tags", tags("POST", arn(name), many))
    s.step("tag_response", tags("POST", arn(name), {key: value for key, value in many.items() if key != "50_key"}))
    s.step("list_tags_response", tags("GET", arn(name)))
    s.step("get_fn_response", get(name))
    s.step("tag_lambda_too_many_tags_additional", tags("POST", arn(name), {"a_key": "a_value"}))
    s.step("create_function_invalid_tags", create(Tags=many))


@replays("test_lambda_api.py::TestLambdaTags::test_tag_versions")
def _(s):
    name = create(Publish=True)["FunctionName"]
    s.step("tag_resource_exception", tags("POST", arn(name, "1"), {"key_a": "value_a"}))
    s.step("tag_resource_latest_exception", tags("POST", arn(name, "$LATEST"), {"key_a": "value_a"}))


@replays("test_lambda_api.py::TestLambdaTags::test_tag_lifecycle")
def _(s):
    name = create(like=s.steps["get_fn_response_postfncreate"], Tags={"key_a": "value_a"})["FunctionName"]

    def step(name_of_step):
        s.step(f"list_tags_response_{name_of_step}", tags("GET", arn(name)))
        s.step(f"get_fn_response_{name_of_step}", get(name))
    step("postfncreate")
    s.step("tag_resource_response", tags("POST", arn(name), {f"key_{letter}": f"value_{letter}" for letter in "bcde"}))
    step("postaddtags")
    s.step("tag_resource_overwrite", tags("POST", arn(name), {"key_b": "value_b", "key_c": "value_x"}))
    step("overwrite")
    tags("DELETE", arn(name), keys=["key_c", "key_d"])
    step("postuntag")
    tags("DELETE", arn(name), keys=["key_a", "key_b", "key_e"])
    step("postuntagall")
    delete(name)
    s.step("list_tags_postdelete", tags("GET", arn(name)))


# Asynchronous invocation, concurrency ---------------------------------------------------------------------------------------------------------------

@replays("test_lambda_api.py::TestLambdaEventInvokeConfig::test_lambda_eventinvokeconfig_lifecycle")
def _(s):
    name = create(like=s.steps["publish_version_result"])["FunctionName"]
    s.step("put_invokeconfig_retries_0", event_config("PUT", name, MaximumRetryAttempts=0))
    s.step("put_invokeconfig_eventage_60", event_config("PUT", name, MaximumEventAgeInSeconds=60))
    s.step("update_invokeconfig_eventage_nochange", event_config("POST", name, MaximumEventAgeInSeconds=60))
    s.step("update_invokeconfig_retries", event_config("POST", name, MaximumRetryAttempts=1))
    s.step("get_invokeconfig", event_config("GET", name))
    s.step("get_invokeconfig_latest", event_config("GET", name, "$LATEST"))
    s.step("list_single_invokeconfig", event_config("GET", name, part="/list"))
    s.step("publish_version_result", publish(name))
    s.step("get_invokeconfig_postpublish", event_config("GET", name, "1"))
    s.step("put_published_invokeconfig", event_config("PUT", name, "1", MaximumEventAgeInSeconds=120))
    s.step("get_published_invokeconfig", event_config("GET", name, "1"))
    event_config("DELETE", name)
    s.step("list_paging_nolimit_postdelete", event_config("GET", name, part="/list"))


@replays("test_lambda_api.py::TestLambdaEventInvokeConfig::test_lambda_eventinvokeconfig_exceptions")
def _(s):
    name, other = create(like=s.steps["fn_version_result"])["FunctionName"], create()["FunctionName"]
    s.step("fn_version_result", publish(name))
    s.step("fn_alias_result", alias(name, Name="eventinvokealias", FunctionVersion="1"))

    def put(step, target=name, qualifier=None, **settings):
        s.step(step, event_config("PUT", target, qualifier, **(settings or {"MaximumRetryAttempts": 1})))

    def success(destination):
        return {"DestinationConfig": {"OnSuccess": {"Destination": destination}}}
    put("put_functionname_name_notfound", "doesnotexist")
    put("put_functionname_arn_notfound", arn("doesnotexist"))
    s.step("put_functionname_nootherargs", event_config("PUT", name))
    put("put_destination_lambda_doesntexist", **success(arn("doesnotexist")))
    put("put_destination_recursive", **success(arn(name)))
    put("put_destination_other_lambda", **success(arn(other)))
    put("put_destination_invalid_service_arn", **success(arn(name).replace(":lambda:", ":iam:")))
    put("put_destination_success_no_destination_arn", DestinationConfig={"OnSuccess": {}})
    put("put_destination_failure_no_destination_arn", DestinationConfig={"OnFailure": {}})
    put("put_destination_invalid_arn_pattern", DestinationConfig={"OnFailure": {"Destination": arn(name).replace(":lambda:", ":_-/!lambda:")}})
    put("put_destination_latest")
    put("put_destination_latest_explicit_qualifier", qualifier="$LATEST")
    put("put_destination_version", qualifier="1")
    put("put_alias_functionname_qualifier", qualifier="eventinvokealias")
    put("put_alias_doesnotexist", qualifier="doesnotexist")
    put("put_alias_qualifiedarn", arn(name, "eventinvokealias"))
    put("put_alias_qualifiedarn_qualifier", arn(name, "eventinvokealias"), "eventinvokealias")
    put("put_alias_qualifiedarn_qualifierconflict", arn(name, "eventinvokealias"), "1")
    put("put_alias_shorthand", f"{name}:eventinvokealias")
    put("put_alias_shorthand_qualifier", f"{name}:eventinvokealias", "eventinvokealias")
    put("put_alias_shorthand_qualifierconflict", f"{name}:eventinvokealias", "1")
    put("put_version_shorthand", f"{name}:1")
    put("put_shorthand_qualifier_match", f"{name}:$LATEST", "$LATEST")
    put("put_shorthand_qualifier_mismatch_1", f"{name}:$LATEST", "1")
    put("put_shorthand_qualifier_mismatch_2", f"{name}:1", "$LATEST")
    put("put_shorthand_qualifier_mismatch_3", f"{name}:eventinvokealias", "$LATEST")
    put("put_maxevent_maxvalue_result", MaximumRetryAttempts=2, MaximumEventAgeInSeconds=21600)
    put("put_pre_overwrite", MaximumRetryAttempts=2, MaximumEventAgeInSeconds=60)
    put("put_post_overwrite", MaximumRetryAttempts=0)
    put("second_overwrite_existing_response", MaximumRetryAttempts=0)
    s.step("get_post_overwrite", event_config("GET", name))
    put("pre_update_response", MaximumRetryAttempts=2, MaximumEventAgeInSeconds=60)
    s.step("update_response", event_config("POST", name, MaximumRetryAttempts=0))
    s.step("update_response_existing", event_config("POST", name, MaximumRetryAttempts=0))
    s.step("list_configs", event_config("GET", name, part="/list"))
    s.step("delete_latest", event_config("DELETE", name, "$LATEST"))
    s.step("delete_version", event_config("DELETE", name, "1"))
    s.step("delete_alias", event_config("DELETE", name, "eventinvokealias"))
    s.step("list_configs_postdelete", event_config("GET", name, part="/list"))
    s.step("delete_function_not_found", event_config("DELETE", name, "$LATEST"))
    s.step("delete_function_doesnotexist", event_config("DELETE", "doesnotexist"))
    s.step("list_function_doesnotexist", event_config("GET", "doesnotexist", part="/list"))
    s.step("get_function_doesnotexist", event_config("GET", "doesnotexist"))
    s.step("get_qualifier_doesnotexist", event_config("GET", name, "doesnotexist"))
    s.step("update_eventinvokeconfig_function_doesnotexist", event_config("POST", "doesnotexist", MaximumRetryAttempts=0))
    s.step("get_eventinvokeconfig_doesnotexist", event_config("GET", name, "eventinvokealias"))
    s.step("update_eventinvokeconfig_config_doesnotexist_with_qualifier", event_config("POST", name, "eventinvokealias", MaximumRetryAttempts=0))
    s.step("update_eventinvokeconfig_config_doesnotexist_without_qualifier", event_config("POST", name, MaximumRetryAttempts=0))


@replays("test_lambda_api.py::TestLambdaReservedConcurrency::test_function_concurrency_exceptions")
def _(s):
    s.step("put_function_concurrency_with_function_name_doesnotexist", concurrency("PUT", "doesnotexist", ReservedConcurrentExecutions=1))
    s.step("put_function_concurrency_with_function_name_doesnotexist_and_invalid_concurrency", concurrency("PUT", "doesnotexist", ReservedConcurrentExecutions=-1))
    name = create(Publish=True)["FunctionName"]
    s.step("put_function_concurrency_with_qualified_arn", concurrency("PUT", arn(name, "1"), ReservedConcurrentExecutions=0))


@replays("test_lambda_api.py::TestLambdaReservedConcurrency::test_function_concurrency_limits")
def _(s):
    name = create()["FunctionName"]
    s.step("put_function_concurrency_account_limit_exceeded", concurrency("PUT", name, ReservedConcurrentExecutions=1001))
    s.step("put_function_concurrency_below_unreserved_min_value", concurrency("PUT", name, ReservedConcurrentExecutions=901))


@replays("test_lambda_api.py::TestLambdaReservedConcurrency::test_function_concurrency")
def _(s):
    name = create()["FunctionName"]
    s.step("put_function_concurrency_with_reserved_0", concurrency("PUT", name, ReservedConcurrentExecutions=0))
    s.step("put_function_concurrency_with_reserved_1", concurrency("PUT", name, ReservedConcurrentExecutions=1))
    s.step("get_function_concurrency", concurrency("GET", name))
    s.step("delete_response", concurrency("DELETE", name))
    s.step("get_function_concurrency_after_delete", concurrency("GET", name))


@replays("test_lambda_api.py::TestLambdaProvisionedConcurrency::test_provisioned_concurrency_exceptions")
def _(s):
    name = create(like=s.steps["publish_version_result"])["FunctionName"]
    s.step("publish_version_result", publish(name))
    s.step("get_provisioned_config_doesnotexist", provisioned("GET", name, "1"))
    s.step("get_provisioned_functionname_doesnotexist", provisioned("GET", "doesnotexist", "noalias"))
    s.step("get_provisioned_qualifier_doesnotexist", provisioned("GET", name, "noalias"))
    s.step("get_provisioned_version_doesnotexist", provisioned("GET", name, "10"))
    s.step("get_provisioned_latest", provisioned("GET", name, "$LATEST"))
    s.step("list_provisioned_noconfigs", provisioned("GET", name))
    s.step("list_provisioned_functionname_doesnotexist", provisioned("GET", "doesnotexist"))
    s.step("delete_provisioned_functionname_doesnotexist", provisioned("DELETE", "doesnotexist", "1"))
    s.step("delete_provisioned_qualifier_doesnotexist", provisioned("DELETE", name, "noalias"))
    s.step("delete_provisioned_version_doesnotexist", provisioned("DELETE", name, "10"))
    s.step("delete_provisioned_latest", provisioned("DELETE", name, "$LATEST"))
    s.step("delete_provisioned_config_doesnotexist", provisioned("DELETE", name, "1"))
    s.step("put_provisioned_invalid_param_0", provisioned("PUT", name, "1", 0))
    s.step("put_provisioned_functionname_doesnotexist_alias", provisioned("PUT", "doesnotexist", "noalias", 1))
    s.step("put_provisioned_functionname_doesnotexist_version", provisioned("PUT", "doesnotexist", "1", 1))
    s.step("put_provisioned_qualifier_doesnotexist", provisioned("PUT", name, "doesnotexist", 1))
    s.step("put_provisioned_version_doesnotexist", provisioned("PUT", name, "10", 1))
    s.step("put_provisioned_latest", provisioned("PUT", name, "$LATEST", 1))


@replays("test_lambda_api.py::TestLambdaProvisionedConcurrency::test_provisioned_concurrency_limits")
def _(s):
    name = create(Publish=True)["FunctionName"]
    s.step("put_provisioned_concurrency_account_limit_exceeded", provisioned("PUT", name, "1", 1001))
    s.step("put_provisioned_concurrency_below_unreserved_min_value", provisioned("PUT", name, "1", 901))


@replays("test_lambda_api.py::TestLambdaProvisionedConcurrency::test_lambda_provisioned_lifecycle")
def _(s):
    name = create(like=s.steps["publish_version_result"])["FunctionName"]
    s.step("publish_version_result", publish(name))
    s.bound["<alias-name>"] = "live"
    s.step("create_alias_result", alias(name, Name="live", FunctionVersion="1"))
    s.step("put_provisioned_on_version", provisioned("PUT", name, "1", 1))
    s.step("put_provisioned_on_alias_versionconflict", provisioned("PUT", name, "live", 1))
    s.step("delete_provisioned_version", provisioned("DELETE", name, "1"))
    s.step("get_provisioned_version_postdelete", provisioned("GET", name, "1"))
    s.step("put_provisioned_on_alias", provisioned("PUT", name, "live", 1))
    s.step("put_provisioned_on_version_conflict", provisioned("PUT", name, "1", 1))
    s.step("delete_alias_result", call("DELETE", function(name, "/aliases/live")))
    s.step("get_provisioned_alias_postaliasdelete", provisioned("GET", name, "live"))
    s.step("list_response_postdeletes", provisioned("GET", name))


# Policies -------------------------------------------------------------------------------------------------------------------------------------------

@replays("test_lambda_api.py::TestLambdaPermissions::test_add_lambda_permission_aws")
def _(s):
    name = s.step("create_lambda", create(like=s.steps["create_lambda"]))["FunctionName"]
    s.step("add_permission", permit(name, StatementId="s3", **S3_STATEMENT))
    s.step("get_policy", policy(name))


@replays("test_lambda_api.py::TestLambdaPermissions::test_remove_multi_permissions")
def _(s):
    name = create()["FunctionName"]
    s.step("add_permission_1", permit(name, StatementId="s3", Action="lambda:InvokeFunction", Principal="s3.amazonaws.com"))
    s.step("add_permission_2", permit(name, StatementId="sqs", Action="lambda:InvokeFunction", Principal="sqs.amazonaws.com", SourceArn="arn:aws:s3:::any-bucket"))
    s.step("policy_after_2_add", policy(name))
    s.step("remove_permission_exception_nonexisting_sid", forbid(name, "non-existent"))
    forbid(name, "sqs")
    s.step("policy_after_removal", policy(name))
    forbid(name, "sqs")
    s.step("policy_after_removal_attempt", policy(name))
    forbid(name, "s3")
    s.step("get_policy_exception_removed_all", policy(name))


@replays("test_lambda_api.py::TestLambdaPermissions::test_create_multiple_lambda_permissions")
def _(s):
    name = create()["FunctionName"]
    s.step("add_permission_response_1", permit(name, StatementId="logs", Action="lambda:InvokeFunction", Principal="logs.amazonaws.com"))
    s.step("add_permission_response_2", permit(name, StatementId="kinesis", Action="lambda:InvokeFunction", Principal="kinesis.amazonaws.com"))
    s.step("policy_after_2_add", policy(name))


@replays("test_lambda_api.py::TestLambdaPermissions::test_add_lambda_permission_fields")
def _(s):
    name = create()["FunctionName"]
    user = f"arn:aws:iam::{ACCOUNT}:user/someone"
    s.bound["<user_arn>"] = user
    invoke_it = {"Action": "lambda:InvokeFunction"}
    s.step("add_permission_principal_wildcard", permit(name, StatementId="wilcard", Principal="*", SourceAccount=ACCOUNT, **invoke_it))
    s.step("add_permission_principal_service", permit(name, StatementId="lambda", Principal="lambda.amazonaws.com", SourceAccount=ACCOUNT, **invoke_it))
    s.step("add_permission_principal_account", permit(name, StatementId="account-id", Principal=ACCOUNT, **invoke_it))
    s.step("add_permission_principal_arn", permit(name, StatementId="user-arn", Principal=user, SourceAccount=ACCOUNT, **invoke_it))
    s.step("add_permission_optional_fields", permit(
        name, StatementId="urlPermission", Action="lambda:InvokeFunctionUrl", Principal="*", SourceArn="arn:aws:s3:::any-bucket", SourceAccount=ACCOUNT,
        PrincipalOrgID="o-1234567890", FunctionUrlAuthType="NONE"))
    s.step("add_permission_alexa_skill", permit(
        name, StatementId="alexaSkill", Principal="*", EventSourceToken="amzn1.ask.skill.xxxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx", **invoke_it))


@replays("test_lambda_api.py::TestLambdaPermissions::test_permission_exceptions")
def _(s):
    s.bound["<function-name>"] = name = create()["FunctionName"]

    def add(step, target=name, qualifier=None, **settings):
        s.step(step, permit(target, qualifier, **({"StatementId": "s3", "Action": "lambda:InvokeFunction", "Principal": "s3.amazonaws.com"} | settings)))
    add("add_permission_invalid_statement_id", StatementId="example.com")
    add("add_permission_fn_qualifier_mismatch", f"{name}:alias-not-42", "42")
    add("add_permission_fn_qualifier_latest", qualifier="$LATEST")
    add("add_permission_principal_invalid", Principal="invalid.nonaws.com")
    s.step("get_policy_fn_doesnotexist", policy("doesnotexist"))
    s.step("get_policy_fn_version_doesnotexist", policy(name, "42"))
    add("add_permission_fn_doesnotexist", "doesnotexist")
    s.step("remove_permission_policy_doesnotexist", forbid(name, "s3"))
    add("add_permission_fn_alias_doesnotexist", qualifier="alias-doesnotexist")
    add("add_permission_fn_version_doesnotexist", qualifier="42")
    add("add_permission_fn_qualifier_invalid", qualifier="invalid-qualifier-with-?-char")
    add("add_permission_fn_qualifier_valid_doesnotexist", qualifier="valid-with-$-but-doesnotexist")
    permit(name, StatementId="s3", Action="lambda:InvokeFunction", Principal="s3.amazonaws.com")
    add("add_permission_conflicting_statement_id")
    s.step("remove_permission_fn_doesnotexist", forbid("doesnotexist", "s3"))
    s.step("remove_permission_fn_alias_doesnotexist", forbid(name, "s3", "alias-doesnotexist"))


@replays("test_lambda_api.py::TestLambdaPermissions::test_lambda_permission_fn_versioning")
def _(s):
    name = create(like=s.steps["publish_version_result"])["FunctionName"]
    s.step("add_permission", permit(name, StatementId="s3", **S3_STATEMENT))
    s.step("get_policy", policy(name))
    s.bound.pop("<uuid:1>")  # the recording does not say that publishing leaves it as it is
    s.step("publish_version_result", publish(name))
    s.step("get_function_result_after_publishing", get(name))
    s.step("get_policy_after_publishing_new_version", policy(name, "1"))
    permit(name, "1", StatementId="s3", **S3_STATEMENT)
    s.step("get_policy_version", policy(name, "1"))
    s.step("create_alias_response", alias(name, Name="permission-alias", FunctionVersion="1"))
    s.step("get_alias", call("GET", function(name, "/aliases/permission-alias")))
    s.step("add_permission_alias_revision_exception", permit(name, "permission-alias", StatementId="s3", RevisionId="wrong", **S3_STATEMENT))
    permit(name, "permission-alias", StatementId="s3", **S3_STATEMENT)
    s.step("get_policy_alias", policy(name, "permission-alias"))
    permit(name, StatementId="s3_2", **S3_STATEMENT)
    s.step("get_policy_after_adding_2", policy(name))


# Function URLs --------------------------------------------------------------------------------------------------------------------------------------

@replays("test_lambda_api.py::TestLambdaUrl::test_url_config_lifecycle")
def _(s):
    name = create()["FunctionName"]
    s.step("url_creation", url("POST", name, AuthType="NONE"))
    s.step("failed_duplication", url("POST", name, AuthType="NONE"))
    s.step("get_url_config", url("GET", name))
    s.step("updated_url_config", url("PUT", name, AuthType="AWS_IAM"))
    url("DELETE", name)
    s.step("failed_getter", url("GET", name))


@replays("test_lambda_api.py::TestLambdaUrl::test_url_config_list_paging")
def _(s):
    name = create(like=s.steps["fn_version_result"])["FunctionName"]
    s.step("fn_version_result", publish(name))
    s.step("create_alias_result", alias(name, Name="urlalias", FunctionVersion="1"))
    s.step("list_function_notfound", urls("doesnotexist"))
    s.step("list_all_empty", urls(name))
    s.step("url_config_fn", url("POST", name, AuthType="NONE"))
    s.step("url_config_alias", url("POST", f"{name}:urlalias", "urlalias", AuthType="NONE"))
    s.step("list_all", urls(name))


@replays("test_lambda_api.py::TestLambdaUrl::test_url_config_deletion_without_qualifier")
def _(s):
    name = create(Publish=True)["FunctionName"]
    alias(name, Name="test-alias", FunctionVersion="1")
    s.step("url_creation", url("POST", name, AuthType="NONE"))
    s.step("url_with_alias_creation", url("POST", name, "test-alias", AuthType="NONE"))
    s.step("get_url_config", url("GET", name))
    s.step("get_url_config_with_alias", url("GET", name, "test-alias"))
    s.step("delete_function_url_config", url("DELETE", name))
    s.step("get_url_config_after_deletion", url("GET", name))
    s.step("get_url_config_with_alias_after_deletion", url("GET", name, "test-alias"))


@replays("test_lambda_api.py::TestLambdaUrl::test_url_config_exceptions")
def _(s):
    name = create(like=s.steps["fn_version_result"])["FunctionName"]
    s.step("fn_version_result", publish(name))
    s.step("create_alias_result", alias(name, Name="urlalias", FunctionVersion="1"))
    for operation, method in (("create", "POST"), ("get", "GET"), ("delete", "DELETE"), ("update", "PUT")):
        settings = {"AuthType": "NONE"} if method in ("POST", "PUT") else {}
        for case, target, qualifier in (
                ("name_doesnotexist", "doesnotexist", None), ("arn_doesnotexist", arn("doesnotexist"), None), ("name_doesnotexist_qualifier", "doesnotexist", "1"),
                ("qualifier_version", name, "1"), ("qualifier_version_doesnotexist", name, "2"), ("qualifier_alias_doesnotexist", name, "doesnotexist"),
                ("qualifier_alias_doesnotmatch_arn", arn(name, "urlalias"), "doesnotmatch"), ("qualifier_latest", name, "$LATEST"), ("config_doesnotexist", name, None)):
            step = f"{operation}_function_url_config_{case}"
            if isinstance(s.steps.get(step), dict):  # of one AWS recorded its own internal failure
                s.step(step, url(method, target, qualifier, **settings))


@replays("test_lambda.py::TestLambdaURL::test_lambda_url_invalid_invoke_mode")
def _(s):
    s.step("invoke_function_invalid_invoke_type", url("POST", create()["FunctionName"], AuthType="NONE", InvokeMode="UNKNOWN"))


# Layers ---------------------------------------------------------------------------------------------------------------------------------------------

@replays("test_lambda_api.py::TestLambdaLayer::test_layer_exceptions")
def _(s):
    name = new_name()
    compatible = {"CompatibleRuntimes": ["python3.12"], "CompatibleArchitectures": ["x86_64"]}
    s.step("publish_result", publish_layer(name, **compatible))
    s.step("list_layers_exc_compatibleruntime_invalid", call("GET", "/2018-10-31/layers", query={"CompatibleRuntime": "runtimedoesnotexist"}))
    s.step("list_layers_exc_compatiblearchitecture_invalid", call("GET", "/2018-10-31/layers", query={"CompatibleArchitecture": "archdoesnotexist"}))
    s.step("list_nonexistent_layer", layer("GET", "layerdoesnotexist"))
    s.step("get_layer_version_exc_layer_doesnotexist", layer("GET", "layerdoesnotexist", 1))
    s.step("get_layer_version_exc_layer_version_doesnotexist_negative", layer("GET", name, -1))
    s.step("get_layer_version_exc_layer_version_doesnotexist_zero", layer("GET", name, 0))
    s.step("get_layer_version_exc_layer_version_doesnotexist_2", layer("GET", name, 2))
    by_arn = f"arn:aws:lambda:{REGION}:{ACCOUNT}:layer:{name}"
    s.step("get_layer_version_by_arn_exc_invalidarn", call("GET", "/2018-10-31/layers", query={"find": "LayerVersion", "Arn": by_arn}))
    s.step("get_layer_version_by_arn_exc_nonexistentversion", call("GET", "/2018-10-31/layers", query={"find": "LayerVersion", "Arn": by_arn + ":2"}))
    s.step("delete_nonexistent_response", layer("DELETE", "layerdoesnotexist", 1))
    s.step("delete_nonexistent_version_response", layer("DELETE", name, 2))
    s.step("delete_layer_response", layer("DELETE", name, 1))
    s.step("delete_layer_again_response", layer("DELETE", name, 1))
    s.step("delete_layer_version_exc_layerversion_invalid_version", layer("DELETE", name, -1))
    s.bound.pop("<code-sha256:1>")
    s.step("publish_empty_result", publish_layer(new_name(), CompatibleRuntimes=[], CompatibleArchitectures=[]))
    s.step("publish_layer_version_exc_invalid_runtime_arch", publish_layer(name, CompatibleRuntimes=["invalidruntime"], CompatibleArchitectures=["invalidarch"]))
    s.step("publish_layer_version_exc_partially_invalid_values", publish_layer(
        name, CompatibleRuntimes=["invalidruntime", "invalidruntime2", "nodejs20.x"], CompatibleArchitectures=["invalidarch", "x86_64"]))


@replays("test_lambda_api.py::TestLambdaLayer::test_layer_lifecycle")
def _(s):
    name, layer_name, content = create(like=s.steps["get_fn_result"])["FunctionName"], new_name(), {"ZipFile": package()}
    settings = {"CompatibleRuntimes": ["python3.12"], "CompatibleArchitectures": ["x86_64"], "Description": "of the river", "LicenseInfo": "MIT", "Content": content}
    s.step("get_fn_result", get(name))
    s.step("get_fn_config_result", get_config(name))
    first = s.step("publish_result", publish_layer(layer_name, **settings))
    s.step("publish_result_2", publish_layer(layer_name, **settings))
    s.step("update_fn_config", configure(name, Layers=[first["LayerVersionArn"]]))
    s.step("get_fn_config", get_config(name))
    s.step("get_layer_ver_result", layer("GET", layer_name, 1))
    s.step("get_layer_by_arn_version", call("GET", "/2018-10-31/layers", query={"find": "LayerVersion", "Arn": first["LayerVersionArn"]}))
    s.step("list_layer_versions_predelete", layer("GET", layer_name))
    s.step("delete_layer_1", layer("DELETE", layer_name, 1))
    s.step("get_fn_config_postdelete", get_config(name))
    s.step("delete_layer_2", layer("DELETE", layer_name, 2))
    s.step("list_layer_versions_postdelete", layer("GET", layer_name))
    s.step("publish_result_3", publish_layer(layer_name, **settings))


@replays("test_lambda_api.py::TestLambdaLayer::test_layer_s3_content")
def _(s):
    bucket = new_bucket()
    put_object(bucket, "layer.zip", base64.b64decode(package()))
    s.step("publish_layer_result", publish_layer(new_name(), Content={"S3Bucket": bucket, "S3Key": "layer.zip"}))


@replays("test_lambda_api.py::TestLambdaLayer::test_layer_compatibilities", "runtimes0", "runtimes1", "runtimes2")
def _(s, _which):
    recorded = s.steps["publish_result"]
    s.step("publish_result", publish_layer(new_name(), CompatibleRuntimes=recorded["CompatibleRuntimes"], CompatibleArchitectures=recorded["CompatibleArchitectures"]))


@replays("test_lambda_api.py::TestLambdaLayer::test_layer_policy_exceptions")
def _(s):
    name = new_name()
    s.step("publish_result", publish_layer(name, CompatibleRuntimes=["python3.12"], CompatibleArchitectures=["x86_64"]))

    def add(target=name, version=1, revision=None, **settings):
        return layer("POST", target, version, "/policy", {"StatementId": "s1", "Action": "lambda:GetLayerVersion", "Principal": "*"} | settings, {"RevisionId": revision} if revision else None)

    def remove(target=name, version=1, statement="s1", revision=None):
        return layer("DELETE", target, version, f"/policy/{statement}", query={"RevisionId": revision} if revision else None)
    s.step("layer_permission_nopolicy_get", layer("GET", name, 1, "/policy"))
    s.step("add_layer_permission_result", add())
    s.step("layer_permission_action_invalid", add(StatementId="s2", Action="*"))
    s.step("layer_permission_duplicate_statement", add())
    s.step("layer_permission_wrong_revision", add(StatementId="s3", revision="wrong"))
    for kind, target, version in (("layername", f"{name}-doesnotexist", 1), ("layerversion", name, 2)):
        s.step(f"layer_permission_{kind}_doesnotexist_add", add(target, version))
        s.step(f"layer_permission_{kind}_doesnotexist_get", layer("GET", target, version, "/policy"))
        s.step(f"layer_permission_{kind}_doesnotexist_remove", remove(target, version))
    s.step("layer_permission_statementid_doesnotexist_remove", remove(statement="doesnotexist"))
    s.step("layer_permission_wrong_revision_remove", remove(revision="wrong"))


@replays("test_lambda_api.py::TestLambdaLayer::test_layer_policy_lifecycle")
def _(s):
    name = new_name()
    s.step("publish_result", publish_layer(name, CompatibleRuntimes=["python3.12"], CompatibleArchitectures=["x86_64"]))

    def add(statement):
        return layer("POST", name, 1, "/policy", {"StatementId": statement, "Action": "lambda:GetLayerVersion", "Principal": "*"})
    s.step("add_policy_s1", add("s1"))
    s.step("get_layer_version_policy", layer("GET", name, 1, "/policy"))
    s.step("add_policy_s2", add("s2"))
    s.step("get_layer_version_policy_postadd2", layer("GET", name, 1, "/policy"))
    s.step("remove_s2", layer("DELETE", name, 1, "/policy/s2"))
    s.step("get_layer_version_policy_postdeletes2", layer("GET", name, 1, "/policy"))


@replays("test_lambda_api.py::TestLambdaLayer::test_layer_function_exceptions")
def _(s):
    layer_name, content = new_name(), {"ZipFile": package()}
    arns = [s.step(step, publish_layer(layer_name, Content=content, CompatibleRuntimes=[], CompatibleArchitectures=["x86_64"]))["LayerVersionArn"]
            for step in ("publish_result", "publish_result_2", "publish_result_3")]
    name = create(like=s.steps["get_fn_result"])["FunctionName"]
    s.bound.pop("<code-sha256:1>")
    s.step("get_fn_result", get(name))
    s.step("two_layer_versions_single_function_exc", configure(name, Layers=arns[:2]))
    s.step("three_layer_versions_single_function_exc", configure(name, Layers=arns))
    s.step("two_identical_layer_versions_single_function_exc", configure(name, Layers=[arns[0], arns[0]]))
    s.step("add_nonexistent_layer_exc", configure(name, Layers=[arns[0].replace(layer_name, "doesnotexist")]))
    s.step("add_nonexistent_layer_version_exc", configure(name, Layers=[arns[0][:-1] + "9"]))
    s.step("add_layer_arn_without_version_exc", configure(name, Layers=[arns[0][:-2]]))
    s.step("create_function_with_layer_in_different_region", create(Layers=[arns[0].replace(REGION, "eu-west-1")]))


@replays("test_lambda_api.py::TestLambdaLayer::test_layer_function_quota_exception")
def _(s):
    s.step("create_function_with_six_layers", create(Layers=[publish_layer(new_name())["LayerVersionArn"] for _ in range(6)]))


# The account, invocations ---------------------------------------------------------------------------------------------------------------------------

@replays("test_lambda_api.py::TestLambdaAccountSettings::test_account_settings")
def _(s):
    answer = call("GET", "/2016-08-19/account-settings")
    answer.body = {key: sorted(value) for key, value in answer.body.items()}
    s.step("acc_settings_modded", answer)


def total_code_size():
    return call("GET", "/2016-08-19/account-settings")["AccountUsage"]["TotalCodeSize"]


@replays("test_lambda_api.py::TestLambdaAccountSettings::test_account_settings_total_code_size_config_update")
def _(s):
    before = total_code_size()
    name = create(Code={"ZipFile": package("x" * 400)})["FunctionName"]
    created = total_code_size()
    s.step("is_total_code_size_diff_create_function_more_than_200", created - before > 200)
    configure(name, Runtime="python3.11")
    updated = total_code_size()
    s.step("total_code_size_diff_update_function_configuration", updated - created)
    publish(name)
    s.step("is_total_code_size_diff_publish_version_after_config_update_more_than_200", total_code_size() - updated > 200)


@replays("test_lambda.py::TestLambdaFeatures::test_invoke_exceptions")
def _(s):
    s.step("invoke_function_doesnotexist", invoke("doesnotexist"))


@replays("test_lambda.py::TestLambdaPermissions::test_lambda_permission_url_invocation")
def _(s):
    name = create()["FunctionName"]
    address = url("POST", name, AuthType="NONE")["FunctionUrl"]
    answer = call("GET", "/", headers={"Host": address.split("/")[2]})
    s.step("lambda_url_invocation_missing_permission", answer.body)


def source(text, name="handler.py"):
    return {"Code": {"ZipFile": package(text, name)}}


def run(s, step, name, payload=b"{}", qualifier=None, **headers):
    """Invokes and compares what boto3 makes of the answer."""
    answer = invoke(name, payload, qualifier, **headers)
    if answer.status >= 400:
        return s.step(step, answer)
    recorded = s.steps[step]
    result = {"StatusCode": answer.status, "Payload": answer.raw.decode() if isinstance(recorded["Payload"], str) else answer.body}
    for member, header in (("ExecutedVersion", "X-Amz-Executed-Version"), ("FunctionError", "X-Amz-Function-Error"), ("LogResult", "X-Amz-Log-Result")):
        if answer.headers[header]:
            result[member] = answer.headers[header]
    recorded.pop("ResponseMetadata", None)
    s.step(step, result)
    return answer


ECHO = "def handler(event, context):\n    return event\n"
NODE_ECHO = "exports.handler = async event => event;"


@replays("test_lambda.py::TestLambdaFeatures::test_invocation_type_request_response", "python3.10")
@replays("test_lambda.py::TestLambdaFeatures::test_invocation_type_event", "python3.10")
@replays("test_lambda.py::TestLambdaFeatures::test_invocation_type_dry_run", "python3.10")
def _(s, runtime):
    name = create(Runtime=runtime, **source(ECHO))["FunctionName"]
    types = {"request_response": "RequestResponse", "event": "Event", "dry_run": "DryRun"}
    run(s, "invoke-result", name, **{"X-Amz-Invocation-Type": next(kind for word, kind in types.items() if word in s.name)})


@replays("test_lambda.py::TestLambdaFeatures::test_invocation_type_no_return_payload", "python-RequestResponse", "python-Event", "nodejs-RequestResponse", "nodejs-Event")
def _(s, parameter):
    language, kind = parameter.split("-")
    settings = source("def handler(event, context):\n    print('no return')\n") if language == "python" else {"Runtime": "nodejs20.x", **source("exports.handler = async event => {};", "handler.js")}
    name = create(**settings)["FunctionName"]
    run(s, "invoke-result", name, **{"X-Amz-Invocation-Type": kind})


CONTEXT = """
def handler(event, context):
    print("Lambda log message - print function")
    names = ("invoked_function_arn", "function_version", "function_name", "memory_limit_in_mb", "aws_request_id", "log_group_name", "log_stream_name", "client_context")
    return {"event": event, "context": {name: getattr(context, name) for name in names}}
"""
QUOTED = json.dumps({"foo": "bar with 'quotes\""}).encode()


@replays("test_lambda.py::TestLambdaFeatures::test_invocation_with_qualifier")
def _(s):
    name = s.step("creation-response", create(like=s.steps["creation-response"], Publish=True, **source(CONTEXT, handler_file(s.steps["creation-response"]))))["FunctionName"]
    run(s, "invocation-response", name, QUOTED, "1", **{"X-Amz-Log-Type": "Tail"})


@replays("test_lambda.py::TestLambdaFeatures::test_upload_lambda_from_s3")
def _(s):
    bucket = new_bucket()
    put_object(bucket, "fn.zip", base64.b64decode(package(CONTEXT, handler_file(s.steps["creation-response"]))))
    name = s.step("creation-response", create(like=s.steps["creation-response"], Code={"S3Bucket": bucket, "S3Key": "fn.zip"}))["FunctionName"]
    run(s, "invocation-response", name, QUOTED)


def handler_file(like):
    return like["Handler"].split(".")[0] + ".py"


@replays("test_lambda.py::TestLambdaBaseFeatures::test_function_state")
def _(s):
    name = s.step("create-fn-response", create(like=s.steps["create-fn-response"]))["FunctionName"]
    s.step("get-fn-response", get(name))


@replays("test_lambda.py::TestLambdaBaseFeatures::test_lambda_too_large_response")
def _(s):
    name = create(MemorySize=512, **source("def handler(event, context):\n    return 'x' * 6 * 1024 * 1024 + 'x' * 200\n"))["FunctionName"]
    run(s, "invoke_result", name)
    run(s, "invoke_result_2", name)


@replays("test_lambda.py::TestLambdaBehavior::test_lambda_cache_local", "python", "nodejs")
def _(s, language):
    settings = source("counter = -1\ndef handler(event, context):\n    global counter\n    counter += 1\n    return {'counter': counter}\n") if language == "python" else {
        "Runtime": "nodejs20.x", **source("let counter = -1; exports.handler = async () => ({counter: ++counter});", "handler.js")}
    name = create(**settings)["FunctionName"]
    run(s, "first_invoke_result", name)
    run(s, "second_invoke_result", name)


SLEEP = "import time\ndef handler(event, context):\n    time.sleep(event['sleep'])\n"


@replays("test_lambda.py::TestLambdaBehavior::test_lambda_invoke_with_timeout")
def _(s):
    name = s.step("create-result", create(like=s.steps["create-result"], **source(SLEEP)))["FunctionName"]
    run(s, "invoke-result", name, b'{"sleep": 5}')


@replays("test_lambda.py::TestLambdaBehavior::test_lambda_invoke_no_timeout")
def _(s):
    name = s.step("create-result", create(like=s.steps["create-result"], **source(SLEEP)))["FunctionName"]
    run(s, "invoke-result", name, b'{"sleep": 0}')


@replays("test_lambda.py::TestLambdaErrors::test_lambda_handler_error")
def _(s):
    name = create(Handler="lambda_handler_error.handler", **source('def handler(event, context):\n    raise Exception("Handler fails")\n', "lambda_handler_error.py"))["FunctionName"]
    run(s, "invocation_error", name)


@replays("test_lambda.py::TestLambdaErrors::test_lambda_handler_exit")
def _(s):
    run(s, "invocation_error", create(**source("import sys\ndef handler(event, context):\n    sys.exit(0)\n"))["FunctionName"])


@replays("test_lambda.py::TestLambdaErrors::test_lambda_runtime_exit")
def _(s):
    run(s, "invocation_error", create(**source("import sys\nsys.exit(0)\ndef handler(event, context):\n    pass\n"))["FunctionName"])


PAYLOADS = {r"body-n\x87r\x9e\xe9\xb5\xd7I\xee\x9bmt": b"n\x87r\x9e\xe9\xb5\xd7I\xee\x9bmt", r"message-\x99\xeb,j\x07\xa1zYh": b"\x99\xeb,j\x07\xa1zYh"}


@replays("test_lambda.py::TestLambdaErrors::test_lambda_invoke_payload_encoding_error", *PAYLOADS)
def _(s, parameter):
    name = create(**source(ECHO))["FunctionName"]
    for step in s.steps:
        s.step(step, invoke(name, PAYLOADS[parameter]))


VERSIONED = """
def handler(event, context):
    return {"version_id": "%s", "invoked_arn": context.invoked_function_arn, "version_from_ctx": context.function_version}
"""


@replays("test_lambda.py::TestLambdaVersions::test_lambda_versions_with_code_changes")
def _(s):
    like = s.steps["create_response"]
    file = handler_file(like.get("CreateFunctionResponse", like))
    name = s.step("create_response", create(like=like, **source(VERSIONED % "version1", file)))["FunctionName"]
    s.step("first_publish_response", publish(name, Description=s.steps["first_publish_response"]["Description"]))
    s.step("update_lambda_response", update_code(name, ZipFile=package(VERSIONED % "version2", file)))
    run(s, "invocation_result_latest", name)
    run(s, "invocation_result_v1", name, qualifier="1")
    s.step("second_publish_response", publish(name, Description=s.steps["second_publish_response"]["Description"]))
    run(s, "invocation_result_v2", name, qualifier="2")
    s.step("update_lambda_response_with_publish", update_code(name, ZipFile=package(VERSIONED % "version3", file), Publish=True))
    run(s, "invocation_result_v3", name, qualifier="3")
    run(s, "invocation_result_latest_end", name)
    run(s, "invocation_result_v2_end", name, qualifier="2")
    run(s, "invocation_result_v1_end", name, qualifier="1")


@replays("test_lambda.py::TestLambdaVersions::test_lambda_handler_update")
def _(s):
    code = "def handler(event, context):\n    return {'handler': 'handler'}\ndef handler_two(event, context):\n    return {'handler': 'handler_two'}\n"
    name = create(like=s.steps["get_function_result"], Handler="handler.handler", **source(code))["FunctionName"]
    run(s, "invoke_result_handler_one", name)
    s.step("update_function_configuration_result", configure(name, Handler="handler.handler_two"))
    s.step("get_function_result", get(name))
    run(s, "invoke_result_handler_two", name)
    publish(name)
    run(s, "invoke_result_handler_two_postpublish", name)


@replays("test_lambda.py::TestLambdaAliases::test_lambda_alias_moving")
def _(s):
    like = s.steps["create_response"]
    name = s.step("create_response", create(like=like, **source(VERSIONED % "version1", handler_file(like))))["FunctionName"]
    publish(name)
    s.step("create_alias_response", alias(name, Name="alias1", FunctionVersion="1"))
    run(s, "invocation_result_qualifier_v1", name, qualifier="alias1")
    run(s, "invocation_result_qualifier_v1_arn", arn(name, "alias1"))
    s.step("update_lambda_response", update_code(name, ZipFile=package(VERSIONED % "version2", handler_file(like))))
    run(s, "invocation_result_qualifier_v1_after_update", name, qualifier="alias1")
    s.step("second_publish_response", publish(name, Description=s.steps["second_publish_response"]["Description"]))
    run(s, "invocation_result_qualifier_v1_after_publish", name, qualifier="alias1")
    s.step("update_alias_response", call("PUT", function(name, "/aliases/alias1"), {"FunctionVersion": "2"}))
    run(s, "invocation_result_qualifier_v2", name, qualifier="alias1")
    s.step("invocation_exc_not_existent", invoke(name, qualifier="non-existent-alias"))


@replays("test_lambda.py::TestLambdaAliases::test_alias_routingconfig")
def _(s):
    name = create(Publish=True)["FunctionName"]
    update_code(name, ZipFile=package(), Publish=True)
    s.step("create_alias_response", alias(name, Name="alias1", FunctionVersion="1", RoutingConfig={"AdditionalVersionWeights": {"2": 0.5}}))


@replays("test_lambda.py::TestLambdaCleanup::test_recreate_function")
def _(s):
    name, code = new_name(), {"ZipFile": package()}
    s.step("create_function_response_one", create(name, like=s.steps["create_function_response_one"], Code=code))
    delete(name)
    s.step("create_function_response_two", create(name, like=s.steps["create_function_response_two"], Code=code))


@replays("test_lambda.py::TestLambdaConcurrency::test_lambda_concurrency_crud")
def _(s):
    name = create()["FunctionName"]
    s.step("get_function_concurrency_default", concurrency("GET", name))
    s.step("put_function_concurrency", concurrency("PUT", name, ReservedConcurrentExecutions=0))
    s.step("get_function_concurrency_updated", concurrency("GET", name))
    concurrency("DELETE", name)
    s.step("get_function_concurrency_deleted", concurrency("GET", name))


@replays("test_lambda.py::TestLambdaConcurrency::test_lambda_concurrency_update")
def _(s):
    name = create(like=s.steps["get_function_concurrency_info"])["FunctionName"]
    concurrency("PUT", name, ReservedConcurrentExecutions=0)
    s.step("put_function_concurrency", concurrency("PUT", name, ReservedConcurrentExecutions=3))
    s.step("get_function_concurrency_updated", concurrency("GET", name))
    s.step("get_function_concurrency_info", get(name))
    concurrency("DELETE", name)
    s.step("get_function_concurrency_deleted", concurrency("GET", name))


def until_ready(s, step, name, qualifier):
    while (answer := provisioned("GET", name, qualifier))["Status"] == "IN_PROGRESS":
        pass
    s.step(step, answer)


@replays("test_lambda.py::TestLambdaConcurrency::test_lambda_concurrency_block")
def _(s):
    name = create(**source("def handler(event, context):\n    return {'hello': 'world'}\n"))["FunctionName"]
    publish(name)
    s.step("reserved_concurrency_result", concurrency("PUT", name, ReservedConcurrentExecutions=1))
    run(s, "invoke_latest_before_block", name)
    s.step("provisioned_concurrency_result", provisioned("PUT", name, "1", 1))
    while provisioned("GET", name, "1")["Status"] == "IN_PROGRESS":
        pass
    s.step("invoke_latest_first_exc", invoke(name))
    run(s, "invoke_v1_after_block", name, qualifier="1")
    s.step("invoke_latest_second_exc", invoke(name))


@replays("test_lambda.py::TestLambdaConcurrency::test_reserved_provisioned_overlap")
def _(s):
    name = create(**source(ECHO))["FunctionName"]
    publish(name)
    s.step("put_provisioned_5", provisioned("PUT", name, "1", 2))
    until_ready(s, "get_provisioned_postwait", name, "1")
    s.step("reserved_lower_than_provisioned_exc", concurrency("PUT", name, ReservedConcurrentExecutions=1))
    concurrency("PUT", name, ReservedConcurrentExecutions=2)
    s.step("get_concurrency", concurrency("GET", name))
    s.step("reserved_equals_provisioned_latest_invoke_exc", invoke(name))
    update_code(name)
    publish(name)
    s.step("reserved_equals_provisioned_another_provisioned_exc", provisioned("PUT", name, "2", 1))
    s.step("reserved_equals_provisioned_increase_provisioned_exc", provisioned("PUT", name, "1", 3))


@replays("test_lambda.py::TestLambdaConcurrency::test_provisioned_concurrency")
def _(s):
    name = create(**source(ECHO))["FunctionName"]
    publish(name)
    s.step("put_provisioned_5", provisioned("PUT", name, "1", 5))
    until_ready(s, "get_provisioned_postwait", name, "1")
    provisioned("DELETE", name, "1")


@replays("test_lambda.py::TestLambdaConcurrency::test_provisioned_concurrency_on_alias")
def _(s):
    name = create(**source(ECHO))["FunctionName"]
    publish(name)
    alias(name, Name="live", FunctionVersion="1")
    s.step("put_provisioned_5", provisioned("PUT", name, "live", 5))
    until_ready(s, "get_provisioned_postwait", name, "live")
    provisioned("DELETE", name, "live")


# What the functions of these recordings returned.
RETURNED = {
    "dict": {"hello": "world"}, "http-response": {"statusCode": "200", "body": "body123"}, "http-response-json": {"statusCode": 200, "body": json.dumps({"hello": "world"})},
    "list-mixed": ["hello", 3, True], "string": "hello", "integer": 3, "float": 3.1, "boolean": True}
URL_PERMISSION = {"StatementId": "urlPermission", "Action": "lambda:InvokeFunctionUrl", "Principal": "*", "FunctionUrlAuthType": "NONE"}


def call_url(address, path="/"):
    return call("GET", path, headers={"Host": address.split("/")[2]})


@replays("test_lambda.py::TestLambdaURL::test_lambda_url_invocation", *RETURNED)
def _(s, kind):
    name = create(**source(f"def handler(event, context):\n    return {RETURNED[kind]!r}\n"))["FunctionName"]
    address = s.step("create_lambda_url_config", url("POST", name, AuthType="NONE"))["FunctionUrl"]
    s.step("add_permission", permit(name, **URL_PERMISSION))
    answer = call_url(address)
    recorded = s.steps["lambda_url_invocation"]
    content = answer.body if isinstance(recorded["content"], (dict, list)) else answer.raw.decode()
    s.step("lambda_url_invocation", {"statuscode": answer.status, "content": content, "headers": {header: answer.headers[header] for header in recorded["headers"]}})


@replays("test_lambda.py::TestLambdaURL::test_lambda_url_invocation_exception")
def _(s):
    name = create(like=s.steps["get_fn_result"], **source("def handler(event, context):\n    raise RuntimeError('oops')\n"))["FunctionName"]
    s.step("get_fn_result", get(name))
    address = s.step("create_lambda_url_config", url("POST", name, AuthType="NONE"))["FunctionUrl"]
    s.step("add_permission", permit(name, **URL_PERMISSION))
    assert call_url(address).status == 502


@replays("test_lambda.py::TestLambdaURL::test_lambda_url_echo_invoke", "BUFFERED", "None")
def _(s, mode):
    name = create(**source(ECHO))["FunctionName"]
    s.step("create_lambda_url_config", url("POST", name, AuthType="NONE", **({} if mode == "None" else {"InvokeMode": mode})))
    s.step("add_permission", permit(name, **URL_PERMISSION))


@replays("test_lambda.py::TestLambdaURL::test_lambda_url_persists_after_alias_delete")
def _(s):
    name = create(Publish=True, **source(ECHO))["FunctionName"]
    alias(name, Name="live", FunctionVersion="1")
    address = s.step("create_lambda_url_config", url("POST", name, "live", AuthType="NONE", InvokeMode="BUFFERED"))["FunctionUrl"]
    permit(name, "live", **URL_PERMISSION)
    s.step("invoke_aliased_url_response", {"status_code": call_url(address).status})
    s.step("delete_alias_resp", call("DELETE", function(name, "/aliases/live")))
    refused = call_url(address)
    s.step("invoke_deleted_alias_url_response_delayed", {"status_code": refused.status, "content": refused.body, "headers": {"x-amzn-ErrorType": refused.headers["x-amzn-ErrorType"]}})


# What names are refused for, all at once -----------------------------------------------------------------------------------------------------------

TOO_LONG = {
    "function_name_too_long_and_invalid_region": (f"arn:aws:lambda:invalid-region:{ACCOUNT}:function:my-function" + "a" * 170, None),
    "full_arn_and_qualifier_too_long_and_invalid_region": (f"arn:aws:lambda:invalid-region:{ACCOUNT}:function:my-function-" + "a" * 170, "a" * 129)}


@replays("test_lambda_api.py::TestLambdaFunction::test_function_name_and_qualifier_validation",
         *(f"{case}-{operation}" for case in TOO_LONG for operation in ("get_function", "delete_function", "invoke", "create_function")))
def _(s, parameter):
    case, operation = parameter.rsplit("-", 1)
    name, qualifier = TOO_LONG[case]
    for step in s.steps:
        if operation == "create_function":
            s.step(step, create(f"{name}:{qualifier}" if qualifier else name))
        else:
            s.step(step, {"get_function": get, "delete_function": delete, "invoke": lambda name, qualifier: invoke(name, qualifier=qualifier)}[operation](name, qualifier))


@replays("test_lambda_api.py::TestLambdaSizeLimits::test_oversized_lambda")
def _(s):
    bucket = new_bucket()
    put_object(bucket, "big.zip", stored_zip(262_144_000))
    s.step("invalid_param_exc", create(Code={"S3Bucket": bucket, "S3Key": "big.zip"}))


@replays("test_lambda_api.py::TestLambdaSizeLimits::test_large_lambda")
def _(s):
    bucket = new_bucket()
    put_object(bucket, "large.zip", stored_zip(262_144_000 - 1024))
    s.step("create_function_large_zip", create(like=s.steps["create_function_large_zip"], Code={"S3Bucket": bucket, "S3Key": "large.zip"}))


# --------------------------------------------------------------------------------------------------------------------------------------------------

def s3_client():
    import boto3
    from botocore.client import Config
    return boto3.client("s3", endpoint_url=os.environ["LAMBDA_ENDPOINT"], region_name=REGION, config=Config(s3={"addressing_style": "path"}))


def new_bucket():
    name = new_name()
    s3_client().create_bucket(Bucket=name)
    return name


def put_object(bucket, key, body):
    s3_client().put_object(Bucket=bucket, Key=key, Body=body)


def load(folder):
    tests = {}
    for file in FILES:
        with open(os.path.join(folder, f"{file}.snapshot.json"), encoding="utf-8") as content:
            for test, recorded in json.load(content).items():
                if recorded.get("recorded-content"):
                    tests[f"{file}.py::{test.split('::', 1)[1]}"] = recorded["recorded-content"]
    return tests


def reason(test):
    return next((why for why, words in NOT_APPLICABLE.items() if any(word in test for word in words)), "no scenario written")


def main():
    tests = load(sys.argv[1])
    matched, differing, unexpected = [], [], []
    for name, run, parameter in SCENARIOS:
        if name not in tests:
            continue  # a case that was recorded for some of the operations only
        scenario = Scenario(name, tests[name])
        try:
            run(scenario) if parameter is None else run(scenario, parameter)
        except Exception:
            unexpected.append({"step": name, "differences": [traceback.format_exc(limit=4)]})
        matched += [f"{name} / {step}" for step, _ in scenario.matched]
        for step, differences in scenario.differing:
            entry = {"step": f"{name} / {step}", "differences": differences[:8]}
            why = EXPECTED_TO_DIFFER.get(entry["step"].rsplit("::", 1)[1])
            (differing if why else unexpected).append(entry | ({"why": why} if why else {}))
    for step in matched:
        if step.rsplit("::", 1)[1] in EXPECTED_TO_DIFFER:
            unexpected.append({"step": step, "differences": ["matches now: strike it from EXPECTED_TO_DIFFER"]})
    replayed = {name for name, _, _ in SCENARIOS}
    left = {}
    for test in tests:
        if test not in replayed:
            left.setdefault(reason(test), []).append(test)
    report = {
        "matched": len(matched), "differing": len(differing), "unexpected": len(unexpected), "tests_recorded": len(tests),
        "tests_replayed": len(replayed & set(tests)), "tests_not_applicable": {why: len(names) for why, names in left.items()},
        "differing_steps": differing, "unexpected_steps": unexpected, "not_applicable": left, "matched_steps": matched}
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        json.dump(report, file, indent=1)
    print(f"{len(matched)} steps matched, {len(differing)} differ as expected, {len(unexpected)} unexpectedly; "
          f"{report['tests_replayed']} of {len(tests)} tests replayed; not: {report['tests_not_applicable']}")
    for entry in unexpected:
        print(entry["step"], *entry["differences"], sep="\n    ")
    return 1 if unexpected else 0


if __name__ == "__main__":
    sys.exit(main())
