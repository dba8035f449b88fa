using System.Globalization;

namespace Headrace.Functions.Registry;

public sealed partial record Function
{
    /// <summary>Replaces <c>$LATEST</c>: new revision, new deployment.</summary>
    public Function WithLatest(StoredVersion latest) => this with { Latest = Renewed(latest) };

    /// <summary>
    /// Publishes <c>$LATEST</c> as the next version, or gives back the newest one when code and configuration have not changed since.
    /// </summary>
    /// <param name="description">Replaces the description, or null.</param>
    /// <param name="version">The version published.</param>
    public Function Publish(string? description, out StoredVersion version)
    {
        if (Versions.TryGetValue(LastVersion, out var newest) && PublishedDescription == Latest.Configuration.Description && RunsTheSame(newest, Latest))
        {
            version = newest;
            return this;
        }

        var number = LastVersion + 1;
        var name = number.ToString(CultureInfo.InvariantCulture);
        version = Renewed(Latest with
        {
            Configuration = Latest.Configuration with
            {
                Version = name,
                FunctionArn = ArnOf(name),
                Description = description ?? Latest.Configuration.Description,
            },
        });
        return (this with
        {
            LastVersion = number,
            PublishedDescription = Latest.Configuration.Description,
            Versions = Versions.SetItem(number, version),
        }).Touch(null);
    }

    /// <summary>Removes a published version with what hangs on it.</summary>
    /// <exception cref="LambdaException">ResourceConflictException: an alias points at it.</exception>
    public Function WithoutVersion(int number)
    {
        var name = number.ToString(CultureInfo.InvariantCulture);
        if (Aliases.Values.FirstOrDefault(alias => alias.FunctionVersion == name || alias.AdditionalVersion == name) is { } alias)
        {
            throw LambdaErrors.Conflict($"Version {name} is referenced by alias {alias.Name}: {ArnOf(alias.Name)}");
        }

        return Without(name) with { Versions = Versions.Remove(number) };
    }

    /// <summary>Removes an alias with what hangs on it, except its URL, which stays and is refused, as AWS leaves it.</summary>
    public Function WithoutAlias(string name) =>
        Aliases.ContainsKey(name) ? Without(name) with { Aliases = Aliases.Remove(name), Urls = Urls } : this;

    /// <summary>A new <c>RevisionId</c> for what the qualifier names; what runs stays the same.</summary>
    public Function Touch(string? qualifier)
    {
        if (qualifier is not null && Aliases.TryGetValue(qualifier, out var alias))
        {
            return this with { Aliases = Aliases.SetItem(qualifier, alias with { RevisionId = NewRevision() }) };
        }

        if (int.TryParse(qualifier, CultureInfo.InvariantCulture, out var number) && Versions.TryGetValue(number, out var version))
        {
            return this with { Versions = Versions.SetItem(number, Revised(version)) };
        }

        return this with { Latest = Revised(Latest) };
    }

    /// <summary>The <c>RevisionId</c> of what the qualifier names; null when it names nothing.</summary>
    public string? RevisionOf(string? qualifier) =>
        qualifier is not null && Aliases.TryGetValue(qualifier, out var alias) ? alias.RevisionId : FindVersion(qualifier)?.Configuration.RevisionId;

    public static string NewRevision() => Guid.NewGuid().ToString();

    /// <summary>Drops policies and configurations that hang on a version or an alias.</summary>
    private Function Without(string qualifier) => this with
    {
        Policies = Policies.Remove(qualifier),
        Provisioned = Provisioned.Remove(qualifier),
        EventInvokeConfigs = EventInvokeConfigs.Remove(qualifier),
        Urls = Urls.Remove(qualifier),
    };

    private static StoredVersion Renewed(StoredVersion version) => Revised(version) with { Deployment = NewRevision() };

    private static StoredVersion Revised(StoredVersion version) =>
        version with { Configuration = version.Configuration with { RevisionId = NewRevision() } };

    private static bool RunsTheSame(StoredVersion published, StoredVersion latest)
    {
        var a = published.Configuration;
        var b = latest.Configuration;
        return a.CodeSha256 == b.CodeSha256 && a.Runtime == b.Runtime && a.Handler == b.Handler && a.Role == b.Role && a.Timeout == b.Timeout &&
            a.MemorySize == b.MemorySize && a.DeadLetterConfig == b.DeadLetterConfig && a.TracingConfig == b.TracingConfig &&
            a.EphemeralStorage == b.EphemeralStorage && a.LoggingConfig == b.LoggingConfig && a.Architectures.SequenceEqual(b.Architectures) &&
            (a.Layers ?? []).SequenceEqual(b.Layers ?? []) &&
            (a.Environment?.Variables ?? []).Order(ByKey).SequenceEqual((b.Environment?.Variables ?? []).Order(ByKey));
    }

    private static readonly Comparer<KeyValuePair<string, string>> ByKey =
        Comparer<KeyValuePair<string, string>>.Create(static (a, b) => string.CompareOrdinal(a.Key, b.Key));
}
