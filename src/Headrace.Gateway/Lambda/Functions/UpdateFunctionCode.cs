using System.Text.Json;
using System.Text.Json.Serialization;
using Headrace.Functions.Registry;

namespace Headrace.Gateway.Lambda.Functions;

/// <summary>PUT /2015-03-31/functions/{FunctionName}/code</summary>
internal static class UpdateFunctionCode
{
    internal sealed record Request : ILambdaRequest
    {
        public byte[]? ZipFile { get; init; }

        public string? S3Bucket { get; init; }

        public string? S3Key { get; init; }

        public string? S3ObjectVersion { get; init; }

        public bool Publish { get; init; }

        public bool DryRun { get; init; }

        public string? RevisionId { get; init; }

        public IReadOnlyList<string>? Architectures { get; init; }

        [JsonExtensionData]
        public Dictionary<string, JsonElement>? Other { get; set; }
    }

    public static async Task HandleAsync(LambdaCall call)
    {
        var request = await call.ReadAsync(LambdaJson.Default.UpdateFunctionCodeRequest);
        var failures = new ConstraintFailures();
        CreateFunction.CheckArchitectures(request.Architectures, failures);
        failures.Throw();
        CreateFunction.RequireArchitecture(request.Architectures);

        var id = call.Target().Id;
        if (call.Registry.Find(id) is not { } current)
        {
            throw LambdaErrors.FunctionNotFound(id.Arn);
        }

        RequireRevision(current, request.RevisionId);
        using var lease = await CodeSource.AddAsync(call, request.ZipFile, request.S3Bucket, request.S3Key, request.S3ObjectVersion);
        var now = LambdaTime.Milliseconds(call.Services.Time.GetUtcNow());

        StoredVersion? published = null;
        var updated = current;
        Function Change(Function function)
        {
            RequireRevision(function, request.RevisionId);
            LayerChoice.RequireSize(lease.Package.UnzippedSize, LayersOf(function, call.Registry));
            var changed = function.WithLatest(function.Latest with
            {
                UnzippedSize = lease.Package.UnzippedSize,
                Configuration = function.Latest.Configuration with { CodeSha256 = lease.Package.Sha256, CodeSize = lease.Package.Size, LastModified = now },
            });
            return request.Publish ? changed.Publish(null, out published) : changed;
        }

        updated = request.DryRun ? Change(current) : await call.Registry.ChangeAsync(id, Change, call.Aborted);
        var answer = published is null
            ? FunctionAnswers.Updated(updated.Latest.Configuration)
            : FunctionAnswers.Created(published.Configuration) with { RevisionId = published.Configuration.RevisionId };
        await call.AnswerAsync(200, answer, LambdaJson.Default.FunctionConfiguration);
    }

    /// <exception cref="LambdaException">PreconditionFailedException: somebody changed it in between.</exception>
    internal static void RequireRevision(Function function, string? revision)
    {
        if (revision is not null && revision != function.Latest.Configuration.RevisionId)
        {
            throw LambdaErrors.RevisionMismatch();
        }
    }

    private static long LayersOf(Function function, FunctionRegistry registry) =>
        (function.Latest.Configuration.Layers ?? []).Sum(use => registry.FindLayer(Wire.Lambda.LayerVersionReference.Parse(use.Arn)!.Value)?.UnzippedSize ?? 0);
}
