using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Headrace.Gateway.DynamoDb.Shapes;
using Headrace.Tables;
using Headrace.Tables.Values;
using Headrace.Wire.Checksums;
using Microsoft.AspNetCore.Http;

namespace Headrace.Gateway.DynamoDb;

/// <summary>The DynamoDB API (2012-08-10, JSON 1.0).</summary>
/// <remarks>One operation is one file. <see href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB.html">AWS's reference</see>.</remarks>
public sealed class DynamoDbEndpoint(TableStore tables, ITableMetrics? metrics, TimeProvider time) : IServiceEndpoint
{
    private const string Target = "DynamoDB_20120810.";
    private const string ContentType = "application/x-amz-json-1.0";

    /// <summary>Deep enough for any item to be read and refused in AWS's words.</summary>
    private const int DeepestBody = 512;

    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public string ServiceName => "dynamodb";

    public BodyLimit? BodyLimit { get; } = BodyLimit.Of(16 * 1024 * 1024, "RequestEntityTooLargeException");

    public async Task HandleAsync(GatewayRequest request)
    {
        var started = time.GetTimestamp();
        DynamoDbCall? call = null;
        try
        {
            var operation = OperationOf(request);
            using var body = await ParseAsync(request);
            call = new DynamoDbCall(request, tables, metrics, time, operation.Name, body.RootElement);
            TypeCheck.Check(call.Input, operation.Input);
            ConstraintCheck.Check(call.Input, operation.Input);
            using var answer = new PooledBuffer();
            await using (var json = new Utf8JsonWriter(answer, WriterOptions))
            {
                await operation.Handle(call, json);
            }

            call.Succeeded(time.GetElapsedTime(started));
            await WriteAsync(request.Http, StatusCodes.Status200OK, answer.WrittenMemory);
        }
        catch (TablesException refused)
        {
            if (refused.Code != "ConditionalCheckFailedException")
            {
                metrics?.UserError(); // a condition that does not hold is counted elsewhere
            }

            await WriteAsync(request.Http, StatusCodes.Status400BadRequest, Encode(refused));
        }
        catch (DynamoDbException refused)
        {
            metrics?.UserError();
            await WriteAsync(request.Http, refused.Status, Encode(refused.Type, refused.Text));
        }
        catch (Exception failure) when (failure is not (WireException or OperationCanceledException))
        {
            call?.Failed();
            throw;
        }
    }

    /// <summary>The front door's errors: signatures, and what went wrong inside.</summary>
    public Task WriteErrorAsync(HttpContext http, WireException error, string requestId, string hostId)
    {
        var (type, status) = error.Code switch
        {
            "ServiceException" => ("com.amazonaws.dynamodb.v20120810#InternalServerError", error.Status),
            "RequestEntityTooLargeException" => ("com.amazon.coral.service#RequestEntityTooLargeException", error.Status),
            _ => ("com.amazon.coral.service#" + error.Code, StatusCodes.Status400BadRequest),
        };
        return WriteAsync(http, status, Encode(type, error.Message));
    }

    private static DynamoDbOperation OperationOf(GatewayRequest request)
    {
        if (!HttpMethods.IsPost(request.Http.Request.Method) || (request.Http.Request.ContentLength > 0 && !IsJson(request.Http.Request.ContentType)))
        {
            throw DynamoDbException.UnknownOperation();
        }

        string? target = request.Http.Request.Headers["X-Amz-Target"];
        if (target is null || !target.StartsWith(Target, StringComparison.Ordinal))
        {
            throw target?.StartsWith("DynamoDBStreams_", StringComparison.Ordinal) == true
                ? DynamoDbException.NotImplemented($"The operation {target}")
                : DynamoDbException.UnknownOperation();
        }

        var name = target[Target.Length..];
        return DynamoDbOperations.Find(name) ?? throw (DynamoDbOperations.IsKnown(name)
            ? DynamoDbException.NotImplemented($"The operation {name}")
            : DynamoDbException.UnknownOperation());
    }

    private static bool IsJson(string? contentType) => contentType?.Split(';')[0].Trim() is ContentType or "application/json";

    private static async Task<JsonDocument> ParseAsync(GatewayRequest request)
    {
        var body = await ReadAsync(request);
        try
        {
            if (Utf8.IsValid(body.Span))
            {
                var document = JsonDocument.Parse(body.IsEmpty ? "{}"u8.ToArray() : body, new JsonDocumentOptions { MaxDepth = DeepestBody });
                if (document.RootElement.ValueKind == JsonValueKind.Object && !HasBrokenEscapes(document, body.Span))
                {
                    return document;
                }

                document.Dispose();
            }
        }
        catch (JsonException)
        {
            // Said below, as AWS says it: without details.
        }

        throw DynamoDbException.Serialization(null);
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(GatewayRequest request)
    {
        if (request.Body is MemoryStream { Position: 0 } whole && whole.TryGetBuffer(out var bytes))
        {
            return bytes;
        }

        using var copy = new MemoryStream((int)(request.BodyLength ?? 0));
        await request.Body.CopyToAsync(copy, request.Aborted);
        return copy.ToArray();
    }

    /// <summary>A lone surrogate can be written as an escape and means nothing.</summary>
    private static bool HasBrokenEscapes(JsonDocument document, ReadOnlySpan<byte> body)
    {
        if (body.IndexOf("\\u"u8) < 0)
        {
            return false;
        }

        try
        {
            ReadStrings(document.RootElement);
            return false;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }

    private static void ReadStrings(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.String:
                json.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var element in json.EnumerateArray())
                {
                    ReadStrings(element);
                }

                break;
            case JsonValueKind.Object:
                foreach (var member in json.EnumerateObject())
                {
                    _ = member.Name;
                    ReadStrings(member.Value);
                }

                break;
        }
    }

    private static ReadOnlyMemory<byte> Encode(string type, string? message) => Encode(json =>
    {
        json.WriteString("__type", type);
        if (message is not null)
        {
            // The older errors of the framework spell it with a capital; SDKs read either.
            json.WriteString(type.EndsWith("#SerializationException", StringComparison.Ordinal) || type.EndsWith("#AccessDeniedException", StringComparison.Ordinal) ? "Message" : "message", message);
        }
    });

    private static ReadOnlyMemory<byte> Encode(TablesException refused) => Encode(json =>
    {
        json.WriteString("__type", (refused.Code == TablesErrors.Validation ? "com.amazon.coral.validate#" : "com.amazonaws.dynamodb.v20120810#") + refused.Code);
        json.WriteString(refused.Reasons is null ? "message" : "Message", refused.Message);
        if (refused.Item is { } item)
        {
            json.WritePropertyName("Item");
            ItemJson.Write(json, item);
        }

        if (refused.Reasons is { } reasons)
        {
            json.WriteStartArray("CancellationReasons");
            foreach (var reason in reasons)
            {
                json.WriteStartObject();
                json.WriteString("Code", reason.Code);
                if (reason.Message is { } message)
                {
                    json.WriteString("Message", message);
                }

                if (reason.Item is { } failed)
                {
                    json.WritePropertyName("Item");
                    ItemJson.Write(json, failed);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
        }
    });

    private static ReadOnlyMemory<byte> Encode(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, WriterOptions))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static async Task WriteAsync(HttpContext http, int status, ReadOnlyMemory<byte> body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = ContentType;
        http.Response.ContentLength = body.Length;
        http.Response.Headers["x-amz-crc32"] = Crc32(body.Span).ToString(CultureInfo.InvariantCulture);
        await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }

    /// <summary>Older SDKs check it.</summary>
    private static uint Crc32(ReadOnlySpan<byte> body)
    {
        Span<byte> value = stackalloc byte[sizeof(uint)];
        Convert.TryFromBase64String(Checksum.Compute(ChecksumAlgorithm.CRC32, body), value, out _);
        return BinaryPrimitives.ReadUInt32BigEndian(value);
    }
}
