namespace Headrace.Gateway.Http;

/// <summary>What a host name says besides where to connect: a bucket, a function URL, or a deployed API.</summary>
internal static class VirtualHost
{
    private static readonly string[] Domains = ["localhost", "localhost.localstack.cloud", "amazonaws.com"];

    /// <summary>
    /// The bucket in <c>bucket.localhost</c>, <c>bucket.s3.localhost</c>, <c>bucket.s3.us-east-1.localhost</c>, <c>bucket.s3.localhost.localstack.cloud</c>,
    /// <c>bucket.s3.amazonaws.com</c>, <c>bucket.s3-eu-west-1.amazonaws.com</c>; null where the host names none. A bucket's name may have dots.
    /// </summary>
    /// <param name="host">Without the port.</param>
    public static string? BucketOf(string host)
    {
        foreach (string domain in Domains)
        {
            if (host.Length > domain.Length + 1 && host.EndsWith(domain, StringComparison.OrdinalIgnoreCase) && host[^(domain.Length + 1)] == '.')
            {
                string name = host[..^(domain.Length + 1)];
                int service = ServiceLabel(name);
                if (service >= 0)
                {
                    return service == 0 ? null : name[..(service - 1)].ToLowerInvariant();
                }

                if (domain == "localhost" && !name.Equals("localhost.localstack.cloud", StringComparison.OrdinalIgnoreCase))
                {
                    return name.ToLowerInvariant();
                }
            }
        }

        return null;
    }

    /// <summary>Whether the host is a function URL's: <c>{id}.lambda-url.{region}.localhost</c> (or <c>.on.aws</c>).</summary>
    public static bool IsFunctionUrl(string host) => HasSecondLabel(host, ".lambda-url.");

    /// <summary>Whether the host is an API's: <c>{id}.execute-api.localhost</c>, <c>{id}.execute-api.{region}.amazonaws.com</c>.</summary>
    public static bool IsApi(string host) => HasSecondLabel(host, ".execute-api.");

    private static bool HasSecondLabel(string host, string label)
    {
        int first = host.IndexOf('.', StringComparison.Ordinal);
        return first > 0 && host.AsSpan(first).StartsWith(label, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Where the label <c>s3</c> (or <c>s3-region</c>) starts, if only a region may follow it; else -1.</summary>
    private static int ServiceLabel(string name)
    {
        int last = name.LastIndexOf('.') + 1;
        if (IsS3(name.AsSpan(last)) || name.AsSpan(last).StartsWith("s3-", StringComparison.OrdinalIgnoreCase))
        {
            return last;
        }

        int beforeLast = last == 0 ? -1 : name.LastIndexOf('.', last - 2) + 1;
        return beforeLast >= 0 && IsS3(name.AsSpan(beforeLast, last - 1 - beforeLast)) && name.AsSpan(last).Contains('-') ? beforeLast : -1;
    }

    private static bool IsS3(ReadOnlySpan<char> label) => label.Equals("s3", StringComparison.OrdinalIgnoreCase);
}
