using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Headrace.Ledger;
using Headrace.Wire;
using Headrace.Wire.Lambda;

namespace Headrace.Functions.Registry;

public sealed partial class FunctionRegistry
{
    private readonly ConcurrentDictionary<(string Account, string Region, string Name), ImmutableSortedDictionary<long, LayerVersion>> _layers = new();

    /// <summary>A layer version, also a deleted one; null when there never was one.</summary>
    public LayerVersion? FindLayer(LayerVersionReference layer) =>
        _layers.TryGetValue((layer.AccountId, layer.Region, layer.Name), out var versions) ? versions.GetValueOrDefault(layer.Version) : null;

    /// <summary>The versions of a layer that are not deleted, newest first.</summary>
    public IReadOnlyList<LayerVersion> ListLayerVersions(Scope scope, string name) =>
        _layers.TryGetValue((scope.AccountId, scope.Region, name), out var versions)
            ? [.. versions.Values.Where(static version => !version.IsDeleted).Reverse()]
            : [];

    /// <summary>The names of a scope's layers that have versions, in order.</summary>
    public IReadOnlyList<string> ListLayers(Scope scope) =>
        [.. _layers
            .Where(entry => entry.Key.Account == scope.AccountId && entry.Key.Region == scope.Region && entry.Value.Values.Any(static version => !version.IsDeleted))
            .Select(static entry => entry.Key.Name)
            .Order(StringComparer.Ordinal)];

    /// <summary>Publishes a layer version under the layer's next number.</summary>
    /// <param name="publish">Makes the version with that number.</param>
    public async Task<LayerVersion> PublishLayerAsync(Scope scope, string name, Func<LayerVersionReference, LayerVersion> publish, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var versions = _layers.GetValueOrDefault((scope.AccountId, scope.Region, name));
            var number = versions is null ? 1 : versions.Keys.Last() + 1;
            var layer = publish(new LayerVersionReference(scope.Region, scope.AccountId, name, number));
            await SaveLayerAsync(layer);
            return layer;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Replaces a layer version by what <paramref name="change"/> makes of it; returning the same value changes nothing.</summary>
    /// <returns>Null when there is no such version.</returns>
    public async Task<LayerVersion?> ChangeLayerAsync(LayerVersionReference reference, Func<LayerVersion, LayerVersion> change, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (FindLayer(reference) is not { IsDeleted: false } before)
            {
                return null;
            }

            var after = change(before);
            if (!ReferenceEquals(before, after))
            {
                await SaveLayerAsync(after);
                Code.Collect(UsedCode());
            }

            return after;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task SaveLayerAsync(LayerVersion layer)
    {
        await _ledger.CommitAsync(
            transaction =>
            {
                var reference = layer.Reference;
                using var upsert = transaction.Prepare("INSERT OR REPLACE INTO layer_versions(account, region, name, version, document) VALUES(?, ?, ?, ?, ?)");
                return upsert.Bind(1, reference.AccountId).Bind(2, reference.Region).Bind(3, reference.Name).Bind(4, reference.Version)
                    .Bind(5, JsonSerializer.Serialize(layer, RegistryJson.Default.LayerVersion)).Run();
            },
            CancellationToken.None);
        ShowLayer(layer);
    }

    private void ShowLayer(LayerVersion layer)
    {
        var key = (layer.Reference.AccountId, layer.Reference.Region, layer.Reference.Name);
        _layers[key] = _layers.GetValueOrDefault(key, ImmutableSortedDictionary<long, LayerVersion>.Empty).SetItem(layer.Reference.Version, layer);
    }

    private void LoadLayers(LedgerConnection connection)
    {
        using var query = connection.Prepare("SELECT document FROM layer_versions");
        while (query.Step())
        {
            ShowLayer(JsonSerializer.Deserialize(query.Text(0), RegistryJson.Default.LayerVersion)!);
        }
    }

    private IEnumerable<string> LayerCode() =>
        _layers.Values.SelectMany(static versions => versions.Values).Where(static version => !version.IsDeleted).Select(static version => version.CodeSha256);
}
