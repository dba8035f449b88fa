using System.Collections.Frozen;

namespace Headrace.Gateway.S3;

/// <summary>Headers that ask for what this engine does not do: answered with 501 and their name, never ignored.</summary>
internal static class UnimplementedHeaders
{
    private static readonly FrozenSet<string> Refused = FrozenSet.ToFrozenSet(
    [
        "x-amz-server-side-encryption-customer-algorithm",
        "x-amz-server-side-encryption-customer-key",
        "x-amz-server-side-encryption-customer-key-MD5",
        "x-amz-copy-source-server-side-encryption-customer-algorithm",
        "x-amz-copy-source-server-side-encryption-customer-key",
        "x-amz-copy-source-server-side-encryption-customer-key-MD5",
        "x-amz-server-side-encryption-aws-kms-key-id",
        "x-amz-server-side-encryption-context",
        "x-amz-object-lock-mode",
        "x-amz-object-lock-retain-until-date",
        "x-amz-object-lock-legal-hold",
        "x-amz-write-offset-bytes",
        "x-amz-if-match-last-modified-time",
        "x-amz-if-match-size",
        "x-amz-mfa",
        "x-amz-rename-source",
        "x-amz-checksum-md5",
        "x-amz-checksum-sha512",
        "x-amz-checksum-xxhash3",
        "x-amz-checksum-xxhash64",
        "x-amz-checksum-xxhash128",
    ], StringComparer.OrdinalIgnoreCase);

    /// <exception cref="WireException">NotImplemented, InvalidArgument.</exception>
    public static void Refuse(S3Request request)
    {
        foreach (var (name, value) in request.AmzHeaders())
        {
            if (Refused.TryGetValue(name, out var refused))
            {
                throw S3Error.HeaderNotImplemented(refused);
            }

            if (name.Equals("x-amz-server-side-encryption", StringComparison.OrdinalIgnoreCase) && value != "AES256")
            {
                throw value.ToString() is "aws:kms" or "aws:kms:dsse" or "aws:fsx"
                    ? S3Error.HeaderNotImplemented("x-amz-server-side-encryption")
                    : S3Error.InvalidArgument("The encryption method specified is not supported", "x-amz-server-side-encryption", value.ToString());
            }

            if (name.Equals("x-amz-server-side-encryption-bucket-key-enabled", StringComparison.OrdinalIgnoreCase)
                || name.Equals("x-amz-bucket-object-lock-enabled", StringComparison.OrdinalIgnoreCase))
            {
                if (value.ToString().Equals("true", StringComparison.OrdinalIgnoreCase))
                {
                    throw S3Error.HeaderNotImplemented(name.ToLowerInvariant());
                }
            }
            else if (name.Equals("x-amz-bypass-governance-retention", StringComparison.OrdinalIgnoreCase))
            {
                throw S3Error.WithMessage(
                    "InvalidArgument", "x-amz-bypass-governance-retention is only applicable to Object Lock enabled buckets.",
                    new KeyValuePair<string, string>("ArgumentName", "x-amz-bypass-governance-retention"));
            }
        }
    }
}
