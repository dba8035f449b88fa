namespace Headrace.Wire.Signing;

/// <summary>What a signing key is good for: one day, region and service.</summary>
/// <param name="Date"><c>yyyyMMdd</c>.</param>
public sealed record CredentialScope(string Date, string Region, string Service)
{
    public const string Terminator = "aws4_request";

    /// <summary><c>20130524/us-east-1/s3/aws4_request</c>.</summary>
    public override string ToString() => $"{Date}/{Region}/{Service}/{Terminator}";
}
