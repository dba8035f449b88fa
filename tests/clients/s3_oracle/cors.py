"""Cross-origin rules and preflights."""
from replay import *


@replays("test_s3_cors::TestS3Cors::test_get_cors")
def get_cors():
    step("get-cors-no-set", s3.get_bucket_cors, Bucket=here.bucket)
    s3.put_bucket_cors(Bucket=here.bucket, CORSConfiguration={"CORSRules": [{"AllowedOrigins": ["*"], "AllowedMethods": ["GET"]}]})
    step("get-cors-after-set", s3.get_bucket_cors, Bucket=here.bucket)


@replays("test_s3_cors::TestS3Cors::test_put_cors")
def put_cors():
    step("put-cors", s3.put_bucket_cors, Bucket=here.bucket, CORSConfiguration={"CORSRules": [{
        "AllowedOrigins": ["https://test.com", "https://app.test.com", "http://test.com:80"], "AllowedMethods": ["GET", "PUT", "HEAD"], "MaxAgeSeconds": 3000,
        "AllowedHeaders": ["x-amz-expected-bucket-owner", "x-amz-server-side-encryption-customer-algorithm"]}]})
    step("get-cors", s3.get_bucket_cors, Bucket=here.bucket)


@replays("test_s3_cors::TestS3Cors::test_put_cors_invalid_rules")
def bad_cors():
    step("put-cors-exc", s3.put_bucket_cors, Bucket=here.bucket, CORSConfiguration={"CORSRules": [{"AllowedOrigins": ["https://test.com"], "AllowedMethods": ["GET", "PUT", "HEAD", "MYMETHOD"]}]})
    step("put-cors-exc-empty", s3.put_bucket_cors, Bucket=here.bucket, CORSConfiguration={"CORSRules": []})


@replays("test_s3_cors::TestS3Cors::test_delete_cors")
def delete_cors():
    step("delete-cors-before-set", s3.delete_bucket_cors, Bucket=here.bucket)
    step("put-cors", s3.put_bucket_cors, Bucket=here.bucket, CORSConfiguration={"CORSRules": [{"AllowedOrigins": ["*"], "AllowedMethods": ["GET"]}]})
    step("get-cors", s3.get_bucket_cors, Bucket=here.bucket)
    step("delete-cors", s3.delete_bucket_cors, Bucket=here.bucket)
    step("get-cors-deleted", s3.get_bucket_cors, Bucket=here.bucket)


CORS = "test_s3_cors::TestS3Cors::"


def public_object(rules=None):
    opened()
    s3.put_object(Bucket=here.bucket, Key="test-cors", Body=b"test-cors", ACL="public-read", ChecksumCRC32=crc32("test-cors"))
    if rules:
        s3.put_bucket_cors(Bucket=here.bucket, CORSConfiguration={"CORSRules": rules})
    return f"/{here.bucket}/test-cors"


@replays(CORS + "test_cors_http_options_no_config")
def no_config():
    bucket = f"/{here.bucket}"
    raw("options-no-origin", "OPTIONS", bucket)
    raw("options-with-origin-and-method", "OPTIONS", bucket, {"Origin": "whatever", "Access-Control-Request-Method": "PUT"})
    raw("options-with-origin-no-method", "OPTIONS", bucket, {"Origin": "whatever"})


@replays(CORS + "test_cors_http_options_non_existent_bucket")
def no_bucket():
    raw("options-no-origin", "OPTIONS", "/no-such-bucket-here")
    raw("options-with-origin", "OPTIONS", "/no-such-bucket-here", {"Origin": "whatever"})


LOCAL = "https://localhost:4200"


@replays(CORS + "test_cors_match_origins")
def origins():
    target = public_object([{"AllowedOrigins": [LOCAL], "AllowedMethods": ["GET", "PUT"], "MaxAgeSeconds": 3000, "AllowedHeaders": ["*"]}])
    ask = {"Access-Control-Request-Method": "PUT"}
    raw("opt-no-origin", "OPTIONS", target, ask)
    raw("get-no-origin", "GET", target)
    raw("opt-referer", "OPTIONS", target, {**ask, "Referer": LOCAL})
    raw("get-referer", "GET", target, {"Referer": LOCAL})
    raw("opt-right-origin", "OPTIONS", target, {**ask, "Origin": LOCAL})
    raw("get-right-origin", "GET", target, {"Origin": LOCAL})
    raw("opt-wrong-origin", "OPTIONS", target, {**ask, "Origin": "http://localhost:4200"})
    raw("get-wrong-origin", "GET", target, {"Origin": "http://localhost:4200"})
    s3.put_bucket_cors(Bucket=here.bucket, CORSConfiguration={"CORSRules": [{"AllowedOrigins": ["*"], "AllowedMethods": ["GET", "PUT"], "MaxAgeSeconds": 3000, "AllowedHeaders": ["*"]}]})
    raw("opt-random-wildcard-origin", "OPTIONS", target, {**ask, "Origin": "http://random:1234"})
    raw("get-random-wildcard-origin", "GET", target, {"Origin": "http://random:1234"})


@replays(CORS + "test_cors_match_methods")
def methods():
    target = public_object([{"AllowedOrigins": [LOCAL], "AllowedMethods": ["GET"], "MaxAgeSeconds": 3000, "AllowedHeaders": ["*"]}])
    raw("opt-get", "OPTIONS", target, {"Origin": LOCAL, "Access-Control-Request-Method": "GET"})
    raw("get-op", "GET", target, {"Origin": LOCAL})
    raw("opt-put", "OPTIONS", target, {"Origin": LOCAL, "Access-Control-Request-Method": "PUT"})


@replays(CORS + "test_cors_match_headers")
def headers():
    target = public_object([{"AllowedOrigins": [LOCAL], "AllowedMethods": ["GET"], "MaxAgeSeconds": 3000, "AllowedHeaders": ["*"]}])
    ask = {"Origin": LOCAL, "Access-Control-Request-Method": "GET"}
    raw("opt-get", "OPTIONS", target, {**ask, "Access-Control-Request-Headers": "x-amz-request-payer"})
    raw("opt-get-two", "OPTIONS", target, {**ask, "Access-Control-Request-Headers": "x-amz-request-payer, x-amz-expected-bucket-owner"})
    raw("get-op", "GET", target, {"Origin": LOCAL, "x-amz-request-payer": "requester"})
    s3.put_bucket_cors(Bucket=here.bucket, CORSConfiguration={"CORSRules": [{"AllowedOrigins": [LOCAL], "AllowedMethods": ["GET"], "MaxAgeSeconds": 3000, "AllowedHeaders": [
        "x-amz-expected-bucket-owner", "x-amz-server-side-encryption-customer-algorithm", "x-AMZ-server-SIDE-encryption"]}]})
    step("get-bucket-cors-casing", s3.get_bucket_cors, Bucket=here.bucket)
    raw("opt-get-non-allowed", "OPTIONS", target, {**ask, "Access-Control-Request-Headers": "x-amz-request-payer"})
    raw("opt-get-allowed", "OPTIONS", target, {**ask, "Access-Control-Request-Headers": "x-amz-expected-bucket-owner"})
    raw("opt-get-allowed-diff-casing", "OPTIONS", target, {**ask, "Access-Control-Request-Headers": "x-amz-expected-bucket-owner, x-amz-server-side-ENCRYPTION"})
    raw("opt-get-allowed-no-space", "OPTIONS", target, {**ask, "Access-Control-Request-Headers": "x-amz-expected-bucket-owner,x-amz-server-side-encryption"})
    raw("get-non-allowed", "GET", target, {"Origin": LOCAL, "x-amz-request-payer": "requester"})


@replays(CORS + "test_put_cors_default_values")
def default_values():
    target = public_object([{"AllowedOrigins": ["*"], "AllowedMethods": ["GET"]}])
    ask = {"Origin": LOCAL, "Access-Control-Request-Method": "GET"}
    raw("opt-get", "OPTIONS", target, ask)
    raw("opt-get-headers", "OPTIONS", target, {**ask, "Access-Control-Request-Headers": "x-amz-request-payer"})


@replays(CORS + "test_cors_expose_headers")
def exposed():
    target = public_object([{"AllowedOrigins": ["*"], "AllowedMethods": ["GET"], "ExposeHeaders": ["x-amz-id-2", "x-amz-request-id", "x-amz-request-payer"]}])
    raw("opt-get", "OPTIONS", target, {"Origin": LOCAL, "Access-Control-Request-Method": "GET"})


@replays(CORS + "test_put_cors_empty_origin")
def empty_origin():
    s3.put_bucket_cors(Bucket=here.bucket, CORSConfiguration={"CORSRules": [{"AllowedOrigins": [""], "AllowedMethods": ["GET", "PUT", "HEAD"]}]})
    step("get-cors-empty", s3.get_bucket_cors, Bucket=here.bucket)


@replays(CORS + "test_cors_options_match_partial_origin")
def partial_origin():
    target = public_object([{"AllowedOrigins": ["http://*.origin.com"], "AllowedMethods": ["GET", "PUT"], "MaxAgeSeconds": 3000, "AllowedHeaders": ["*"]}])
    raw("options_match_partial_origin", "OPTIONS", target, {"Origin": "http://test.origin.com", "Access-Control-Request-Method": "PUT"})


@replays(CORS + "test_cors_options_fails_partial_origin")
def wrong_partial_origin():
    public_object([{"AllowedOrigins": ["http://*.origin.com"], "AllowedMethods": ["GET", "PUT"], "MaxAgeSeconds": 3000, "AllowedHeaders": ["*"]}])
    raw("options_fails_partial_origin", "OPTIONS", f"/{here.bucket}", {"Origin": "http://test.origin.org", "Access-Control-Request-Method": "GET"})
