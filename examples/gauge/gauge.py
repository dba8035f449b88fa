#!/usr/bin/env python3
"""River cameras: each site has a bucket; an upload becomes an overlay and a row with the stage. One shared function serves all sites.

    headrace cameras --sites 5 --out cameras
    python3 gauge.py --cameras cameras [--package ZIP --role ARN] [--keep]
"""
import argparse
import io
import json
import os
import pathlib
import sys
import time
import zipfile

import boto3

FUNCTION, TABLE = "example-gauge", "images_segmented"
CONFIGURATION, OVERLAYS = "example-gauge-sites", "example-gauge-overlays"


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
    options.add_argument("--cameras", required=True, help="the folder that headrace cameras wrote, or one like it: sites.json, a folder of pictures for each site")
    options.add_argument("--package")
    options.add_argument("--role", default="arn:aws:iam::000000000000:role/LabRole")
    options.add_argument("--memory", type=int, default=1769)
    options.add_argument("--keep", action="store_true", help="leave everything there")
    options.add_argument("--timeout", type=float, default=300)
    given = options.parse_args()
    folder = pathlib.Path(given.cameras)
    sites = json.loads((folder / "sites.json").read_text())["sites"]
    s3, functions = boto3.client("s3", **arguments()), boto3.client("lambda", **arguments())
    dynamodb = boto3.resource("dynamodb", **arguments())
    account = boto3.client("sts", **arguments()).get_caller_identity()["Account"]

    table = dynamodb.create_table(
        TableName=TABLE, BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}], AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}])
    table.wait_until_exists()
    buckets = [CONFIGURATION, OVERLAYS] + [site["bucket"] for site in sites]
    for bucket in buckets:
        s3.create_bucket(Bucket=bucket)

    # The sites and what they name (ground truths) lie side by side, as in the folder.
    s3.upload_file(str(folder / "sites.json"), CONFIGURATION, "sites.json")
    for site in sites:
        if site.get("ground_truth"):
            s3.upload_file(str(folder / site["ground_truth"]), CONFIGURATION, site["ground_truth"])
    function = functions.create_function(
        FunctionName=FUNCTION, Runtime="provided.al2023" if given.package else "dotnet10", Handler="gauge", Role=given.role,
        Code={"ZipFile": code(given.package)}, MemorySize=given.memory, Timeout=60,
        Environment={"Variables": {"SITES": f"s3://{CONFIGURATION}/sites.json", "OUTPUT_BUCKET": OVERLAYS, "TABLE": TABLE}})
    functions.get_waiter("function_active_v2").wait(FunctionName=FUNCTION)
    for number, site in enumerate(sites):
        functions.add_permission(
            FunctionName=FUNCTION, StatementId=f"site-{number}", Action="lambda:InvokeFunction", Principal="s3.amazonaws.com",
            SourceArn=f"arn:aws:s3:::{site['bucket']}", SourceAccount=account)
        s3.put_bucket_notification_configuration(Bucket=site["bucket"], NotificationConfiguration={
            "LambdaFunctionConfigurations": [{"LambdaFunctionArn": function["FunctionArn"], "Events": ["s3:ObjectCreated:*"]}]})

    began, pictures = time.monotonic(), 0
    for site in sites:
        for picture in sorted((folder / site["id"]).glob("*.jpg")):
            s3.upload_file(str(picture), site["bucket"], picture.name)
            pictures += 1

    rows = []
    while len(rows) < pictures and time.monotonic() - began < given.timeout:
        time.sleep(0.2)
        pages = dynamodb.meta.client.get_paginator("scan").paginate(TableName=TABLE, ConsistentRead=True)
        rows = [row for page in pages for row in page["Items"]]
    print(f"{len(rows)} of {pictures} pictures in {time.monotonic() - began:.2f} s")
    for row in sorted(rows, key=lambda row: (row["site_id"], row["image_timestamp"])):
        print(row["site_id"], row["image_timestamp"], "roi", [int(count) for count in row["roi"]], "iou", row.get("iou_score", "-"))

    if not given.keep:
        functions.delete_function(FunctionName=FUNCTION)
        table.delete()
        for bucket in buckets:
            boto3.resource("s3", **arguments()).Bucket(bucket).objects.delete()
            s3.delete_bucket(Bucket=bucket)
    return 0 if pictures and len(rows) == pictures else 1


if __name__ == "__main__":
    sys.exit(main())
