namespace Headrace.Store;

/// <summary>A refusal that S3 has a code for: <paramref name="code"/> is the wire code (<c>NoSuchBucket</c>); <paramref name="details"/> its extra elements.</summary>
public sealed class StoreException(string code, string message, params KeyValuePair<string, string>[] details) : Exception(message)
{
    public string Code { get; } = code;

    public IReadOnlyList<KeyValuePair<string, string>> Details { get; } = details;
}
