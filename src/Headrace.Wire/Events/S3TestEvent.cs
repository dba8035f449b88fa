namespace Headrace.Wire.Events;

/// <summary>What S3 sends to a queue or topic when a configuration that names it is put. (Functions get a permission check instead.)</summary>
/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html</remarks>
public sealed record S3TestEvent(DateTimeOffset Time, string Bucket, string RequestId, string HostId)
{
    public byte[] ToJson() => WireJson.Write(writer =>
    {
        writer.WriteString("Service", "Amazon S3");
        writer.WriteString("Event", "s3:TestEvent");
        writer.WriteString(nameof(Time), WireJson.Timestamp(Time));
        writer.WriteString(nameof(Bucket), Bucket);
        writer.WriteString(nameof(RequestId), RequestId);
        writer.WriteString(nameof(HostId), HostId);
    });
}
