"""Drives the DynamoDB API with boto3, client and resource, and prints `ok NAME` for each thing that holds.

DYNAMODB_ENDPOINT, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY say whom to call.
"""
import os
import time
import uuid
from decimal import Decimal

import boto3
from boto3.dynamodb.conditions import Attr, Key
from boto3.dynamodb.types import Binary, TypeDeserializer, TypeSerializer
from botocore.config import Config
from botocore.exceptions import ClientError

ARGS = dict(endpoint_url=os.environ["DYNAMODB_ENDPOINT"], region_name="us-east-1", config=Config(retries={"max_attempts": 0}))
client = boto3.client("dynamodb", **ARGS)
resource = boto3.resource("dynamodb", **ARGS)


def new_table(range_type=None, **more):
    name = "boto-" + uuid.uuid4().hex
    keys = [{"AttributeName": "id", "KeyType": "HASH"}]
    attributes = [{"AttributeName": "id", "AttributeType": "S"}]
    if range_type:
        keys.append({"AttributeName": "at", "KeyType": "RANGE"})
        attributes.append({"AttributeName": "at", "AttributeType": range_type})
    attributes += more.pop("attributes", [])
    client.create_table(TableName=name, KeySchema=keys, AttributeDefinitions=attributes, BillingMode="PAY_PER_REQUEST", **more)
    client.get_waiter("table_exists").wait(TableName=name)
    return resource.Table(name)


def refused(code, message, call, *args, **kwargs):
    try:
        call(*args, **kwargs)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error
        assert message in error.response["Error"]["Message"], error
        return error.response
    raise AssertionError(f"not refused: {code}")


def tables_come_and_go():
    table = new_table()
    assert table.table_status == "ACTIVE" and table.table_arn.endswith(":table/" + table.name)
    assert table.name in [name for page in client.get_paginator("list_tables").paginate() for name in page["TableNames"]]
    refused("ResourceInUseException", "Table already exists: " + table.name, client.create_table, TableName=table.name, BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}], AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}])
    table.delete()
    table.wait_until_not_exists()
    refused("ResourceNotFoundException", f"Requested resource not found: Table: {table.name} not found", client.describe_table, TableName=table.name)


def every_type_comes_back():
    table = new_table()
    item = {
        "id": "ünïcode \U0001f600", "n": Decimal("12345678901234567890123456789012345678"), "tiny": Decimal("-1E-130"), "b": Binary(b"\x00\xff"), "yes": True, "no": False,
        "none": None, "ss": {"a", "b"}, "ns": {Decimal(1), Decimal("2.5")}, "bs": {Binary(b"x")}, "empty": "", "l": [1, "two", [Decimal("3")]], "m": {"deep": {"er": [{}]}},
    }
    table.put_item(Item=item)
    assert table.get_item(Key={"id": item["id"]})["Item"] == item
    wire = client.get_item(TableName=table.name, Key={"id": {"S": item["id"]}})["Item"]
    assert {name: TypeDeserializer().deserialize(value) for name, value in wire.items()} == item
    assert wire["n"] == TypeSerializer().serialize(item["n"])


def conditions_hold():
    table = new_table()
    table.put_item(Item={"id": "a", "n": 1})
    refused("ConditionalCheckFailedException", "The conditional request failed", table.put_item, Item={"id": "a"}, ConditionExpression=Attr("id").not_exists())
    error = refused("ConditionalCheckFailedException", "", table.update_item, Key={"id": "a"}, UpdateExpression="SET n = :n", ConditionExpression="n > :n",
                    ExpressionAttributeValues={":n": 5})
    assert "Item" not in error
    table.put_item(Item={"id": "a", "n": 2}, ConditionExpression=Attr("n").lt(2) & Attr("id").begins_with("a"))
    assert table.delete_item(Key={"id": "a"}, ConditionExpression=Attr("n").eq(2), ReturnValues="ALL_OLD")["Attributes"] == {"id": "a", "n": 2}


def updates_update():
    table = new_table()
    first = table.update_item(
        Key={"id": "a"}, UpdateExpression="SET #l = list_append(if_not_exists(#l, :e), :x), c = if_not_exists(c, :z) + :one, m = :m ADD tags :t",
        ExpressionAttributeNames={"#l": "list"},
        ExpressionAttributeValues={":e": [], ":x": ["x"], ":z": 0, ":one": 1, ":m": {"a": {"b": 1}}, ":t": {"red", "blue"}}, ReturnValues="ALL_NEW")
    assert first["Attributes"] == {"id": "a", "list": ["x"], "c": 1, "m": {"a": {"b": 1}}, "tags": {"red", "blue"}}
    second = table.update_item(
        Key={"id": "a"}, UpdateExpression="SET m.a.c = m.a.b - :n, #l[7] = :y REMOVE #l[0] DELETE tags :t ADD c :n", ExpressionAttributeNames={"#l": "list"},
        ExpressionAttributeValues={":n": 3, ":y": "y", ":t": {"red"}}, ReturnValues="UPDATED_NEW")
    assert second["Attributes"]["c"] == 4 and second["Attributes"]["tags"] == {"blue"} and second["Attributes"]["m"] == {"a": {"c": -2}}, second
    assert table.get_item(Key={"id": "a"})["Item"]["list"] == ["y"]


def queries_find_ranges():
    table = new_table("N")
    with table.batch_writer() as batch:
        for n in range(-20, 21):
            batch.put_item(Item={"id": "a", "at": Decimal(n) / 4, "even": n % 2 == 0})
        batch.put_item(Item={"id": "b", "at": 0})
    assert [item["at"] * 4 for item in table.query(KeyConditionExpression=Key("id").eq("a"))["Items"]] == list(range(-20, 21))
    found = table.query(KeyConditionExpression=Key("id").eq("a") & Key("at").between(Decimal("-1"), Decimal("1.1")), ScanIndexForward=False, FilterExpression=Attr("even").eq(True))
    assert [item["at"] * 4 for item in found["Items"]] == [4, 2, 0, -2, -4] and found["ScannedCount"] == 9
    pages = client.get_paginator("query").paginate(
        TableName=table.name, KeyConditionExpression="id = :a AND #at < :n", ExpressionAttributeNames={"#at": "at"}, ExpressionAttributeValues={":a": {"S": "a"}, ":n": {"N": "0"}},
        PaginationConfig={"PageSize": 3})
    assert len([item for page in pages for item in page["Items"]]) == 20
    assert table.query(Select="COUNT", KeyConditionExpression=Key("id").eq("a"))["Count"] == 41


def scans_find_everything():
    table = new_table()
    with table.batch_writer() as batch:
        for n in range(100):
            batch.put_item(Item={"id": f"item-{n}", "n": n})
    assert {item["id"] for item in table.scan()["Items"]} == {f"item-{n}" for n in range(100)}
    seen = []
    for segment in range(3):
        last = {}
        while True:
            page = table.scan(Segment=segment, TotalSegments=3, Limit=7, **last)
            seen += [item["id"] for item in page["Items"]]
            if "LastEvaluatedKey" not in page:
                break
            last = {"ExclusiveStartKey": page["LastEvaluatedKey"]}
    assert sorted(seen) == sorted(f"item-{n}" for n in range(100))
    assert len(table.scan(FilterExpression=Attr("n").is_in([1, 2, 3]), ProjectionExpression="n")["Items"]) == 3


def indexes_are_kept():
    table = new_table("N", attributes=[{"AttributeName": "colour", "AttributeType": "S"}, {"AttributeName": "size", "AttributeType": "N"}], GlobalSecondaryIndexes=[{
        "IndexName": "by-colour", "KeySchema": [{"AttributeName": "colour", "KeyType": "HASH"}, {"AttributeName": "size", "KeyType": "RANGE"}],
        "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["extra"]}}], LocalSecondaryIndexes=[{
            "IndexName": "by-size", "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}, {"AttributeName": "size", "KeyType": "RANGE"}], "Projection": {"ProjectionType": "KEYS_ONLY"}}])
    for n in range(10):
        table.put_item(Item={"id": "a", "at": n, "size": 10 - n, "extra": "e", "other": "o", **({"colour": "red"} if n % 2 else {})})
    red = table.query(IndexName="by-colour", KeyConditionExpression=Key("colour").eq("red"))["Items"]
    assert [item["size"] for item in red] == [1, 3, 5, 7, 9] and set(red[0]) == {"id", "at", "size", "colour", "extra"}
    local = table.query(IndexName="by-size", KeyConditionExpression=Key("id").eq("a") & Key("size").gt(7), Select="ALL_ATTRIBUTES")["Items"]
    assert [item["at"] for item in local] == [2, 1, 0] and local[0]["other"] == "o"
    table.update_item(Key={"id": "a", "at": 1}, UpdateExpression="SET colour = :b", ExpressionAttributeValues={":b": "blue"})
    table.delete_item(Key={"id": "a", "at": 3})
    assert [item["size"] for item in table.query(IndexName="by-colour", KeyConditionExpression=Key("colour").eq("red"))["Items"]] == [1, 3, 5]
    client.update_table(TableName=table.name, AttributeDefinitions=[{"AttributeName": "other", "AttributeType": "S"}], GlobalSecondaryIndexUpdates=[{"Create": {
        "IndexName": "late", "KeySchema": [{"AttributeName": "other", "KeyType": "HASH"}], "Projection": {"ProjectionType": "ALL"}}}])
    while [index["IndexStatus"] for index in client.describe_table(TableName=table.name)["Table"]["GlobalSecondaryIndexes"]] != ["ACTIVE", "ACTIVE"]:
        pass
    assert table.query(IndexName="late", KeyConditionExpression=Key("other").eq("o"))["Count"] == 9
    client.update_table(TableName=table.name, GlobalSecondaryIndexUpdates=[{"Delete": {"IndexName": "late"}}])
    refused("ValidationException", "The table does not have the specified index: late", table.query, IndexName="late", KeyConditionExpression=Key("other").eq("o"))


def batches_read_and_write():
    table = new_table()
    response = resource.batch_write_item(RequestItems={table.name: [{"PutRequest": {"Item": {"id": str(n)}}} for n in range(25)]})
    assert response["UnprocessedItems"] == {}
    got = resource.batch_get_item(RequestItems={table.name: {"Keys": [{"id": str(n)} for n in range(0, 50, 2)]}})
    assert len(got["Responses"][table.name]) == 13 and got["UnprocessedKeys"] == {}


def transactions_are_whole():
    table = new_table()
    key = lambda name: {"id": {"S": name}}
    put = lambda name, **more: {"Put": {"TableName": table.name, "Item": {**key(name), "n": {"N": "1"}}, **more}}
    token = uuid.uuid4().hex
    client.transact_write_items(TransactItems=[put("a"), put("b")], ClientRequestToken=token)
    client.transact_write_items(TransactItems=[put("a"), put("b")], ClientRequestToken=token)
    refused("IdempotentParameterMismatchException", "", client.transact_write_items, TransactItems=[put("a")], ClientRequestToken=token)
    error = refused(
        "TransactionCanceledException", "Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed]", client.transact_write_items,
        TransactItems=[put("c"), put("a", ConditionExpression="attribute_not_exists(id)", ReturnValuesOnConditionCheckFailure="ALL_OLD")])
    assert error["CancellationReasons"] == [{"Code": "None"}, {"Code": "ConditionalCheckFailed", "Message": "The conditional request failed", "Item": {**key("a"), "n": {"N": "1"}}}]
    got = client.transact_get_items(TransactItems=[{"Get": {"TableName": table.name, "Key": key(name)}} for name in "abc"])["Responses"]
    assert got == [{"Item": {**key("a"), "n": {"N": "1"}}}, {"Item": {**key("b"), "n": {"N": "1"}}}, {}]


def older_parameters_work():
    table = new_table("N")
    client.put_item(TableName=table.name, Item={"id": {"S": "a"}, "at": {"N": "1"}}, Expected={"id": {"Exists": False}})
    refused("ConditionalCheckFailedException", "", client.put_item, TableName=table.name, Item={"id": {"S": "a"}, "at": {"N": "1"}}, Expected={"id": {"Exists": False}})
    client.update_item(TableName=table.name, Key={"id": {"S": "a"}, "at": {"N": "1"}}, AttributeUpdates={"n": {"Action": "ADD", "Value": {"N": "5"}}, "s": {"Value": {"S": "x"}}})
    found = client.query(TableName=table.name, KeyConditions={"id": {"ComparisonOperator": "EQ", "AttributeValueList": [{"S": "a"}]}},
                         QueryFilter={"n": {"ComparisonOperator": "GE", "AttributeValueList": [{"N": "5"}]}}, AttributesToGet=["n"])
    assert found["Items"] == [{"n": {"N": "5"}}]
    scanned = client.scan(TableName=table.name, ScanFilter={"s": {"ComparisonOperator": "NOT_CONTAINS", "AttributeValueList": [{"S": "y"}]}, "q": {"ComparisonOperator": "NOT_NULL"}},
                          ConditionalOperator="OR")
    assert scanned["Count"] == 1


def older_operators_compare():
    table = new_table()
    table.put_item(Item={"id": "a", "n": 5, "s": "river", "ss": {"x", "y"}, "l": [1, 2]})
    number = lambda *values: [{"N": str(value)} for value in values]
    text = lambda *values: [{"S": value} for value in values]
    for name, operator, values, holds in (
            ("n", "EQ", number(5), True), ("n", "NE", number(5), False), ("n", "LT", number(6), True), ("n", "LE", number(5), True), ("n", "GT", number(5), False),
            ("n", "GE", number(5), True), ("n", "BETWEEN", number(1, 5), True), ("n", "IN", number(1, 2), False), ("n", "NULL", [], False), ("none", "NULL", [], True),
            ("s", "NOT_NULL", [], True), ("s", "CONTAINS", text("ive"), True), ("ss", "CONTAINS", text("x"), True), ("l", "CONTAINS", number(3), False),
            ("ss", "NOT_CONTAINS", text("z"), True), ("s", "BEGINS_WITH", text("riv"), True), ("n", "GT", text("0"), False)):
        condition = {name: {"ComparisonOperator": operator, **({"AttributeValueList": values} if values else {})}}
        assert client.scan(TableName=table.name, ScanFilter=condition)["Count"] == holds, (name, operator, values)
        change = dict(TableName=table.name, Key={"id": {"S": "a"}}, AttributeUpdates={"seen": {"Action": "ADD", "Value": {"N": "1"}}}, Expected=condition)
        if holds:
            client.update_item(**change)
        else:
            refused("ConditionalCheckFailedException", "The conditional request failed", client.update_item, **change)


def numbers_have_38_digits():
    table = new_table()
    put = lambda number: client.put_item(TableName=table.name, Item={"id": {"S": "a"}, "n": {"N": number}})
    for number in ("9" * 38, "0." + "1" * 38, "1E125", "-9.99E125", "1E-130", "-0", "007.50"):
        put(number)
        assert Decimal(client.get_item(TableName=table.name, Key={"id": {"S": "a"}})["Item"]["n"]["N"]) == Decimal(number), number
    refused("ValidationException", "Attempting to store more than 38 significant digits in a Number", put, "1" * 39)
    refused("ValidationException", "Number overflow. Attempting to store a number with magnitude larger than supported range", put, "1E126")
    refused("ValidationException", "Number underflow. Attempting to store a number with magnitude smaller than supported range", put, "1E-131")


def pages_end_at_a_megabyte():
    table = new_table("N")
    for at in range(6):
        table.put_item(Item={"id": "a", "at": at, "odd": at % 2, "v": "x" * 300_000})
    page = table.query(KeyConditionExpression=Key("id").eq("a"), FilterExpression=Attr("odd").eq(1))
    assert (page["Count"], page["ScannedCount"], page["LastEvaluatedKey"]) == (2, 4, {"id": "a", "at": 3}), page
    pages = list(client.get_paginator("scan").paginate(TableName=table.name))
    assert [len(page["Items"]) for page in pages] == [4, 2]


def collections_are_measured():
    local = [{"IndexName": "local", "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}, {"AttributeName": "size", "KeyType": "RANGE"}], "Projection": {"ProjectionType": "ALL"}}]
    table = new_table("N", attributes=[{"AttributeName": "size", "AttributeType": "N"}], LocalSecondaryIndexes=local)
    put = lambda table: table.put_item(Item={"id": "a", "at": 1, "size": 2}, ReturnItemCollectionMetrics="SIZE")
    assert put(table)["ItemCollectionMetrics"] == {"ItemCollectionKey": {"id": "a"}, "SizeEstimateRangeGB": [0.0, 1.0]}
    assert "ItemCollectionMetrics" not in put(new_table("N"))


def what_does_not_fit_is_refused():
    table = new_table("N", attributes=[{"AttributeName": "colour", "AttributeType": "S"}], GlobalSecondaryIndexes=[{
        "IndexName": "by-colour", "KeySchema": [{"AttributeName": "colour", "KeyType": "HASH"}], "Projection": {"ProjectionType": "KEYS_ONLY"}}])
    red = dict(IndexName="by-colour", KeyConditionExpression=Key("colour").eq("red"))
    refused("ValidationException", "Consistent reads are not supported on global secondary indexes", table.query, ConsistentRead=True, **red)
    refused("ValidationException", "One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global secondary index by-colour because its projection type is not ALL",
            table.query, Select="ALL_ATTRIBUTES", **red)
    refused("ValidationException", "Invalid UpdateExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [l], path two: [l, [1]]",
            table.update_item, Key={"id": "a", "at": 1}, UpdateExpression="SET l = :l REMOVE l[1]", ExpressionAttributeValues={":l": []})


def items_expire():
    table = new_table()
    table.put_item(Item={"id": "old", "ttl": int(time.time()) - 60})
    table.put_item(Item={"id": "later", "ttl": int(time.time()) + 3600})
    table.put_item(Item={"id": "text", "ttl": "never"})
    client.update_time_to_live(TableName=table.name, TimeToLiveSpecification={"Enabled": True, "AttributeName": "ttl"})
    assert client.describe_time_to_live(TableName=table.name)["TimeToLiveDescription"] == {"TimeToLiveStatus": "ENABLED", "AttributeName": "ttl"}
    while "Item" in table.get_item(Key={"id": "old"}):
        pass
    assert {item["id"] for item in table.scan()["Items"]} == {"later", "text"}


def tags_are_kept():
    table = new_table(Tags=[{"Key": "team", "Value": "river"}])
    client.tag_resource(ResourceArn=table.table_arn, Tags=[{"Key": "site", "Value": "7"}])
    client.untag_resource(ResourceArn=table.table_arn, TagKeys=["team"])
    assert client.list_tags_of_resource(ResourceArn=table.table_arn)["Tags"] == [{"Key": "site", "Value": "7"}]


def capacity_is_told():
    table = new_table()
    assert table.put_item(Item={"id": "a", "s": "x" * 3000}, ReturnConsumedCapacity="TOTAL")["ConsumedCapacity"] == {"TableName": table.name, "CapacityUnits": 3.0}
    assert table.get_item(Key={"id": "a"}, ReturnConsumedCapacity="INDEXES", ConsistentRead=True)["ConsumedCapacity"]["Table"] == {"CapacityUnits": 1.0}
    assert table.scan(ReturnConsumedCapacity="TOTAL")["ConsumedCapacity"]["CapacityUnits"] == 0.5


for check in (tables_come_and_go, every_type_comes_back, conditions_hold, updates_update, queries_find_ranges, scans_find_everything, indexes_are_kept, batches_read_and_write,
              transactions_are_whole, older_parameters_work, older_operators_compare, numbers_have_38_digits, pages_end_at_a_megabyte, collections_are_measured,
              what_does_not_fit_is_refused, items_expire, tags_are_kept, capacity_is_told):
    check()
    print("ok", check.__name__)
