#!/usr/bin/env python3
"""An upload becomes the objects in it, in a DynamoDB table: sets everything up, uploads a folder, prints what was found.

    python3 detect.py --images FOLDER --model M.onnx [--package ZIP --role ARN] [--keep]
"""
import argparse
import io
import os
import pathlib
import sys
import time
import zipfile

import boto3

FUNCTION = TABLE = "example-detect"
UPLOADS, MODELS = "example-detect-uploads", "example-detect-models"


def arguments():
    region = os.environ.get("AWS_DEFAULT_REGION", "us-east-1")
    return {"endpoint_url": os.environ.get("AWS_ENDPOINT_URL"), "region_name": region}


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
    options.add_argument("--model", required=True, help="an ONNX detector; headrace models import darknet makes one of a Darknet network")
    options.add_argument("--package")
    options.add_argument("--role", default="arn:aws:iam::000000000000:role/LabRole")
    options.add_argument("--memory", type=int, default=1769)
    options.add_argument("--keep", action="store_true", help="leave everything there")
    options.add_argument("--timeout", type=float, default=120)
    given = options.parse_args()
    s3, functions = boto3.client("s3", **arguments()), boto3.client("lambda", **arguments())
    dynamodb = boto3.resource("dynamodb", **arguments())
    account = boto3.client("sts", **arguments()).get_caller_identity()["Account"]

    table = dynamodb.create_table(
        TableName=TABLE, BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}], AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}])
    table.wait_until_exists()
    for bucket in (UPLOADS, MODELS):
        s3.create_bucket(Bucket=bucket)
    s3.upload_file(given.model, MODELS, "model.onnx")
    function = functions.create_function(
        FunctionName=FUNCTION, Runtime="provided.al2023" if given.package else "dotnet10", Handler="detect", Role=given.role,
        Code={"ZipFile": code(given.package)}, MemorySize=given.memory, Timeout=60,
        Environment={"Variables": {"TABLE": TABLE, "MODEL": f"s3://{MODELS}/model.onnx"}})
    functions.get_waiter("function_active_v2").wait(FunctionName=FUNCTION)
    functions.add_permission(
        FunctionName=FUNCTION, StatementId="uploads", Action="lambda:InvokeFunction", Principal="s3.amazonaws.com",
        SourceArn=f"arn:aws:s3:::{UPLOADS}", SourceAccount=account)
    s3.put_bucket_notification_configuration(Bucket=UPLOADS, NotificationConfiguration={
        "LambdaFunctionConfigurations": [{"LambdaFunctionArn": function["FunctionArn"], "Events": ["s3:ObjectCreated:*"]}]})

    images = sorted(path for path in pathlib.Path(given.images).iterdir() if path.is_file())
    began = time.monotonic()
    for image in images:
        s3.upload_file(str(image), UPLOADS, image.name)

    found = {}
    while len(found) < len(images) and time.monotonic() - began < given.timeout:
        for item in table.scan(ConsistentRead=True)["Items"]:
            found[item["id"]] = item
        time.sleep(0.1)
    print(f"{len(found)} of {len(images)} images in {time.monotonic() - began:.2f} s")
    for name, item in sorted(found.items()):
        print(name, ", ".join(f"{one['label']} {one['accuracy']}" for one in item["objects"]) or item.get("error", "nothing"))

    if not given.keep:
        functions.delete_function(FunctionName=FUNCTION)
        table.delete()
        for bucket in (UPLOADS, MODELS):
            boto3.resource("s3", **arguments()).Bucket(bucket).objects.delete()
            s3.delete_bucket(Bucket=bucket)
    return 0 if len(found) == len(images) else 1


if __name__ == "__main__":
    sys.exit(main())
