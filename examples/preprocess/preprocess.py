#!/usr/bin/env python3
"""An upload becomes a gray 256x256 image in another bucket: sets everything up, uploads a folder, waits for the results.

    python3 preprocess.py --images FOLDER [--bucket NAME] [--package ZIP --role ARN] [--keep]
"""
import argparse
import io
import os
import pathlib
import sys
import time
import zipfile

import boto3
from botocore.exceptions import ClientError

FUNCTION = "example-preprocess"


def client(service):
    # boto3 before 1.28 does not read the variable itself.
    return boto3.client(service, endpoint_url=os.environ.get("AWS_ENDPOINT_URL"), region_name=os.environ.get("AWS_DEFAULT_REGION", "us-east-1"))


def code(package):
    """The package's bytes; without one, a zip that is only there because CreateFunction wants one."""
    if package:
        return pathlib.Path(package).read_bytes()
    empty = io.BytesIO()
    with zipfile.ZipFile(empty, "w") as archive:
        archive.writestr("README", "a built-in function")
    return empty.getvalue()


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--images", required=True)
    options.add_argument("--bucket", default="example-preprocess")
    options.add_argument("--package")
    options.add_argument("--role", default="arn:aws:iam::000000000000:role/LabRole")
    options.add_argument("--keep", action="store_true", help="leave buckets and function there")
    options.add_argument("--timeout", type=float, default=120)
    given = options.parse_args()
    uploads, results = f"{given.bucket}-uploads", f"{given.bucket}-results"
    s3, functions = client("s3"), client("lambda")
    account = client("sts").get_caller_identity()["Account"]

    for bucket in (uploads, results):
        s3.create_bucket(Bucket=bucket)
    function = functions.create_function(
        FunctionName=FUNCTION, Runtime="provided.al2023" if given.package else "dotnet10", Handler="preprocess", Role=given.role,
        Code={"ZipFile": code(given.package)}, MemorySize=128, Timeout=30, Environment={"Variables": {"OUTPUT_BUCKET": results}})
    functions.get_waiter("function_active_v2").wait(FunctionName=FUNCTION)
    functions.add_permission(
        FunctionName=FUNCTION, StatementId="uploads", Action="lambda:InvokeFunction", Principal="s3.amazonaws.com",
        SourceArn=f"arn:aws:s3:::{uploads}", SourceAccount=account)
    s3.put_bucket_notification_configuration(Bucket=uploads, NotificationConfiguration={
        "LambdaFunctionConfigurations": [{"LambdaFunctionArn": function["FunctionArn"], "Events": ["s3:ObjectCreated:*"]}]})

    images = sorted(path for path in pathlib.Path(given.images).iterdir() if path.is_file())
    began = time.monotonic()
    for image in images:
        s3.upload_file(str(image), uploads, image.name)

    waiting = {image.name for image in images}
    while waiting and time.monotonic() - began < given.timeout:
        for name in sorted(waiting):
            try:
                s3.head_object(Bucket=results, Key=name)
                waiting.remove(name)
            except ClientError as missing:
                if missing.response["Error"]["Code"] != "404":
                    raise
        time.sleep(0.05)
    print(f"{len(images) - len(waiting)} of {len(images)} images in {time.monotonic() - began:.2f} s")
    for name in sorted(waiting):
        print(f"no result for {name}", file=sys.stderr)

    if not given.keep:
        functions.delete_function(FunctionName=FUNCTION)
        for bucket in (uploads, results):
            for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket):
                if page.get("Contents"):
                    s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": found["Key"]} for found in page["Contents"]]})
            s3.delete_bucket(Bucket=bucket)
    return 1 if waiting else 0


if __name__ == "__main__":
    sys.exit(main())
