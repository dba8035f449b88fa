using Headrace.Functions.Registry;
using Headrace.Gateway.Lambda.Functions;

namespace Headrace.Gateway.Lambda.Layers;

/// <summary>One layer version, as Publish- and GetLayerVersion answer it.</summary>
internal sealed record LayerAnswer(
    LayerAnswer.LayerContent? Content, string? LayerArn, string LayerVersionArn, string Description, string CreatedDate, long Version,
    IReadOnlyList<string>? CompatibleRuntimes, string? LicenseInfo, IReadOnlyList<string>? CompatibleArchitectures)
{
    /// <param name="Location">An address to download the zip from, for ten minutes.</param>
    internal sealed record LayerContent(string Location, string CodeSha256, long CodeSize);

    public static LayerAnswer Of(LambdaCall call, LayerVersion layer) => Listed(layer) with
    {
        Content = new LayerContent(CodeDownload.LocationOf(call, layer.CodeSha256), layer.CodeSha256, layer.CodeSize),
        LayerArn = layer.Reference.LayerArn,
    };

    /// <summary>As listings have it: without its content.</summary>
    public static LayerAnswer Listed(LayerVersion layer) => new(
        null, null, layer.Reference.ToString(), layer.Description, layer.CreatedDate, layer.Reference.Version,
        layer.CompatibleRuntimes, layer.LicenseInfo, layer.CompatibleArchitectures);
}
