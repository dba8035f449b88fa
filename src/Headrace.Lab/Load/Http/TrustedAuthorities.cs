using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Headrace.Lab.Load.Http;

/// <summary>The certificate authorities that TLS connections trust, in place of the system's: a PEM file, as the AWS tools take one in <c>AWS_CA_BUNDLE</c>.</summary>
public sealed class TrustedAuthorities
{
    private readonly X509Certificate2Collection _certificates = [];

    private TrustedAuthorities()
    {
    }

    /// <param name="file">One or more certificates; a server's own may be among them.</param>
    /// <exception cref="LabException">It cannot be read, or holds none.</exception>
    public static TrustedAuthorities Read(string file)
    {
        var trusted = new TrustedAuthorities();
        try
        {
            trusted._certificates.ImportFromPemFile(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new LabException($"{file} cannot be read: {failure.Message}", failure);
        }

        return trusted._certificates.Count > 0 ? trusted : throw new LabException($"{file} holds no certificate: it must be a PEM file");
    }

    /// <param name="host">Whose name or address the certificate must have; null: the caller says.</param>
    /// <param name="trusted">Null: the system's.</param>
    internal static SslClientAuthenticationOptions OptionsFor(string? host, TrustedAuthorities? trusted)
    {
        var options = new SslClientAuthenticationOptions { TargetHost = host };
        if (trusted is not null)
        {
            options.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(trusted._certificates);
        }

        return options;
    }
}
