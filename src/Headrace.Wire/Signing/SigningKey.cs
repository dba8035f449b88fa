using System.Security.Cryptography;
using System.Text;

namespace Headrace.Wire.Signing;

/// <summary>The key that signs one day's requests of one key pair to one service in one region. Deriving it costs four HMACs: keep it.</summary>
/// <remarks>HMAC(HMAC(HMAC(HMAC("AWS4" + secret, date), region), service), "aws4_request")</remarks>
public sealed class SigningKey
{
    private readonly byte[] _key = new byte[SHA256.HashSizeInBytes];
    private readonly byte[] _scopeText;

    public SigningKey(AwsCredentials credentials, CredentialScope scope)
    {
        Credentials = credentials;
        Scope = scope;
        _scopeText = Encoding.UTF8.GetBytes(scope.ToString());
        HMACSHA256.HashData(Encoding.UTF8.GetBytes("AWS4" + credentials.SecretAccessKey), Encoding.UTF8.GetBytes(scope.Date), _key);
        HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(scope.Region), _key);
        HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(scope.Service), _key);
        HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(CredentialScope.Terminator), _key);
    }

    public AwsCredentials Credentials { get; }

    public CredentialScope Scope { get; }

    /// <summary>Signs any text: a browser form's policy.</summary>
    /// <param name="signature">32 bytes.</param>
    public void Sign(ReadOnlySpan<byte> stringToSign, Span<byte> signature) => HMACSHA256.HashData(_key, stringToSign, signature);

    /// <summary>Signs algorithm, timestamp, scope and what follows them, joined by line feeds.</summary>
    /// <param name="rest">The lines after the scope.</param>
    internal void Sign(ReadOnlySpan<byte> algorithm, string timestamp, ReadOnlySpan<byte> rest, Span<byte> signature)
    {
        var text = new Utf8Builder(stackalloc byte[512]);
        try
        {
            WriteStringToSign(ref text, algorithm, timestamp, rest);
            Sign(text.Written, signature);
        }
        finally
        {
            text.Dispose();
        }
    }

    internal string StringToSign(ReadOnlySpan<byte> algorithm, string timestamp, ReadOnlySpan<byte> rest)
    {
        var text = new Utf8Builder(stackalloc byte[512]);
        try
        {
            WriteStringToSign(ref text, algorithm, timestamp, rest);
            return text.ToString();
        }
        finally
        {
            text.Dispose();
        }
    }

    private void WriteStringToSign(ref Utf8Builder to, ReadOnlySpan<byte> algorithm, string timestamp, ReadOnlySpan<byte> rest)
    {
        to.Append(algorithm);
        to.Append((byte)'\n');
        to.Append(timestamp);
        to.Append((byte)'\n');
        to.Append(_scopeText);
        to.Append((byte)'\n');
        to.Append(rest);
    }
}
