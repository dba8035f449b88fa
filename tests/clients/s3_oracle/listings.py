"""Listings."""
import hashlib
from replay import *


LIST = "test_s3_list_operations::"


@replays(LIST + "TestS3ListObjects::test_list_objects_with_prefix", "", "/", "%2F")
def list_prefix(delimiter):
    put(None, "test/foo/bar/123", "content 123")
    more = {"Delimiter": delimiter} if delimiter else {}
    step("list-objects", s3.list_objects, Bucket=here.bucket, Prefix="test/", MaxKeys=1, **more, **({"Delimiter": ""} if not delimiter else {}))


@replays(LIST + "TestS3ListObjects::test_s3_list_objects_empty_marker")
def list_empty_marker():
    step("list-objects", s3.list_objects, Bucket=here.bucket, Marker="")


@replays(LIST + "TestS3ListObjects::test_list_objects_next_marker")
def list_next_marker():
    keys = ["test_0", "test_1", "test_2"]
    for key in keys:
        put(None, key, "content 123")
    step("list-objects-all", s3.list_objects, Bucket=here.bucket)
    step("list-objects-max-1", s3.list_objects, Bucket=here.bucket, MaxKeys=1, Delimiter="/")
    step("list-objects-rest", s3.list_objects, Bucket=here.bucket, Marker="test_0", MaxKeys=1)
    step("list-objects-marker-empty", s3.list_objects, Bucket=here.bucket, Marker="", MaxKeys=1)


@replays(LIST + "TestS3ListObjectsV2::test_list_objects_v2_with_prefix")
def list_v2_prefix():
    for key in ("test/foo/bar/123", "test/foo/bar/456", "test/bar/foo/123"):
        put(None, key, "content 123")
    for number, prefix in enumerate(("test/", "test/foo", "test/foo/bar")):
        step(f"list-objects-v2-{number + 1}", s3.list_objects_v2, Bucket=here.bucket, Prefix=prefix)


@replays(LIST + "TestS3ListObjectsV2::test_list_objects_v2_with_prefix_and_delimiter")
def list_v2_delimiter():
    for key in ("test/foo/bar/123", "test/foo/bar/456", "test/bar/foo/123"):
        put(None, key, "content 123")
    step("list-objects-v2-1", s3.list_objects_v2, Bucket=here.bucket, Prefix="test/", Delimiter="/")
    step("list-objects-v2-1-with-max-keys", s3.list_objects_v2, Bucket=here.bucket, Prefix="test/", Delimiter="/", MaxKeys=1)
    step("list-objects-v2-2", s3.list_objects_v2, Bucket=here.bucket, Prefix="test/foo", Delimiter="/")
    step("list-objects-v2-3", s3.list_objects_v2, Bucket=here.bucket, Prefix="test/foo/bar", Delimiter="/")


@replays(LIST + "TestS3ListObjectsV2::test_list_objects_v2_continuation_start_after")
def list_v2_start_after():
    for number in range(12):
        put(None, f"test_{number}", "content 123")
    token = step("list-objects-v2-max-5", s3.list_objects_v2, Bucket=here.bucket, MaxKeys=5)["NextContinuationToken"]
    step("list-objects-v2-rest", s3.list_objects_v2, Bucket=here.bucket, ContinuationToken=token)
    step("list-objects-start-after", s3.list_objects_v2, Bucket=here.bucket, StartAfter="test_7", MaxKeys=2)
    step("list-objects-start-after-token", s3.list_objects_v2, Bucket=here.bucket, StartAfter="test_7", ContinuationToken=token)
    step("exc-continuation-token", s3.list_objects_v2, Bucket=here.bucket, ContinuationToken="")


@replays(LIST + "TestS3ListObjectsV2::test_list_objects_v2_continuation_common_prefixes")
def list_v2_common_prefixes():
    for key in ("folder/aSubfolder/subFile1", "folder/aSubfolder/subFile2", "folder/file1", "folder/file2"):
        put(None, key, "content 123")
    step("list-objects-v2-all-keys", s3.list_objects_v2, Bucket=here.bucket)
    page = dict(Bucket=here.bucket, Prefix="folder/", Delimiter="/", MaxKeys=1)
    first = step("list-objects-v2-start", s3.list_objects_v2, **page)
    second = step("list-objects-v2-next-1", s3.list_objects_v2, ContinuationToken=first["NextContinuationToken"], **page)
    step("list-objects-v2-end", s3.list_objects_v2, ContinuationToken=second["NextContinuationToken"], **page)


@replays(LIST + "TestS3ListObjects::test_list_objects_marker_common_prefixes")
def list_common_prefixes():
    for key in ("folder/aSubfolder/subFile1", "folder/aSubfolder/subFile2", "folder/file1", "folder/file2"):
        put(None, key, "content 123")
    step("list-objects-all-keys", s3.list_objects, Bucket=here.bucket)
    page = dict(Bucket=here.bucket, Prefix="folder/", Delimiter="/", MaxKeys=1)
    first = step("list-objects-start", s3.list_objects, **page)
    second = step("list-objects-next-1", s3.list_objects, Marker=first["NextMarker"], **page)
    step("list-objects-end", s3.list_objects, Marker=second["NextMarker"], **page)
    step("list-objects-manual-first-file", s3.list_objects, Marker="folder/aSubfolder/subFile1", **page)


@replays(LIST + "TestS3ListObjectVersions::test_list_object_versions_pagination_common_prefixes")
def list_versions_common_prefixes():
    versioned()
    for key in ("folder/aSubfolder/subFile1", "folder/aSubfolder/subFile2", "folder/file1", "folder/file2"):
        put(None, key, "content 123")
    step("list-object-versions-all-keys", s3.list_object_versions, Bucket=here.bucket)
    page = dict(Bucket=here.bucket, Prefix="folder/", Delimiter="/", MaxKeys=1)
    step("list-object-versions-start", s3.list_object_versions, **page)
    step("list-object-versions-next-1", s3.list_object_versions, KeyMarker="folder/aSubfolder/", **page)
    step("list-object-versions-end", s3.list_object_versions, KeyMarker="folder/file1", **page)
    step("list-object-versions-manual-first-file", s3.list_object_versions, KeyMarker="folder/aSubfolder/subFile1", **page)


@replays(LIST + "TestS3ListObjectVersions::test_list_objects_versions_with_prefix")
def list_versions_prefix():
    versioned()
    for key, bodies in (("dir/test", ("v1", "v2")), ("dir/subdir/test2", ("v1", "v2"))):
        for body in bodies:
            put(None, key, "content " + key + body)
    for number, prefix in enumerate(("dir/", "dir/s", "dir/test", "dir/subdir", "dir/subdir/", "dir/subdir/test2")):
        oracle.call(f"list-object-version-{number + 1}", s3.list_object_versions, _drop=("ETag", "Size"), Bucket=here.bucket, Prefix=prefix, Delimiter="/")


@replays(LIST + "TestS3ListObjectVersions::test_list_objects_versions_markers")
def list_versions_markers():
    versioned()
    keys = [f"test_{n}" for n in range(3)]
    for key in keys:
        put(None, key, "version 1")
    last = put(None, keys[2], "version 2")["VersionId"]
    markers = [s3.delete_object(Bucket=here.bucket, Key=key)["VersionId"] for key in keys]
    put(None, keys[0], "version 2")
    put(None, keys[1], "version 2")
    call = lambda name, **more: oracle.call(name, s3.list_object_versions, _drop=("ETag", "ChecksumCRC32"), Bucket=here.bucket, **more)
    call("list-objects-versions-all")
    call("list-objects-versions-5", MaxKeys=5)
    call("list-objects-next-key-only", MaxKeys=1, KeyMarker="test_1")
    call("list-objects-next-key-last", MaxKeys=1, KeyMarker="test_2")
    call("list-objects-next-version-only", MaxKeys=1, VersionIdMarker=markers[1])
    call("list-objects-both-markers", MaxKeys=1, KeyMarker="test_1", VersionIdMarker=markers[1])
    call("list-objects-last-key-last-version", MaxKeys=1, KeyMarker="test_2", VersionIdMarker=last)
    call("list-objects-next-key-empty", MaxKeys=1, KeyMarker="")


@replays(LIST + "TestS3ListMultipartUploads::test_list_multiparts_with_prefix_and_delimiter")
def list_uploads_prefix():
    for key in ("test/foo/bar/123", "test/foo/bar/456", "test/bar/foo/123"):
        create(None, key)
    for number, prefix in enumerate(("test/", "test/foo/", "test/foo/bar")):
        step(f"list-multiparts-{number + 1}", s3.list_multipart_uploads, Bucket=here.bucket, Prefix=prefix, Delimiter="/", EncodingType="url")


@replays(LIST + "TestS3ListMultipartUploads::test_list_multiparts_next_marker")
def list_uploads_marker():
    step("list-multiparts-empty", s3.list_multipart_uploads, Bucket=here.bucket)
    third = create(None, "test_2")
    second = create(None, "test_1")
    ones = [create(None, "test_0") for _ in range(3)]
    call = lambda name, **more: oracle.call(name, s3.list_multipart_uploads, Bucket=here.bucket, **more)
    call("list-multiparts-all")
    call("list-multiparts-max-1", MaxUploads=1)
    call("list-multiparts-next-key-only", KeyMarker="test_0", MaxUploads=1)
    call("list-multiparts-next-key-last", KeyMarker="test_2", MaxUploads=1)
    call("list-multiparts-next-upload-only", UploadIdMarker=ones[0], MaxUploads=1)
    call("list-multiparts-both-markers", KeyMarker="test_0", UploadIdMarker=ones[0], MaxUploads=1)
    call("list-multiparts-both-markers-2", KeyMarker="test_0", UploadIdMarker=ones[2], MaxUploads=1)
    call("list-multiparts-get-last-upload-no-truncate", KeyMarker="test_1", UploadIdMarker=second, MaxUploads=1)
    call("list-multiparts-wrong-id-for-key", KeyMarker="test_0", UploadIdMarker=third, MaxUploads=1)
    call("list-multiparts-next-key-empty", KeyMarker="", MaxUploads=1)


@replays(LIST + "TestS3ListParts::test_list_parts_pagination")
def list_parts():
    key = "test-list-part-pagination"
    upload = create(None, key)
    call = lambda name, **more: oracle.call(name, s3.list_parts, Bucket=here.bucket, Key=key, UploadId=upload, **more)
    call("list-parts-empty")
    for number in (1, 2):
        part(None, key, upload, number, "data")
    call("list-parts-all")
    call("list-parts-1", MaxParts=1)
    call("list-parts-next", MaxParts=1, PartNumberMarker=1)
    call("list-parts-wrong-part", MaxParts=1, PartNumberMarker=10)


@replays(LIST + "TestS3ListObjectsV2::test_list_ops_encoding_type_validation", "list_objects_v2", "list_objects", "list_object_versions", "list_multipart_uploads")
def encoding_type(operation):
    step(f"{operation}-error-wrong-value", getattr(s3, operation), Bucket=here.bucket, EncodingType="value")
    step(f"{operation}-error-empty-value", getattr(s3, operation), Bucket=here.bucket, EncodingType="")


@replays(LIST + "TestS3ListBuckets::test_list_buckets_region_validation")
def buckets_region():
    step("bad-region", s3.list_buckets, BucketRegion="eu-east-1")


@replays(LIST + "TestS3ListBuckets::test_list_buckets_by_prefix_with_case_sensitivity")
def buckets_prefix():
    step("list-objects-by-prefix-empty", s3.list_buckets, Prefix=here.bucket.upper())
    step("list-objects-by-prefix-not-empty", s3.list_buckets, Prefix=here.bucket)


@replays(LIST + "TestS3ListBuckets::test_list_buckets_by_bucket_region")
def buckets_by_region():
    step("list-objects-by-bucket-region-empty", s3.list_buckets, Prefix=here.bucket, BucketRegion="eu-west-1")
    step("list-objects-by-bucket-region-not-empty", s3.list_buckets, Prefix=here.bucket, BucketRegion="us-east-1")


@replays(LIST + "TestS3ListBuckets::test_list_buckets_with_max_buckets")
def buckets_max():
    step("list-objects-with-max-buckets", s3.list_buckets, MaxBuckets=1)


@replays(LIST + "TestS3ListBuckets::test_list_buckets_with_continuation_token")
def buckets_token():
    token = s3.list_buckets(MaxBuckets=1)["ContinuationToken"]
    step("list-objects-with-continuation", s3.list_buckets, MaxBuckets=1, ContinuationToken=token)


@replays(LIST + "TestS3ListBuckets::test_list_buckets_when_continuation_token_is_empty")
def buckets_empty_token():
    step("list-objects-with-empty-continuation-token", s3.list_buckets, MaxBuckets=1, ContinuationToken="")


@replays(LIST + "TestS3ListMultipartUploads::test_list_multipart_uploads_marker_common_prefixes")
def uploads_common_prefixes():
    for key in ("folder/aSubfolder/subFile1", "folder/aSubfolder/subFile2", "folder/file1", "folder/file2"):
        create(None, key)
    page = dict(Bucket=here.bucket, Prefix="folder/", Delimiter="/", MaxUploads=1)
    step("list-multiparts-start", s3.list_multipart_uploads, **page)
    step("list-multiparts-manual-prefix", s3.list_multipart_uploads, KeyMarker="folder/aSubfolder/", **page)
    step("list-multiparts-manual-first-file", s3.list_multipart_uploads, KeyMarker="folder/aSubfolder/subFile1", **page)


@replays(LIST + "TestS3ListParts::test_list_parts_empty_part_number_marker")
def parts_empty_marker():
    key = "test-list-part-empty-marker"
    upload = create(None, key)
    part(None, key, upload, 1, "data")
    step("list-parts-empty-marker", s3.list_parts, Bucket=here.bucket, Key=key, UploadId=upload, PartNumberMarker="")
    step("list-parts-empty-max-parts", s3.list_parts, Bucket=here.bucket, Key=key, UploadId=upload, MaxParts="")


@replays(LIST + "TestS3ListObjectVersions::test_list_objects_versions_with_prefix_only_and_pagination")
def versions_prefix_pages():
    versioned()
    ids = [put(None, "prefixed_key", b"")["VersionId"] for _ in range(5)]
    page = dict(Bucket=here.bucket, Prefix="prefix")
    step("list-object-version-prefix-full", s3.list_object_versions, **page)
    third = step("list-object-version-prefix-page-1", s3.list_object_versions, MaxKeys=3, **page)["NextVersionIdMarker"]
    step("list-object-version-prefix-key-marker-only", s3.list_object_versions, MaxKeys=4, KeyMarker="prefixed_key", **page)
    step("list-object-version-prefix-page-2", s3.list_object_versions, MaxKeys=5, KeyMarker="prefixed_key", VersionIdMarker=third, **page)
    for version in ids[2:]:
        s3.delete_object(Bucket=here.bucket, Key="prefixed_key", VersionId=version)
    step("list-object-version-prefix-page-2-after-delete", s3.list_object_versions, MaxKeys=5, KeyMarker="prefixed_key", VersionIdMarker=third, **page)


@replays(LIST + "TestS3ListParts::test_list_parts_via_object_attrs_pagination")
def parts_by_attributes():
    key = "test-object-attrs-pagination"
    upload = create(None, key, ChecksumAlgorithm="SHA256")
    body = b"a" * 5_242_881
    value = b64(hashlib.sha256(body))
    etags = [part(None, key, upload, n, body, ChecksumSHA256=value)["ETag"] for n in (1, 2)]
    step("list-parts", s3.list_parts, Bucket=here.bucket, Key=key, UploadId=upload)
    complete("complete-mpu", key, upload, [{"PartNumber": n, "ETag": etags[n - 1], "ChecksumSHA256": value} for n in (1, 2)])
    ask = lambda name, **more: step(name, s3.get_object_attributes, Bucket=here.bucket, Key=key, ObjectAttributes=["ObjectParts"], **more)
    ask("get-object-attrs-all")
    ask("get-object-attrs-next", MaxParts=1, PartNumberMarker=1)
    ask("get-object-attrs-wrong-part", MaxParts=1, PartNumberMarker=10)
