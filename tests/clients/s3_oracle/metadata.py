"""User metadata and other headers that travel with objects."""
import base64

from replay import *


@replays("test_s3::TestS3::test_user_metadata_rfc2047_bad_b64_encoded")
def bad_base64():
    # The recorder's value is not known; this one decodes to what was recorded.
    word = base64.b64encode(b"\xffa\xff").decode()
    put("put-object", "k", b"", Metadata={"bad-b64-encoded": f"=?UTF-8?B?{word}?="})
    get("get-object", "k")


@replays("test_s3::TestS3::test_s3_object_expires")
def expires():
    for when, value in (("future", "Wed, 21 Oct 2076 07:28:00 GMT"), ("past", "Wed, 21 Oct 2015 07:28:00 GMT")):
        put(f"put-object-expires-{when}", "k", "foo", Expires=value)
        head(f"head-object-expires-{when}", "k")
        get(f"get-object-expires-{when}", "k")


@replays("test_s3_api::TestS3BucketObjectTagging::test_head_object_with_tags")
def head_with_tags():
    key = "test-head-object-tags"
    put("put-object", key, "test-tagging", Tagging="tag1=tag1&tag2=tag2&tag=")
    head("head-obj-after-create", key)
    step("put-object-tags", s3.put_object_tagging, Bucket=here.bucket, Key=key, Tagging={"TagSet": [{"Key": "tag3", "Value": "tag3"}]})
    head("head-obj-after-tagging", key)
    put(None, key, "test-tagging", Tagging="tag1=tag1&tag2=tag2&tag=")
    head("head-obj-after-overwrite", key)
    s3.delete_object_tagging(Bucket=here.bucket, Key=key)
    head("head-obj-after-removal", key)


@replays("test_s3_api::TestS3BucketObjectTagging::test_object_tags_delete_or_overwrite_object")
def tags_overwritten():
    key = "test-put-object-tagging-kv"
    put(None, key, "b", Tagging="tag1=val1")
    step("get-object-after-creation", s3.get_object_tagging, Bucket=here.bucket, Key=key)
    put(None, key, "b")
    step("get-object-after-overwrite", s3.get_object_tagging, Bucket=here.bucket, Key=key)
    put(None, key, "b", Tagging="tag1=val1")
    s3.delete_object(Bucket=here.bucket, Key=key)
    put(None, key, "b")
    step("get-object-after-recreation", s3.get_object_tagging, Bucket=here.bucket, Key=key)


@replays("test_s3::TestS3::test_multipart_with_unicode_character_location")
def unicode_location():
    key = "test-unicode_—_file"
    upload = create("create-multipart", key)
    etag = part(None, key, upload, 1, "test")["ETag"]
    oracle.call("complete-multipart", s3.complete_multipart_upload, _drop=("ETag", "ChecksumCRC64NVME", "Location"), Bucket=here.bucket, Key=key, UploadId=upload,
                MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": etag}]})
