using System.Text.Json.Serialization;

namespace Headrace.Cli.Detect;

/// <summary>One image of a client's run.</summary>
/// <param name="InputImage">The file's name.</param>
/// <param name="InferenceMs">Time in the detector (decoding included); null when there was no result.</param>
/// <param name="TransferMs">The rest of what the client waited for the image to be taken over.</param>
/// <param name="Error">Why there is no result; absent when there is one.</param>
internal sealed record DetectedImage(
    string Id, string InputImage, IReadOnlyList<DetectedObject> Objects, double? InferenceMs, double? TransferMs,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Error);
