namespace Headrace.Bootstrap.Preprocess;

/// <summary>What an S3 event names. No version: events may come late or in another order, and the newest bytes under the key are what the output shall show.</summary>
internal readonly record struct S3Object(string Bucket, string Key)
{
    public override string ToString() => $"{Bucket}/{Key}";
}
