"""Encryption, tags and lifecycle of buckets."""
import datetime
import uuid

from replay import *


ENCRYPTION = "test_s3_api::TestS3BucketEncryption::"


@replays(ENCRYPTION + "test_s3_default_bucket_encryption")
def default_encryption():
    step("default-bucket-encryption", s3.get_bucket_encryption, Bucket=here.bucket)
    step("delete-bucket-encryption", s3.delete_bucket_encryption, Bucket=here.bucket)
    step("delete-bucket-encryption-idempotent", s3.delete_bucket_encryption, Bucket=here.bucket)


@replays(ENCRYPTION + "test_s3_default_bucket_encryption_exc")
def encryption_exc():
    missing = "oracle-" + uuid.uuid4().hex
    rule = lambda **default: {"ApplyServerSideEncryptionByDefault": default, "BucketKeyEnabled": True}
    step("get-bucket-enc-no-bucket", s3.get_bucket_encryption, Bucket=missing)
    step("delete-bucket-enc-no-bucket", s3.delete_bucket_encryption, Bucket=missing)
    step("put-bucket-enc-no-bucket", s3.put_bucket_encryption, Bucket=missing, ServerSideEncryptionConfiguration={"Rules": [rule(SSEAlgorithm="AES256")]})
    step("put-bucket-encryption-no-rules", s3.put_bucket_encryption, Bucket=here.bucket, ServerSideEncryptionConfiguration={"Rules": []})
    step("put-bucket-encryption-two-rules", s3.put_bucket_encryption, Bucket=here.bucket, ServerSideEncryptionConfiguration={"Rules": [rule(SSEAlgorithm="AES256"), rule(SSEAlgorithm="AES256")]})
    step("put-bucket-encryption-kms-with-aes", s3.put_bucket_encryption, Bucket=here.bucket, ServerSideEncryptionConfiguration={"Rules": [rule(SSEAlgorithm="AES256", KMSMasterKeyID="abc")]})


@replays(ENCRYPTION + "test_s3_bucket_encryption_sse_s3")
def encryption_sse_s3():
    step("put-bucket-enc", s3.put_bucket_encryption, Bucket=here.bucket, ServerSideEncryptionConfiguration={"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}, "BucketKeyEnabled": True}]})
    put("put-object-encrypted", "key-encrypted", "test-encrypted")
    head("head-object-encrypted", "key-encrypted")
    get("get-object-encrypted", "key-encrypted")


TAGGING = "test_s3_api::TestS3BucketObjectTagging::"


@replays(TAGGING + "test_bucket_tagging_crud")
def bucket_tagging():
    tags = lambda *pairs: {"TagSet": [{"Key": k, "Value": v} for k, v in pairs]}
    step("get-bucket-tags-empty", s3.get_bucket_tagging, Bucket=here.bucket)
    step("put-bucket-tags", s3.put_bucket_tagging, Bucket=here.bucket, Tagging=tags(("tag1", "tag1"), ("tag2", "")))
    step("get-bucket-tags", s3.get_bucket_tagging, Bucket=here.bucket)
    step("put-bucket-tags-overwrite", s3.put_bucket_tagging, Bucket=here.bucket, Tagging=tags(("tag3", "tag3")))
    step("get-bucket-tags-overwritten", s3.get_bucket_tagging, Bucket=here.bucket)
    step("delete-bucket-tags", s3.delete_bucket_tagging, Bucket=here.bucket)
    step("put-bucket-tags-empty", s3.put_bucket_tagging, Bucket=here.bucket, Tagging={"TagSet": []})


@replays(TAGGING + "test_bucket_tagging_exc")
def bucket_tagging_exc():
    missing = "oracle-" + uuid.uuid4().hex
    step("get-no-bucket-tags", s3.get_bucket_tagging, Bucket=missing)
    step("delete-no-bucket-tags", s3.delete_bucket_tagging, Bucket=missing)
    step("put-no-bucket-tags", s3.put_bucket_tagging, Bucket=missing, Tagging={"TagSet": []})


@replays(TAGGING + "test_object_tagging_crud")
def object_tagging():
    key = "test-key-tagging"
    tags = lambda *pairs: {"TagSet": [{"Key": k, "Value": v} for k, v in pairs]}
    put("put-object", key, "test-tagging")
    step("get-object-tags-empty", s3.get_object_tagging, Bucket=here.bucket, Key=key)
    step("put-object-tags", s3.put_object_tagging, Bucket=here.bucket, Key=key, Tagging=tags(("tag1", "tag1"), ("tag2", "")))
    step("get-object-tags", s3.get_object_tagging, Bucket=here.bucket, Key=key)
    step("put-object-tags-overwrite", s3.put_object_tagging, Bucket=here.bucket, Key=key, Tagging=tags(("tag3", "tag3")))
    step("get-object-tags-overwritten", s3.get_object_tagging, Bucket=here.bucket, Key=key)
    get("get-obj-after-tags", key)
    step("delete-object-tags", s3.delete_object_tagging, Bucket=here.bucket, Key=key)
    step("get-object-tags-deleted", s3.get_object_tagging, Bucket=here.bucket, Key=key)
    get("get-obj-after-tags-deleted", key)


@replays(TAGGING + "test_put_object_with_tags")
def put_with_tags():
    key = "test-put-object-tagging"
    put("put-object", key, "test-tagging", Tagging="tag1=tag1&tag2=tag2&tag=")
    oracle.call("get-object-tags", lambda **a: sorted_tags(s3.get_object_tagging(**a)), Bucket=here.bucket, Key=key)
    step("put-object-tags", s3.put_object_tagging, Bucket=here.bucket, Key=key, Tagging={"TagSet": [{"Key": "tag3", "Value": "tag3"}]})
    step("get-object-tags-override", s3.get_object_tagging, Bucket=here.bucket, Key=key)
    head("head-obj", key)
    get("get-obj", key)
    put(None, key, "test-tagging", Tagging="wrongquery&wrongagain")
    oracle.call("get-object-tags-wrong-format-qs", lambda **a: sorted_tags(s3.get_object_tagging(**a)), Bucket=here.bucket, Key=key)
    put(None, key, "test-tagging", Tagging="key1&&&key2")
    oracle.call("get-object-tags-wrong-format-qs-2", lambda **a: sorted_tags(s3.get_object_tagging(**a)), Bucket=here.bucket, Key=key)


@replays(TAGGING + "test_object_tagging_versioned")
def tagging_versioned():
    versioned()
    key = "test-version-tagging"
    ids = [put(f"put-obj-{n}", key, f"test-{n}" if match_body(f"put-obj-{n}", f"test-{n}".encode()) else f"test_data_{n}", Tagging=f"test_tag=tagv{n + 1}").get("VersionId") for n in range(2)]
    tags = lambda name: {"TagSet": [{"Key": name, "Value": name}]}
    step("put-object-tags-current-version", s3.put_object_tagging, Bucket=here.bucket, Key=key, Tagging=tags("tag3"))
    step("get-object-tags-current-version", s3.get_object_tagging, Bucket=here.bucket, Key=key)
    step("get-object-tags-previous-version", s3.get_object_tagging, Bucket=here.bucket, Key=key, VersionId=ids[0])
    step("put-object-tags-previous-version", s3.put_object_tagging, Bucket=here.bucket, Key=key, VersionId=ids[0], Tagging=tags("tag1"))
    step("get-object-tags-previous-version-again", s3.get_object_tagging, Bucket=here.bucket, Key=key, VersionId=ids[0])
    s3.delete_object_tagging(Bucket=here.bucket, Key=key)
    step("get-object-tags-deleted-current", s3.get_object_tagging, Bucket=here.bucket, Key=key)
    marker = step("put-delete-marker", s3.delete_object, Bucket=here.bucket, Key=key)["VersionId"]
    for suffix, more in (("-id", {"VersionId": marker}), ("-latest", {})):
        step("put-object-tags-delete-marker" + suffix, s3.put_object_tagging, Bucket=here.bucket, Key=key, Tagging=tags("tag1"), **more)
        step("get-object-tags-delete-marker" + suffix, s3.get_object_tagging, Bucket=here.bucket, Key=key, **more)
        step("delete-object-tags-delete-marker" + suffix, s3.delete_object_tagging, Bucket=here.bucket, Key=key, **more)


@replays(TAGGING + "test_object_tagging_exc")
def object_tagging_exc():
    missing = "oracle-" + uuid.uuid4().hex
    tags = {"TagSet": [{"Key": "tag1", "Value": "tag1"}]}
    step("get-no-bucket-tags", s3.get_object_tagging, Bucket=missing, Key="fake-key")
    step("delete-no-bucket-tags", s3.delete_object_tagging, Bucket=missing, Key="fake-key")
    step("put-no-bucket-tags", s3.put_object_tagging, Bucket=missing, Key="fake-key", Tagging=tags)
    step("get-no-key-tags", s3.get_object_tagging, Bucket=here.bucket, Key="fake-key")
    step("delete-no-key-tags", s3.delete_object_tagging, Bucket=here.bucket, Key="fake-key")
    step("put-no-key-tags", s3.put_object_tagging, Bucket=here.bucket, Key="fake-key", Tagging=tags)
    put("put-obj-duplicate-tagging", "k", "b", Tagging="key1=val1&key1=val2")
    put("put-obj-wrong-format", "k", "b", Tagging="key1=val1,key2=val2")


@replays(TAGGING + "test_tagging_validation")
def tagging_validation():
    put(None, "k", "b")

    def bucket(name, *tags):
        step(name, s3.put_bucket_tagging, Bucket=here.bucket, Tagging={"TagSet": list(tags)})

    def object_(name, *tags):
        step(name, s3.put_object_tagging, Bucket=here.bucket, Key="k", Tagging={"TagSet": list(tags)})

    bucket("put-bucket-tags-duplicate-keys", {"Key": "Key1", "Value": "Val1"}, {"Key": "Key1", "Value": "Val1"})
    bucket("put-bucket-tags-invalid-key", {"Key": "Key1,Key2", "Value": "Val1"})
    bucket("put-bucket-tags-none-key", {"Value": "Val1"})
    bucket("put-bucket-tags-invalid-value", {"Key": "Key1", "Value": "Val1,Val2"})
    bucket("put-bucket-tags-none-value", {"Key": "Key1"})
    bucket("put-bucket-tags-aws-prefixed", {"Key": "aws:prefixed", "Value": "Val1"})
    object_("put-object-tags-duplicate-keys", {"Key": "Key1", "Value": "Val1"}, {"Key": "Key1", "Value": "Val1"})
    object_("put-object-tags-invalid-field", {"Key": "Key1,Key2", "Value": "Val1"})
    object_("put-object-tags-aws-prefixed", {"Key": "aws:prefixed", "Value": "Val1"})
    object_("put-object-tags-none-key", {"Value": "Val1"})
    object_("put-object-tags-none-value", {"Key": "Key1"})


@replays(TAGGING + "test_create_bucket_with_tags")
def create_with_tags():
    name = "oracle-" + uuid.uuid4().hex
    step("create-bucket-with-tags", s3.create_bucket, Bucket=name, CreateBucketConfiguration={"Tags": [{"Key": "tag1", "Value": "value1"}]})
    step("get-bucket-tags", s3.get_bucket_tagging, Bucket=name)


@replays("test_s3::TestS3BucketLifecycle::test_delete_bucket_lifecycle_configuration")
def lifecycle_delete():
    lifecycle = {"Rules": [{"Expiration": {"Days": 7}, "ID": "wholebucket", "Filter": {"Prefix": ""}, "Status": "Enabled"}]}
    step("get-bucket-lifecycle-exc-1", s3.get_bucket_lifecycle_configuration, Bucket=here.bucket)
    step("delete-bucket-lifecycle-no-bucket", s3.delete_bucket_lifecycle, Bucket=here.bucket)
    s3.put_bucket_lifecycle_configuration(Bucket=here.bucket, LifecycleConfiguration=lifecycle)
    step("get-bucket-lifecycle-conf", s3.get_bucket_lifecycle_configuration, Bucket=here.bucket)
    s3.delete_bucket_lifecycle(Bucket=here.bucket)
    step("get-bucket-lifecycle-exc-2", s3.get_bucket_lifecycle_configuration, Bucket=here.bucket)


@replays("test_s3::TestS3BucketLifecycle::test_put_bucket_lifecycle_conf_exc")
def lifecycle_exc():
    def bad(name, **rule):
        step(name, s3.put_bucket_lifecycle_configuration, Bucket=here.bucket, LifecycleConfiguration={"Rules": [rule]})

    bad("missing-id", Expiration={"Days": 7}, Status="Enabled")
    bad("missing-filter", Expiration={"Days": 7}, ID="wholebucket", Status="Enabled")
    bad("missing-noncurrent-version-expiration-data", ID="wholebucket", Filter={"Prefix": ""}, Status="Enabled", NoncurrentVersionExpiration={})
    bad("wrong-filter-and-plus-prefix", ID="wholebucket", Filter={"And": {"Prefix": "test", "Tags": [{"Key": "a", "Value": "b"}]}, "Prefix": "test"}, Status="Enabled", Expiration={"Days": 7})
    bad("wrong-filter-and-and-object-size", ID="wholebucket", Filter={"And": {"Prefix": "test"}, "ObjectSizeGreaterThan": 500}, Status="Enabled", Expiration={"Days": 7})
    bad("wrong-data-no-midnight", ID="wholebucket", Filter={"Prefix": ""}, Status="Enabled", Expiration={"Date": datetime.datetime(2030, 1, 1, 8, 0)})
    bad("duplicate-tag-keys", ID="wholebucket", Filter={"And": {"Tags": [{"Key": "a", "Value": "b"}, {"Key": "a", "Value": "c"}]}}, Status="Enabled", Expiration={"Days": 7})
    bad("expired-delete-marker-and-days", ID="wholebucket", Filter={"Prefix": ""}, Status="Enabled", Expiration={"Days": 1, "ExpiredObjectDeleteMarker": True})


@replays("test_s3::TestS3BucketLifecycle::test_s3_transition_default_minimum_object_size")
def lifecycle_minimum_size():
    lifecycle = {"Rules": [{"Expiration": {"Days": 7}, "ID": "wholebucket", "Filter": {"Prefix": ""}, "Status": "Enabled"}]}
    for name, more in (("varies-by-storage", {"TransitionDefaultMinimumObjectSize": "varies_by_storage_class"}), ("default", {}),
                       ("all-storage", {"TransitionDefaultMinimumObjectSize": "all_storage_classes_128K"})):
        step(name, s3.put_bucket_lifecycle_configuration, Bucket=here.bucket, LifecycleConfiguration=lifecycle, **more)
        step("get-" + name, s3.get_bucket_lifecycle_configuration, Bucket=here.bucket)
    step("bad-value", s3.put_bucket_lifecycle_configuration, Bucket=here.bucket, LifecycleConfiguration=lifecycle, TransitionDefaultMinimumObjectSize="value")
