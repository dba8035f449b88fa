using System.Globalization;

namespace Headrace.Bootstrap.Runtime;

/// <summary>A function's environment. A variable that is empty is as one that is not set; one that makes no sense is named.</summary>
internal readonly struct Variables(Func<string, string?> read)
{
    /// <summary>Null where it is not set.</summary>
    public string? this[string name] => read(name) is { Length: > 0 } value ? value : null;

    /// <exception cref="HandlerException">BadConfiguration: not a whole number, or out of bounds.</exception>
    public long Whole(string name, long otherwise, long least, long most) => this[name] is not { } text ? otherwise
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most ? value
        : throw Bad(name, text, $"a whole number from {least} to {most}");

    /// <exception cref="HandlerException">BadConfiguration: not a number, or out of bounds.</exception>
    public double Number(string name, double otherwise, double least, double most) => this[name] is not { } text ? otherwise
        : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most ? value
        : throw Bad(name, text, string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}"));

    /// <summary><c>AWS_REGION</c>, else <c>AWS_DEFAULT_REGION</c>, else us-east-1.</summary>
    public string Region => this["AWS_REGION"] ?? this["AWS_DEFAULT_REGION"] ?? "us-east-1";

    /// <summary>Where a service is, as every AWS SDK finds it: <c>AWS_ENDPOINT_URL_S3</c>, else <c>AWS_ENDPOINT_URL</c>, else the region's own.</summary>
    /// <param name="service">S3 or DYNAMODB.</param>
    /// <exception cref="HandlerException">BadConfiguration: what stands there is no address.</exception>
    public Uri Endpoint(string service)
    {
        foreach (var name in (ReadOnlySpan<string>)[$"AWS_ENDPOINT_URL_{service}", "AWS_ENDPOINT_URL"])
        {
            if (this[name] is { } text)
            {
                return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
                    ? address
                    : throw Bad(name, text, "an address such as http://127.0.0.1:4566");
            }
        }

        return new Uri($"https://{service.ToLowerInvariant()}.{Region}.amazonaws.com");
    }

    public static HandlerException Bad(string name, string value, string wanted) => new("BadConfiguration", $"{name} is '{value}': it is {wanted}");
}
