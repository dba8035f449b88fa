using System.Text.Json;
using System.Text.Json.Serialization;
using Headrace.Functions.Registry;

namespace Headrace.Gateway.Lambda.Layers;

/// <summary>POST /2018-10-31/layers/{LayerName}/versions</summary>
internal static class PublishLayerVersion
{
    internal sealed record Request : ILambdaRequest
    {
        public string? Description { get; init; }

        public LayerContent? Content { get; init; }

        public IReadOnlyList<string>? CompatibleRuntimes { get; init; }

        public IReadOnlyList<string>? CompatibleArchitectures { get; init; }

        public string? LicenseInfo { get; init; }

        [JsonExtensionData]
        public Dictionary<string, JsonElement>? Other { get; set; }
    }

    internal sealed record LayerContent(byte[]? ZipFile, string? S3Bucket, string? S3Key, string? S3ObjectVersion);

    public static async Task HandleAsync(LambdaCall call)
    {
        var request = await call.ReadAsync(LambdaJson.Default.PublishLayerVersionRequest);
        Check(request);
        var (scope, name) = LayerTarget.Layer(call);
        if (scope != call.Scope)
        {
            throw LambdaErrors.AccessDenied($"User: arn:aws:iam::{call.Scope.AccountId}:root is not authorized to perform: lambda:PublishLayerVersion on resource: {call.Path("LayerName")}");
        }

        var content = request.Content!;
        using var lease = await CodeSource.AddAsync(call, content.ZipFile, content.S3Bucket, content.S3Key, content.S3ObjectVersion);
        var code = lease.Package;
        var now = LambdaTime.Milliseconds(call.Services.Time.GetUtcNow());
        var layer = await call.Registry.PublishLayerAsync(
            scope,
            name,
            reference => new LayerVersion
            {
                Reference = reference,
                Description = request.Description ?? "",
                LicenseInfo = request.LicenseInfo,
                CreatedDate = now,
                CompatibleRuntimes = request.CompatibleRuntimes is { } runtimes ? [.. runtimes] : null,
                CompatibleArchitectures = request.CompatibleArchitectures is { } architectures ? [.. architectures] : null,
                CodeSha256 = code.Sha256,
                CodeSize = code.Size,
                UnzippedSize = code.UnzippedSize,
                RevisionId = Function.NewRevision(),
            },
            call.Aborted);
        await call.AnswerAsync(201, LayerAnswer.Of(call, layer), LambdaJson.Default.LayerAnswer);
    }

    private static void Check(Request request)
    {
        var failures = new ConstraintFailures();
        failures.NotNull("content", request.Content);
        failures.AtMost("description", request.Description, 256);
        failures.AtMost("licenseInfo", request.LicenseInfo, 512);
        if (request.CompatibleRuntimes is { } runtimes)
        {
            failures.Check(
                runtimes.All(LambdaRuntimes.IsKnown), $"[{string.Join(", ", runtimes)}]", "compatibleRuntimes",
                $"Member must satisfy enum value set: {LambdaRuntimes.EnumValues}");
        }

        if (request.CompatibleArchitectures is { } architectures)
        {
            failures.Check(
                architectures.All(static architecture => architecture is "x86_64" or "arm64"), $"[{string.Join(", ", architectures)}]", "compatibleArchitectures",
                "Member must satisfy constraint: [Member must satisfy enum value set: [x86_64, arm64], Member must not be null]");
        }

        failures.Throw();
    }
}
