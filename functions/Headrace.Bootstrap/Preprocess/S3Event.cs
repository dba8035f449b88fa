using System.Text.Json;
using Headrace.Bootstrap.Runtime;
using Headrace.Wire.Events;

namespace Headrace.Bootstrap.Preprocess;

/// <summary>Reads the objects that an S3 event says were created.</summary>
internal static class S3Event
{
    /// <exception cref="HandlerException">Not an S3 event.</exception>
    public static List<S3Object> Created(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var objects = new List<S3Object>();
            foreach (var record in document.RootElement.GetProperty("Records").EnumerateArray())
            {
                if (!record.TryGetProperty("eventName", out var name) || name.GetString()?.StartsWith("ObjectCreated:", StringComparison.Ordinal) != false)
                {
                    var s3 = record.GetProperty("s3");
                    objects.Add(new S3Object(
                        s3.GetProperty("bucket").GetProperty("name").GetString()!,
                        S3EventKey.Decode(s3.GetProperty("object").GetProperty("key").GetString()!)));
                }
            }

            return objects;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new HandlerException("NotAnS3Event", "the event is not an S3 event: Records[].s3.bucket.name and .object.key are missing", exception);
        }
    }
}
