using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Headrace.Bootstrap.Http;
using Headrace.Bootstrap.Runtime;
using Headrace.Bootstrap.S3;
using Headrace.Wire.Signing;

namespace Headrace.Bootstrap.Tables;

/// <summary>Puts items into DynamoDB tables over one kept connection, with Signature Version 4. For one thread.</summary>
/// <remarks>As the S3 client beside it: synchronous, on the bootstrap's own connection. What AWS's SDK would cost instead stands in docs/spec-gauge.md.</remarks>
internal sealed class TableClient(Uri endpoint, RequestSigner signer) : IDisposable
{
    private const int MaximumAnswer = 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(800)];

    private readonly HttpConnection connection = new(HttpOrigin.Of(endpoint), Patience);
    private readonly string authority = endpoint.IsDefaultPort ? endpoint.IdnHost : $"{endpoint.IdnHost}:{endpoint.Port}";
    private readonly ArrayBufferWriter<byte> body = new();

    /// <summary>PutItem: replaces an item with the same key. Throttled, or while the connection is broken, it is tried again.</summary>
    /// <param name="attributes">Writes the item's attributes, as <c>"name": {"S": "value"}</c>.</param>
    /// <exception cref="HandlerException">DynamoDB's refusal, under its own code; or TableUnreachable.</exception>
    public void Put(string table, Action<ItemWriter> attributes)
    {
        body.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("TableName"u8, table);
            json.WriteStartObject("Item"u8);
            attributes(new ItemWriter(json));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        for (var attempt = 0; ; attempt++)
        {
            try
            {
                var reply = connection.Exchange(Head("DynamoDB_20120810.PutItem"), body.WrittenSpan, MaximumAnswer);
                if (reply.IsSuccess)
                {
                    return;
                }

                var (code, message) = Refusal(reply);
                if (attempt == Pauses.Length || !(reply.Status >= 500 || code is "ThrottlingException" or "ProvisionedThroughputExceededException" or "RequestLimitExceeded"))
                {
                    throw new HandlerException(code, $"PutItem {table}: {reply.Status} {code}: {message}");
                }
            }
            catch (HttpConnectionException exception)
            {
                if (attempt == Pauses.Length)
                {
                    throw new HandlerException("TableUnreachable", $"PutItem {table}: {exception.Message}", exception);
                }
            }

            using var never = new ManualResetEventSlim();
            never.Wait(Pauses[attempt] * (0.5 + (0.5 * Random.Shared.NextDouble()))); // not all environments at the same moment
        }
    }

    public void Dispose() => connection.Dispose();

    private byte[] Head(string operation)
    {
        var headers = new Dictionary<string, string>(8, StringComparer.OrdinalIgnoreCase)
        {
            ["Host"] = authority,
            ["Content-Type"] = "application/x-amz-json-1.0",
            ["X-Amz-Target"] = operation,
            ["Content-Length"] = body.WrittenCount.ToString(CultureInfo.InvariantCulture),
        };
        if (Environment.GetEnvironmentVariable(S3Client.TraceVariable) is { Length: > 0 } trace)
        {
            headers["X-Amzn-Trace-Id"] = trace;
        }

        signer.SignHeaders("dynamodb", "POST", "/", headers, Convert.ToHexStringLower(SHA256.HashData(body.WrittenSpan)));
        var head = new StringBuilder(1024).Append("POST / HTTP/1.1\r\n");
        foreach (var (name, value) in headers)
        {
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        return Encoding.ASCII.GetBytes(head.Append("\r\n").ToString());
    }

    /// <summary><c>{"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","message":"…"}</c></summary>
    private static (string Code, string Message) Refusal(HttpReply reply)
    {
        try
        {
            using var document = JsonDocument.Parse(reply.Body);
            var type = document.RootElement.TryGetProperty("__type", out var named) ? named.GetString() : null;
            var message = document.RootElement.TryGetProperty("message", out var lower) || document.RootElement.TryGetProperty("Message", out lower) ? lower.GetString() : null;
            return (type?[(type.LastIndexOf('#') + 1)..] ?? $"Http{reply.Status}", message ?? "no reason given");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return ($"Http{reply.Status}", "no reason given");
        }
    }
}
