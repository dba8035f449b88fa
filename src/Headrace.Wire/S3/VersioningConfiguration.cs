namespace Headrace.Wire.S3;

/// <summary>The <c>VersioningConfiguration</c> document.</summary>
/// <param name="Status"><c>Enabled</c>, <c>Suspended</c>, or null when versioning was never set.</param>
/// <param name="MfaDelete">As sent, or null.</param>
public sealed record VersioningConfiguration(string? Status, string? MfaDelete)
{
    /// <exception cref="S3DocumentException">MalformedXML, IllegalVersioningConfigurationException.</exception>
    public static VersioningConfiguration Parse(ReadOnlyMemory<byte> document)
    {
        var root = S3Xml.Parse(document, "VersioningConfiguration");
        return root.Text("Status") switch
        {
            null => throw new S3DocumentException("IllegalVersioningConfigurationException", "The Versioning element must be specified"),
            "Enabled" or "Suspended" => new VersioningConfiguration(root.Text("Status"), root.Text("MfaDelete")),
            _ => throw S3DocumentException.Malformed(),
        };
    }

    public byte[] Write() => S3Xml.Write("VersioningConfiguration", writer => writer.OptionalElement("Status", Status));
}
