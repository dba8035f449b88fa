"""The vocabulary of the scenarios: requests written anew, whose answers are compared with recorded ones."""
import base64
import hashlib
import http.client
import json
import os
import sys
import urllib.parse
import uuid
import xml.etree.ElementTree as ElementTree
import zlib

import boto3
from botocore.client import Config

import recorded

ENDPOINT = os.environ["S3_ENDPOINT"]
SESSION = boto3.session.Session()
recorded.install(SESSION)


def client(region="us-east-1"):
    return SESSION.client("s3", endpoint_url=ENDPOINT, region_name=region, config=Config(
        signature_version="s3v4", s3={"addressing_style": "path"}, retries={"max_attempts": 1}, parameter_validation=False))


s3 = client()
oracle = recorded.Oracle(sys.argv[1])
SCENARIOS = []


class here:
    """The scenario under way."""

    bucket = ""



def replays(test, *parameters):
    def register(function):
        for parameter in parameters or (None,):
            SCENARIOS.append((test if parameter is None else f"{test}[{parameter}]", function, parameter))
        return function
    return register


def crc32(body):
    return base64.b64encode(zlib.crc32(body if isinstance(body, bytes) else body.encode()).to_bytes(4, "big")).decode()


# The recorder's client sent CRC32 with every upload and asked for checksums with every GET.
def put(step, key, body=b"", bucket=None, **more):
    body = body if isinstance(body, bytes) else body.encode()
    if not any(name.startswith("Checksum") for name in more):
        more["ChecksumCRC32"] = crc32(body)
    arguments = dict(Bucket=bucket or here.bucket, Key=key, Body=body, **more)
    return oracle.call(step, s3.put_object, **arguments) if step else s3.put_object(**arguments)


def get(step, key, bucket=None, **more):
    return oracle.call(step, s3.get_object, Bucket=bucket or here.bucket, Key=key, **{"ChecksumMode": "ENABLED", **more})


def head(step, key, bucket=None, **more):
    return oracle.call(step, s3.head_object, Bucket=bucket or here.bucket, Key=key, **more)


def part(step, key, upload, number, body, **more):
    body = body if isinstance(body, bytes) else body.encode()
    if not any(name.startswith("Checksum") for name in more):
        more["ChecksumCRC32"] = crc32(body)
    arguments = dict(Bucket=here.bucket, Key=key, UploadId=upload, PartNumber=number, Body=body, **more)
    return oracle.call(step, s3.upload_part, **arguments) if step else s3.upload_part(**arguments)


def complete(step, key, upload, etags, **more):
    parts = {"Parts": [{"PartNumber": n + 1, "ETag": etag} if isinstance(etag, str) else etag for n, etag in enumerate(etags)]}
    arguments = dict(Bucket=here.bucket, Key=key, UploadId=upload, MultipartUpload=parts, **more)
    return oracle.call(step, s3.complete_multipart_upload, **arguments) if step else s3.complete_multipart_upload(**arguments)


def create(step, key, **more):
    arguments = dict(Bucket=here.bucket, Key=key, **more)
    answer = oracle.call(step, s3.create_multipart_upload, **arguments) if step else s3.create_multipart_upload(**arguments)
    return answer.get("UploadId")


def step(name, function, **arguments):
    return oracle.call(name, function, **arguments)


def new_bucket():
    name = "oracle-" + uuid.uuid4().hex
    s3.create_bucket(Bucket=name)
    return name


def versioned(status="Enabled"):
    s3.put_bucket_versioning(Bucket=here.bucket, VersioningConfiguration={"Status": status})


def opened():
    s3.delete_public_access_block(Bucket=here.bucket)
    s3.delete_bucket_ownership_controls(Bucket=here.bucket)


here.bucket = ""


def b64(digest):
    return base64.b64encode(digest.digest()).decode()


def match_body(name, body):
    """Whether the guess at a body that was not recorded is right: the ETag tells."""
    recorded_step = oracle.tests[oracle.current][name]
    etag = recorded_step.get("ETag") or recorded_step.get("CopyObjectResult", {}).get("ETag", "")
    return etag.strip('"') == hashlib.md5(body).hexdigest()


def sort_deleted(answer):
    for name in ("Deleted", "Errors"):
        if name in answer:
            answer[name].sort(key=lambda entry: (entry["Key"], entry.get("VersionId", "")))
    return answer


def sorted_tags(answer):
    answer["TagSet"].sort(key=lambda tag: tag["Key"])
    return answer


def get_any(name, key, **more):
    """The recorded body was not kept."""
    oracle.call(name, lambda **a: dict(s3.get_object(**a), Body=b""), Bucket=here.bucket, Key=key, ChecksumMode="ENABLED", **more)


def send(method, target, headers=None, body=None):
    """One request as it stands; the answer as the recorder of raw requests kept it."""
    address = urllib.parse.urlsplit(ENDPOINT)
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=30)
    try:
        connection.request(method, target, body, headers or {})
        response = connection.getresponse()
        text = response.read().decode()
        return {"StatusCode": response.status, "Headers": dict(response.getheaders()), "Body": xml(text) if text.startswith("<?xml") else text}
    finally:
        connection.close()


def xml(text):
    """An element as a dictionary, namespaces left out."""
    def read(element):
        children = list(element)
        return {child.tag.split("}")[-1]: read(child) for child in children} if children else element.text
    root = ElementTree.fromstring(text)
    return {root.tag.split("}")[-1]: read(root)}


def raw(name, method, target, headers=None):
    """Sends unsigned and compares status, error and the headers that are S3's to give."""
    transport = {"date", "server", "connection", "transfer-encoding", "content-length", "x-amz-id-2", "x-amz-request-id", "content-type"}
    expected = oracle.tests[oracle.current][name]
    answer = send(method, target, headers)
    if "Headers" not in expected:
        oracle.compare(name, answer["Body"], drop=("HostId", "RequestId"))
        return

    def trim(reply):
        return {"StatusCode": reply["StatusCode"], "Body": reply["Body"], "Headers": {k.lower(): v for k, v in reply["Headers"].items() if k.lower() not in transport}}

    oracle.tests[oracle.current][name] = trim(expected)
    oracle.compare(name, trim(answer), drop=("HostId", "RequestId"))
