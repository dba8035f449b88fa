"""The whole path with boto3: buckets, function, permission, trigger, uploads, results, logs of a failure. Exits 0 only if all of it held.

usage: whole_path.py PHOTOGRAPH     (endpoint and credentials from the environment, as boto3 takes them)
"""
import io
import os
import sys
import time
import zipfile

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

ENDPOINT = os.environ["AWS_ENDPOINT_URL"]
ROLE = "arn:aws:iam::000000000000:role/LabRole"


def client(service, **options):
    return boto3.client(service, endpoint_url=ENDPOINT, region_name="us-east-1", config=Config(retries={"max_attempts": 0}, **options))


def placeholder():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("README", "The built-in bootstrap needs no code of its own.")
    return out.getvalue()


def wait_for(what, seconds=60):
    end = time.monotonic() + seconds
    while True:
        found = what()
        if found:
            return found
        if time.monotonic() > end:
            raise SystemExit(f"{what.__name__} did not come within {seconds} s")
        time.sleep(0.02)


def main():
    photograph = open(sys.argv[1], "rb").read()
    s3, lambda_ = client("s3"), client("lambda")
    for bucket in ("boto-in", "boto-out", "boto-failed"):
        s3.create_bucket(Bucket=bucket)

    function = lambda_.create_function(
        FunctionName="boto-preprocess", Runtime="dotnet10", Handler="preprocess", Role=ROLE, MemorySize=128, Timeout=3,
        Code={"ZipFile": placeholder()}, Environment={"Variables": {"OUTPUT_BUCKET": "boto-out"}})
    lambda_.get_waiter("function_active_v2").wait(FunctionName="boto-preprocess")
    lambda_.put_function_event_invoke_config(
        FunctionName="boto-preprocess", MaximumRetryAttempts=0, DestinationConfig={"OnFailure": {"Destination": "arn:aws:s3:::boto-failed"}})

    trigger = {"LambdaFunctionConfigurations": [{
        "LambdaFunctionArn": function["FunctionArn"], "Events": ["s3:ObjectCreated:*"],
        "Filter": {"Key": {"FilterRules": [{"Name": "suffix", "Value": ".jpg"}]}}}]}
    try:
        s3.put_bucket_notification_configuration(Bucket="boto-in", NotificationConfiguration=trigger)
        raise SystemExit("a trigger without permission was accepted")
    except ClientError as refused:
        assert refused.response["Error"]["Code"] == "InvalidArgument", refused
        assert refused.response["Error"]["Message"] == "Unable to validate the following destination configurations", refused

    lambda_.add_permission(
        FunctionName="boto-preprocess", StatementId="s3", Action="lambda:InvokeFunction", Principal="s3.amazonaws.com",
        SourceArn="arn:aws:s3:::boto-in", SourceAccount="000000000000")
    s3.put_bucket_notification_configuration(Bucket="boto-in", NotificationConfiguration=trigger)

    keys = ["plain.jpg", "with space.jpg", "a+b@c(d).jpg", "dam/año/č.jpg"]
    for key in keys:
        s3.put_object(Bucket="boto-in", Key=key, Body=photograph, ContentType="image/jpeg")
    s3.upload_fileobj(io.BytesIO(photograph * 40), "boto-in", "multipart.jpg")
    s3.put_object(Bucket="boto-in", Key="not-an-image.jpg", Body=b"GIF89a, or so it says")
    s3.put_object(Bucket="boto-in", Key="not-for-the-function.txt", Body=b"text")

    for key in [*keys, "multipart.jpg"]:
        def output():
            try:
                return s3.get_object(Bucket="boto-out", Key=key)
            except ClientError as missing:
                assert missing.response["Error"]["Code"] == "NoSuchKey", missing
                return None

        body = wait_for(output)["Body"].read()
        assert body[:2] == b"\xff\xd8", key
        height, width, components = jpeg_shape(body)
        assert (height, width, components) == (256, 256, 1), (key, height, width, components)

    def failure_record():
        return s3.list_objects_v2(Bucket="boto-failed").get("Contents")

    assert len(wait_for(failure_record)) == 1
    assert sorted(o["Key"] for o in s3.list_objects_v2(Bucket="boto-out")["Contents"]) == sorted([*keys, "multipart.jpg"])
    print("ok")


def jpeg_shape(data):
    """Height, width and components, from the frame header."""
    at = 2
    while True:
        marker, length = data[at + 1], int.from_bytes(data[at + 2:at + 4], "big")
        if marker in (0xC0, 0xC1, 0xC2):
            return int.from_bytes(data[at + 5:at + 7], "big"), int.from_bytes(data[at + 7:at + 9], "big"), data[at + 9]
        at += 2 + length


main()
