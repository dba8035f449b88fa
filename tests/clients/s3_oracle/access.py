"""Ownership, public access, policies, ACLs."""
import json

from replay import *


OWNERSHIP = "test_s3_api::TestS3BucketOwnershipControls::"


@replays(OWNERSHIP + "test_crud_bucket_ownership_controls")
def ownership():
    step("default-ownership", s3.get_bucket_ownership_controls, Bucket=here.bucket)
    step("put-ownership", s3.put_bucket_ownership_controls, Bucket=here.bucket, OwnershipControls={"Rules": [{"ObjectOwnership": "ObjectWriter"}]})
    step("get-ownership", s3.get_bucket_ownership_controls, Bucket=here.bucket)
    step("delete-ownership", s3.delete_bucket_ownership_controls, Bucket=here.bucket)
    step("get-ownership-after-delete", s3.get_bucket_ownership_controls, Bucket=here.bucket)
    step("delete-ownership-after-delete", s3.delete_bucket_ownership_controls, Bucket=here.bucket)


@replays(OWNERSHIP + "test_bucket_ownership_controls_exc")
def ownership_exc():
    step("default-ownership", s3.get_bucket_ownership_controls, Bucket=here.bucket)
    step("put-ownership-multiple-rules", s3.put_bucket_ownership_controls, Bucket=here.bucket, OwnershipControls={"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}, {"ObjectOwnership": "ObjectWriter"}]})
    step("put-ownership-wrong-value", s3.put_bucket_ownership_controls, Bucket=here.bucket, OwnershipControls={"Rules": [{"ObjectOwnership": "RandomValue"}]})
    step("put-ownership-empty-rule", s3.put_bucket_ownership_controls, Bucket=here.bucket, OwnershipControls={"Rules": []})


@replays("test_s3_api::TestS3PublicAccessBlock::test_crud_public_access_block")
def public_access():
    step("get-default-public-access-block", s3.get_public_access_block, Bucket=here.bucket)
    step("put-public-access-block", s3.put_public_access_block, Bucket=here.bucket, PublicAccessBlockConfiguration=dict.fromkeys(("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), False))
    step("get-public-access-block", s3.get_public_access_block, Bucket=here.bucket)
    step("delete-public-access-block", s3.delete_public_access_block, Bucket=here.bucket)
    step("get-public-access-block-after-delete", s3.get_public_access_block, Bucket=here.bucket)
    step("idempotent-delete-public-access-block", s3.delete_public_access_block, Bucket=here.bucket)


POLICY = "test_s3_api::TestS3BucketPolicy::"


def policy():
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{here.bucket}/*"}]})


def parsed(answer):
    if "Policy" in answer:
        answer["Policy"] = json.loads(answer["Policy"])
    return answer


@replays("test_s3::TestS3::test_get_bucket_policy")
def get_policy():
    opened()
    step("get-bucket-policy-no-such-bucket-policy", s3.get_bucket_policy, Bucket=here.bucket)
    s3.put_bucket_policy(Bucket=here.bucket, Policy=policy())
    step("get-bucket-policy", lambda **a: parsed(s3.get_bucket_policy(**a)), Bucket=here.bucket)
    step("get-bucket-policy-with-expected-bucket-owner", lambda **a: parsed(s3.get_bucket_policy(**a)), Bucket=here.bucket, ExpectedBucketOwner="000000000000")
    step("get-bucket-policy-with-expected-bucket-owner-error", s3.get_bucket_policy, Bucket=here.bucket, ExpectedBucketOwner="000000000002")


@replays("test_s3::TestS3::test_delete_bucket_policy")
def delete_policy():
    opened()
    s3.put_bucket_policy(Bucket=here.bucket, Policy=policy())
    step("delete-bucket-policy", s3.delete_bucket_policy, Bucket=here.bucket)
    step("get-bucket-policy-no-such-bucket-policy", s3.get_bucket_policy, Bucket=here.bucket)


@replays("test_s3::TestS3::test_put_bucket_policy")
def put_policy():
    opened()
    step("put-bucket-policy", s3.put_bucket_policy, Bucket=here.bucket, Policy=policy())
    step("get-bucket-policy", lambda **a: parsed(s3.get_bucket_policy(**a)), Bucket=here.bucket)


@replays("test_s3::TestS3::test_get_bucket_policy_invalid_account_id", "0000", "0000000000020", "abcd", "aa000000000$")
def policy_owner(owner):
    step("get-bucket-policy-invalid-bucket-owner", s3.get_bucket_policy, Bucket=here.bucket, ExpectedBucketOwner=owner)


@replays("test_s3_api::TestS3BucketPolicy::test_bucket_policy_exc")
def policy_exc():
    opened()
    step("put-empty-bucket-policy", s3.put_bucket_policy, Bucket=here.bucket, Policy="")
    step("put-bucket-policy-empty-json", s3.put_bucket_policy, Bucket=here.bucket, Policy="{}")


@replays("test_s3::TestS3::test_s3_bucket_acl")
def bucket_acl():
    opened()
    s3.put_bucket_acl(Bucket=here.bucket, ACL="public-read")
    owner = step("get-bucket-acl", s3.get_bucket_acl, Bucket=here.bucket)["Owner"]
    s3.put_bucket_acl(Bucket=here.bucket, ACL="private")
    step("get-bucket-canned-acl", s3.get_bucket_acl, Bucket=here.bucket)
    s3.put_bucket_acl(Bucket=here.bucket, GrantRead='uri="http://acs.amazonaws.com/groups/s3/LogDelivery"')
    step("get-bucket-grant-acl", s3.get_bucket_acl, Bucket=here.bucket)
    s3.put_bucket_acl(Bucket=here.bucket, AccessControlPolicy={"Owner": owner, "Grants": [
        {"Grantee": {"ID": owner["ID"], "Type": "CanonicalUser"}, "Permission": "FULL_CONTROL"},
        {"Grantee": {"URI": "http://acs.amazonaws.com/groups/s3/LogDelivery", "Type": "Group"}, "Permission": "WRITE"}]})
    step("get-bucket-acp-acl", s3.get_bucket_acl, Bucket=here.bucket)


@replays("test_s3::TestS3::test_s3_bucket_acl_exceptions")
def bucket_acl_exc():
    opened()
    owner = s3.get_bucket_acl(Bucket=here.bucket)["Owner"]
    acl = lambda name, **more: step(name, s3.put_bucket_acl, Bucket=here.bucket, **more)
    acl("put-bucket-canned-acl", ACL="fake-acl")
    acl("put-bucket-grant-acl-fake-uri", GrantWrite='uri="http://acs.amazonaws.com/groups/s3/FakeGroup"')
    acl("put-bucket-grant-acl-fake-key", GrantWrite='fakekey="1234"')
    acl("put-bucket-grant-acl-wrong-id", GrantWrite='id="wrong-id"')
    user = {"Grantee": {"ID": owner["ID"], "Type": "CanonicalUser"}, "Permission": "FULL_CONTROL"}
    acl("put-bucket-acp-acl-1", AccessControlPolicy={"Grants": [user]})
    acl("put-bucket-acp-acl-2", AccessControlPolicy={"Owner": owner, "Grants": [dict(user, Permission="WRONG")]})
    acl("put-bucket-acp-acl-3", AccessControlPolicy={"Owner": {"ID": "wrong-id"}, "Grants": [user]})
    acl("put-bucket-acp-acl-4", AccessControlPolicy={"Owner": owner, "Grants": [{"Grantee": {"URI": "http://acs.amazonaws.com/groups/s3/FakeGroup", "Type": "Group"}, "Permission": "WRITE"}]})
    acl("put-bucket-acp-acl-5", AccessControlPolicy={"Owner": owner, "Grants": [{"Grantee": {"ID": "wrong-id", "Type": "CanonicalUser"}, "Permission": "WRITE"}]})
    acl("put-bucket-acp-acl-6", AccessControlPolicy={"Owner": owner, "Grants": [{"Grantee": {"ID": owner["ID"], "Type": "BadType"}, "Permission": "WRITE"}]})
    acl("put-bucket-empty-acp", AccessControlPolicy={})
    acl("put-bucket-empty")
    acl("put-bucket-two-type-acl", ACL="public-read", GrantRead='uri="http://acs.amazonaws.com/groups/s3/LogDelivery"')
    acl("put-bucket-two-type-acl-acp", ACL="public-read", AccessControlPolicy={"Owner": owner, "Grants": [user]})


@replays("test_s3::TestS3::test_s3_object_acl")
def object_acl():
    opened()
    key = "object-key-acl"
    put("put-object-default-acl", key, b"")
    owner = step("get-object-acl-default", s3.get_object_acl, Bucket=here.bucket, Key=key)["Owner"]
    step("put-object-acl", s3.put_object_acl, Bucket=here.bucket, Key=key, ACL="public-read")
    step("get-object-acl", s3.get_object_acl, Bucket=here.bucket, Key=key)
    s3.put_object_acl(Bucket=here.bucket, Key=key, GrantRead='uri="http://acs.amazonaws.com/groups/s3/LogDelivery"')
    step("get-object-grant-acl", s3.get_object_acl, Bucket=here.bucket, Key=key)
    s3.put_object_acl(Bucket=here.bucket, Key=key, AccessControlPolicy={"Owner": owner, "Grants": [
        {"Grantee": {"ID": owner["ID"], "Type": "CanonicalUser"}, "Permission": "FULL_CONTROL"},
        {"Grantee": {"URI": "http://acs.amazonaws.com/groups/s3/LogDelivery", "Type": "Group"}, "Permission": "WRITE"}]})
    step("get-object-acp-acl", s3.get_object_acl, Bucket=here.bucket, Key=key)


@replays("test_s3::TestS3::test_s3_object_acl_exceptions")
def object_acl_exc():
    opened()
    key = "object-key-acl"
    put("put-object-canned-acl", key, b"", ACL="fake-acl")
    put(None, key, b"")
    acl = lambda name, **more: step(name, s3.put_object_acl, Bucket=here.bucket, Key=key, **more)
    acl("put-object-acl-canned-acl", ACL="fake-acl")
    acl("put-object-grant-acl-fake-uri", GrantWriteACP='uri="http://acs.amazonaws.com/groups/s3/FakeGroup"')
    acl("put-object-grant-acl-wrong-id", GrantWriteACP='id="wrong-id"')
    acl("put-object-empty-acp", AccessControlPolicy={})
    acl("put-object-acl-empty")
    acl("put-object-two-type-acl", ACL="public-read", GrantRead='uri="http://acs.amazonaws.com/groups/s3/LogDelivery"')


@replays("test_s3::TestS3::test_bucket_exists")
def bucket_exists():
    s3.put_bucket_cors(Bucket=here.bucket, CORSConfiguration={"CORSRules": [{"AllowedMethods": ["GET", "POST", "PUT", "DELETE"], "AllowedOrigins": ["localhost"]}]})
    step("get-bucket-cors", s3.get_bucket_cors, Bucket=here.bucket)
    step("get-bucket-acl", s3.get_bucket_acl, Bucket=here.bucket)
    step("get-bucket-not-exists", s3.get_bucket_acl, Bucket="bucket-not-exists")


@replays("test_s3::TestS3::test_delete_bucket_policy_expected_bucket_owner")
def delete_policy_owner():
    opened()
    s3.put_bucket_policy(Bucket=here.bucket, Policy=policy())
    step("delete-bucket-policy-with-expected-bucket-owner-error", s3.delete_bucket_policy, Bucket=here.bucket, ExpectedBucketOwner="000000000002")
    step("delete-bucket-policy-invalid-bucket-owner", s3.delete_bucket_policy, Bucket=here.bucket, ExpectedBucketOwner="invalid")
    step("delete-bucket-policy-with-expected-bucket-owner", s3.delete_bucket_policy, Bucket=here.bucket, ExpectedBucketOwner="000000000000")


@replays("test_s3::TestS3::test_put_bucket_policy_expected_bucket_owner")
def put_policy_owner():
    opened()
    step("put-bucket-policy-with-expected-bucket-owner-error", s3.put_bucket_policy, Bucket=here.bucket, Policy=policy(), ExpectedBucketOwner="000000000002")
    step("put-bucket-policy-with-expected-bucket-owner", s3.put_bucket_policy, Bucket=here.bucket, Policy=policy(), ExpectedBucketOwner="000000000000")


@replays("test_s3::TestS3::test_get_object_with_anon_credentials")
def anonymous():
    from botocore import UNSIGNED
    opened()
    s3.put_object(Bucket=here.bucket, Key="k", Body=b"body data", ACL="public-read", ChecksumCRC32=crc32("body data"))
    nobody = SESSION.client("s3", endpoint_url=ENDPOINT, region_name="us-east-1", config=Config(signature_version=UNSIGNED, s3={"addressing_style": "path"}))
    step("get_object", nobody.get_object, Bucket=here.bucket, Key="k", ChecksumMode="ENABLED")


@replays("test_s3_api::TestS3BucketPolicy::test_bucket_policy_crud")
def policy_crud():
    opened()
    for name in oracle.tests[oracle.current]:
        if name == "get-bucket-default-policy":
            step(name, s3.get_bucket_policy, Bucket=here.bucket)


@replays("test_s3::TestS3::test_put_object_acl_on_delete_marker")
def acl_on_marker():
    opened()
    versioned()
    key = "test-key-versioned"
    put("put-obj-1", key, "something")
    put("put-obj-2", key, "something-v2")
    marker = step("delete-object", s3.delete_object, Bucket=here.bucket, Key=key)["VersionId"]
    step("put-acl-delete-marker", s3.put_object_acl, Bucket=here.bucket, Key=key, ACL="public-read")
    step("get-acl-delete-marker", s3.get_object_acl, Bucket=here.bucket, Key=key)
    step("put-acl-delete-marker-version-id", s3.put_object_acl, Bucket=here.bucket, Key=key, ACL="public-read", VersionId=marker)
    step("get-acl-delete-marker-version-id", s3.get_object_acl, Bucket=here.bucket, Key=key, VersionId=marker)
