#!/usr/bin/env python3
"""A classifier behind an HTTP API: sets it up, asks it, and leaves it there for locustfile.py unless told otherwise.

    python3 classify.py [--package ZIP --role ARN] [--remove]
"""
import argparse
import io
import json
import os
import pathlib
import sys
import urllib.request
import zipfile

import boto3

NAME = "example-classify"


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
    options.add_argument("--package")
    options.add_argument("--role", default="arn:aws:iam::000000000000:role/LabRole")
    options.add_argument("--remove", action="store_true", help="take everything down again")
    given = options.parse_args()
    functions, apis = client("lambda"), client("apigatewayv2")
    account = client("sts").get_caller_identity()["Account"]

    function = functions.create_function(
        FunctionName=NAME, Runtime="provided.al2023" if given.package else "dotnet10", Handler="classify", Role=given.role,
        Code={"ZipFile": code(given.package)}, MemorySize=128, Timeout=10)
    functions.get_waiter("function_active_v2").wait(FunctionName=NAME)
    api = apis.create_api(Name=NAME, ProtocolType="HTTP", RouteKey="POST /predict", Target=function["FunctionArn"])
    functions.add_permission(
        FunctionName=NAME, StatementId="api", Action="lambda:InvokeFunction", Principal="apigateway.amazonaws.com",
        SourceArn=f"arn:aws:execute-api:{functions.meta.region_name}:{account}:{api['ApiId']}/*/*/predict")

    # On Headrace the API is also below its own endpoint, where no name has to be resolved.
    endpoint = os.environ.get("AWS_ENDPOINT_URL")
    url = f"{endpoint}/_apis/{NAME}" if endpoint else api["ApiEndpoint"]
    request = urllib.request.Request(f"{url}/predict", json.dumps({"values": [[5.9, 3.0, 5.1, 2.3]]}).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request) as response:
        print(response.status, response.read().decode())
    if given.remove:
        apis.delete_api(ApiId=api["ApiId"])
        functions.delete_function(FunctionName=NAME)
    else:
        print(f"locust --headless --users 10 --spawn-rate 10 --run-time 1m --host {url} --locustfile {pathlib.Path(__file__).with_name('locustfile.py')}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
