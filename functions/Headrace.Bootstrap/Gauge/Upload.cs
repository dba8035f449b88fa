using System.Globalization;
using System.Text.Json;
using Headrace.Bootstrap.Preprocess;
using Headrace.Bootstrap.Runtime;
using Headrace.Wire.Events;

namespace Headrace.Bootstrap.Gauge;

/// <summary>A picture that an S3 event says was uploaded, and when the event says so (UTC).</summary>
internal readonly record struct Upload(S3Object Source, DateTime EventTime)
{
    /// <summary>The last part of the key.</summary>
    public string Name => Source.Key[(Source.Key.LastIndexOf('/') + 1)..];

    /// <exception cref="HandlerException">Not an S3 event.</exception>
    public static List<Upload> Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var uploads = new List<Upload>();
            foreach (var record in document.RootElement.GetProperty("Records").EnumerateArray())
            {
                if (record.TryGetProperty("eventName", out var name) && name.GetString()?.StartsWith("ObjectCreated:", StringComparison.Ordinal) == false)
                {
                    continue;
                }

                var s3 = record.GetProperty("s3");
                uploads.Add(new Upload(
                    new S3Object(s3.GetProperty("bucket").GetProperty("name").GetString()!, S3EventKey.Decode(s3.GetProperty("object").GetProperty("key").GetString()!)),
                    record.GetProperty("eventTime").GetDateTimeOffset().UtcDateTime));
            }

            return uploads;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new HandlerException("NotAnS3Event", "the event is not an S3 event: Records[].eventTime, .s3.bucket.name and .s3.object.key are missing", exception);
        }
    }

    public string EventTimeText => EventTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
