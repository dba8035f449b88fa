namespace Headrace.Functions.Code;

/// <summary>One deployment package in the <see cref="CodeStore"/>.</summary>
/// <param name="Sha256">Of the zip, base64: AWS's <c>CodeSha256</c>.</param>
/// <param name="Size">Bytes of the zip.</param>
/// <param name="UnzippedSize">Bytes of its files.</param>
public sealed record CodePackage(string Sha256, long Size, long UnzippedSize);
