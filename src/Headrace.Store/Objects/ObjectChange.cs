using Headrace.Ledger;

namespace Headrace.Store.Objects;

/// <summary>What an event says of the request that caused it.</summary>
/// <param name="RequestId">The <c>x-amz-request-id</c> that the response carries.</param>
/// <param name="HostId">The <c>x-amz-id-2</c> that the response carries.</param>
/// <param name="PrincipalId">The caller, as <c>userIdentity.principalId</c>.</param>
/// <param name="SourceAddress">The caller's IP address.</param>
/// <param name="TraceId">The caller's <c>X-Amzn-Trace-Id</c>, or null: it tells a function's own uploads from everybody else's.</param>
public sealed record ChangeOrigin(string RequestId, string HostId, string PrincipalId, string SourceAddress, string? TraceId = null);

/// <summary>One change of one object, as it is being committed.</summary>
/// <param name="EventName">Without <c>s3:</c>, for example <c>ObjectCreated:Put</c>.</param>
/// <param name="Size">Null on removals.</param>
/// <param name="ETag">Unquoted; null on delete markers and removals.</param>
/// <param name="VersionId">Null unless the bucket is or was versioned.</param>
/// <param name="Sequencer">18 upper-case hex digits, growing per key.</param>
public sealed record ObjectChange(
    string EventName, string Bucket, string BucketRegion, string Key, long? Size, string? ETag, string? VersionId, string Sequencer,
    DateTimeOffset Time, ChangeOrigin Origin);

/// <summary>Hears of every change inside the transaction that makes it, so that its events are committed with it.</summary>
public interface IObjectChangeSink
{
    void OnChange(LedgerTransaction transaction, ObjectChange change);

    /// <summary>The bucket is being deleted: what hangs on it (notification rules) goes with it.</summary>
    void OnBucketDeleted(LedgerTransaction transaction, string bucket);
}
