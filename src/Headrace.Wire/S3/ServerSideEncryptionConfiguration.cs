namespace Headrace.Wire.S3;

/// <summary>The <c>ServerSideEncryptionConfiguration</c> document: one rule.</summary>
/// <param name="Algorithm"><c>AES256</c>; <c>aws:kms</c> and <c>aws:kms:dsse</c> are read, so that the caller can name what it refuses.</param>
public sealed record ServerSideEncryptionConfiguration(string Algorithm, bool BucketKeyEnabled)
{
    /// <summary>What every bucket has since January 2023.</summary>
    public static readonly ServerSideEncryptionConfiguration Default = new("AES256", BucketKeyEnabled: false);

    /// <exception cref="S3DocumentException">MalformedXML, InvalidArgument.</exception>
    public static ServerSideEncryptionConfiguration Parse(ReadOnlyMemory<byte> document)
    {
        if (S3Xml.Parse(document, "ServerSideEncryptionConfiguration").Children("Rule").ToList() is not [var rule])
        {
            throw S3DocumentException.Malformed();
        }

        var algorithm = Default.Algorithm;
        if (rule.Child("ApplyServerSideEncryptionByDefault") is { } byDefault)
        {
            algorithm = byDefault.RequiredText("SSEAlgorithm");
            if (algorithm is not ("AES256" or "aws:kms" or "aws:kms:dsse"))
            {
                throw S3DocumentException.Malformed();
            }

            if (algorithm == "AES256" && byDefault.Child("KMSMasterKeyID") is not null)
            {
                throw new S3DocumentException(
                    "InvalidArgument", "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse",
                    new KeyValuePair<string, string>("ArgumentName", "ApplyServerSideEncryptionByDefault"));
            }
        }

        return new ServerSideEncryptionConfiguration(algorithm, rule.Text("BucketKeyEnabled") == "true");
    }

    public byte[] Write() => S3Xml.Write("ServerSideEncryptionConfiguration", writer => writer.Element("Rule", rule =>
    {
        rule.Element("ApplyServerSideEncryptionByDefault", byDefault => byDefault.Element("SSEAlgorithm", Algorithm));
        rule.Element("BucketKeyEnabled", BucketKeyEnabled);
    }));
}
