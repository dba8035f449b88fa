"""Uploads by HTML forms."""
import base64
import json
import time
import uuid

from replay import *


def post(fields, file=b"test", filename="my-file", content_type=None):
    """Sends a form, and gives the answer with the error as the recorder kept it."""
    boundary = uuid.uuid4().hex
    lines = b"".join(f'--{boundary}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode() for k, v in fields.items())
    name = f'; filename="{filename}"' if filename else ""
    lines += f'--{boundary}\r\nContent-Disposition: form-data; name="file"{name}\r\n\r\n'.encode() + file + f"\r\n--{boundary}--\r\n".encode()
    return send("POST", f"/{here.bucket}", {"Content-Type": content_type or f"multipart/form-data; boundary={boundary}"}, lines)


def signed(key="test-presigned-post-key", **more):
    return s3.generate_presigned_post(here.bucket, key, ExpiresIn=60, **more)["fields"]


def compare(name, answer):
    oracle.compare(name, dict(answer["Body"], StatusCode=answer["StatusCode"]) if "StatusCode" in oracle.tests[oracle.current][name] else answer["Body"], drop=("HostId", "RequestId"))


FORM = "test_s3::TestS3PresignedPost::"


@replays(FORM + "test_post_request_expires")
def expired():
    fields = s3.generate_presigned_post(here.bucket, "key-expired", ExpiresIn=-10)["fields"]
    compare("exception", post(fields))


@replays(FORM + "test_post_request_malformed_policy", "s3v4")
def malformed(_):
    fields = dict(signed(), policy="cG9saWN5")
    compare("exception-policy", post(fields))


@replays(FORM + "test_post_request_missing_signature", "s3v4")
def no_signature(_):
    fields = signed()
    del fields["x-amz-signature"]
    compare("exception-missing-signature", post(fields))


@replays(FORM + "test_post_request_missing_fields", "s3v4")
def no_fields(_):
    fields = signed()
    del fields["x-amz-algorithm"]
    compare("exception-missing-fields", post(fields))
    compare("exception-no-sig-related-fields", post({"key": fields["key"]}))


@replays(FORM + "test_post_object_with_tags", "single", "list", "invalid", "notxml")
def tags(kind):
    document = {
        "single": "<Tagging><TagSet><Tag><Key>TagName</Key><Value>TagValue</Value></Tag></TagSet></Tagging>",
        "list": "<Tagging><TagSet><Tag><Key>TagName</Key><Value>TagValue</Value></Tag><Tag><Key>TagName2</Key><Value>TagValue2</Value></Tag></TagSet></Tagging>",
        "invalid": "<InvalidXmlTagging></InvalidXmlTagging>",
        "notxml": "not-xml",
    }[kind]
    answer = post(signed("test-tags", Fields={"tagging": document}, Conditions=[{"bucket": here.bucket}, ["eq", "$tagging", document]]))
    if kind == "notxml":
        compare("tagging-error", answer)
    else:
        step("get-tagging", s3.get_object_tagging, Bucket=here.bucket, Key="test-tags")


@replays(FORM + "test_post_object_with_storage_class")
def form_storage_class():
    fields = signed("k", Fields={"x-amz-storage-class": "FakeClass"}, Conditions=[["starts-with", "$x-amz-storage-class", ""]])
    compare("invalid-storage-error", post(fields))


@replays(FORM + "test_post_object_with_wrong_content_type")
def wrong_content_type():
    compare("invalid-content-type-error", post(signed(), content_type="text/html; charset=utf-8"))


@replays(FORM + "test_post_object_policy_validation_size")
def sizes():
    def form(smallest, largest):
        return signed("validate-policy-size", Conditions=[{"bucket": here.bucket}, ["content-length-range", smallest, largest]])

    compare("invalid-content-length-too-big", post(form(5, 10), b"a" * 12))
    compare("invalid-content-length-too-small", post(form(5, 10), b"a"))
    assert post(form(5, 10), b"a" * 10)["StatusCode"] == 204
    get("final-object", "validate-policy-size")
    compare("invalid-content-length-wrong-type", post(form("test", "10"), b"a" * 10))


REDIRECT = "http://localhost.test/random"


@replays(FORM + "test_post_object_policy_conditions_validation_eq")
def equality():
    def attempt(name, *conditions, **fields):
        document = {"expiration": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 60)), "conditions": [{"bucket": here.bucket}, ["starts-with", "$key", ""], *conditions]}
        compare(name, post(resigned(document, success_action_redirect="http://wrong.location/test", **fields)))

    attempt("invalid-condition-eq", ["eq", "$success_action_redirect", REDIRECT])
    attempt("invalid-condition-missing-prefix", ["eq", "success_action_redirect", REDIRECT])
    attempt("invalid-condition-wrong-condition", {"success_action_redirect": REDIRECT, "other": "x"})


def resigned(document, **fields):
    """A form with a policy of our own, signed anew: the signature is an HMAC over the policy's base64."""
    import datetime
    import hashlib
    import hmac
    import os
    now = datetime.datetime.now(datetime.timezone.utc)
    date, stamp = now.strftime("%Y%m%d"), now.strftime("%Y%m%dT%H%M%SZ")
    credential = f"{os.environ['AWS_ACCESS_KEY_ID']}/{date}/us-east-1/s3/aws4_request"
    document["conditions"] += [{"x-amz-algorithm": "AWS4-HMAC-SHA256"}, {"x-amz-credential": credential}, {"x-amz-date": stamp}]
    policy = base64.b64encode(json.dumps(document).encode()).decode()
    key = ("AWS4" + os.environ["AWS_SECRET_ACCESS_KEY"]).encode()
    for part_ in (date, "us-east-1", "s3", "aws4_request", policy):
        key = hmac.new(key, part_.encode(), hashlib.sha256).digest()
    return {"key": "validate-policy", "policy": policy, "x-amz-algorithm": "AWS4-HMAC-SHA256", "x-amz-credential": credential, "x-amz-date": stamp,
            "x-amz-signature": key.hex(), **fields}


@replays(FORM + "test_post_object_policy_conditions_validation_starts_with")
def prefixes():
    document = {"expiration": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 60)),
                "conditions": [{"bucket": here.bucket}, ["starts-with", "$key", ""], ["starts-with", "$success_action_redirect", "http://localhost"]]}
    compare("invalid-condition-starts-with", post(resigned(json.loads(json.dumps(document)), success_action_redirect="http://wrong.location/test")))
    compare("invalid-condition-starts-with-casing", post(resigned(json.loads(json.dumps(document)), success_action_redirect="HTTP://localhost.test/random")))
