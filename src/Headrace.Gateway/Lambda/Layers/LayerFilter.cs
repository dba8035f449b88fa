using Headrace.Functions.Registry;

namespace Headrace.Gateway.Lambda.Layers;

/// <summary>The filters of ListLayers and ListLayerVersions.</summary>
internal sealed record LayerFilter(string? Runtime, string? Architecture)
{
    // As AWS's refusal lists them, codenames included.
    private const string Runtimes =
        "ruby3.5, ruby2.6, dotnetcore1.0, python3.7, nodejs8.10, nasa, ruby2.7, python2.7-greengrass, dotnetcore2.0, python3.8, java21, dotnet6, dotnetcore2.1, python3.9, java11, nodejs6.10, provided, dotnetcore3.1, dotnet8, java25, java17, nodejs, nodejs4.3, java8.al2, go1.x, dotnet10, nodejs20.x, go1.9, byol, nodejs10.x, provided.al2023, nodejs22.x, python3.10, java8, nodejs12.x, python3.11, nodejs24.x, nodejs8.x, python3.12, nodejs14.x, nodejs8.9, nodejs26.x, python3.13, python3.14, nodejs16.x, python3.15, provided.al2, nodejs4.3-edge, nodejs18.x, ruby3.2, python3.4, ruby3.3, ruby3.4, ruby2.5, python3.6, python2.7";

    /// <exception cref="LambdaException">ValidationException.</exception>
    public static LayerFilter Of(LambdaCall call)
    {
        var filter = new LayerFilter(call.Query("CompatibleRuntime"), call.Query("CompatibleArchitecture"));
        var failures = new ConstraintFailures();
        failures.OneOf("compatibleRuntime", filter.Runtime, Runtimes.Split(", "));
        failures.OneOf("compatibleArchitecture", filter.Architecture, "x86_64", "arm64");
        failures.Throw();
        return filter;
    }

    public bool Accepts(LayerVersion layer) =>
        (Runtime is null || layer.CompatibleRuntimes is not { } runtimes || runtimes.Contains(Runtime)) &&
        (Architecture is null || layer.CompatibleArchitectures is not { } architectures || architectures.Contains(Architecture));
}
