using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Xunit;

namespace Headrace.Gateway.Tests.DynamoDb;

/// <summary>What no SDK would send: AWS's code and words, and a server that goes on.</summary>
public sealed class BadInputTests(DynamoDbHost host)
{
    private const string Serialization = "com.amazon.coral.service#SerializationException";

    [Theory]
    [InlineData("PutItem", "", null)]
    [InlineData("PutItem", "{", null)]
    [InlineData("PutItem", "[]", null)]
    [InlineData("PutItem", "\"text\"", null)]
    [InlineData("PutItem", """{"TableName":"\ud800"}""", null)]
    [InlineData("PutItem", """{"TableName":1}""", "NUMBER_VALUE cannot be converted to String")]
    [InlineData("PutItem", """{"TableName":1.5}""", "DECIMAL_VALUE cannot be converted to String")]
    [InlineData("PutItem", """{"TableName":true}""", "TRUE_VALUE cannot be converted to String")]
    [InlineData("PutItem", """{"TableName":{}}""", "Start of structure or map found where not expected")]
    [InlineData("PutItem", """{"TableName":[]}""", "Unrecognized collection type class java.lang.String")]
    [InlineData("PutItem", """{"Item":"a"}""", "Unexpected field type")]
    [InlineData("PutItem", """{"Item":[]}""", "Unrecognized collection type java.util.Map<java.lang.String, com.amazonaws.dynamodb.v20120810.AttributeValue>")]
    [InlineData("PutItem", """{"Item":{"a":"b"}}""", "Unexpected value type in payload")]
    [InlineData("PutItem", """{"Item":{"a":[]}}""", "Unrecognized collection type class com.amazonaws.dynamodb.v20120810.AttributeValue")]
    [InlineData("PutItem", """{"Item":{"a":{"N":5}}}""", "NUMBER_VALUE cannot be converted to String")]
    [InlineData("PutItem", """{"Item":{"a":{"B":"abc"}}}""", "Base64 encoded length is expected a multiple of 4 bytes but found: 3")]
    [InlineData("PutItem", """{"Item":{"a":{"BOOL":"maybe"}}}""", "Unexpected token received from parser")]
    [InlineData("PutItem", """{"Item":{"a":{"L":{}}}}""", "Start of structure or map found where not expected")]
    [InlineData("Query", """{"Limit":"ten"}""", "STRING_VALUE cannot be converted to Integer")]
    [InlineData("Scan", """{"ConsistentRead":3}""", "NUMBER_VALUE cannot be converted to Boolean")]
    public async Task Broken_JSON_and_wrong_types(string operation, string body, string? message)
    {
        if (body.Length == 0)
        {
            (await host.CallAsync(operation, body)).AssertInvalid(
                "2 validation errors detected: Value null at 'tableName' failed to satisfy constraint: Member must not be null; Value null at 'item' failed to satisfy constraint: Member must not be null");
        }
        else
        {
            (await host.CallAsync(operation, body)).AssertError(400, Serialization, message);
        }

        await host.AssertStillServesAsync();
    }

    [Theory]
    [InlineData("PutItem", """{"TableName":"abc;"}""", "2 validation errors detected: Value 'abc;' at 'tableName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+; Value null at 'item' failed to satisfy constraint: Member must not be null")]
    [InlineData("GetItem", """{"TableName":"ab","Key":{}}""", "1 validation error detected: Value 'ab' at 'tableName' failed to satisfy constraint: Member must have length greater than or equal to 3")]
    [InlineData("PutItem", """{"TableName":"abc","Item":{},"ReturnValues":"hi"}""", "1 validation error detected: Value 'hi' at 'returnValues' failed to satisfy constraint: Member must satisfy enum value set: [ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]")]
    [InlineData("PutItem", """{"TableName":"abc","Item":{},"ReturnValues":"ALL_NEW"}""", "ReturnValues can only be ALL_OLD or NONE")]
    [InlineData("PutItem", """{"TableName":"abc","Item":{"a":{}}}""", "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes")]
    [InlineData("PutItem", """{"TableName":"abc","Item":{},"Expected":{},"ConditionExpression":"a"}""", "Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {Expected} Expression parameters: {ConditionExpression}")]
    [InlineData("PutItem", """{"TableName":"abc","Item":{},"ExpressionAttributeNames":{"#a":"a"}}""", "ExpressionAttributeNames can only be specified when using expressions")]
    [InlineData("PutItem", """{"TableName":"abc","Item":{},"ExpressionAttributeValues":{}}""", "ExpressionAttributeValues can only be specified when using expressions: ConditionExpression is null")]
    [InlineData("PutItem", """{"TableName":"abc","Item":{},"ConditionExpression":"a=:a","ExpressionAttributeValues":{"b":{"S":"a"}}}""", "ExpressionAttributeValues contains invalid key: Syntax error; key: \"b\"")]
    [InlineData("PutItem", """{"TableName":"abc","Item":{},"ConditionExpression":"a=:a","ExpressionAttributeValues":{":a":{"N":"x"}}}""", "ExpressionAttributeValues contains invalid value: The parameter cannot be converted to a numeric value: x for key :a")]
    [InlineData("PutItem", """{"TableName":"abc","Item":{},"Expected":{"a":{"Exists":true}}}""", "One or more parameter values were invalid: Value must be provided when Exists is true for Attribute: a")]
    [InlineData("UpdateItem", """{"TableName":"abc","Key":{},"AttributeUpdates":{"a":{"Action":"ADD","Value":{"S":"x"}}}}""", "One or more parameter values were invalid: ADD action is not supported for the type S")]
    [InlineData("Query", """{"TableName":"abc"}""", "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.")]
    [InlineData("Query", """{"TableName":"abc","Limit":0,"KeyConditionExpression":"a"}""", "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1")]
    [InlineData("Query", """{"TableName":"abc","KeyConditionExpression":"a = :a OR b = :a","ExpressionAttributeValues":{":a":{"S":"x"}}}""", "Invalid operator used in KeyConditionExpression: OR")]
    [InlineData("Scan", """{"TableName":"abc","Segment":1}""", "The TotalSegments parameter is required but was not present in the request when Segment parameter is present")]
    [InlineData("Scan", """{"TableName":"abc","Segment":4,"TotalSegments":4}""", "The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: 4 is not less than TotalSegments: 4")]
    [InlineData("BatchGetItem", """{"RequestItems":{}}""", "1 validation error detected: Value '{}' at 'requestItems' failed to satisfy constraint: Member must have length greater than or equal to 1")]
    [InlineData("BatchGetItem", """{"RequestItems":{"abc":{"Keys":[{"a":{"S":"x"}},{"a":{"S":"x"}}]}}}""", "Provided list of item keys contains duplicates")]
    [InlineData("BatchWriteItem", """{"RequestItems":{"abc":[{}]}}""", "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes")]
    [InlineData("CreateTable", "{}", "The parameter 'TableName' is required but was not present in the request")]
    [InlineData("CreateTable", """{"TableName":"ab"}""", "TableName must be at least 3 characters long and at most 255 characters long")]
    [InlineData("CreateTable", """{"TableName":"abc","AttributeDefinitions":[],"KeySchema":[{"AttributeName":"a","KeyType":"HASH"}]}""", "One or more parameter values were invalid: ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED")]
    [InlineData("CreateTable", """{"TableName":"abc","BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[{"AttributeName":"b","AttributeType":"S"}],"KeySchema":[{"AttributeName":"a","KeyType":"HASH"}]}""", "One or more parameter values were invalid: Some index key attributes are not defined in AttributeDefinitions. Keys: [a], AttributeDefinitions: [b]")]
    [InlineData("CreateTable", """{"TableName":"abc","BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[{"AttributeName":"a","AttributeType":"S"}],"KeySchema":[{"AttributeName":"a","KeyType":"RANGE"}]}""", "Invalid KeySchema: The first KeySchemaElement is not a HASH key type")]
    [InlineData("UpdateTable", """{"TableName":"abc"}""", "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required")]
    [InlineData("ListTagsOfResource", "{}", "Invalid TableArn")]
    [InlineData("CreateTable", """{"TableName":"abc","AttributeDefinitions":[],"KeySchema":[null]}""", "1 validation error detected: Value null at 'keySchema.1.member' failed to satisfy constraint: Member must not be null")]
    [InlineData("BatchWriteItem", """{"RequestItems":{"abc":[null]}}""", "1 validation error detected: Value null at 'requestItems.abc.member.1.member' failed to satisfy constraint: Member must not be null")]
    [InlineData("BatchWriteItem", """{"RequestItems":{"abc":null}}""", "1 validation error detected: Value null at 'requestItems.abc.member' failed to satisfy constraint: Member must not be null")]
    [InlineData("TransactWriteItems", """{"TransactItems":[{}]}""", "TransactItems can only contain one of Check, Put, Update or Delete")]
    [InlineData("GetItem", """{"TableName":"abc","Key":{},"AttributesToGet":[null]}""", "1 validation error detected: Value null at 'attributesToGet.1.member' failed to satisfy constraint: Member must not be null")]
    public async Task Missing_members_and_constraints(string operation, string body, string message)
    {
        (await host.CallAsync(operation, body)).AssertInvalid(message);
        await host.AssertStillServesAsync();
    }

    [Theory]
    [InlineData("""{"id":{"S":"a"}}""", "One or more parameter values were invalid: Missing the key at in the item")]
    [InlineData("""{"id":{"N":"1"},"at":{"N":"1"}}""", "One or more parameter values were invalid: Type mismatch for key id expected: S actual: N")]
    [InlineData("""{"id":{"S":""},"at":{"N":"1"}}""", "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: id")]
    public async Task Items_must_fit_the_schema(string item, string message)
    {
        var table = await host.NewTableAsync(hasRange: true);
        (await host.CallAsync("PutItem", $$"""{"TableName":"{{table}}","Item":{{item}}}""")).AssertInvalid(message);
        (await host.CallAsync("GetItem", $$$$"""{"TableName":"{{{{table}}}}","Key":{"id":{"S":"a"}}}""")).AssertInvalid("The provided key element does not match the schema");
        (await host.CallAsync("UpdateItem", $$$$"""{"TableName":"{{{{table}}}}","Key":{"id":{"S":"a"},"at":{"N":"1"}},"UpdateExpression":"REMOVE at2 SET id = :i","ExpressionAttributeValues":{":i":{"S":"b"}}}"""))
            .AssertInvalid("One or more parameter values were invalid: Cannot update attribute id. This attribute is part of the key");
        await host.AssertStillServesAsync();
    }

    [Fact]
    public async Task Items_have_400_kilobytes_keys_two_and_one()
    {
        var table = await host.NewTableAsync(hasRange: true);
        string Put(int length, string id = "a") => $$$$"""{"TableName":"{{{{table}}}}","Item":{"id":{"S":"{{{{id}}}}"},"at":{"N":"1"},"v":{"S":"{{{{new string('x', length)}}}}"}}}""";
        const int Rest = 2 + 1 + 2 + 2 + 1; // id, a, at, 1, v
        await host.OkAsync("PutItem", Put((400 * 1024) - Rest));
        (await host.CallAsync("PutItem", Put((400 * 1024) - Rest + 1))).AssertInvalid("Item size has exceeded the maximum allowed size");
        (await host.CallAsync("PutItem", Put(1, new string('k', 2049)))).AssertInvalid("One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes");
        (await host.CallAsync("UpdateItem", $$$$"""{"TableName":"{{{{table}}}}","Key":{"id":{"S":"a"},"at":{"N":"1"}},"UpdateExpression":"SET w = v"}""")).AssertInvalid("Item size to update has exceeded the maximum allowed size");
        await host.AssertStillServesAsync();
    }

    [Fact]
    public async Task What_is_not_there_says_so()
    {
        const string NotFound = "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException";
        (await host.CallAsync("GetItem", """{"TableName":"nowhere","Key":{"id":{"S":"a"}}}""")).AssertError(400, NotFound, "Requested resource not found");
        (await host.CallAsync("DescribeTable", """{"TableName":"nowhere"}""")).AssertError(400, NotFound, "Requested resource not found: Table: nowhere not found");
        (await host.CallAsync("Nope", "{}")).AssertError(400, "com.amazon.coral.service#UnknownOperationException", null);
        (await host.CallAsync("ExecuteStatement", "{}")).AssertError(501, "NotImplemented", "The operation ExecuteStatement is not implemented.");
        (await host.CallAsync("DynamoDBStreams_20120810.ListStreams", "{}")).AssertError(501, "NotImplemented", "The operation DynamoDBStreams_20120810.ListStreams is not implemented.");
        (await host.CallAsync("CreateTable", """{"TableName":"abc","StreamSpecification":{"StreamEnabled":true}}""")).AssertError(501, "NotImplemented", "The parameter StreamSpecification is not implemented.");
        await host.AssertStillServesAsync();
    }

    [Fact]
    public async Task Unknown_members_are_passed_over()
    {
        var table = await host.NewTableAsync();
        await host.OkAsync("PutItem", $$$$"""{"TableName":"{{{{table}}}}","Colour":"red","Item":{"id":{"S":"a"},"n":{"N":"1","Q":3}}}""");
    }

    [Fact]
    public async Task A_giant_body_is_refused()
    {
        var answer = await host.CallAsync("PutItem", $$$$"""{"TableName":"abc","Item":{"id":{"S":"{{{{new string('x', 17 * 1024 * 1024)}}}}"}}}""");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.Status);
        await host.AssertStillServesAsync();
    }

    [Fact]
    public async Task Deep_nesting_is_refused_as_such()
    {
        var table = await host.NewTableAsync();
        var deep = string.Concat(Enumerable.Repeat("""{"L":[""", 100)) + """{"S":"x"}""" + string.Concat(Enumerable.Repeat("]}", 100));
        (await host.CallAsync("PutItem", $$$$"""{"TableName":"{{{{table}}}}","Item":{"id":{"S":"a"},"d":{{{{deep}}}}}}"""))
            .AssertInvalid("Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit");
        var bottomless = string.Concat(Enumerable.Repeat("""{"L":[""", 100_000));
        (await host.CallAsync("PutItem", $$$$"""{"TableName":"{{{{table}}}}","Item":{"d":{{{{bottomless}}}}""")).AssertError(400, Serialization, null);
        await host.AssertStillServesAsync();
    }

    [Theory]
    [InlineData(null, "MissingAuthenticationTokenException", "Missing Authentication Token")]
    [InlineData("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/{DATE}/us-east-1/dynamodb/aws4_request, SignedHeaders=host;x-amz-date, Signature=00", "InvalidSignatureException", "The request signature we calculated does not match")]
    [InlineData("AWS4-HMAC-SHA256 Credential=NOBODY/{DATE}/us-east-1/dynamodb/aws4_request, SignedHeaders=host;x-amz-date, Signature=00", "UnrecognizedClientException", "The security token included in the request is invalid.")]
    [InlineData("stale AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20200101/us-east-1/dynamodb/aws4_request, SignedHeaders=host;x-amz-date, Signature=00", "InvalidSignatureException", "Signature expired: 20200101T000000Z is now earlier than")]
    public async Task Signatures_that_do_not_hold(string? authorization, string code, string message)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes("{}")) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.0");
        request.Headers.Add("X-Amz-Target", "DynamoDB_20120810.ListTables");
        if (authorization is not null)
        {
            var isStale = authorization.StartsWith("stale ", StringComparison.Ordinal);
            var now = TimeProvider.System.GetUtcNow();
            request.Headers.TryAddWithoutValidation("X-Amz-Date", isStale ? "20200101T000000Z" : now.ToString("yyyyMMdd'T'HHmmss'Z'", System.Globalization.CultureInfo.InvariantCulture));
            request.Headers.TryAddWithoutValidation(
                "Authorization", authorization[(isStale ? 6 : 0)..].Replace("{DATE}", now.ToString("yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal));
        }

        using var response = await host.Anonymous.SendAsync(request);
        var answer = await DynamoDbAnswer.ReadAsync(response);

        Assert.Equal((400, "com.amazon.coral.service#" + code), ((int)answer.Status, answer.Json.GetProperty("__type").GetString()));
        Assert.StartsWith(message, answer.Json.GetProperty("message").GetString(), StringComparison.Ordinal);
        await host.AssertStillServesAsync();
    }

    [Fact]
    public async Task Answers_carry_their_checksum()
    {
        var answer = await host.CallAsync("DescribeLimits", "{}");
        var expected = Convert.FromBase64String(Headrace.Wire.Checksums.Checksum.Compute(Headrace.Wire.Checksums.ChecksumAlgorithm.CRC32, Encoding.UTF8.GetBytes(answer.Body)));
        Assert.Equal(System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(expected), uint.Parse(answer.Crc32!, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Work_is_told_to_the_metrics()
    {
        var table = await host.NewTableAsync();
        await host.OkAsync("PutItem", $$$$"""{"TableName":"{{{{table}}}}","Item":{"id":{"S":"a"},"v":{"S":"{{{{new string('x', 2000)}}}}"}}}""");
        await host.OkAsync("Scan", $$"""{"TableName":"{{table}}"}""");
        await host.CallAsync("PutItem", $$$$"""{"TableName":"{{{{table}}}}","Item":{"id":{"S":"a"}},"ConditionExpression":"attribute_not_exists(id)"}""");
        var lines = host.Metrics.Lines.Where(line => line.StartsWith(table, StringComparison.Ordinal)).ToArray();
        Assert.Equal([$"{table}  wrote 2", $"{table} PutItem succeeded, no items", $"{table}  read 0.5", $"{table} Scan succeeded, 1 items", $"{table} condition failed"], lines);
    }
}
