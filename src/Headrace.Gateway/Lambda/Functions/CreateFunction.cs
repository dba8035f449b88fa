using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Headrace.Functions.Code;
using Headrace.Functions.Registry;
using Headrace.Wire.Lambda;

namespace Headrace.Gateway.Lambda.Functions;

/// <summary>POST /2015-03-31/functions</summary>
internal static class CreateFunction
{
    internal sealed record Request : ILambdaRequest
    {
        public string? FunctionName { get; init; }

        public FunctionCode? Code { get; init; }

        public string? Runtime { get; init; }

        public string? Role { get; init; }

        public string? Handler { get; init; }

        public string? Description { get; init; }

        public int? Timeout { get; init; }

        public int? MemorySize { get; init; }

        public bool Publish { get; init; }

        public string? PackageType { get; init; }

        public IReadOnlyList<string>? Architectures { get; init; }

        public FunctionEnvironment? Environment { get; init; }

        public DeadLetterConfig? DeadLetterConfig { get; init; }

        public TracingConfig? TracingConfig { get; init; }

        public Dictionary<string, string>? Tags { get; init; }

        public IReadOnlyList<string>? Layers { get; init; }

        public EphemeralStorage? EphemeralStorage { get; init; }

        public LoggingConfig? LoggingConfig { get; init; }

        public SnapStart? SnapStart { get; init; }

        [JsonExtensionData]
        public Dictionary<string, JsonElement>? Other { get; set; }

        [JsonIgnore]
        public FunctionSettings Settings => new(
            Runtime, Role, Handler, Description, Timeout, MemorySize, Environment, DeadLetterConfig, TracingConfig, Layers, EphemeralStorage, LoggingConfig, SnapStart);
    }

    /// <param name="ZipFile">The package itself.</param>
    internal sealed record FunctionCode(byte[]? ZipFile, string? S3Bucket, string? S3Key, string? S3ObjectVersion)
    {
        [JsonExtensionData]
        public Dictionary<string, JsonElement>? Other { get; set; }
    }

    public static async Task HandleAsync(LambdaCall call)
    {
        var request = await call.ReadAsync(LambdaJson.Default.CreateFunctionRequest);
        var id = Check(request, call);
        if (call.Registry.Find(id) is not null)
        {
            throw LambdaErrors.Conflict($"Function already exist: {id.Name}");
        }

        call.RequireRole(request.Role);
        var layers = LayerChoice.Of(request.Layers ?? [], id, call.Registry);
        var code = request.Code!;
        using var lease = await CodeSource.AddAsync(call, code.ZipFile, code.S3Bucket, code.S3Key, code.S3ObjectVersion);
        LayerChoice.RequireSize(lease.Package.UnzippedSize, layers.UnzippedSize);

        var function = new Function
        {
            Id = id,
            LastVersion = call.Registry.LastVersionOf(id),
            Latest = new StoredVersion
            {
                Configuration = Configure(request, id, lease.Package, layers, LambdaTime.Milliseconds(call.Services.Time.GetUtcNow())),
                Deployment = Function.NewRevision(),
                UnzippedSize = lease.Package.UnzippedSize,
                LayerCode = layers.Code,
            },
            Tags = request.Tags?.ToImmutableDictionary() ?? ImmutableDictionary<string, string>.Empty,
        };
        var created = function.Latest;
        if (request.Publish)
        {
            function = function.Publish(null, out created);
        }

        await call.Registry.CreateAsync(function, call.Aborted);
        await call.AnswerAsync(201, FunctionAnswers.Created(created.Configuration) with { FunctionArn = id.Arn }, LambdaJson.Default.FunctionConfiguration);
    }

    private static FunctionId Check(Request request, LambdaCall call)
    {
        var failures = new ConstraintFailures();
        var name = request.FunctionName;
        failures.NotNull("functionName", name);
        failures.NotNull("role", request.Role);
        failures.NotNull("code", request.Code);
        failures.AtMost("functionName", name, 140);
        failures.Matches("functionName", name, name is null || FunctionReference.IsNewName(name), FunctionReference.NewNamePattern);
        failures.OneOf("packageType", request.PackageType, "Zip", "Image");
        CheckArchitectures(request.Architectures, failures);
        request.Settings.Check(failures);
        failures.Throw();

        var target = FunctionTarget.Parse(name!, null, call.Scope);
        if (target.Id.Name.Length > 64)
        {
            throw LambdaErrors.Invalid($"1 validation error detected: Value '{name}' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to 64");
        }

        if (request.PackageType == "Image")
        {
            throw LambdaErrors.NotImplemented("PackageType=Image");
        }

        Unimplemented.Refuse(request.Code!.Other);
        if (request.Runtime is null || request.Handler is null)
        {
            throw LambdaErrors.Invalid("Runtime and Handler are mandatory parameters for functions created with deployment packages.");
        }

        request.Settings.Require();
        RequireArchitecture(request.Architectures);
        Tags.FunctionTags.Require(request.Tags ?? []);
        return target.Id;
    }

    internal static void CheckArchitectures(IReadOnlyList<string>? architectures, ConstraintFailures failures)
    {
        var text = architectures is null ? null : $"[{string.Join(", ", architectures)}]";
        failures.Check(architectures is null or { Count: <= 1 }, text, "architectures", "Member must have length less than or equal to 1");
        failures.Check(
            architectures?.All(static architecture => architecture is "x86_64" or "arm64") != false, text, "architectures",
            "Member must satisfy constraint: [Member must satisfy enum value set: [x86_64, arm64], Member must not be null]");
    }

    /// <exception cref="LambdaException">Another instruction set than the machine's.</exception>
    internal static void RequireArchitecture(IReadOnlyList<string>? architectures)
    {
        if (architectures is [var architecture] && architecture != FunctionSettings.Architecture)
        {
            throw LambdaErrors.NotImplemented($"Architectures=[{architecture}] on a machine that is {FunctionSettings.Architecture}");
        }
    }

    private static FunctionConfiguration Configure(Request request, FunctionId id, CodePackage code, LayerChoice layers, string now) =>
        request.Settings.ApplyTo(new FunctionConfiguration
        {
            FunctionName = id.Name,
            FunctionArn = id.Arn,
            Runtime = request.Runtime!,
            Role = request.Role!,
            Handler = request.Handler!,
            CodeSize = code.Size,
            CodeSha256 = code.Sha256,
            Description = "",
            Timeout = 3,
            MemorySize = 128,
            LastModified = now,
            Version = Function.LatestVersion,
            RevisionId = Function.NewRevision(),
            Layers = layers.Uses.Count > 0 ? layers.Uses : null,
            Architectures = [FunctionSettings.Architecture],
            LoggingConfig = new LoggingConfig("Text", null),
        });
}
