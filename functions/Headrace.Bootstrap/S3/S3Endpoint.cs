namespace Headrace.Bootstrap.S3;

/// <summary>Where S3 is and who asks: the environment's endpoint and credentials, as every AWS SDK reads them.</summary>
internal static class S3Endpoint
{
    /// <summary><c>AWS_ENDPOINT_URL_S3</c>, else <c>AWS_ENDPOINT_URL</c>, else the region's own.</summary>
    public static Uri Address(Func<string, string?> variable) =>
        new(NonEmpty(variable("AWS_ENDPOINT_URL_S3")) ?? NonEmpty(variable("AWS_ENDPOINT_URL")) ?? $"https://s3.{Region(variable)}.amazonaws.com");

    public static string Region(Func<string, string?> variable) =>
        NonEmpty(variable("AWS_REGION")) ?? NonEmpty(variable("AWS_DEFAULT_REGION")) ?? "us-east-1";

    private static string? NonEmpty(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
