using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using Headrace.Cli.Logs;
using Headrace.Wire.Signing;

namespace Headrace.Cli.Demo;

/// <summary>The calls of the public S3 and Lambda APIs that a demo needs.</summary>
internal sealed class DemoClient(Uri endpoint, AwsCredentials credentials) : IDisposable
{
    private readonly SignedHttpClient _http = new(endpoint, credentials);

    public Task CreateBucketAsync(string bucket, CancellationToken cancellationToken) => SendAsync("s3", HttpMethod.Put, $"/{bucket}", null, cancellationToken);

    /// <summary>A built-in function: its package needs no code, only to be a package.</summary>
    public Task CreateFunctionAsync(string name, string handler, int memorySize, int timeout, JsonObject variables, CancellationToken cancellationToken) =>
        SendAsync("lambda", HttpMethod.Post, "/2015-03-31/functions", Json(new JsonObject
        {
            ["FunctionName"] = name,
            ["Runtime"] = "dotnet10",
            ["Handler"] = handler,
            ["Role"] = "arn:aws:iam::000000000000:role/LabRole",
            ["MemorySize"] = memorySize,
            ["Timeout"] = timeout,
            ["Environment"] = new JsonObject { ["Variables"] = variables },
            ["Code"] = new JsonObject { ["ZipFile"] = Convert.ToBase64String(SmallestPackage()) },
        }), cancellationToken);

    public Task AllowBucketAsync(string function, string bucket, CancellationToken cancellationToken) =>
        SendAsync("lambda", HttpMethod.Post, $"/2015-03-31/functions/{function}/policy", Json(new JsonObject
        {
            ["StatementId"] = "upload",
            ["Action"] = "lambda:InvokeFunction",
            ["Principal"] = "s3.amazonaws.com",
            ["SourceArn"] = $"arn:aws:s3:::{bucket}",
            ["SourceAccount"] = credentials.AccessKeyId,
        }), cancellationToken);

    /// <summary>No retries: an image that cannot be read will not be readable in a minute. Its record goes to a bucket.</summary>
    public Task SendFailuresToAsync(string function, string bucket, CancellationToken cancellationToken) =>
        SendAsync("lambda", HttpMethod.Put, $"/2019-09-25/functions/{function}/event-invoke-config", Json(new JsonObject
        {
            ["MaximumRetryAttempts"] = 0,
            ["DestinationConfig"] = new JsonObject { ["OnFailure"] = new JsonObject { ["Destination"] = $"arn:aws:s3:::{bucket}" } },
        }), cancellationToken);

    /// <summary>A function URL that anybody may ask.</summary>
    public async Task<Uri> OpenUrlAsync(string function, CancellationToken cancellationToken)
    {
        await SendAsync("lambda", HttpMethod.Post, $"/2015-03-31/functions/{function}/policy", Json(new JsonObject
        {
            ["StatementId"] = "everybody",
            ["Action"] = "lambda:InvokeFunctionUrl",
            ["Principal"] = "*",
            ["FunctionUrlAuthType"] = "NONE",
        }), cancellationToken);
        using var response = await CheckedAsync(
            "lambda", HttpMethod.Post, $"/2021-10-31/functions/{function}/url", Json(new JsonObject { ["AuthType"] = "NONE" }), cancellationToken);
        return new Uri((string)JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken))!["FunctionUrl"]!);
    }

    /// <param name="key">The one attribute of the key, a text.</param>
    public async Task CreateTableAsync(string table, string key, CancellationToken cancellationToken)
    {
        using var created = await TableAsync("CreateTable", new JsonObject
        {
            ["TableName"] = table,
            ["KeySchema"] = new JsonArray(new JsonObject { ["AttributeName"] = key, ["KeyType"] = "HASH" }),
            ["AttributeDefinitions"] = new JsonArray(new JsonObject { ["AttributeName"] = key, ["AttributeType"] = "S" }),
            ["BillingMode"] = "PAY_PER_REQUEST",
        }, cancellationToken);
    }

    /// <summary>One operation of DynamoDB, as its JSON protocol has it.</summary>
    public async Task<JsonDocument> TableAsync(string operation, JsonObject input, CancellationToken cancellationToken)
    {
        using var content = Bytes(Encoding.UTF8.GetBytes(input.ToJsonString()), "application/x-amz-json-1.0");
        using var response = await CheckedAsync("dynamodb", HttpMethod.Post, "/", content, cancellationToken, KeyValuePair.Create("X-Amz-Target", $"DynamoDB_20120810.{operation}"));
        return await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancellationToken), default, cancellationToken);
    }

    public Task RunOnUploadAsync(string bucket, string functionArn, CancellationToken cancellationToken) =>
        SendAsync("s3", HttpMethod.Put, $"/{bucket}?notification", Bytes(Encoding.UTF8.GetBytes($"""
            <NotificationConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><CloudFunctionConfiguration><Id>upload</Id><CloudFunction>{functionArn}</CloudFunction><Event>s3:ObjectCreated:*</Event></CloudFunctionConfiguration></NotificationConfiguration>
            """), "application/xml"), cancellationToken);

    public Task PutObjectAsync(string bucket, string key, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        SendAsync("s3", HttpMethod.Put, SignedHttpClient.ObjectPath(bucket, key), Bytes(body, "application/octet-stream"), cancellationToken);

    public async Task<byte[]> GetObjectAsync(string bucket, string key, CancellationToken cancellationToken)
    {
        using var response = await CheckedAsync("s3", HttpMethod.Get, SignedHttpClient.ObjectPath(bucket, key), null, cancellationToken);
        return await response.Content.ReadAsByteArrayAsync(cancellationToken);
    }

    /// <summary>One page (1,000) of keys after a key, in order.</summary>
    public async Task<IReadOnlyList<string>> ListKeysAsync(string bucket, string? after, CancellationToken cancellationToken)
    {
        var target = $"/{bucket}?encoding-type=url&list-type=2{(after is null ? "" : $"&start-after={Uri.EscapeDataString(after)}")}";
        using var response = await CheckedAsync("s3", HttpMethod.Get, target, null, cancellationToken);
        using var xml = XmlReader.Create(
            await response.Content.ReadAsStreamAsync(cancellationToken), new XmlReaderSettings { Async = true, DtdProcessing = DtdProcessing.Prohibit });
        var keys = new List<string>();
        while (await xml.ReadAsync())
        {
            while (xml is { NodeType: XmlNodeType.Element, LocalName: "Key" })
            {
                keys.Add(WebUtility.UrlDecode(await xml.ReadElementContentAsStringAsync()));
            }
        }

        return keys;
    }

    /// <summary>A function's whole log, line by line, on all its streams.</summary>
    public async Task<IReadOnlyList<string>> ReadLogAsync(string function, CancellationToken cancellationToken)
    {
        var messages = new List<string>();
        await foreach (var line in new LogReader(FilterLogEventsAsync).ReadAsync($"/aws/lambda/{function}", 0, cancellationToken))
        {
            messages.Add(line.Message);
        }

        return messages;
    }

    private async Task<JsonDocument?> FilterLogEventsAsync(JsonObject input, CancellationToken cancellationToken)
    {
        using var response = await CheckedAsync(
            "logs", HttpMethod.Post, "/", Json(input), cancellationToken, KeyValuePair.Create("X-Amz-Target", LogReader.Operation));
        return await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancellationToken), default, cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private static byte[] SmallestPackage()
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = new StreamWriter(zip.CreateEntry("README").Open());
            entry.Write("The handler is built in.\n");
        }

        return bytes.ToArray();
    }

    private static ReadOnlyMemoryContent Json(JsonObject document) => Bytes(Encoding.UTF8.GetBytes(document.ToJsonString()), "application/json");

    private static ReadOnlyMemoryContent Bytes(ReadOnlyMemory<byte> bytes, string contentType)
    {
        var content = new ReadOnlyMemoryContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        return content;
    }

    private async Task SendAsync(string service, HttpMethod method, string target, HttpContent? content, CancellationToken cancellationToken)
    {
        using var response = await CheckedAsync(service, method, target, content, cancellationToken);
    }

    private async Task<HttpResponseMessage> CheckedAsync(
        string service, HttpMethod method, string target, HttpContent? content, CancellationToken cancellationToken,
        params KeyValuePair<string, string>[] headers)
    {
        var response = await _http.SendAsync(service, method, target, content, headers, cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw new CommandException($"{method} {target} answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(cancellationToken)}");
        }
    }
}
