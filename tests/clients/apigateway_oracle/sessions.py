"""Recorded tests of STS."""
import json

import boto3
from botocore.client import Config
from botocore.exceptions import ClientError

from replay import ACCOUNT, ENDPOINT, REGION, new_name, replays


OPTIONS = dict(endpoint_url=ENDPOINT, region_name=REGION, config=Config(retries={"max_attempts": 1}, parameter_validation=False))
sts, iam = boto3.client("sts", **OPTIONS), boto3.client("iam", **OPTIONS)


def answer(call, **arguments):
    try:
        return call(**arguments)
    except ClientError as error:
        return error.response


@replays("test_assume_role")
def _():
    name, session = new_name("role"), new_name("session")
    trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": "sts:AssumeRole"}]}
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))
    yield "role-session-name", {"RoleSessionName": session}
    yield "create-role", role
    yield "assume-role", answer(sts.assume_role, RoleArn=role["Role"]["Arn"], RoleSessionName=session)


@replays("test_sts_invalid_parameters")
def _():
    for step, arn in (("malformed-arn", "nothing-valid-in-here"), ("no-partition", "arn::b:::something/test-role"), ("no-service", "arn:a::::something/test-role"),
                      ("not-enough-colons", "arn:a:::something/test-role"), ("no-resource", "arn:a:a::aaaaaaaaaa:")):
        yield step, answer(sts.assume_role, RoleArn=arn, RoleSessionName="Session1")
    yield "invalid-session-name", answer(sts.assume_role, RoleArn=f"arn:aws:iam::{ACCOUNT}:role/LabRole", RoleSessionName="Session1:2")
