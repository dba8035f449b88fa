using System.Collections.Immutable;
using Headrace.Functions.Code;
using Headrace.Functions.Invocations;

namespace Headrace.Functions.Registry;

/// <summary>A function made ready for the invoke path: each qualifier's snapshot, limits and ARN, worked out once per change.</summary>
internal sealed class FunctionTargets
{
    private readonly Dictionary<string, Target> _byQualifier = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FunctionVersion> _byDeployment = new(StringComparer.Ordinal);

    /// <param name="before">Snapshots of deployments that go on are taken over from here, so that they stay the same objects.</param>
    public FunctionTargets(Function function, CodeStore code, FunctionTargets? before)
    {
        Function = function;
        foreach (var stored in function.Versions.Values.Prepend(function.Latest))
        {
            var snapshot = before?._byDeployment.GetValueOrDefault(stored.Deployment) ?? Snapshot(function.Id, stored, code);
            _byDeployment.Add(stored.Deployment, snapshot);
            _byQualifier.Add(snapshot.Version, new Target(function.ArnOf(snapshot.Version), Choice(snapshot), null, 0));
        }

        _byQualifier.Add(Function.Unqualified, _byQualifier[Function.LatestVersion] with { Arn = function.Id.Arn });
        foreach (var alias in function.Aliases.Values)
        {
            var first = _byQualifier[alias.FunctionVersion].First;
            var other = alias.AdditionalVersion is { } version ? _byQualifier[version].First : null;
            _byQualifier.TryAdd(alias.Name, new Target(function.ArnOf(alias.Name), first, other, alias.AdditionalWeight));
        }
    }

    public Function Function { get; }

    /// <summary>The snapshots of <c>$LATEST</c> and of every published version.</summary>
    public IEnumerable<FunctionVersion> Snapshots => _byDeployment.Values;

    public bool Runs(FunctionVersion version) => _byDeployment.ContainsKey(version.RevisionId);

    public ConcurrencyLimits LimitsOf(FunctionVersion version) => _byQualifier[version.Version].First.Limits;

    /// <summary>Null when the qualifier names nothing. A weighted alias is decided anew each time.</summary>
    public ResolvedFunction? Resolve(string qualifier)
    {
        if (!_byQualifier.TryGetValue(qualifier, out var target))
        {
            return null;
        }

        var choice = target.Other is { } other && Random.Shared.NextDouble() < target.OtherWeight ? other : target.First;
        return new ResolvedFunction(choice.Version, choice.Limits, target.Arn);
    }

    private Chosen Choice(FunctionVersion snapshot)
    {
        var provisioned = Function.Provisioned
            .Where(config => config.Key == snapshot.Version || (Function.Aliases.TryGetValue(config.Key, out var alias) && alias.FunctionVersion == snapshot.Version))
            .Sum(static config => config.Value.Requested);
        return new Chosen(snapshot, new ConcurrencyLimits(Function.ReservedConcurrency, provisioned));
    }

    private static FunctionVersion Snapshot(FunctionId id, StoredVersion stored, CodeStore code)
    {
        var configuration = stored.Configuration;
        return new FunctionVersion
        {
            Id = id,
            Version = configuration.Version,
            RevisionId = stored.Deployment,
            Runtime = configuration.Runtime,
            Handler = configuration.Handler,
            CodeDirectory = code.DirectoryOf(configuration.CodeSha256),
            LayerDirectories = [.. stored.LayerCode.Select(code.DirectoryOf)],
            MemorySize = configuration.MemorySize,
            Timeout = TimeSpan.FromSeconds(configuration.Timeout),
            EphemeralStorage = configuration.EphemeralStorage.Size,
            Variables = configuration.Environment?.Variables.ToImmutableDictionary() ?? ImmutableDictionary<string, string>.Empty,
            LogGroup = configuration.LoggingConfig.LogGroup!,
            LogFormat = configuration.LoggingConfig.LogFormat!,
        };
    }

    private sealed record Chosen(FunctionVersion Version, ConcurrencyLimits Limits);

    private sealed record Target(string Arn, Chosen First, Chosen? Other, double OtherWeight);
}
