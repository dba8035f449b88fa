"""Multipart uploads."""
import datetime
import hashlib

from replay import *


@replays("test_s3::TestS3::test_multipart_and_list_parts")
def multipart_list():
    key = "test-list-parts"
    upload = create("create-multipart", key)
    step("list-part-after-created", s3.list_parts, Bucket=here.bucket, Key=key, UploadId=upload)
    step("list-all-uploads", s3.list_multipart_uploads, Bucket=here.bucket)
    etag = part("upload-part", key, upload, 1, "upload-part-1" * 5)["ETag"]
    step("list-part-after-upload", s3.list_parts, Bucket=here.bucket, Key=key, UploadId=upload)
    step("list-all-uploads-after", s3.list_multipart_uploads, Bucket=here.bucket)
    complete("complete-multipart", key, upload, [etag])
    step("list-part-after-complete-exc", s3.list_parts, Bucket=here.bucket, Key=key, UploadId=upload)
    step("list-all-uploads-completed", s3.list_multipart_uploads, Bucket=here.bucket)
    head("head-multipart-checksum", key, ChecksumMode="ENABLED")
    get("get-multipart-checksum", key)


@replays("test_s3::TestS3::test_multipart_no_such_upload")
def multipart_no_upload():
    key = "test-no-such-upload"
    part("upload-exc", key, "fakeid", 1, "data")
    complete("complete-exc", key, "fakeid", ['"x"'])
    step("abort-exc", s3.abort_multipart_upload, Bucket=here.bucket, Key=key, UploadId="fakeid")


@replays("test_s3::TestS3::test_multipart_complete_multipart_too_small")
def multipart_small():
    key = "test-upload-part-exc"
    upload = create(None, key)
    etags = [part(f"upload-part{n + 1}", key, upload, n + 1, "data")["ETag"] for n in range(2)]
    step("complete-exc-no-parts", s3.complete_multipart_upload, Bucket=here.bucket, Key=key, UploadId=upload)
    complete("complete-exc-too-small", key, upload, etags)


@replays("test_s3::TestS3::test_multipart_complete_multipart_wrong_part")
def multipart_wrong_part():
    key = "test-upload-part-exc"
    upload = create(None, key)
    etag = part(None, key, upload, 1, "data")["ETag"]
    complete("complete-exc-wrong-part-number", key, upload, [{"PartNumber": 2, "ETag": etag}])
    complete("complete-exc-wrong-etag", key, upload, ["d41d8cd98f00b204e9800998ecf8427e"])


@replays("test_s3::TestS3::test_multipart_key_validation")
def multipart_key():
    upload = create(None, "test-key-1")
    part("upload-part-wrong-key-name", "wrong", upload, 1, "data")
    complete("complete-multipart-wrong-key-name", "wrong", upload, ['"x"'])
    step("list-parts-wrong-key-name", s3.list_parts, Bucket=here.bucket, Key="wrong", UploadId=upload)
    step("abort-multipart-wrong-key-name", s3.abort_multipart_upload, Bucket=here.bucket, Key="wrong", UploadId=upload)


@replays("test_s3_api::TestS3Multipart::test_upload_part_copy_range")
def part_copy_range():
    put("put-src-object", "src", "0123456789")
    key = "test-upload-part-copy"
    upload = create("create-multipart", key)

    def copy(name, number, range_):
        step(name, s3.upload_part_copy, Bucket=here.bucket, Key=key, UploadId=upload, PartNumber=number, CopySource=f"{here.bucket}/src", CopySourceRange=range_)

    copy("upload-part-copy-1", 1, "bytes=0-8")
    copy("upload-part-copy-2", 2, "bytes=1-1")
    copy("upload-part-copy-3", 3, "bytes=0-0")
    step("list-parts", s3.list_parts, Bucket=here.bucket, Key=key, UploadId=upload)
    copy("upload-part-copy-wrong-format", 1, "0-8")
    for value in ("1-0", "-1-", "0--1", "0-1,3-4,7-9", "-", "-0", "0-100", "100-200", "1-", "-2", "-15"):
        copy("upload-part-copy-range-exc-" + value, 1, "bytes=" + value)


CHECKSUM = "test_s3::TestS3MultipartUploadChecksum::"


@replays(CHECKSUM + "test_complete_multipart_parts_checksum_composite", "CRC32", "SHA1", "SHA256")
def composite(algorithm):
    key = "test-multipart-checksum"
    value = {"CRC32": crc32, "SHA1": lambda b: b64(hashlib.sha1(b)), "SHA256": lambda b: b64(hashlib.sha256(b))}[algorithm]
    name = "Checksum" + algorithm
    upload = create("create-mpu-checksum", key, ChecksumAlgorithm=algorithm)
    bodies = [b"a" * 5_242_881, b"a" * 5_242_881, b"a" * 10]
    etags = [part(f"upload-part-{n}", key, upload, n + 1, body, **{name: value(body)})["ETag"] for n, body in enumerate(bodies)]
    step("list-parts", s3.list_parts, Bucket=here.bucket, Key=key, UploadId=upload)
    parts = [{"PartNumber": n + 1, "ETag": etags[n], name: value(bodies[n])} for n in range(3)]
    complete("complete-multipart-no-checksum", key, upload, etags)
    complete("complete-multipart-checksum", key, upload, parts)
    get_any("get-object-with-checksum", key)
    head("head-object-with-checksum", key, ChecksumMode="ENABLED")
    step("get-object-attrs", s3.get_object_attributes, Bucket=here.bucket, Key=key, ObjectAttributes=["Checksum", "ETag", "ObjectParts"])
    step("copy-obj-checksum", s3.copy_object, Bucket=here.bucket, Key="copy", CopySource=f"{here.bucket}/{key}")
    step("get-copy-object-attrs", s3.get_object_attributes, Bucket=here.bucket, Key="copy", ObjectAttributes=["Checksum", "ETag"])
    get("get-object-part-checksum", key, PartNumber=3)


@replays(CHECKSUM + "test_complete_multipart_parts_checksum_full_object", "CRC32")
def full_object(algorithm):
    key = "test-multipart-checksum"
    name = "Checksum" + algorithm
    upload = create("create-mpu-checksum", key, ChecksumAlgorithm=algorithm, ChecksumType="FULL_OBJECT")
    bodies = [b"a" * 5_242_881, b"a" * 5_242_881, b"a" * 10]
    etags = [part(f"upload-part-{n}", key, upload, n + 1, body, **{name: crc32(body)})["ETag"] for n, body in enumerate(bodies)]
    step("list-parts", s3.list_parts, Bucket=here.bucket, Key=key, UploadId=upload)
    wrong = [{"PartNumber": n + 1, "ETag": etags[n], name: crc32(bodies[n] if n < 2 else b"other")} for n in range(3)]
    complete("complete-multipart-wrong-parts-checksum", key, upload, wrong, ChecksumType="FULL_OBJECT")
    complete("complete-multipart-checksum", key, upload, etags, ChecksumType="FULL_OBJECT", **{name: crc32(b"".join(bodies))})
    get_any("get-object-with-checksum", key)
    head("head-object-with-checksum", key, ChecksumMode="ENABLED")
    step("get-object-attrs", s3.get_object_attributes, Bucket=here.bucket, Key=key, ObjectAttributes=["Checksum", "ETag", "ObjectParts"])
    step("copy-obj-checksum", s3.copy_object, Bucket=here.bucket, Key="copy", CopySource=f"{here.bucket}/{key}")
    step("get-copy-object-attrs", s3.get_object_attributes, Bucket=here.bucket, Key="copy", ObjectAttributes=["Checksum", "ETag"])
    get("get-object-part-checksum", key, PartNumber=3)


@replays(CHECKSUM + "test_multipart_checksum_type_compatibility", "COMPOSITE-CRC32", "COMPOSITE-CRC32C", "COMPOSITE-SHA1", "COMPOSITE-SHA256", "COMPOSITE-CRC64NVME",
         "FULL_OBJECT-CRC32", "FULL_OBJECT-CRC32C", "FULL_OBJECT-SHA1", "FULL_OBJECT-SHA256", "FULL_OBJECT-CRC64NVME")
def type_compatibility(parameter):
    type_, algorithm = parameter.split("-")
    name = next(iter(oracle.tests[oracle.current]))
    step(name, s3.create_multipart_upload, Bucket=here.bucket, Key="test-multipart-checksum-compat", ChecksumAlgorithm=algorithm, ChecksumType=type_)


@replays(CHECKSUM + "test_multipart_checksum_type_default_for_checksum", "CRC32", "CRC32C", "SHA1", "SHA256", "CRC64NVME")
def type_default(algorithm):
    create("create-mpu-default-checksum-type", "test-multipart-checksum-default", ChecksumAlgorithm=algorithm)


@replays(CHECKSUM + "test_multipart_parts_checksum_exceptions_composite")
def composite_exceptions():
    key = "test-multipart-checksum-exc"
    step("create-mpu-wrong-checksum-algo", s3.create_multipart_upload, Bucket=here.bucket, Key=key, ChecksumAlgorithm="TEST")
    step("create-mpu-no-checksum-algo-with-type", s3.create_multipart_upload, Bucket=here.bucket, Key=key, ChecksumType="COMPOSITE")
    upload = create("create-mpu-composite-checksum", key, ChecksumAlgorithm="CRC32")
    step("list-multiparts", s3.list_multipart_uploads, Bucket=here.bucket)
    etag = part("upload-part-no-checksum-ok", key, upload, 1, "abc")["ETag"]
    complete("complete-part-with-checksum", key, upload, [{"PartNumber": 1, "ETag": etag, "ChecksumSHA256": b64(hashlib.sha256(b"abc"))}])
    complete("complete-part-with-bad-checksum-type", key, upload, [{"PartNumber": 1, "ETag": etag, "ChecksumCRC32": crc32(b"abc")}], ChecksumType="FULL_OBJECT")
    upload = create("create-mpu-with-checksum", key, ChecksumAlgorithm="SHA256")
    part("upload-part-different-checksum-exc", key, upload, 1, "abc", ChecksumCRC32=crc32(b"abc"))


@replays(CHECKSUM + "test_multipart_size_validation")
def size_validation():
    key = "test-multipart-size"
    upload = create("create-mpu", key)
    etag = part("upload-part", key, upload, 1, "test" if match_body("upload-part", b"test") else "aaaa")["ETag"]
    complete("complete-multipart-wrong-size", key, upload, [etag], MpuObjectSize="5")
    complete("complete-multipart-good-size", key, upload, [etag], MpuObjectSize="4")
    step("get-object-attrs", s3.get_object_attributes, Bucket=here.bucket, Key=key, ObjectAttributes=["Checksum", "ETag"])


@replays(CHECKSUM + "test_multipart_upload_part_checksum_exception", "CRC32", "SHA1", "SHA256")
def part_checksum_exception(algorithm):
    upload = create(None, "test-multipart-checksum-exc", ChecksumAlgorithm=algorithm)
    name = "Checksum" + algorithm
    other = {"CRC32": crc32(b"other"), "SHA1": b64(hashlib.sha1(b"other")), "SHA256": b64(hashlib.sha256(b"other"))}[algorithm]
    part("put-wrong-checksum-no-b64", "test-multipart-checksum-exc", upload, 1, "abc", **{name: "TEST"})
    part("put-wrong-checksum-value", "test-multipart-checksum-exc", upload, 1, "abc", **{name: other})


@replays("test_s3::TestS3::test_complete_multipart_parts_order")
def parts_order():
    key = "test-order-parts"
    upload = create(None, key)
    part("upload-part-negative-part-number", key, upload, -1, "data")
    bodies = ["a" * 5_242_880, "b" * 5_242_880, "c" * 5]
    etags = [part(None, key, upload, n + 1, body)["ETag"] for n, body in enumerate(bodies)]
    complete("complete-multipart-unordered", key, upload, [{"PartNumber": n, "ETag": etags[n - 1]} for n in (2, 1, 3)])
    unknown = ("ETag", "ChecksumCRC64NVME")
    oracle.call("complete-multipart-ordered", s3.complete_multipart_upload, _drop=unknown, Bucket=here.bucket, Key=key, UploadId=upload,
                MultipartUpload={"Parts": [{"PartNumber": n + 1, "ETag": etag} for n, etag in enumerate(etags)]})
    key = "key-sequence-with-step-2"
    upload = create(None, key)
    etags = [part(None, key, upload, 2 * n + 1, body)["ETag"] for n, body in enumerate(bodies)]
    oracle.call("complete-multipart-with-step-2", s3.complete_multipart_upload, _drop=unknown, Bucket=here.bucket, Key=key, UploadId=upload,
                MultipartUpload={"Parts": [{"PartNumber": 2 * n + 1, "ETag": etag} for n, etag in enumerate(etags)]})


@replays("test_s3::TestS3::test_multipart_copy_object_etag")
def copy_of_multipart():
    key = "test.file"
    upload = create(None, key)
    complete("multipart-upload", key, upload, [part(None, key, upload, 1, "test content 123")["ETag"]])
    step("copy-object", s3.copy_object, Bucket=here.bucket, CopySource=f"{here.bucket}/{key}", Key="copy")
    step("copy-object-in-place", s3.copy_object, Bucket=here.bucket, CopySource=f"{here.bucket}/{key}", Key=key, MetadataDirective="REPLACE")
    head("head-obj", key, ChecksumMode="ENABLED")


@replays("test_s3::TestS3::test_multipart_overwrite_key")
def overwrite_key():
    key = "test.file"
    put("put-object", key, "test content 123")
    upload = create(None, key)
    complete("multipart-upload", key, upload, [part(None, key, upload, 1, "test content 123")["ETag"]])


@replays(CHECKSUM + "test_complete_multipart_parts_checksum_default")
def checksum_default():
    key = "test-multipart-checksum"
    upload = create("create-mpu-no-checksum", key)
    step("list-multiparts", s3.list_multipart_uploads, Bucket=here.bucket)
    etag = s3.upload_part(Bucket=here.bucket, Key=key, UploadId=upload, PartNumber=1, Body=b"aaa", ChecksumSHA256=b64(hashlib.sha256(b"aaa")))["ETag"]
    step("list-parts", s3.list_parts, Bucket=here.bucket, Key=key, UploadId=upload)
    complete("complete-multipart-parts-checksum", key, upload, [{"PartNumber": 1, "ETag": etag, "ChecksumSHA256": b64(hashlib.sha256(b"aaa"))}])
    complete("complete-multipart-wrong-parts-checksum", key, upload, [{"PartNumber": 1, "ETag": etag, "ChecksumSHA256": b64(hashlib.sha256(b"b"))}])
    complete("complete-multipart-full-object-type", key, upload, [etag], ChecksumType="FULL_OBJECT")
    complete("complete-multipart-composite-type", key, upload, [etag], ChecksumType="COMPOSITE")
    complete("complete-multipart-checksum", key, upload, [etag])
    get_any("get-object-with-checksum", key)
    head("head-object-with-checksum", key, ChecksumMode="ENABLED")
    step("get-object-attrs", s3.get_object_attributes, Bucket=here.bucket, Key=key, ObjectAttributes=["Checksum", "ETag", "ObjectParts"])
    step("copy-obj-checksum", s3.copy_object, Bucket=here.bucket, Key="copy", CopySource=f"{here.bucket}/{key}")
    step("get-copy-object-attrs", s3.get_object_attributes, Bucket=here.bucket, Key="copy", ObjectAttributes=["Checksum", "ETag"])


@replays(CHECKSUM + "test_complete_multipart_parts_checksum_full_object_default")
def checksum_crc64():
    key, value = "test-multipart-checksum", "Rnr2/5P7Gsk="
    upload = create("create-mpu-checksum-crc64", key, ChecksumAlgorithm="CRC64NVME")
    etag = part("upload-part", key, upload, 1, "aaa", ChecksumCRC64NVME=value)["ETag"]
    complete("complete-multipart-checksum", key, upload, [etag])
    get_any("get-object-with-checksum", key)
    head("head-object-with-checksum", key, ChecksumMode="ENABLED")
    step("get-object-attrs", s3.get_object_attributes, Bucket=here.bucket, Key=key, ObjectAttributes=["Checksum", "ETag", "ObjectParts"])


@replays(CHECKSUM + "test_multipart_upload_part_copy_checksum", "COMPOSITE", "FULL_OBJECT")
def part_copy_checksum(type_):
    key = "test-multipart-checksum"
    put("put-object", "part-key", "this is a part")
    upload = create("create-mpu-checksum-sha256", key, ChecksumAlgorithm="CRC32C", ChecksumType=type_)
    copied = step("upload-part-copy", s3.upload_part_copy, Bucket=here.bucket, Key=key, UploadId=upload, PartNumber=1, CopySource=f"{here.bucket}/part-key")["CopyPartResult"]
    step("list-parts", s3.list_parts, Bucket=here.bucket, Key=key, UploadId=upload)
    complete("complete-multipart-checksum", key, upload, [{"PartNumber": 1, "ETag": copied["ETag"], "ChecksumCRC32C": copied["ChecksumCRC32C"]}])
    get("get-object-with-checksum", key)
    head("head-object-with-checksum", key, ChecksumMode="ENABLED")
    step("get-object-attrs", s3.get_object_attributes, Bucket=here.bucket, Key=key, ObjectAttributes=["Checksum", "ETag", "ObjectParts"])


PARTS = "test_s3_api::TestS3Multipart::test_upload_part_copy_with_"


@replays(PARTS + "copy_source_if_match_and_if_unmodified_since_match")
@replays(PARTS + "copy_source_if_none_match_and_if_unmodified_since_match_failed")
@replays(PARTS + "if_modified_since_failed")
@replays(PARTS + "copy_source_if_match_failed")
@replays(PARTS + "copy_source_if_none_match_failed")
@replays(PARTS + "copy_source_if_unmodified_since_match_failed")
@replays(PARTS + "copy_source_if_match_success")
@replays(PARTS + "copy_source_if_match_none_success")
@replays(PARTS + "copy_source_if_unmodified_since_success")
@replays(PARTS + "copy_source_if_modified_since_success")
@replays(PARTS + "copy_source_if_modified_since_in_future_success")
def part_copy_conditions():
    etag = put(None, "source_file.txt", "0123456789")["ETag"]
    modified = s3.head_object(Bucket=here.bucket, Key="source_file.txt")["LastModified"]
    day = datetime.timedelta(days=1)
    conditions = {
        "copy_source_if_match_and_if_unmodified_since_match": dict(CopySourceIfMatch=etag, CopySourceIfUnmodifiedSince=modified - day),
        "copy_source_if_none_match_and_if_unmodified_since_match_failed": dict(CopySourceIfNoneMatch=etag, CopySourceIfUnmodifiedSince=modified - day),
        "if_modified_since_failed": dict(CopySourceIfModifiedSince=modified),
        "copy_source_if_match_failed": dict(CopySourceIfMatch='"abc"'),
        "copy_source_if_none_match_failed": dict(CopySourceIfNoneMatch=etag),
        "copy_source_if_unmodified_since_match_failed": dict(CopySourceIfUnmodifiedSince=modified - day),
        "copy_source_if_match_success": dict(CopySourceIfMatch=etag),
        "copy_source_if_match_none_success": dict(CopySourceIfNoneMatch='"abc"'),
        "copy_source_if_unmodified_since_success": dict(CopySourceIfUnmodifiedSince=modified + day),
        "copy_source_if_modified_since_success": dict(CopySourceIfModifiedSince=modified - day),
        "copy_source_if_modified_since_in_future_success": dict(CopySourceIfModifiedSince=modified + day),
    }[oracle.current.removeprefix(PARTS)]
    key = "destination_file.txt"
    upload = create(None, key)
    names = list(oracle.tests[oracle.current])
    step(names[0], s3.upload_part_copy, Bucket=here.bucket, Key=key, UploadId=upload, PartNumber=1, CopySource=f"{here.bucket}/source_file.txt", **conditions)
    if "list-parts" in names:
        step("list-parts", s3.list_parts, Bucket=here.bucket, Key=key, UploadId=upload)
