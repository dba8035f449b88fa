namespace Headrace.Bootstrap.Http;

/// <summary>The answer's body is longer than the caller's limit. It was not read to its end.</summary>
internal sealed class HttpBodyTooLargeException(long limit) : Exception($"The body is larger than {limit} bytes.")
{
    public long Limit { get; } = limit;
}
