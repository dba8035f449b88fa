namespace Headrace.Store.Buckets;

/// <summary>A bucket with the number its rows know it by. Numbers are never used twice.</summary>
internal sealed record BucketRow(long Id, Bucket Bucket);
