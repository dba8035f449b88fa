"""Compares answers with answers recorded from AWS, and counts.

A recorded test is a dictionary of steps; placeholders (<bucket:1>, datetime, …) stand for whatever differs from run to run.
"""
import json
import os
import re

from botocore.exceptions import ClientError
from botocore.loaders import Loader

# Whole values that stand for something variable.
ANYTHING = {"datetime", "date", "bucket", "host-id", "i-d", "owner-id", "display-name", "key", "server", "last-modified", "last--modified", "id-2", "request-id",
            "next-continuation-token", "continuation-token", "x-amz-id-2", "x-amz-request-id"}

# What a client library adds of its own.
CLIENT_SIDE = {"ResponseMetadata", "ExpiresString"}

CHECKSUMS = ("ChecksumCRC64NVME", "ChecksumType")


def teach(loader):
    """An older botocore lacks members that newer answers have; the model of the service is data, so they can be added."""
    shapes = loader.load_service_model("s3", "service-2")["shapes"]

    def add(shape, member, location=None, name=None, type_="Key"):
        definition = {"shape": {"Key": "ObjectKey"}.get(type_, type_)}
        if location:
            definition["location"] = location
        if name:
            definition["locationName"] = name
        if shape in shapes:
            shapes[shape].setdefault("members", {}).setdefault(member, definition)

    for shape in ("PutObjectOutput", "GetObjectOutput", "HeadObjectOutput", "UploadPartOutput", "PutObjectRequest", "UploadPartRequest", "CompleteMultipartUploadRequest"):
        add(shape, "ChecksumCRC64NVME", "header", "x-amz-checksum-crc64nvme")
    for shape in ("PutObjectOutput", "GetObjectOutput", "HeadObjectOutput", "CreateMultipartUploadOutput", "CreateMultipartUploadRequest", "CompleteMultipartUploadRequest"):
        add(shape, "ChecksumType", "header", "x-amz-checksum-type")
    for shape in ("CopyObjectResult", "CopyPartResult", "CompleteMultipartUploadOutput", "Checksum", "ObjectPart", "Part", "CompletedPart"):
        add(shape, "ChecksumCRC64NVME")
    for shape in ("CopyObjectResult", "CompleteMultipartUploadOutput", "Checksum", "Object", "ObjectVersion", "ListPartsOutput", "MultipartUpload"):
        add(shape, "ChecksumType")
    add("HeadObjectOutput", "ContentRange", "header", "Content-Range")
    add("HeadObjectOutput", "TagCount", "header", "x-amz-tagging-count", "TagCount")
    for shape in ("PutObjectRequest", "CompleteMultipartUploadRequest", "CopyObjectRequest"):
        add(shape, "IfMatch", "header", "If-Match")
        add(shape, "IfNoneMatch", "header", "If-None-Match")
    add("DeleteObjectRequest", "IfMatch", "header", "If-Match")
    add("DeleteObjectRequest", "IfMatchSize", "header", "x-amz-if-match-size")
    add("CompleteMultipartUploadRequest", "MpuObjectSize", "header", "x-amz-mp-object-size")
    add("CreateBucketOutput", "BucketArn", "header", "x-amz-bucket-arn")
    shapes["HeadBucketOutput"] = shapes.get("HeadBucketOutput", {"type": "structure", "members": {}})
    add("HeadBucketOutput", "BucketArn", "header", "x-amz-bucket-arn")
    add("HeadBucketOutput", "BucketRegion", "header", "x-amz-bucket-region")
    add("HeadBucketOutput", "AccessPointAlias", "header", "x-amz-access-point-alias", "IsTruncated")
    for member in ("BucketRegion", "BucketArn"):
        add("Bucket", member)
    add("ListBucketsOutput", "Prefix")
    add("ListBucketsOutput", "ContinuationToken")
    for member, name in (("MaxBuckets", "max-buckets"), ("ContinuationToken", "continuation-token"), ("Prefix", "prefix"), ("BucketRegion", "bucket-region")):
        shapes.setdefault("ListBucketsRequest", {"type": "structure", "members": {}})
        add("ListBucketsRequest", member, "querystring", name)
    operations = loader.load_service_model("s3", "service-2")["operations"]
    operations["ListBuckets"].setdefault("input", {"shape": "ListBucketsRequest"})
    operations["HeadBucket"].setdefault("output", {"shape": "HeadBucketOutput"})
    for shape in ("GetBucketLifecycleConfigurationOutput", "PutBucketLifecycleConfigurationRequest", "PutBucketLifecycleConfigurationOutput"):
        shapes.setdefault(shape, {"type": "structure", "members": {}})
        add(shape, "TransitionDefaultMinimumObjectSize", "header", "x-amz-transition-default-minimum-object-size")
    operations["PutBucketLifecycleConfiguration"].setdefault("output", {"shape": "PutBucketLifecycleConfigurationOutput"})
    if "Tags" not in shapes["CreateBucketConfiguration"]["members"]:
        shapes["CreateBucketConfiguration"]["members"]["Tags"] = {"shape": "TagSet"}
    return shapes


def install(session):
    teach(session._session.get_component("data_loader"))


class Oracle:
    """The recorded tests, and what became of them here."""

    def __init__(self, folder):
        self.tests = {}
        for name in sorted(os.listdir(folder)):
            if name.startswith("test_s3"):
                with open(os.path.join(folder, name), encoding="utf-8") as file:
                    for test, content in json.load(file).items():
                        steps = content.get("recorded-content") or {}
                        if steps:
                            self.tests[name.removesuffix(".snapshot.json") + "::" + test.split("::", 1)[1]] = steps
        self.current = None
        self.matched, self.differing = [], []

    def begin(self, test):
        if test not in self.tests:
            raise KeyError(f"no test {test} was recorded")
        self.current = test

    def call(self, step, function, _drop=(), **arguments):
        """Calls, compares the answer or the error with the recorded step, and returns it."""
        try:
            answer = function(**arguments)
        except ClientError as error:
            answer = error.response
        if "Body" in answer and hasattr(answer["Body"], "read"):
            answer = dict(answer, Body=answer["Body"].read())
        self.compare(step, answer, _drop)
        return answer

    def compare(self, step, answer, drop=()):
        expected = self.tests[self.current][step]
        differences = []
        if isinstance(expected, dict) and "ResponseMetadata" in expected and isinstance(answer, dict):
            status = expected["ResponseMetadata"].get("HTTPStatusCode")
            actual = answer.get("ResponseMetadata", {}).get("HTTPStatusCode")
            if status != actual:
                differences.append(f"status {actual}, recorded {status}")
        self._compare("", expected, answer, differences, set(drop) | CLIENT_SIDE)
        name = f"{self.current} / {step}"
        if differences:
            self.differing.append({"step": name, "differences": differences[:8]})
        else:
            self.matched.append(name)

    def _compare(self, path, expected, actual, differences, drop):
        if isinstance(expected, dict) and isinstance(actual, dict):
            for key in sorted(set(expected) | set(actual)):
                if key in drop or (path.endswith("Error") and key in ("RequestId", "HostId")):
                    continue
                if key not in actual:
                    differences.append(f"{path}.{key} is missing, recorded {expected[key]!r:.80}")
                elif key not in expected:
                    differences.append(f"{path}.{key} is {actual[key]!r:.80}, not recorded")
                else:
                    self._compare(f"{path}.{key}", expected[key], actual[key], differences, drop)
        elif isinstance(expected, list) and isinstance(actual, list):
            if len(expected) != len(actual):
                differences.append(f"{path} has {len(actual)} entries, recorded {len(expected)}")
            for index, (left, right) in enumerate(zip(expected, actual)):
                self._compare(f"{path}[{index}]", left, right, differences, drop)
        elif not same(expected, actual):
            differences.append(f"{path} is {actual!r:.120}, recorded {expected!r:.120}")

    def report(self, not_replayed, known):
        knowingly = [dict(entry, why=known[entry["step"]]) for entry in self.differing if entry["step"] in known]
        differing = [entry for entry in self.differing if entry["step"] not in known]
        replayed = {name.split(" / ")[0] for name in self.matched + [entry["step"] for entry in self.differing]}
        return {
            "steps_matched": len(self.matched),
            "steps_differing": len(differing),
            "tests_recorded": len(self.tests),
            "tests_replayed": len(replayed),
            "tests_not_replayed": {why: len(tests) for why, tests in not_replayed.items()},
            "differing": differing,
            "differing_knowingly": knowingly,
            "not_replayed": not_replayed,
            "matched": self.matched,
        }


def same(expected, actual):
    if isinstance(actual, bytes):
        actual = actual.decode("utf-8", "replace")
        if isinstance(expected, dict):
            return json.loads(actual) == expected
        if expected == "":  # a body that the recorder had read before
            return True
    if isinstance(expected, str) and (expected in ANYTHING or re.fullmatch(r"<[^<>]*>", expected)):
        return True
    if isinstance(expected, str) and "<" in expected and isinstance(actual, str):
        pattern = "".join(".+" if re.fullmatch(r"<[^<>]+>", part) else re.escape(part) for part in re.split(r"(<[^<>]+>)", expected))
        return re.fullmatch(pattern, actual) is not None
    if isinstance(expected, str) and hasattr(actual, "isoformat"):
        return True
    # An element without text: older clients parse it as null, newer ones as nothing.
    return expected == actual or (expected in (None, "") and actual in (None, ""))
