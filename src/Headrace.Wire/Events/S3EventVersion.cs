namespace Headrace.Wire.Events;

/// <summary>The version that S3 event records say they have.</summary>
/// <remarks>
/// Until 2.3 each family of events had its own (2.1; tagging, ACL, lifecycle and tiering 2.3), as recorded from AWS in January 2025; since 2.4
/// all share one. 2.5 is the newest that AWS documents. Consumers compare the major part for equality and the minor part with &gt;=.
/// </remarks>
public sealed record S3EventVersion
{
    public static readonly S3EventVersion Newest = new("2.5");

    private readonly string _value;

    private S3EventVersion(string value) => _value = value;

    /// <summary>Null unless it is 2.1, 2.2, 2.3 (the three mean the versions by family), 2.4 or 2.5.</summary>
    public static S3EventVersion? Parse(string value) => value is "2.1" or "2.2" or "2.3" or "2.4" or "2.5" ? new S3EventVersion(value) : null;

    /// <param name="eventName">With or without <c>s3:</c>.</param>
    public string For(string eventName) => _value switch
    {
        "2.4" or "2.5" => _value,
        _ => S3EventName.Family(eventName) switch
        {
            "ObjectTagging" or "ObjectAcl" or "LifecycleExpiration" or "LifecycleTransition" or "IntelligentTiering" => "2.3",
            "Replication" => "2.2",
            _ => "2.1",
        },
    };

    public override string ToString() => _value;
}
