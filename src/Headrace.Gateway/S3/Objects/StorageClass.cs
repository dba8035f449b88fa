namespace Headrace.Gateway.S3.Objects;

/// <summary>Storage classes: names that are kept and given back; the bytes lie in the same place.</summary>
internal static class StorageClass
{
    public const string Standard = "STANDARD";

    private const string HeaderName = "x-amz-storage-class";

    /// <exception cref="WireException">InvalidStorageClass.</exception>
    public static string Read(S3Request request) => Check(request.Header(HeaderName));

    /// <exception cref="WireException">InvalidStorageClass.</exception>
    public static string Check(string? name) => name switch
    {
        null => Standard,
        Standard or "REDUCED_REDUNDANCY" or "STANDARD_IA" or "ONEZONE_IA" or "INTELLIGENT_TIERING" or "GLACIER" or "DEEP_ARCHIVE" or "GLACIER_IR" => name,
        _ => throw S3Error.Of("InvalidStorageClass", new KeyValuePair<string, string>("StorageClassRequested", name)),
    };

    /// <summary>Whether the bytes would have to be restored before they can be read.</summary>
    public static bool IsArchived(string name) => name is "GLACIER" or "DEEP_ARCHIVE";
}
