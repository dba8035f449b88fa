namespace Headrace.Store.Buckets;

public enum VersioningState
{
    /// <summary>Never enabled.</summary>
    Unversioned,
    Enabled,
    Suspended,
}

public sealed record Bucket(string Name, string Region, DateTimeOffset CreatedAt, VersioningState Versioning);
