"""Copies."""
import datetime
import uuid

from replay import *


@replays("test_s3::TestS3::test_s3_copy_metadata_replace")
def copy_replace():
    put("put_object", "source-object", '{"key": "value"}', ContentType="application/json", Metadata={"key": "value"}, ContentLanguage="en-US")
    head("head_object", "source-object")
    step("copy_object", s3.copy_object, Bucket=here.bucket, CopySource=f"{here.bucket}/source-object", Key="copy", Metadata={"another-key": "value"}, ContentType="image/jpg", MetadataDirective="REPLACE")
    head("head_object_copy", "copy")


@replays("test_s3::TestS3::test_s3_copy_metadata_directive_copy")
def copy_directive_copy():
    put("put-object", "source-object", "test", Metadata={"key": "value"}, ContentLanguage="en-US")
    head("head-object", "source-object")
    step("copy-object", s3.copy_object, Bucket=here.bucket, CopySource=f"{here.bucket}/source-object", Key="copy", Metadata={"another-key": "value"}, ContentType="image/jpg", MetadataDirective="COPY")
    head("head-object-copy", "copy")


@replays("test_s3::TestS3::test_s3_copy_content_type_and_metadata")
def copy_content_type():
    put("put_object", "source-object", '{"key": "value"}', ContentType="application/json", Metadata={"key": "value"})
    head("head_object", "source-object")
    step("copy_object", s3.copy_object, Bucket=here.bucket, CopySource=f"{here.bucket}/source-object", Key="copy")
    head("head_object_copy", "copy")
    step("copy_object_second", s3.copy_object, Bucket=here.bucket, CopySource=f"{here.bucket}/source-object", Key="copy", Metadata={"other": "x"}, MetadataDirective="COPY")
    head("head_object_second_copy", "copy")


@replays("test_s3::TestS3::test_s3_copy_object_in_place_metadata_directive")
def copy_in_place():
    key = "source-object"
    source = f"{here.bucket}/{key}"
    put("put_object", key, '{"key": "value"}', ContentType="application/json", Metadata={"key": "value"})
    head("head_object", key)
    step("no-metadata-directive-fail", s3.copy_object, Bucket=here.bucket, CopySource=source, Key=key, Metadata={"key2": "value2"})
    step("copy-replace-directive", s3.copy_object, Bucket=here.bucket, CopySource=source, Key=key, Metadata={"key2": "value2"}, MetadataDirective="REPLACE")
    head("head-replace-directive", key)
    step("copy-copy-directive", s3.copy_object, Bucket=here.bucket, CopySource=source, Key=key, MetadataDirective="COPY", StorageClass="STANDARD")
    head("head-copy-directive", key)
    step("copy-copy-directive-ignore", s3.copy_object, Bucket=here.bucket, CopySource=source, Key=key, Metadata={"key3": "v"}, MetadataDirective="COPY", StorageClass="STANDARD")
    head("head-copy-directive-ignore", key)
    step("copy-replace-directive-empty", s3.copy_object, Bucket=here.bucket, CopySource=source, Key=key, MetadataDirective="REPLACE")
    head("head-replace-directive-empty", key)


@replays("test_s3::TestS3::test_s3_copy_object_in_place_storage_class")
def copy_in_place_storage():
    key = "source-object"
    put("put-object", key, "test", StorageClass="STANDARD")
    head("head-object", key)
    step("object-attrs", s3.get_object_attributes, Bucket=here.bucket, Key=key, ObjectAttributes=["StorageClass"])
    step("copy-object-in-place-with-storage-class", s3.copy_object, Bucket=here.bucket, CopySource=f"{here.bucket}/{key}", Key=key, StorageClass="STANDARD")
    step("object-attrs-after-copy", s3.get_object_attributes, Bucket=here.bucket, Key=key, ObjectAttributes=["StorageClass"])


@replays("test_s3::TestS3::test_s3_copy_object_in_place_website_redirect_location")
def copy_redirect():
    key = "source-object"
    put("put-object", key, "test", WebsiteRedirectLocation="/test/direct")
    head("head-object", key)
    step("copy-object-in-place-with-website-redirection", s3.copy_object, Bucket=here.bucket, CopySource=f"{here.bucket}/{key}", Key=key, WebsiteRedirectLocation="/test/direct")
    head("head-object-after-copy", key)


@replays("test_s3::TestS3::test_copy_in_place_with_bucket_encryption")
def copy_in_place_encryption():
    step("put-bucket-encryption", s3.put_bucket_encryption, Bucket=here.bucket, ServerSideEncryptionConfiguration={"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}, "BucketKeyEnabled": False}]})
    put("put-obj", "test", b"")
    step("copy-obj", s3.copy_object, Bucket=here.bucket, CopySource=f"{here.bucket}/test", Key="test")


@replays("test_s3::TestS3::test_s3_copy_object_src_not_exists")
def copy_no_source():
    step("copy-object-src-bucket-not-exists", s3.copy_object, Bucket=here.bucket, CopySource=f"bucket-{uuid.uuid4().hex}/k", Key="copy")
    step("copy-object-src-object-not-exists", s3.copy_object, Bucket=here.bucket, CopySource=f"{here.bucket}/random-src-key", Key="copy")


@replays("test_s3::TestS3::test_s3_copy_object_wrong_format")
def copy_wrong_format():
    step("copy-object-wrong-copy-source", s3.copy_object, Bucket=here.bucket, CopySource="wrong_format", Key="destination-key")


@replays("test_s3::TestS3::test_s3_copy_tagging_directive", "COPY", "REPLACE", "None")
def copy_tagging(directive):
    more = {} if directive == "None" else {"TaggingDirective": directive}
    put("put-object", "source-object", "test", Tagging="key1=value1")
    step("get-object-tag", s3.get_object_tagging, Bucket=here.bucket, Key="source-object")
    step("copy-object", s3.copy_object, Bucket=here.bucket, CopySource=f"{here.bucket}/source-object", Key="copy", Tagging="key2=value2", **more)
    step("get-copy-object-tag", s3.get_object_tagging, Bucket=here.bucket, Key="copy")
    step("copy-object-tag-empty", s3.copy_object, Bucket=here.bucket, CopySource=f"{here.bucket}/source-object", Key="copy", **more)
    step("get-copy-object-tag-empty", s3.get_object_tagging, Bucket=here.bucket, Key="copy")


@replays("test_s3::TestS3::test_s3_copy_tagging_directive_versioned", "COPY", "REPLACE", "None")
def copy_tagging_versioned(directive):
    more = {} if directive == "None" else {"TaggingDirective": directive}
    versioned()
    first = put("put-object", "source-object", "test", Tagging="key1=value1")["VersionId"]
    put("put-object-v2", "source-object", "test-v2", Tagging="key1=value1-v2")
    step("get-object-tag", s3.get_object_tagging, Bucket=here.bucket, Key="source-object")
    step("get-object-tag-v1", s3.get_object_tagging, Bucket=here.bucket, Key="source-object", VersionId=first)
    for suffix, source in (("", f"{here.bucket}/source-object"), ("-v1", f"{here.bucket}/source-object?versionId={first}")):
        step("copy-object" + suffix, s3.copy_object, Bucket=here.bucket, CopySource=source, Key="copy", Tagging="key2=value2", **more)
        step("get-copy-object-tag" + suffix, s3.get_object_tagging, Bucket=here.bucket, Key="copy")
        step("copy-object-tag-empty" + suffix, s3.copy_object, Bucket=here.bucket, CopySource=source, Key="copy", **more)
        step("get-copy-object-tag-empty" + suffix, s3.get_object_tagging, Bucket=here.bucket, Key="copy")


@replays("test_s3_preconditions::TestS3CopySourcePreconditions::test_s3_copy_object_preconditions")
def copy_preconditions():
    etag = put(None, "source-object", "data")["ETag"]
    head("head-object", "source-object")
    now = datetime.datetime.now(datetime.timezone.utc)
    day = datetime.timedelta(days=1)
    modified = s3.head_object(Bucket=here.bucket, Key="source-object")["LastModified"]

    def copy(name, **conditions):
        step(name, s3.copy_object, Bucket=here.bucket, CopySource=f"{here.bucket}/source-object", Key="copy", **conditions)

    copy("copy-precondition-if-match", CopySourceIfMatch='"abcdefgh"')
    copy("copy-precondition-if-unmodified-since", CopySourceIfUnmodifiedSince=now - day)
    copy("copy-precondition-if-none-match", CopySourceIfNoneMatch=etag)
    copy("copy-precondition-if-modified-since", CopySourceIfModifiedSince=modified)
    copy("copy-ignore-future-modified-since", CopySourceIfModifiedSince=now + 10 * day)
    copy("copy-etag-missing-quotes", CopySourceIfNoneMatch=etag.strip('"'))
    copy("copy-success", CopySourceIfMatch=etag, CopySourceIfNoneMatch='"other"', CopySourceIfModifiedSince=now - day)


@replays("test_s3::TestS3::test_s3_copy_object_storage_class")
def copy_storage_class():
    key = "source-object"
    source = f"{here.bucket}/{key}"
    put("put-object", key, "test", StorageClass="STANDARD_IA")
    head("head-object", key)
    step("object-attrs", s3.get_object_attributes, Bucket=here.bucket, Key=key, ObjectAttributes=["StorageClass"])
    step("copy-object-in-place-with-storage-class", s3.copy_object, Bucket=here.bucket, CopySource=source, Key=key, StorageClass="STANDARD")
    step("object-attrs-after-copy", s3.get_object_attributes, Bucket=here.bucket, Key=key, ObjectAttributes=["StorageClass"])
    step("exc-invalid-request-storage-class", s3.copy_object, Bucket=here.bucket, CopySource=source, Key=key)


@replays("test_s3::TestS3::test_copy_object_special_character")
def copy_special_characters():
    destination = new_bucket()
    for name in oracle.tests[oracle.current]:
        if name.startswith("put-object-src-special-char-"):
            key = name.removeprefix("put-object-src-special-char-")
            put(name, key, "test")
            step("copy-object-special-char-" + key, s3.copy_object, Bucket=destination, Key=key, CopySource={"Bucket": here.bucket, "Key": key})
    step("list-object-copy-dest-special-char", s3.list_objects_v2, Bucket=destination)


@replays("test_s3::TestS3::test_s3_copy_object_with_checksum", "CRC32", "CRC32C", "SHA1", "SHA256", "CRC64NVME")
def copy_with_checksum(algorithm):
    key, body = "source-object", b'{"key": "value"}'
    names = oracle.tests[oracle.current]
    if not match_body("put-object-no-checksum", body):
        body = b"test-checksum"
    put("put-object-no-checksum", key, body) if "ChecksumCRC32" in names["put-object-no-checksum"] else oracle.call("put-object-no-checksum", s3.put_object, Bucket=here.bucket, Key=key, Body=body)
    step("object-attrs", s3.get_object_attributes, Bucket=here.bucket, Key=key, ObjectAttributes=["Checksum"])
    step("copy-object-in-place-with-checksum", s3.copy_object, Bucket=here.bucket, CopySource=f"{here.bucket}/{key}", Key=key, ChecksumAlgorithm=algorithm, Metadata={"k1": "v1"}, MetadataDirective="REPLACE")
    step("object-attrs-after-copy", s3.get_object_attributes, Bucket=here.bucket, Key=key, ObjectAttributes=["Checksum"])
    step("copy-object-to-dest-keep-checksum", s3.copy_object, Bucket=here.bucket, CopySource=f"{here.bucket}/{key}", Key="dest")


@replays("test_s3_api::TestS3ObjectWritePrecondition::test_copy_object_if_none_match_in_place")
def copy_if_none_match_in_place():
    put(None, "source-object", "data")
    step("copy-obj-if-none-match-fail", s3.copy_object, Bucket=here.bucket, CopySource=f"{here.bucket}/source-object", Key="source-object", IfNoneMatch="*", MetadataDirective="REPLACE")


@replays("test_s3_preconditions::TestS3CopySourcePreconditions::test_s3_copy_object_if_source_modified_since_versioned")
def copy_modified_since_versioned():
    versioned()
    put(None, "source-object", "data")
    names = oracle.tests[oracle.current]
    modified = head("head-object", "source-object")["LastModified"] if match_body("head-object", b"data") else s3.head_object(Bucket=here.bucket, Key="source-object")["LastModified"]
    name = "copy-if-modified-since-last-modified"
    if names[name]["ResponseMetadata"]["HTTPStatusCode"] == 412:
        step(name, s3.copy_object, Bucket=here.bucket, CopySource=f"{here.bucket}/source-object", Key="copy", CopySourceIfModifiedSince=modified)
