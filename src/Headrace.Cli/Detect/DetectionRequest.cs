namespace Headrace.Cli.Detect;

/// <summary>What <c>POST /api/object_detection</c> takes.</summary>
/// <param name="Id">The caller's name for the image; comes back with the answer.</param>
/// <param name="ImageData">Base64 of the encoded image.</param>
internal sealed record DetectionRequest(string? Id, string? ImageData);
