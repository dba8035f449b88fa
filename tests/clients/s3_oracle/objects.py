"""Objects, their versions and tags."""
import base64
import datetime
import hashlib
import os
import uuid

from replay import *


@replays("test_s3::TestS3::test_put_and_get_object_with_utf8_key")
def utf8_key():
    put("put-object", "Ā0Ä", b"abc123")
    get("get-object", "Ā0Ä")


@replays("test_s3::TestS3::test_put_and_get_object_with_hash_prefix")
def hash_prefix():
    put("put-object", "#key-with-hash-prefix", b"test 123")
    get("get-object", "#key-with-hash-prefix")


@replays("test_s3::TestS3::test_s3_uppercase_key_names")
def uppercase_key():
    put(None, "CamelCaseKey", "something")
    get("response", "CamelCaseKey")
    get("wrong-case-key", "camelcasekey")


@replays("test_s3::TestS3::test_get_object_no_such_bucket")
def no_such_bucket():
    get("expected_error", "k", bucket="does-not-exist-" + uuid.uuid4().hex)


@replays("test_s3::TestS3::test_delete_bucket_no_such_bucket")
def delete_no_such_bucket():
    step("expected_error", s3.delete_bucket, Bucket="does-not-exist-localstack-test")


@replays("test_s3::TestS3::test_get_bucket_notification_configuration_no_such_bucket")
def notification_no_such_bucket():
    step("expected_error", s3.get_bucket_notification_configuration, Bucket="doesnotexist-" + uuid.uuid4().hex)


@replays("test_s3::TestS3::test_invalid_range_error")
def invalid_range():
    put(None, "my-key", "abcdefgh")
    get("exc", "my-key", Range="bytes=1024-4096")


@replays("test_s3::TestS3::test_range_key_not_exists")
def range_no_key():
    get("exc", "my-key", Range="bytes=1024-4096")


@replays("test_s3_api::TestS3ObjectCRUD::test_get_object_range")
def ranges():
    body = "0123456789"
    put(None, "test-key", body)
    for name, value in (
        ("get-0-8", "0-8"), ("get-1-1", "1-1"), ("get-1-0", "1-0"), ("get-1-", "1-"), ("get--1-", "-1-"), ("get--2", "-2"), ("get--9", "-9"), ("get--15", "-15"),
        ("get-0-100", "0-100"), ("get-0-0", "0-0"), ("get-0--1", "0--1"), ("get-multiple-ranges", "0-1,3-4,7-9"), ("get--", "-"), ("get--0", "-0"), ("get-100-200", "100-200"),
    ):
        get(name, "test-key", Range="bytes=" + value)
    get("get-wrong-format", "test-key", Range="0-9")
    put("put-after-failed", "test-key", "00") if oracle.tests[oracle.current]["put-after-failed"]["ChecksumCRC32"] == crc32(b"00") else None


@replays("test_s3::TestS3::test_head_object_fields")
def head_fields():
    put(None, "my-key", "abcdefgh")
    head("head-object", "my-key")
    head("head-object-404", "doesnotexist")


@replays("test_s3::TestS3::test_get_object_after_deleted_in_versioned_bucket")
def deleted_in_versioned():
    versioned()
    put(None, "my-key", "abcdefgh")
    get("get-object", "my-key")
    s3.delete_object(Bucket=here.bucket, Key="my-key")
    get("get-object-after-delete", "my-key")


@replays("test_s3::TestS3::test_put_get_object_special_character", "file%2Fname", "test@key/", "test%123", "test%percent", "test key/", "test key//", "test%123/", "a/%F0%9F%98%80/")
def special_characters(key):
    put("put-object-special-char", key, "test")
    step("list-object-special-char", s3.list_objects_v2, Bucket=here.bucket)
    get("get-object-special-char", key)
    step("del-object-special-char", s3.delete_object, Bucket=here.bucket, Key=key)


@replays("test_s3::TestS3::test_put_get_object_single_character_trailing_slash")
def single_character():
    for key in ("a/", "t/", "u/"):
        put("put-object-single-char-" + key, key, "test")
        get("get-object-single-char-" + key, key)
    step("list-objects-single-char", s3.list_objects_v2, Bucket=here.bucket)


@replays("test_s3::TestS3::test_put_and_get_object_with_content_language_disposition")
def content_language():
    put("put-object", "test", b"abc123", ContentLanguage="de", ContentDisposition='attachment; filename="foo.jpg"', CacheControl="no-cache")
    get("get-object", "test")


@replays("test_s3::TestS3::test_s3_get_object_header_overrides")
def overrides():
    put(None, "k", "something")
    get("get-object", "k", ResponseCacheControl="max-age=74", ResponseContentDisposition='attachment; filename="foo.jpg"', ResponseContentEncoding="identity",
        ResponseContentLanguage="de-DE", ResponseContentType="image/jpeg", ResponseExpires="Wed, 21 Oct 2015 07:28:00 GMT")


@replays("test_s3::TestS3::test_precondition_failed_error")
def precondition():
    put(None, "foo", "bar")
    get("get-object-if-match", "foo", IfMatch='"not good etag"')


@replays("test_s3::TestS3::test_s3_get_object_preconditions", "get_object", "head_object")
def preconditions(name):
    ask = get if name == "get_object" else head
    etag = put(None, "test-object", "data")["ETag"]
    now = datetime.datetime.now(datetime.timezone.utc)
    modified = s3.head_object(Bucket=here.bucket, Key="test-object")["LastModified"]
    ask("precondition-if-match", "test-object", IfMatch='"1234"')
    ask("precondition-if-unmodified-since", "test-object", IfUnmodifiedSince=now - datetime.timedelta(days=1))
    ask("precondition-if-none-match", "test-object", IfNoneMatch=etag)
    ask("copy-precondition-if-modified-since", "test-object", IfModifiedSince=modified)
    ask("obj-ignore-future-modified-since", "test-object", IfModifiedSince=now + datetime.timedelta(days=10))
    ask("etag-missing-quotes", "test-object", IfNoneMatch=etag.strip('"'))
    ask("precondition-if-unmodified-since-is-object", "test-object", IfUnmodifiedSince=modified)
    ask("precondition-if-modified-since-is-object", "test-object", IfModifiedSince=modified)
    ask("obj-success", "test-object", IfMatch=etag, IfNoneMatch='"other"', IfModifiedSince=now - datetime.timedelta(days=1))


@replays("test_s3::TestS3::test_s3_invalid_content_md5")
def content_md5():
    values = ("__invalid__", "000", "not base64 encoded checksum", "MTIz", base64.b64encode(b"test-string").decode())
    for index, value in enumerate(values):
        put(f"md5-error-{index}", "test-key", "something", ContentMD5=value)
    put("md5-error-bad-digest", "test-key", "something", ContentMD5="CYketZBSTjX8czcs3cXVlg==")
    good = base64.b64encode(hashlib.md5(b"something").digest()).decode()
    put("success-put-object-md5", "test-key", "something", ContentMD5=good)
    upload = create(None, "multi-key")
    for index, value in enumerate(values):
        part(f"upload-part-md5-error-{index}", "multi-key", upload, 1, "something", ContentMD5=value)
    part("upload-part-md5-bad-digest", "multi-key", upload, 1, "something", ContentMD5="CYketZBSTjX8czcs3cXVlg==")
    part("success-upload-part-md5", "multi-key", upload, 1, "something", ContentMD5=good)


@replays("test_s3::TestS3::test_put_object_storage_class", "STANDARD-True", "STANDARD_IA-True", "GLACIER-False", "GLACIER_IR-True", "ONEZONE_IA-True",
         "INTELLIGENT_TIERING-True", "DEEP_ARCHIVE-False", "REDUCED_REDUNDANCY-True")
def storage_class(parameter):
    put(None, "test-put-storage-class", "body-test", StorageClass=parameter.rsplit("-", 1)[0])
    step("get-object-storage-class", s3.get_object_attributes, Bucket=here.bucket, Key="test-put-storage-class", ObjectAttributes=["StorageClass"])
    get("get-object", "test-put-storage-class")


@replays("test_s3::TestS3::test_put_object_storage_class_outposts")
def outposts():
    put("put-object-outposts", "k", "b", StorageClass="OUTPOSTS")
    step("create-multipart-outposts-exc", s3.create_multipart_upload, Bucket=here.bucket, Key="k", StorageClass="OUTPOSTS")


@replays("test_s3::TestS3::test_delete_non_existing_keys")
def delete_missing():
    put(None, "test-key-nonexistent", "something")
    step("deleted-resp", lambda **a: sort_deleted(s3.delete_objects(**a)), Bucket=here.bucket, Delete={"Objects": [{"Key": k} for k in ("test-key-nonexistent", "dummy1", "dummy2")]})


@replays("test_s3::TestS3::test_delete_non_existing_keys_quiet")
def delete_missing_quiet():
    put(None, "test-key-nonexistent", "something")
    step("deleted-resp", s3.delete_objects, Bucket=here.bucket, Delete={"Objects": [{"Key": k} for k in ("test-key-nonexistent", "dummy1", "dummy2")], "Quiet": True})


@replays("test_s3::TestS3::test_delete_non_existing_keys_in_non_existing_bucket")
def delete_in_no_bucket():
    step("error-non-existent-bucket", s3.delete_objects, Bucket="non-existent-" + uuid.uuid4().hex, Delete={"Objects": [{"Key": "dummy1"}, {"Key": "dummy2"}]})


@replays("test_s3::TestS3::test_delete_objects_encoding")
def delete_encoding():
    keys = ("a/%F0%9F%98%80", "a%2Fb")
    for key in keys:
        put(None, key, "test")
    oracle.call("list-objects-before-delete", s3.list_objects_v2, _drop=("ETag", "Size"), Bucket=here.bucket)
    step("deleted-resp", lambda **a: sort_deleted(s3.delete_objects(**a)), Bucket=here.bucket, Delete={"Objects": [{"Key": key} for key in keys]})
    step("list-objects", s3.list_objects_v2, Bucket=here.bucket)


@replays("test_s3_api::TestS3ObjectCRUD::test_delete_object")
def delete_object():
    put("put-object", "test-delete", "test-delete")
    step("delete-object", s3.delete_object, Bucket=here.bucket, Key="test-delete")
    step("delete-nonexistent-object", s3.delete_object, Bucket=here.bucket, Key="test-delete")
    step("delete-nonexistent-object-versionid", s3.delete_object, Bucket=here.bucket, Key="test-delete", VersionId="HPniJFCxqTsMuIH9KX8K8wEjNUgmABCD")


@replays("test_s3_api::TestS3ObjectCRUD::test_delete_objects")
def delete_objects():
    put("put-object", "test-delete", "test-delete")
    step("delete-object-wrong-version-id", s3.delete_objects, Bucket=here.bucket, Delete={"Objects": [{"Key": "test-delete", "VersionId": "HPniJFCxqTsMuIH9KX8K8wEjNUgmABCD"}]})
    step("delete-objects", lambda **a: sort_deleted(s3.delete_objects(**a)), Bucket=here.bucket, Delete={"Objects": [{"Key": "test-delete"}, {"Key": "c-wrong-key"}, {"Key": "a-wrong-key"}]})


@replays("test_s3_api::TestS3ObjectCRUD::test_delete_object_versioned")
def delete_versioned():
    versioned()
    first = put("put-object", "test-delete", "test-delete")["VersionId"]
    marker = step("delete-object", s3.delete_object, Bucket=here.bucket, Key="test-delete")["VersionId"]
    get("get-deleted-object", "test-delete")
    get("get-object-with-version", "test-delete", VersionId=first)
    get("get-delete-marker", "test-delete", VersionId=marker)
    step("delete-object-2", s3.delete_object, Bucket=here.bucket, Key="test-delete")
    step("list-object-versions", s3.list_object_versions, Bucket=here.bucket, Prefix="test-delete")
    step("delete-delete-marker", s3.delete_object, Bucket=here.bucket, Key="test-delete", VersionId=marker)
    step("delete-object-version", s3.delete_object, Bucket=here.bucket, Key="test-delete", VersionId=first)
    get("get-deleted-object-with-version", "test-delete", VersionId=first)
    step("delete-with-bad-version", s3.delete_object, Bucket=here.bucket, Key="test-delete", VersionId=first[:-4] + "ABCD")
    step("delete-wrong-key", s3.delete_object, Bucket=here.bucket, Key="wrong-key")


@replays("test_s3_api::TestS3ObjectCRUD::test_delete_objects_versioned")
def delete_objects_versioned():
    versioned()
    first = put("put-object", "test-delete", "test-delete")["VersionId"]

    def bulk(name, objects):
        return step(name, lambda **a: sort_deleted(s3.delete_objects(**a)), Bucket=here.bucket, Delete={"Objects": objects})

    deleted = bulk("delete-objects-no-version-id", [{"Key": "test-delete"}, {"Key": "wrongkey"}, {"Key": "wrongkey-x"}])
    marker = deleted["Deleted"][0]["DeleteMarkerVersionId"]
    bulk("delete-objects-marker", [{"Key": "test-delete", "VersionId": marker}])
    wrong = first[:-4] + "ABCD"
    bulk("delete-objects-wrong-version-id", [{"Key": "test-delete", "VersionId": wrong}, {"Key": "wrong-key-2", "VersionId": wrong}])
    bulk("delete-objects-version-id", [{"Key": "test-delete", "VersionId": first}])


@replays("test_s3_api::TestS3ObjectCRUD::test_delete_object_on_suspended_bucket")
def delete_suspended():
    versioned()
    key = "test-delete-suspended"
    for number in range(2):
        put(f"put-object-{number}", key, f"test-version-{number}")
    versioned("Suspended")
    step("list-suspended", s3.list_object_versions, Bucket=here.bucket)
    step("delete-object-no-version", s3.delete_object, Bucket=here.bucket, Key=key)
    step("list-suspended-delete", s3.list_object_versions, Bucket=here.bucket)
    put("put-object-suspended", key, "test-version-suspended-after-delete")
    step("list-suspended-put", s3.list_object_versions, Bucket=here.bucket)
    step("delete-object-no-version-after-put", s3.delete_object, Bucket=here.bucket, Key=key)
    step("list-suspended-after-put", s3.list_object_versions, Bucket=here.bucket)


@replays("test_s3::TestS3::test_s3_put_object_versioned")
def put_versioned():
    key, other = "non-version-bucket-key", "versioned-bucket-key"
    put("put-pre-versioned", key, "non-versioned-key")
    get("get-pre-versioned", key)
    step("list-object-pre-versioned", s3.list_object_versions, Bucket=here.bucket)
    versioned()
    get("get-post-versioned", key)
    put("put-obj-versioned-1", other, "versioned-key")
    put("put-obj-versioned-2", other, "versioned-key-updated")
    get("get-obj-versioned", other)
    step("list-object-versioned", s3.list_object_versions, Bucket=here.bucket)
    versioned("Suspended")
    step("list-bucket-suspended", s3.list_object_versions, Bucket=here.bucket)
    get("get-obj-versioned-disabled", other)
    get("get-obj-non-versioned-disabled", key)
    put("put-non-versioned-post-disable", key, "non-versioned-key-post")
    get("get-non-versioned-post-disable", key)


@replays("test_s3::TestS3::test_s3_delete_object_with_version_id")
def delete_version_id():
    versioned()
    step("get_bucket_versioning", s3.get_bucket_versioning, Bucket=here.bucket)
    body = "Lorem ipsum dolor sit amet, ... " * 30
    one = put(None, "aws/s3/testkey1.txt", body)["VersionId"]
    put(None, "aws/s3/testkey2.txt", body)
    step("delete_objects", s3.delete_objects, Bucket=here.bucket, Delete={"Objects": [{"Key": "aws/s3/testkey1.txt", "VersionId": one}]})
    step("list_object_versions_after_delete", s3.list_object_versions, Bucket=here.bucket)
    versioned("Suspended")
    step("get_bucket_versioning_suspended", s3.get_bucket_versioning, Bucket=here.bucket)


@replays("test_s3::TestS3::test_get_bucket_versioning_order")
def versioning_order():
    step("list_object_versions_before", s3.list_object_versions, Bucket=here.bucket)
    step("put_bucket_versioning", s3.put_bucket_versioning, Bucket=here.bucket, VersioningConfiguration={"Status": "Enabled"})
    step("get_bucket_versioning", s3.get_bucket_versioning, Bucket=here.bucket)
    put(None, "test", "body")
    put(None, "test", "body")
    put(None, "test2", "body")
    step("list_object_versions", s3.list_object_versions, Bucket=here.bucket)


@replays("test_s3::TestS3::test_etag_on_get_object_call")
def etag_on_get():
    body = "Lorem ipsum dolor sit amet, ... " * 30
    put(None, "my-key", body)
    get("get_object", "my-key")
    get("get_object_range", "my-key", Range="bytes=0-16")


@replays("test_s3::TestS3::test_range_header_body_length")
def range_body_length():
    put(None, "sample.bin", os.urandom(2048))
    step("get-object", lambda **a: dict(s3.get_object(**a), Body=b"", ETag="x"), _drop=("ETag", "Body"), Bucket=here.bucket, Key="sample.bin", Range="bytes=0-1023", ChecksumMode="ENABLED")


@replays("test_s3::TestS3::test_put_object_tagging_empty_list")
def tagging_empty():
    key = "my-key"
    put(None, key, b"")
    step("created-object-tags", s3.get_object_tagging, Bucket=here.bucket, Key=key)
    s3.put_object_tagging(Bucket=here.bucket, Key=key, Tagging={"TagSet": [{"Key": "tag1", "Value": "tag1"}, {"Key": "tag2", "Value": ""}]})
    step("updated-object-tags", s3.get_object_tagging, Bucket=here.bucket, Key=key)
    s3.put_object_tagging(Bucket=here.bucket, Key=key, Tagging={"TagSet": []})
    step("deleted-object-tags", s3.get_object_tagging, Bucket=here.bucket, Key=key)


@replays("test_s3::TestS3::test_delete_object_tagging")
def delete_tagging():
    put(None, "test-key-tagging", "something")
    get("get-obj", "test-key-tagging")
    s3.delete_object_tagging(Bucket=here.bucket, Key="test-key-tagging")
    get("get-obj-after-tag-deletion", "test-key-tagging")


@replays("test_s3::TestS3::test_metadata_header_character_decoding")
def metadata_characters():
    put(None, "test", "foo", Metadata={"TEST_META_1": "foo", "__meta_2": "bar"})
    head("head-object", "test")


@replays("test_s3::TestS3::test_get_object_attributes")
def attributes():
    put(None, "data", "69\n420\n")
    step("object-attrs", s3.get_object_attributes, Bucket=here.bucket, Key="data", ObjectAttributes=["StorageClass", "ETag", "ObjectSize", "ObjectParts", "Checksum"])
    upload = create(None, "one")
    complete(None, "one", upload, [part(None, "one", upload, 1, "upload-part-1" * 5)["ETag"]])
    step("object-attrs-multiparts-1-part", s3.get_object_attributes, Bucket=here.bucket, Key="one", ObjectAttributes=["StorageClass", "ETag", "ObjectSize", "ObjectParts"])


@replays("test_s3::TestS3::test_get_object_part")
def object_part():
    key = "test.file"
    upload = create(None, key)
    first = part(None, key, upload, 1, "test content 123" * ((5 * 1024 * 1024 + 16) // 16))["ETag"]
    second = part(None, key, upload, 2, "test content 123")["ETag"]
    complete("multipart-upload", key, upload, [first, second])
    head("head-object-part", key, PartNumber=2)
    get("get-object-part", key, PartNumber=2, ChecksumMode="DISABLED")
    get("get-object-part-with-checksum", key, PartNumber=2)
    get("part-doesnt-exist", key, PartNumber=10)
    get("part-with-range", key, PartNumber=2, Range="bytes=0-8")
    put(None, "no-multi", "test-123")
    get("part-no-multipart", "no-multi", PartNumber=2)
    get("get-obj-no-multipart", "no-multi", PartNumber=1)


@replays("test_s3_api::TestS3ObjectCRUD::test_put_object_on_suspended_bucket")
def put_suspended():
    versioned()
    key = "test-version"
    for number in range(3):
        put(f"put-object-{number}", key, f"test-version-{number}")
    step("list-enabled", s3.list_object_versions, Bucket=here.bucket)
    versioned("Suspended")
    step("list-suspended", s3.list_object_versions, Bucket=here.bucket)
    put("put-object-suspended", key, "test-version-suspended")
    step("list-suspended-after-put", s3.list_object_versions, Bucket=here.bucket)
    put("put-object-suspended-overwrite", key, "test-version-suspended")
    step("list-suspended-after-overwrite", s3.list_object_versions, Bucket=here.bucket)
    get("get-object-current", key)


@replays("test_s3_api::TestS3ObjectCRUD::test_get_object_with_version_unversioned_bucket")
def version_unversioned():
    put(None, "test-version", "test-version")
    get("get-obj-with-version", "test-version", VersionId="HPniJFCxqTsMuIH9KX8K8wEjNUgmABCD")
    get("get-obj-with-null-version", "test-version", VersionId="null")


@replays("test_s3::TestS3::test_delete_keys_in_versioned_bucket")
def delete_keys_versioned():
    versioned()
    key = "test-key-versioned"
    ids = [put(None, key, body)["VersionId"] for body in ("something", "something-v2")]
    step("list-objects-v2", s3.list_objects_v2, Bucket=here.bucket)
    step("delete-object", s3.delete_objects, Bucket=here.bucket, Delete={"Objects": [{"Key": key}]})
    step("list-object-version", s3.list_object_versions, Bucket=here.bucket)
    step("delete-object-version", s3.delete_objects, Bucket=here.bucket, Delete={"Objects": [{"Key": key, "VersionId": version} for version in ids]})
    step("list-objects-v2-after-delete", s3.list_objects_v2, Bucket=here.bucket)
    after = step("list-object-version-after-delete", s3.list_object_versions, Bucket=here.bucket)
    step("delete-object-delete-marker", s3.delete_objects, Bucket=here.bucket, Delete={"Objects": [{"Key": key, "VersionId": after["DeleteMarkers"][0]["VersionId"]}]})


@replays("test_s3_api::TestS3ObjectCRUD::test_list_object_versions_order_unversioned")
def versions_unversioned():
    step("list-empty", s3.list_object_versions, Bucket=here.bucket)


@replays("test_s3::TestS3::test_get_object_attributes_versioned")
def attributes_versioned():
    versioned()
    key = "key-attrs-versioned"
    put("put-obj-v1", key, "69\n420\n")
    second = "version-1" if match_body("put-obj-v2", b"version-1") else "version 2"
    answer = put(None, key, second)
    ask = lambda name, **more: oracle.call(name, s3.get_object_attributes, _drop=("ETag", "Checksum"), Bucket=here.bucket, Key=key, ObjectAttributes=["ETag", "Checksum", "ObjectSize", "StorageClass"], **more)
    ask("object-attrs")
    step("delete-key", s3.delete_object, Bucket=here.bucket, Key=key)
    ask("deleted-object-attrs")
    del answer


@replays("test_s3::TestS3::test_s3_put_more_than_1000_items")
def thousand():
    import concurrent.futures
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: put(None, f"test-key-{n}", f"test-{n}"), range(1010)))
    get("get_object-1009", "test-key-1009")
    get("get_object-0", "test-key-0")
    step("list-objects", s3.list_objects, Bucket=here.bucket, Delimiter="/")
    step("list-objects-next_marker", s3.list_objects, Bucket=here.bucket, Marker="test-key-99")
