using System.Security.Cryptography;
using System.Text;
using Headrace.Wire.Signing;

namespace Headrace.Gateway.S3.Forms;

/// <summary>Verifies a form that signs its policy (Signature Version 4).</summary>
/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-authentication-HTTPPOST.html</remarks>
internal static class PostSignature
{
    private static readonly string[] SignatureFields = ["policy", "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Signature"];

    /// <summary>Whether the form claims to be signed at all.</summary>
    public static bool IsClaimed(PostForm form) => SignatureFields.Any(form.Fields.ContainsKey) || form.Fields.ContainsKey("AWSAccessKeyId");

    /// <exception cref="WireException">InvalidRequest, InvalidArgument, AuthorizationQueryParametersError, InvalidAccessKeyId, SignatureDoesNotMatch.</exception>
    public static void Verify(PostForm form, KeyRing keys)
    {
        if (form.Fields.ContainsKey("AWSAccessKeyId"))
        {
            throw S3Error.InvalidRequest("The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.");
        }

        var policy = form.Required("policy");
        var algorithm = form.Required("X-Amz-Algorithm");
        var credential = form.Required("X-Amz-Credential");
        var date = form.Required("X-Amz-Date");
        var signature = form.Required("X-Amz-Signature");
        var parts = credential.Split('/');
        if (algorithm != "AWS4-HMAC-SHA256" || parts is not [{ Length: > 0 }, { Length: 8 }, { Length: > 0 }, "s3", "aws4_request"])
        {
            throw S3Error.InvalidArgument("Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; expecting \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".", "X-Amz-Credential", credential);
        }

        var key = FindKey(keys, form, parts, date, signature);
        Span<byte> expected = stackalloc byte[SHA256.HashSizeInBytes];
        key.Sign(Encoding.UTF8.GetBytes(policy), expected);
        if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(expected)), Encoding.ASCII.GetBytes(signature)))
        {
            throw new WireException(
                "SignatureDoesNotMatch", 403, "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
                new("AWSAccessKeyId", parts[0]), new("StringToSign", policy), new("SignatureProvided", signature),
                new("StringToSignBytes", string.Join(' ', Encoding.UTF8.GetBytes(policy).Select(octet => octet.ToString("x2", null)))));
        }
    }

    private static SigningKey FindKey(KeyRing keys, PostForm form, string[] parts, string date, string signature)
    {
        try
        {
            return keys.FindSigningKey(new SignatureClaim
            {
                KeyName = string.Join('/', parts[..4]),
                AccessKeyId = parts[0],
                Scope = new CredentialScope(parts[1], parts[2], parts[3]),
                Timestamp = date,
                Time = AmzTimestamp.Parse(date) ?? throw S3Error.InvalidArgument("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"", "X-Amz-Date", date),
                SignedHeaders = "",
                Signature = signature,
                SessionToken = form.Field("X-Amz-Security-Token"),
                Lifetime = null,
            });
        }
        catch (SignatureException unknown)
        {
            throw Http.SignatureErrors.Of(unknown, "s3", DateTimeOffset.UnixEpoch);
        }
    }
}
