"""Buckets: names, regions, versioning."""
import uuid

from replay import *


@replays("test_s3::TestS3::test_s3_uppercase_bucket_name")
def uppercase_bucket():
    from botocore import handlers
    mine = client()
    mine.meta.events.unregister("before-parameter-build.s3", handlers.validate_bucket_name)
    oracle.call("uppercase-bucket", mine.create_bucket, Bucket="BUCKET-" + uuid.uuid4().hex[:8])


@replays("test_s3::TestS3::test_create_bucket_head_bucket")
def create_head():
    one, two = "oracle-" + uuid.uuid4().hex, "oracle-" + uuid.uuid4().hex
    step("create_bucket", s3.create_bucket, Bucket=one)
    step("create_bucket_location_constraint", s3.create_bucket, Bucket=two, CreateBucketConfiguration={"LocationConstraint": "us-west-1"})
    step("head_bucket", s3.head_bucket, Bucket=one)
    step("head_bucket_2", s3.head_bucket, Bucket=two)
    step("head_bucket_not_exist", s3.head_bucket, Bucket="does-not-exist-" + uuid.uuid4().hex)


@replays("test_s3::TestS3::test_different_location_constraint")
def locations():
    east, west, ohio = client("us-east-1"), client("us-west-1"), client("us-east-2")
    name = "oracle-" + uuid.uuid4().hex
    step("get-bucket-location-bucket-us-east-1", s3.get_bucket_location, Bucket=here.bucket)
    step("create-bucket-constraint-us-east-1", east.create_bucket, Bucket=name, CreateBucketConfiguration={"LocationConstraint": "us-east-1"})
    ohio.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "us-east-2"})
    step("get-bucket-location-bucket-us-east-2", s3.get_bucket_location, Bucket=name)
    other = "oracle-" + uuid.uuid4().hex
    step("create-bucket-us-east-2-no-constraint-exc", ohio.create_bucket, Bucket=other)
    step("create-bucket-us-east-2-constraint-to-us-west-1", ohio.create_bucket, Bucket=other, CreateBucketConfiguration={"LocationConstraint": "us-west-1"})
    step("create-bucket-us-west-1-constraint-to-us-east-2", west.create_bucket, Bucket=other, CreateBucketConfiguration={"LocationConstraint": "us-east-2"})
    step("create-bucket-us-west-1-constraint-to-us-east-1", west.create_bucket, Bucket=other, CreateBucketConfiguration={"LocationConstraint": "us-east-1"})
    oracle.call("get-bucket-location-non-existent-bucket", s3.get_bucket_location, _drop=("LocationConstraint",), Bucket=other)


@replays("test_s3::TestS3::test_create_bucket_with_existing_name")
def existing_name():
    for region in ("us-west-1", "us-east-2"):
        mine = client(region)
        name = "oracle-" + uuid.uuid4().hex
        arguments = dict(Bucket=name, CreateBucketConfiguration={"LocationConstraint": region})
        mine.create_bucket(**arguments)
        step(f"create-bucket-{region}", mine.create_bucket, **arguments)


@replays("test_s3::TestS3::test_create_bucket_with_eu_location_constraint_raises")
def eu_constraint():
    step("eu-location-constraint-error", client("us-west-1").create_bucket, Bucket="oracle-" + uuid.uuid4().hex, CreateBucketConfiguration={"LocationConstraint": "EU"})


@replays("test_s3::TestS3::test_create_bucket_with_invalid_location_constraint", "us-east-1-us-east-1", "us-east-1-foo", "eu-west-1-bar")
def invalid_constraint(parameter):
    region, constraint = parameter[:9], parameter[10:]
    name = next(iter(oracle.tests[oracle.current]))
    step(name, client(region).create_bucket, Bucket="oracle-" + uuid.uuid4().hex, CreateBucketConfiguration={"LocationConstraint": constraint})


CRUD = "test_s3_api::TestS3BucketCRUD::"


@replays(CRUD + "test_delete_bucket_with_objects")
def delete_full_bucket():
    put(None, "test-delete", "test-delete")
    step("delete-with-obj", s3.delete_bucket, Bucket=here.bucket)


@replays(CRUD + "test_delete_versioned_bucket_with_objects")
def delete_versioned_bucket():
    versioned()
    version = put(None, "test-delete", "test-delete")["VersionId"]
    marker = s3.delete_object(Bucket=here.bucket, Key="test-delete")["VersionId"]
    step("delete-with-obj-and-delete-marker", s3.delete_bucket, Bucket=here.bucket)
    step("delete-obj-by-version", s3.delete_object, Bucket=here.bucket, Key="test-delete", VersionId=version)
    step("delete-with-only-delete-marker", s3.delete_bucket, Bucket=here.bucket)
    step("delete-marker-by-version", s3.delete_object, Bucket=here.bucket, Key="test-delete", VersionId=marker)
    step("success-delete-bucket", s3.delete_bucket, Bucket=here.bucket)


@replays("test_s3_api::TestS3BucketVersioning::test_bucket_versioning_crud")
def versioning_crud():
    set_ = lambda name, **c: step(name, s3.put_bucket_versioning, Bucket=here.bucket, VersioningConfiguration=c)
    step("get-versioning-before", s3.get_bucket_versioning, Bucket=here.bucket)
    set_("put-versioning-suspended-before", Status="Suspended")
    step("get-versioning-after-suspended", s3.get_bucket_versioning, Bucket=here.bucket)
    set_("put-versioning-enabled-lowercase", Status="enabled")
    set_("put-versioning-enabled-capitalized", Status="Enabled")
    step("get-versioning-after-enabled", s3.get_bucket_versioning, Bucket=here.bucket)
    set_("put-versioning-suspended-after", Status="Suspended")
    set_("put-versioning-disabled", Status="Disabled")
    set_("put-versioning-empty")
    missing = "oracle-" + uuid.uuid4().hex
    step("put-versioning-no-bucket", s3.put_bucket_versioning, Bucket=missing, VersioningConfiguration={"Status": "Suspended"})
    step("get-versioning-no-bucket", s3.get_bucket_versioning, Bucket=missing)


@replays("test_s3::TestS3::test_region_header_exists_outside_us_east_1")
def region_header():
    name = "oracle-" + uuid.uuid4().hex
    west = client("us-west-1")
    west.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "us-west-1"})
    step("head_bucket", west.head_bucket, Bucket=name)
    step("list_objects_v2", west.list_objects_v2, Bucket=name)


@replays("test_s3::TestS3::test_create_bucket_with_eu_location_constraint")
def eu_bucket():
    name = "oracle-" + uuid.uuid4().hex
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "EU"})
    step("get-bucket-location", s3.get_bucket_location, Bucket=name)
    step("list-bucket-response", s3.list_buckets, Prefix=name)


@replays("test_s3_api::TestS3BucketNotificationConfiguration::test_bucket_notification_with_invalid_filter_rules")
def notification_filter():
    step("invalid_filter_name", s3.put_bucket_notification_configuration, Bucket=here.bucket, NotificationConfiguration={"LambdaFunctionConfigurations": [{
        "LambdaFunctionArn": "arn:aws:lambda:us-east-1:000000000000:function:one", "Events": ["s3:ObjectCreated:*"],
        "Filter": {"Key": {"FilterRules": [{"Name": "INVALID", "Value": "does not matter"}]}}}]})
