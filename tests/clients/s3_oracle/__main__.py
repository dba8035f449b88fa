"""Replays recorded S3 tests and counts how many answers match: s3_oracle RECORDED_FOLDER REPORT.

The requests are written anew, the answers compared are AWS's. Environment: S3_ENDPOINT, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY.
"""
import json
import os
import sys
import traceback

import access, buckets, checksums, conditions, configurations, copies, cors, forms, listings, metadata, multipart, objects  # noqa: E401, F401 (each registers its scenarios)
from replay import SCENARIOS, here, new_bucket, oracle

# Where the answer is knowingly another one, and why.
KNOWN = {
    "test_s3_list_operations::TestS3ListObjects::test_list_objects_with_prefix[%2F] / list-objects": "S3 encodes a delimiter twice with encoding-type=url",
    "test_s3_list_operations::TestS3ListMultipartUploads::test_list_multipart_uploads_marker_common_prefixes / list-multiparts-start":
        "S3 gives no marker to go on from after a common prefix; here a client can page on",
    "test_s3_api::TestS3BucketObjectTagging::test_object_tagging_exc / get-no-key-tags": "S3 puts the bucket before the key in this one error",
}

# Why recorded tests have no scenario: by words in their names.
NOT_APPLICABLE = {
    "Key Management Service": ("kms", "sse_bucket_key", "sse_default", "managed_key"),
    "customer-provided encryption keys": ("sse_c", "SSEC"),
    "Object Lock": ("ObjectLock", "legal_hold", "retention", "locked", "object_lock", "no_locking"),
    "website hosting": ("Website", "website"),
    "replication": ("eplication",),
    "inventory, analytics, tiering, acceleration, logging, requester pays": ("inventory", "analytics", "intelligent", "ccelerat", "ogging", "payer", "ApplicationSignals", "metrics"),
    "notifications to services that Headrace has not": ("notifications",),
    "restoring from archives": ("deep_archive", "restore"),
    "lifecycle expiration": ("Lifecycle", "lifecycle"),
    "signature version 2": ("[s3]", "[s3-", "sig_s3]"),
}


def reason(test):
    return next((why for why, words in NOT_APPLICABLE.items() if any(word in test for word in words)), "no scenario written")


def main():
    for test, scenario, parameter in SCENARIOS:
        oracle.begin(test)
        here.bucket = new_bucket()
        try:
            scenario() if parameter is None else scenario(parameter)
        except Exception:  # the scenario cannot go on: what it compared so far counts, and the report names it
            oracle.differing.append({"step": test + " / (broke off)", "differences": [traceback.format_exc(limit=3)]})
    replayed = {test for test, _, _ in SCENARIOS}
    left = {}
    for test in oracle.tests:
        if test not in replayed:
            left.setdefault(reason(test), []).append(test)
    report = oracle.report(left, KNOWN)
    os.makedirs(os.path.dirname(os.path.abspath(sys.argv[2])), exist_ok=True)
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        json.dump(report, file, indent=1)
    print(f"{report['steps_matched']} steps matched, {report['steps_differing']} differ, {len(report['differing_knowingly'])} differ knowingly; "
          f"{report['tests_replayed']} of {report['tests_recorded']} tests replayed")
    for entry in report["differing"]:
        print(entry["step"], *entry["differences"], sep="\n    ")


if __name__ == "__main__":
    main()
