using System.Text.Json;

namespace Headrace.Wire.Events;

/// <summary>One S3 event as a destination gets it.</summary>
/// <param name="EventName">Without <c>s3:</c>: <c>ObjectCreated:Put</c>.</param>
/// <param name="RequestId">Equal to the causing response's <c>x-amz-request-id</c>; <paramref name="HostId"/> to its <c>x-amz-id-2</c>.</param>
/// <param name="ConfigurationId">The id of the rule that matched.</param>
/// <param name="OwnerId">The bucket owner's principal id.</param>
/// <param name="Key">As the client named it, not encoded.</param>
/// <param name="Size">Bytes; null on removals.</param>
/// <param name="ETag">Unquoted; null where AWS leaves it out.</param>
/// <param name="VersionId">Null unless the bucket is or was versioned.</param>
/// <param name="Sequencer">18 upper-case hex digits that grow per key; null for events that do not change the object itself.</param>
/// <remarks>Field order as AWS: https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html</remarks>
public sealed record S3EventRecord(
    S3EventVersion Version, string Region, DateTimeOffset Time, string EventName, string PrincipalId, string SourceAddress, string RequestId, string HostId,
    string ConfigurationId, string Bucket, string OwnerId, string Key, long? Size, string? ETag, string? VersionId, string? Sequencer)
{
    /// <summary>The envelope with this one record, UTF-8: S3 sends records one by one.</summary>
    public byte[] ToJson() => WireJson.Write(writer =>
    {
        writer.WriteStartArray("Records");
        writer.WriteStartObject();
        Write(writer);
        writer.WriteEndObject();
        writer.WriteEndArray();
    });

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteString("eventVersion", Version.For(EventName));
        writer.WriteString("eventSource", "aws:s3");
        writer.WriteString("awsRegion", Region);
        writer.WriteString("eventTime", WireJson.Timestamp(Time));
        writer.WriteString("eventName", EventName);
        WriteIdentity(writer, "userIdentity", PrincipalId);
        writer.WriteStartObject("requestParameters");
        writer.WriteString("sourceIPAddress", SourceAddress);
        writer.WriteEndObject();
        writer.WriteStartObject("responseElements");
        writer.WriteString("x-amz-request-id", RequestId);
        writer.WriteString("x-amz-id-2", HostId);
        writer.WriteEndObject();
        writer.WriteStartObject("s3");
        writer.WriteString("s3SchemaVersion", "1.0");
        writer.WriteString("configurationId", ConfigurationId);
        writer.WriteStartObject("bucket");
        writer.WriteString("name", Bucket);
        WriteIdentity(writer, "ownerIdentity", OwnerId);
        writer.WriteString("arn", $"arn:aws:s3:::{Bucket}");
        writer.WriteEndObject();
        WriteObject(writer);
        writer.WriteEndObject();
    }

    private void WriteObject(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("object");
        writer.WriteString("key", S3EventKey.Encode(Key));
        if (Size is { } size)
        {
            writer.WriteNumber("size", size);
        }

        WriteOptional(writer, "eTag", ETag);
        WriteOptional(writer, "versionId", VersionId);
        WriteOptional(writer, "sequencer", Sequencer);
        writer.WriteEndObject();
    }

    private static void WriteIdentity(Utf8JsonWriter writer, string name, string principalId)
    {
        writer.WriteStartObject(name);
        writer.WriteString("principalId", principalId);
        writer.WriteEndObject();
    }

    private static void WriteOptional(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }
}
