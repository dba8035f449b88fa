"""boto3 against a running engine: the S3 API as Python programs use it.

Environment: S3_ENDPOINT, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY. Every function is one check; the first that fails ends the run with its name.
"""
import base64
import datetime
import hashlib
import os
import sys
import urllib.error
import urllib.request
import uuid

import boto3
from botocore.client import Config
from botocore.exceptions import ClientError

ENDPOINT = os.environ["S3_ENDPOINT"]


def client(**config):
    return boto3.client("s3", endpoint_url=ENDPOINT, region_name="us-east-1", config=Config(signature_version="s3v4", retries={"max_attempts": 1}, **config))


s3 = client(s3={"addressing_style": "path"})


def new_bucket():
    name = "boto-" + uuid.uuid4().hex
    s3.create_bucket(Bucket=name)
    return name


def expect_error(code, status, call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error.response
        assert error.response["ResponseMetadata"]["HTTPStatusCode"] == status, error.response
        return error.response
    raise AssertionError(f"{code} expected, but the call succeeded")


def objects_come_back_as_they_were_put():
    bucket = new_bucket()
    body = os.urandom(300_000)
    put = s3.put_object(
        Bucket=bucket, Key="a b/ü+%2F/..//x", Body=body, ContentType="image/jpeg", Metadata={"camera": "7"}, CacheControl="no-cache", Tagging="site=12",
    )
    assert put["ETag"] == f'"{hashlib.md5(body).hexdigest()}"'
    got = s3.get_object(Bucket=bucket, Key="a b/ü+%2F/..//x")
    assert got["Body"].read() == body
    assert (got["ContentType"], got["Metadata"], got["CacheControl"], got["TagCount"]) == ("image/jpeg", {"camera": "7"}, "no-cache", 1)
    assert [o["Key"] for o in s3.list_objects_v2(Bucket=bucket)["Contents"]] == ["a b/ü+%2F/..//x"]
    part = s3.get_object(Bucket=bucket, Key="a b/ü+%2F/..//x", Range="bytes=100-199")
    assert part["Body"].read() == body[100:200] and part["ContentRange"] == "bytes 100-199/300000"


def checksums_are_computed_and_verified():
    bucket = new_bucket()
    for algorithm in ("CRC32", "SHA1", "SHA256"):
        s3.put_object(Bucket=bucket, Key=algorithm, Body=b"Hello Blob!", ChecksumAlgorithm=algorithm)
        head = s3.head_object(Bucket=bucket, Key=algorithm, ChecksumMode="ENABLED")
        assert head["Checksum" + algorithm], head
    wrong = base64.b64encode(hashlib.sha256(b"other").digest()).decode()
    error = expect_error("BadDigest", 400, s3.put_object, Bucket=bucket, Key="wrong", Body=b"Hello Blob!", ChecksumSHA256=wrong)
    assert error["Error"]["Message"] == "The SHA256 you specified did not match the calculated checksum."
    expect_error("404", 404, s3.head_object, Bucket=bucket, Key="wrong")


def listings_page_and_fold():
    bucket = new_bucket()
    keys = sorted(f"folder{n % 3}/file{n:03}" for n in range(30)) + ["root"]
    for key in keys:
        s3.put_object(Bucket=bucket, Key=key, Body=b"")
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, PaginationConfig={"PageSize": 7})
    assert [o["Key"] for page in pages for o in page.get("Contents", [])] == keys
    pages = s3.get_paginator("list_objects").paginate(Bucket=bucket, PaginationConfig={"PageSize": 7})
    assert [o["Key"] for page in pages for o in page.get("Contents", [])] == keys
    folded = s3.list_objects_v2(Bucket=bucket, Delimiter="/")
    assert [p["Prefix"] for p in folded["CommonPrefixes"]] == ["folder0/", "folder1/", "folder2/"]
    assert [o["Key"] for o in folded["Contents"]] == ["root"] and folded["KeyCount"] == 4
    assert s3.list_objects_v2(Bucket=bucket, MaxKeys=0)["KeyCount"] == 0


def multipart_uploads_assemble():
    bucket = new_bucket()
    parts = [os.urandom(5 * 1024 * 1024), os.urandom(1234)]
    upload = s3.create_multipart_upload(Bucket=bucket, Key="big", Metadata={"m": "1"})["UploadId"]
    etags = [s3.upload_part(Bucket=bucket, Key="big", UploadId=upload, PartNumber=n + 1, Body=part)["ETag"] for n, part in enumerate(parts)]
    assert len(s3.list_parts(Bucket=bucket, Key="big", UploadId=upload)["Parts"]) == 2
    s3.put_object(Bucket=bucket, Key="source", Body=b"0123456789")
    copied = s3.upload_part_copy(
        Bucket=bucket, Key="big", UploadId=upload, PartNumber=3, CopySource={"Bucket": bucket, "Key": "source"}, CopySourceRange="bytes=2-5",
    )
    etags.append(copied["CopyPartResult"]["ETag"])
    s3.abort_multipart_upload(Bucket=bucket, Key="other", UploadId=s3.create_multipart_upload(Bucket=bucket, Key="other")["UploadId"])
    expect_error(
        "EntityTooSmall", 400, s3.complete_multipart_upload, Bucket=bucket, Key="big", UploadId=upload,
        MultipartUpload={"Parts": [{"PartNumber": n + 1, "ETag": etag} for n, etag in enumerate(etags)]},
    )
    s3.complete_multipart_upload(
        Bucket=bucket, Key="big", UploadId=upload, MultipartUpload={"Parts": [{"PartNumber": n + 1, "ETag": etag} for n, etag in enumerate(etags[:2])]},
    )
    got = s3.get_object(Bucket=bucket, Key="big")
    assert got["Body"].read() == parts[0] + parts[1] and got["ETag"].endswith('-2"') and got["Metadata"] == {"m": "1"}
    second = s3.get_object(Bucket=bucket, Key="big", PartNumber=2)
    assert second["Body"].read() == parts[1] and second["PartsCount"] == 2
    assert s3.get_object_attributes(Bucket=bucket, Key="big", ObjectAttributes=["ObjectSize", "ObjectParts"])["ObjectParts"]["TotalPartsCount"] == 2
    assert "Uploads" not in s3.list_multipart_uploads(Bucket=bucket)


def managed_transfers_work():
    bucket = new_bucket()
    body = os.urandom(20 * 1024 * 1024)
    path = f"/tmp/boto-{uuid.uuid4().hex}"
    try:
        with open(path, "wb") as file:
            file.write(body)
        s3.upload_file(path, bucket, "transfer")
        s3.copy({"Bucket": bucket, "Key": "transfer"}, bucket, "copied")
        s3.download_file(bucket, "copied", path)
        with open(path, "rb") as file:
            assert file.read() == body
    finally:
        os.remove(path)


def presigned_urls_need_no_credentials():
    bucket = new_bucket()
    put = s3.generate_presigned_url("put_object", {"Bucket": bucket, "Key": "sig ned", "ContentType": "text/plain"}, ExpiresIn=60)
    request = urllib.request.Request(put, data=b"through a link", method="PUT", headers={"Content-Type": "text/plain"})
    assert urllib.request.urlopen(request).status == 200
    get = s3.generate_presigned_url("get_object", {"Bucket": bucket, "Key": "sig ned", "ResponseContentDisposition": "attachment"}, ExpiresIn=60)
    with urllib.request.urlopen(get) as answer:
        assert answer.read() == b"through a link" and answer.headers["Content-Disposition"] == "attachment"
    try:
        urllib.request.urlopen(get.split("?")[0])
    except urllib.error.HTTPError as error:
        assert error.code == 403
    else:
        raise AssertionError("an unsigned GET of a private object succeeded")


def posted_forms_upload():
    bucket = new_bucket()
    post = s3.generate_presigned_post(bucket, "form/${filename}", Fields={"x-amz-meta-from": "form"}, Conditions=[{"x-amz-meta-from": "form"}, ["content-length-range", 1, 100]])
    boundary = uuid.uuid4().hex
    lines = b"".join(f'--{boundary}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode() for k, v in post["fields"].items())
    lines += f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nposted\r\n--{boundary}--\r\n'.encode()
    request = urllib.request.Request(post["url"], data=lines, headers={"Content-Type": f"multipart/form-data; boundary={boundary}"})
    assert urllib.request.urlopen(request).status == 204
    got = s3.get_object(Bucket=bucket, Key="form/a.txt")
    assert got["Body"].read() == b"posted" and got["Metadata"] == {"from": "form"}


def versions_are_kept():
    bucket = new_bucket()
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    first = s3.put_object(Bucket=bucket, Key="k", Body=b"1")["VersionId"]
    s3.put_object(Bucket=bucket, Key="k", Body=b"2")
    marker = s3.delete_object(Bucket=bucket, Key="k")
    assert marker["DeleteMarker"]
    expect_error("NoSuchKey", 404, s3.get_object, Bucket=bucket, Key="k")
    assert s3.get_object(Bucket=bucket, Key="k", VersionId=first)["Body"].read() == b"1"
    listed = s3.list_object_versions(Bucket=bucket)
    assert len(listed["Versions"]) == 2 and listed["DeleteMarkers"][0]["VersionId"] == marker["VersionId"]
    s3.delete_object(Bucket=bucket, Key="k", VersionId=marker["VersionId"])
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b"2"


def deletions_in_bulk_answer_each_key():
    bucket = new_bucket()
    for key in ("a", "b", "c&<>"):
        s3.put_object(Bucket=bucket, Key=key, Body=b"x")
    deleted = s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": "a"}, {"Key": "c&<>"}, {"Key": "none"}]})["Deleted"]
    assert [d["Key"] for d in deleted] == ["a", "c&<>", "none"]
    assert [o["Key"] for o in s3.list_objects_v2(Bucket=bucket)["Contents"]] == ["b"]
    quiet = s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": "b"}], "Quiet": True})
    assert "Deleted" not in quiet and "Errors" not in quiet


def conditions_hold():
    bucket = new_bucket()
    etag = s3.put_object(Bucket=bucket, Key="k", Body=b"x")["ETag"]
    expect_error("PreconditionFailed", 412, s3.get_object, Bucket=bucket, Key="k", IfMatch='"no"')
    expect_error("304", 304, s3.get_object, Bucket=bucket, Key="k", IfNoneMatch=etag)
    future = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=1)
    assert s3.get_object(Bucket=bucket, Key="k", IfModifiedSince=future)["Body"].read() == b"x"


def virtual_hosts_are_understood():
    bucket = new_bucket()
    port = ENDPOINT.rsplit(":", 1)[1].strip("/")
    # Names below localhost need no DNS: the request goes to the engine's address with the bucket in its Host header.
    presigned = boto3.client("s3", endpoint_url=f"http://localhost:{port}", region_name="us-east-1", config=Config(signature_version="s3v4", s3={"addressing_style": "virtual"}))
    url = presigned.generate_presigned_url("put_object", {"Bucket": bucket, "Key": "v/k"}, ExpiresIn=60)
    assert url.startswith(f"http://{bucket}.localhost:{port}/v/k"), url
    request = urllib.request.Request(url.replace(f"{bucket}.localhost", "127.0.0.1", 1), data=b"host", method="PUT", headers={"Host": f"{bucket}.localhost:{port}"})
    assert urllib.request.urlopen(request).status == 200
    assert s3.get_object(Bucket=bucket, Key="v/k")["Body"].read() == b"host"


def main():
    checks = [value for name, value in list(globals().items()) if callable(value) and getattr(value, "__module__", "") == "__main__"
              and name not in ("main", "client", "new_bucket", "expect_error")]
    for check in checks:
        try:
            check()
        except BaseException:
            print(f"FAILED {check.__name__}", file=sys.stderr)
            raise
        print(f"ok {check.__name__}")


if __name__ == "__main__":
    main()
