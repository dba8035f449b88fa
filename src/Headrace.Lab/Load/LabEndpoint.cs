using Headrace.Lab.Load.Http;
using Headrace.Wire.Signing;

namespace Headrace.Lab.Load;

/// <summary>Whose AWS services a run speaks to, and with which keys.</summary>
public sealed record LabEndpoint(Uri Url, AwsCredentials Credentials, string Region)
{
    /// <summary>Null: the system's.</summary>
    public TrustedAuthorities? Trusted { get; init; }

    /// <summary>For calls beside the measured path.</summary>
    public SignedHttpClient Connect(TimeProvider time) => Trusted is null
        ? new SignedHttpClient(Url, Credentials, Region, time)
        : new SignedHttpClient(Url, Credentials, Region, time, new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            SslOptions = TrustedAuthorities.OptionsFor(null, Trusted),
        });
}
