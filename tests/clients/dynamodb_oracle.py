"""Replays recorded DynamoDB tests and writes how many answers match: dynamodb_oracle.py RECORDED_FOLDER REPORT.

The requests are written anew, the answers compared are AWS's. Ends with 1 when one differs.
"""
import json
import os
import sys
import traceback
import urllib.error
import urllib.request
import uuid

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from lambda_recorded import ACCOUNT, REGION, Scenario

NOT_APPLICABLE = {
    "PartiQL is not implemented": ("execute_transaction", "execute_statement", "partiql"),
    "streams are not implemented": ("stream", "GetRecords"),
    "global tables are not implemented": ("global_tables",),
    "encryption with KMS is not implemented": ("sse_specification",),
    "backups are not implemented": ("continuous_backup",),
    "contributor insights are not implemented": ("contributor_insights",),
    "warm throughput cannot be asked for": ("warm_throughput",),
}
SCENARIOS = {}


def replays(test):
    def register(function):
        SCENARIOS[test] = function
        return function
    return register


def ask(operation, **body):
    """As botocore parses it: an error is an answer like any other."""
    url = os.environ["DYNAMODB_ENDPOINT"] + "/"
    data = json.dumps(body).encode()
    request = AWSRequest(method="POST", url=url, data=data, headers={"Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": "DynamoDB_20120810." + operation})
    SigV4Auth(Credentials(os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"]), "dynamodb", REGION).add_auth(request)
    try:
        response = urllib.request.urlopen(urllib.request.Request(url, data=data, method="POST", headers=dict(request.headers.items())))
        answer = json.load(response)
    except urllib.error.HTTPError as error:
        response, answer = error, json.load(error)
        message = answer.pop("message", None) or answer.pop("Message", None)
        answer["Error"] = {"Code": answer.pop("__type").split("#")[-1], "Message": message}
    answer["ResponseMetadata"] = {"HTTPHeaders": {}, "HTTPStatusCode": response.status}
    if isinstance(answer.get("TableDescription"), dict) or "Table" in answer:
        description = answer.get("TableDescription") or answer["Table"]
        for owner in [description, description.get("BillingModeSummary", {})]:
            owner.update({name: "datetime" for name in owner if name.endswith("DateTime")})
    return answer


def thrown(operation, answer):
    """As Python prints the exception that botocore throws."""
    return f"An error occurred ({answer['Error']['Code']}) when calling the {operation} operation: {answer['Error']['Message']}"


def table(hash_key="id", range_key=None, **more):
    name = "oracle-" + uuid.uuid4().hex
    keys = [{"AttributeName": hash_key, "KeyType": "HASH"}] + ([{"AttributeName": range_key, "KeyType": "RANGE"}] if range_key else [])
    attributes = [{"AttributeName": key["AttributeName"], "AttributeType": "S"} for key in keys] + more.pop("attributes", [])
    answer = ask("CreateTable", **({"TableName": name, "KeySchema": keys, "AttributeDefinitions": attributes, "BillingMode": "PAY_PER_REQUEST"} | more))
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200, answer
    return name


def arn(name):
    return f"arn:aws:dynamodb:{REGION}:{ACCOUNT_HERE}:table/{name}"


@replays("test_valid_local_secondary_index")
def local_index(s):
    name = table("PK", "SK", attributes=[{"AttributeName": "LSI1SK", "AttributeType": "N"}], LocalSecondaryIndexes=[{
        "IndexName": "LSI1", "KeySchema": [{"AttributeName": "PK", "KeyType": "HASH"}, {"AttributeName": "LSI1SK", "KeyType": "RANGE"}], "Projection": {"ProjectionType": "ALL"}}])
    ask("PutItem", TableName=name, Item={"PK": {"S": "test one"}, "SK": {"S": "hello"}, "LSI1SK": {"N": "123"}})
    s.step("Items", ask("Query", TableName=name, IndexName="LSI1", KeyConditionExpression="PK = :v1", ExpressionAttributeValues={":v1": {"S": "test one"}}, Select="ALL_ATTRIBUTES"))


@replays("test_return_values_in_put_item")
def return_values(s):
    name = table()
    one = {"id": {"S": "id1"}, "data": {"S": "foobar"}}
    two = {"id": {"S": "id2"}, "data": {"S": "foobar"}}
    s.step("PutFirstItem", ask("PutItem", TableName=name, Item=one, ReturnValues="ALL_OLD"))
    s.step("PutFirstItemOLD", ask("PutItem", TableName=name, Item=one, ReturnValues="ALL_OLD"))
    s.step("PutFirstItemB", ask("PutItem", TableName=name, Item=one, ReturnValues="ALL_OLD"))
    s.step("PutSecondItem", ask("PutItem", TableName=name, Item=two))
    s.step("PutSecondItemReturnNone", ask("PutItem", TableName=name, Item=two, ReturnValues="NONE"))


@replays("test_empty_and_binary_values")
def empty_values(s):
    name = table()
    s.step("PutFirstItem", ask("PutItem", TableName=name, Item={"id": {"S": "id1"}, "data": {"S": ""}}))
    s.step("PutSecondItem", ask("PutItem", TableName=name, Item={"id": {"S": "id2"}, "data": {"B": "kA=="}}))


@replays("test_batch_write_binary")
def batch_binary(s):
    s.step("Response", ask("BatchWriteItem", RequestItems={table(): [{"PutRequest": {"Item": {"id": {"S": "1"}, "data": {"B": "kA=="}}}}]}))


@replays("test_create_duplicate_table")
def duplicate(s):
    name = table()
    s.step("Error", thrown("CreateTable", ask(
        "CreateTable", TableName=name, KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}], AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}], BillingMode="PAY_PER_REQUEST")))


@replays("test_transaction_write_items")
def transact_write(s):
    name = table()
    for step, where in (("Response", name), ("Response_using_table_arn", arn(name))):
        s.step(step, ask("TransactWriteItems", TransactItems=[
            {"ConditionCheck": {"TableName": where, "ConditionExpression": "attribute_not_exists(id)", "Key": {"id": {"S": "test1"}}}},
            {"Put": {"TableName": where, "Item": {"id": {"S": "test2"}}}}, {"Update": {
                "TableName": where, "Key": {"id": {"S": "test3"}}, "UpdateExpression": "SET attr1 = :v1, attr2 = :v2", "ExpressionAttributeValues": {":v1": {"S": "value1"}, ":v2": {"S": "value2"}}}},
            {"Delete": {"TableName": where, "Key": {"id": {"S": "test4"}}}}]))


@replays("test_transaction_write_canceled")
def transact_cancelled(s):
    name = table()
    ask("PutItem", TableName=name, Item={"id": {"S": "foo"}})
    s.step("Error", thrown("TransactWriteItems", ask("TransactWriteItems", TransactItems=[
        {"ConditionCheck": {"TableName": name, "ConditionExpression": "attribute_not_exists(id)", "Key": {"id": {"S": "foo"}}}}, {"Put": {"TableName": name, "Item": {"id": {"S": "bar"}}}}])))


@replays("test_transaction_write_binary_data")
def transact_binary(s):
    name = table()
    s.step("WriteResponse", ask("TransactWriteItems", TransactItems=[{"Put": {"TableName": name, "Item": {"id": {"S": "someUser"}, "binaryData": {"B": "Zm9vYmFy"}}}}]))
    item = ask("GetItem", TableName=name, Key={"id": {"S": "someUser"}})["Item"]
    assert item["binaryData"]["B"] == "Zm9vYmFy"
    s.step("GetItem", item | {"binaryData": {"B": "b'foobar'"}})


@replays("test_transact_get_items")
def transact_get(s):
    name = table()
    for person in ("John", "Sarah"):
        ask("PutItem", TableName=name, Item={"id": {"S": person}})
    s.step("TransactGetItems", ask("TransactGetItems", TransactItems=[{"Get": {"Key": {"id": {"S": "John"}}, "TableName": name}}]))
    s.step("TransactGetItems-with-TableArn", ask("TransactGetItems", TransactItems=[{"Get": {"Key": {"id": {"S": "Sarah"}}, "TableName": arn(name)}}]))


@replays("test_batch_write_items")
def batch_write(s):
    name = table()
    ask("PutItem", TableName=name, Item={"id": {"S": "1"}})
    s.step("BatchWriteResponse", ask("BatchWriteItem", RequestItems={name: [{"DeleteRequest": {"Key": {"id": {"S": "1"}}}}, {"PutRequest": {"Item": {"id": {"S": "2"}}}}]}))


@replays("test_dynamodb_pay_per_request")
def pay_per_request(s):
    s.step("Error", thrown("CreateTable", ask(
        "CreateTable", TableName="oracle", KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}], AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        ProvisionedThroughput={"ReadCapacityUnits": 5, "WriteCapacityUnits": 5}, BillingMode="PAY_PER_REQUEST")))


@replays("test_dynamodb_get_batch_items")
def batch_get(s):
    name = table()
    answer = ask("BatchGetItem", RequestItems={name: {"Keys": [{"id": {"S": "test-id"}}]}})
    s.step("Response", answer | {"Responses": {"<test-table>": answer["Responses"][name]}})


@replays("test_dynamodb_idempotent_writing")
def idempotent(s):
    name = table("id", "name")
    request = dict(ClientRequestToken="dedupe_token", TransactItems=[{"Put": {"TableName": name, "Item": {"id": {"S": "id1"}, "name": {"S": "name1"}}}}])
    s.step("Response1", ask("TransactWriteItems", **request))
    s.step("Response2", ask("TransactWriteItems", **request))


@replays("test_batch_write_not_matching_schema")
def batch_mismatch(s):
    s.step("ValidationException", thrown("BatchWriteItem", ask("BatchWriteItem", RequestItems={table(): [{"PutRequest": {"Item": {"nonKey": {"S": "hello"}}}}]})))


@replays("test_batch_write_not_existing_table")
def batch_nowhere(s):
    s.step("exc-not-found-transact-write-items", ask("TransactWriteItems", TransactItems=[{"Put": {"TableName": "non-existent-table", "Item": {}}}]))


@replays("test_return_values_on_conditions_check_failure")
def condition_failure(s):
    name = table()
    ask("PutItem", TableName=name, Item={"id": {"S": "456"}, "price": {"N": "650"}, "product": {"S": "sporting goods"}})
    s.step("items", ask(
        "DeleteItem", TableName=name, Key={"id": {"S": "456"}}, ConditionExpression="#P between :lo and :hi", ExpressionAttributeNames={"#P": "price"},
        ExpressionAttributeValues={":lo": {"N": "500"}, ":hi": {"N": "600"}}, ReturnValuesOnConditionCheckFailure="ALL_OLD"))


def gsi(s, mode):
    name = "oracle-" + uuid.uuid4().hex
    units = lambda count: {} if mode == "PAY_PER_REQUEST" else {"ProvisionedThroughput": {"ReadCapacityUnits": count, "WriteCapacityUnits": count}}
    s.step("create-table-with-gsi", ask(
        "CreateTable", TableName=name, BillingMode=mode, **units(5), KeySchema=[{"AttributeName": "TID", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": attribute, "AttributeType": "S"} for attribute in ("TID", "TRID")],
        GlobalSecondaryIndexes=[{"IndexName": "TransactionRecordID", "KeySchema": [{"AttributeName": "TRID", "KeyType": "HASH"}], "Projection": {"ProjectionType": "ALL"}, **units(1)}]))
    s.step("describe-table", ask("DescribeTable", TableName=name))


@replays("test_gsi_with_billing_mode[PAY_PER_REQUEST]")
def gsi_on_demand(s):
    gsi(s, "PAY_PER_REQUEST")


@replays("test_gsi_with_billing_mode[PROVISIONED]")
def gsi_provisioned(s):
    gsi(s, "PROVISIONED")


@replays("test_table_crud")
def crud(s):
    name = "oracle-" + uuid.uuid4().hex
    s.step("create-table", ask(
        "CreateTable", TableName=name, KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}], AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        ProvisionedThroughput={"ReadCapacityUnits": 5, "WriteCapacityUnits": 5}))
    s.step("describe-table", ask("DescribeTable", TableName=name))
    s.step("delete-table", ask("DeleteTable", TableName=name))
    s.step("delete-non-existent-table", ask("DeleteTable", TableName="non-existent"))


def main():
    global ACCOUNT_HERE
    with open(os.path.join(sys.argv[1], "test_dynamodb.snapshot.json"), encoding="utf-8") as content:
        tests = {name.split("::")[-1]: test["recorded-content"] for name, test in json.load(content).items()}
    probe = table()
    ACCOUNT_HERE = ask("DescribeTable", TableName=probe)["Table"]["TableArn"].split(":")[4]
    assert ACCOUNT_HERE == ACCOUNT, "the recordings' account stands for 000000000000"
    matched, unexpected = [], []
    for name, run in SCENARIOS.items():
        steps = tests[name]
        for step in steps.values():
            if isinstance(step, dict):
                step.pop("message", None)
        scenario = Scenario(name, steps)
        try:
            run(scenario)
        except Exception:
            unexpected.append({"step": name, "differences": [traceback.format_exc(limit=4)]})
        matched += [f"{name} / {step}" for step, _ in scenario.matched]
        unexpected += [{"step": f"{name} / {step}", "differences": differences} for step, differences in scenario.differing]
    left = {}
    for name, steps in tests.items():
        if steps and name not in SCENARIOS:
            left.setdefault(next((why for why, words in NOT_APPLICABLE.items() if any(word in name + json.dumps(steps) for word in words)), "no scenario written"), []).append(name)
    report = {"matched": len(matched), "unexpected": len(unexpected), "tests_replayed": len(SCENARIOS), "not_applicable": left, "unexpected_steps": unexpected, "matched_steps": matched}
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        json.dump(report, file, indent=1)
    print(f"{len(matched)} steps matched, {len(unexpected)} differ; {len(SCENARIOS)} tests replayed; not: { {why: len(names) for why, names in left.items()} }")
    for entry in unexpected:
        print(entry["step"], *entry["differences"], sep="\n    ")
    return 1 if unexpected else 0


if __name__ == "__main__":
    sys.exit(main())
