using System.Xml.Linq;

namespace Headrace.Wire.S3;

/// <summary>The four switches of S3 Block Public Access.</summary>
public sealed record PublicAccessBlockConfiguration(bool BlockPublicAcls, bool IgnorePublicAcls, bool BlockPublicPolicy, bool RestrictPublicBuckets)
{
    /// <summary>What a new bucket has.</summary>
    public static readonly PublicAccessBlockConfiguration All = new(true, true, true, true);

    /// <summary>What a bucket has whose configuration was deleted.</summary>
    public static readonly PublicAccessBlockConfiguration None = new(false, false, false, false);

    /// <exception cref="S3DocumentException">MalformedXML.</exception>
    public static PublicAccessBlockConfiguration Parse(ReadOnlyMemory<byte> document)
    {
        var root = S3Xml.Parse(document, "PublicAccessBlockConfiguration");
        return new(Flag(root, "BlockPublicAcls"), Flag(root, "IgnorePublicAcls"), Flag(root, "BlockPublicPolicy"), Flag(root, "RestrictPublicBuckets"));
    }

    public byte[] Write() => S3Xml.Write("PublicAccessBlockConfiguration", writer =>
    {
        writer.Element("BlockPublicAcls", BlockPublicAcls);
        writer.Element("IgnorePublicAcls", IgnorePublicAcls);
        writer.Element("BlockPublicPolicy", BlockPublicPolicy);
        writer.Element("RestrictPublicBuckets", RestrictPublicBuckets);
    });

    private static bool Flag(XElement root, string name) => root.Text(name)?.ToLowerInvariant() switch
    {
        null or "false" => false,
        "true" => true,
        _ => throw S3DocumentException.Malformed(),
    };
}
