namespace Headrace.Wire.S3;

/// <summary>The <c>OwnershipControls</c> document: one rule.</summary>
/// <param name="ObjectOwnership"><c>BucketOwnerEnforced</c> (no ACLs), <c>BucketOwnerPreferred</c> or <c>ObjectWriter</c>.</param>
public sealed record OwnershipControls(string ObjectOwnership)
{
    /// <summary>What a new bucket has.</summary>
    public static readonly OwnershipControls Enforced = new("BucketOwnerEnforced");

    public static bool IsKnown(string text) => text is "BucketOwnerEnforced" or "BucketOwnerPreferred" or "ObjectWriter";

    /// <exception cref="S3DocumentException">MalformedXML.</exception>
    public static OwnershipControls Parse(ReadOnlyMemory<byte> document)
    {
        var rules = S3Xml.Parse(document, "OwnershipControls").Children("Rule").ToList();
        return rules is [var rule] && rule.Text("ObjectOwnership") is { } ownership && IsKnown(ownership)
            ? new OwnershipControls(ownership)
            : throw S3DocumentException.Malformed();
    }

    public byte[] Write() => S3Xml.Write("OwnershipControls", writer => writer.Element("Rule", rule => rule.Element("ObjectOwnership", ObjectOwnership)));
}
