"""Conditional writes and deletions."""
import hashlib

from replay import *


WRITES = "test_s3_api::TestS3ObjectWritePrecondition::"


@replays(WRITES + "test_put_object_if_none_match_validation")
def if_none_match_validation():
    put("put-obj", "test-precondition-validation")
    put("put-obj-if-none-match-bad-value", "test-precondition-validation", IfNoneMatch="d41d8cd98f00b204e9800998ecf8427e")


@replays(WRITES + "test_put_object_if_none_match")
def if_none_match():
    put("put-obj", "test-precondition", "test") if oracle.tests[oracle.current]["put-obj"]["ETag"].strip('"') == hashlib.md5(b"test").hexdigest() else put("put-obj", "test-precondition")
    put("put-obj-if-none-match", "test-precondition", IfNoneMatch="*")


@replays(WRITES + "test_put_object_if_match_validation")
def if_match_validation():
    put("put-obj-if-match-star-value", "test-precondition-validation", IfMatch="*")
    put("put-obj-if-match-bad-value", "test-precondition-validation", IfMatch="abcdef")
    put("put-obj-if-match-bad-value-2", "test-precondition-validation", IfMatch='"abcdef"')


@replays(WRITES + "test_put_object_if_match_and_if_none_match_validation")
def both_conditions():
    put("put-obj-both-precondition", "test-precondition-validation", IfMatch='"abc"', IfNoneMatch="*")


@replays(WRITES + "test_put_object_if_match")
def if_match():
    etag = put("put-obj", "test-precondition", "test")["ETag"]
    put("put-obj-if-match-wrong-etag", "test-precondition", IfMatch="d41d8cd98f00b204e9800998ecf8427e")
    put("put-obj-overwrite", "test-precondition", IfMatch=etag)
    step("del-obj", s3.delete_object, Bucket=here.bucket, Key="test-precondition")
    put("put-obj-if-match-key-not-exists", "test-precondition", IfMatch=etag)
    put("put-obj-after-del", "test-precondition")


@replays(WRITES + "test_put_object_if_match_versioned_bucket")
def if_match_versioned():
    versioned()
    etag = put("put-obj", "test-precondition", "test")["ETag"]
    put("put-obj-if-none-match-bad-value", "test-precondition", IfMatch="abcdef")
    step("del-obj", s3.delete_object, Bucket=here.bucket, Key="test-precondition")
    put("put-obj-after-del-exc", "test-precondition", IfMatch=etag)
    second = s3.put_object(Bucket=here.bucket, Key="test-precondition", Body=b"unknown")["ETag"]
    put("put-obj-if-match", "test-precondition", "test-if-match", IfMatch=second)


@replays(WRITES + "test_multipart_if_match_with_delete")
def multipart_if_match_delete():
    key = "test-precondition"
    etag = put("put-obj", key, "test")["ETag"]
    upload = create("create-multipart", key)
    parts = [part(None, key, upload, 1, "test")["ETag"]]
    step("del-obj", s3.delete_object, Bucket=here.bucket, Key=key)
    complete("complete-multipart-after-del", key, upload, parts, IfMatch=etag)
    put("put-obj-2", key, "test")
    complete("complete-multipart-if-match-after-put", key, upload, parts, IfMatch=etag)


@replays(WRITES + "test_multipart_if_match_with_put_identical")
def multipart_if_match_put_identical():
    key = "test-precondition"
    etag = put("put-obj", key, "test")["ETag"]
    upload = create("create-multipart", key)
    parts = [part(None, key, upload, 1, "test")["ETag"]]
    put("put-obj-during", key, "test")
    complete("complete-multipart-if-match-put-during", key, upload, parts, IfMatch=etag)
    upload = create("create-multipart-again", key)
    parts = [part(None, key, upload, 1, "test")["ETag"]]
    complete("complete-multipart-if-match-put-before-restart", key, upload, parts, IfMatch=etag)


@replays(WRITES + "test_multipart_if_match_etag")
def multipart_if_match_etag():
    key = "test-precondition"
    etag = put("put-obj", key, "test")["ETag"]
    upload = create("create-multipart", key)
    parts = [part(None, key, upload, 1, "test")["ETag"]]
    finished = complete("complete-multipart-if-match", key, upload, parts, IfMatch=etag)
    upload = create("create-multipart-overwrite", key)
    parts = [part(None, key, upload, 1, "test")["ETag"]]
    complete("complete-multipart-if-match-true-etag", key, upload, parts, IfMatch=etag)
    complete("complete-multipart-if-match-overwrite-multipart", key, upload, parts, IfMatch=finished["ETag"])


@replays("test_s3_api::TestS3DeletePrecondition::test_delete_object_if_match_non_express")
def delete_if_match():
    put(None, "test-precondition", "test")
    step("delete-obj-if-match", s3.delete_object, Bucket=here.bucket, Key="test-precondition", IfMatch="badvalue")


@replays("test_s3_api::TestS3DeletePrecondition::test_delete_object_if_match_size_non_express")
def delete_if_match_size():
    put(None, "test-precondition", "test")
    step("delete-obj-if-match-size", s3.delete_object, Bucket=here.bucket, Key="test-precondition", IfMatchSize="10")


@replays(WRITES + "test_copy_object_precondition_write_validation")
def copy_precondition_validation():
    put(None, "source", "data")
    source = f"{here.bucket}/source"
    step("copy-obj-none-match-etag", s3.copy_object, Bucket=here.bucket, Key="dest", CopySource=source, IfNoneMatch='"abc"')
    step("copy-obj-if-match-star", s3.copy_object, Bucket=here.bucket, Key="dest", CopySource=source, IfMatch="*")
    step("copy-obj-both", s3.copy_object, Bucket=here.bucket, Key="dest", CopySource=source, IfMatch='"abc"', IfNoneMatch="*")


@replays(WRITES + "test_copy_object_if_match")
def copy_if_match():
    body = b"source content"
    put(None, "source-object", body)
    put(None, "dest-object", "data")
    etag = s3.head_object(Bucket=here.bucket, Key="dest-object")["ETag"]
    if match_body("copy-obj-if-match", body):
        step("copy-obj-if-match", s3.copy_object, Bucket=here.bucket, Key="dest-object", CopySource=f"{here.bucket}/source-object", IfMatch=etag)
    step("copy-obj-if-match-fail-wrong-etag", s3.copy_object, Bucket=here.bucket, Key="dest-object", CopySource=f"{here.bucket}/source-object", IfMatch='"abc"')
    step("copy-obj-if-match-fail-no-object", s3.copy_object, Bucket=here.bucket, Key="non-existent-key", CopySource=f"{here.bucket}/source-object", IfMatch=etag)


@replays(WRITES + "test_multipart_if_none_match_with_delete")
def multipart_if_none_match_delete():
    key = "test-precondition"
    put("put-obj", key, "test") if match_body("put-obj", b"test") else put("put-obj", key)
    upload = create("create-multipart", key)
    parts = [part(None, key, upload, 1, "test")["ETag"]]
    complete("complete-multipart-if-none-match", key, upload, parts, IfNoneMatch="*")
    step("del-obj", s3.delete_object, Bucket=here.bucket, Key=key)
    complete("complete-multipart-after-del", key, upload, parts, IfNoneMatch="*")
    upload = create(None, key)
    parts = [part(None, key, upload, 1, "test")["ETag"]]
    complete("complete-multipart-after-del-restart", key, upload, parts, IfNoneMatch="*")


@replays(WRITES + "test_multipart_if_none_match_with_put")
def multipart_if_none_match_put():
    key = "test-precondition"
    upload = create("create-multipart", key)
    parts = [part(None, key, upload, 1, "test")["ETag"]]
    put("put-obj", key)
    complete("complete-multipart-if-none-match-put-during", key, upload, parts, IfNoneMatch="*")
