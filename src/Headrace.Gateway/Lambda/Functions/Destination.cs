using Headrace.Wire.Lambda;

namespace Headrace.Gateway.Lambda.Functions;

/// <summary>Where an asynchronous invocation's outcome can go in this engine: a function or a bucket.</summary>
internal static class Destination
{
    public static bool IsDeliverable(string arn) => IsFunction(arn) || IsBucket(arn);

    public static bool IsFunction(string arn) =>
        arn.StartsWith("arn:aws:lambda:", StringComparison.Ordinal) && FunctionReference.Parse(arn) is { AccountId: not null, Region: not null };

    public static bool IsBucket(string arn) => arn.StartsWith("arn:aws:s3:::", StringComparison.Ordinal);
}
