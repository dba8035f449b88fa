using System.Text;
using Headrace.Store.Buckets;

namespace Headrace.Store.Tests;

/// <summary>One version or delete marker in the model.</summary>
internal sealed record ModelVersion(string VersionId, bool IsMarker, string Body);

/// <summary>What a bucket of S3 does, said as plainly as possible: each key has a list of versions, newest first.</summary>
internal sealed class StoreModel
{
    private readonly SortedDictionary<string, List<ModelVersion>> _keys = new(Comparer<string>.Create(Utf8Order));

    public VersioningState Versioning { get; set; }

    public IEnumerable<string> Keys => _keys.Keys;

    public static int Utf8Order(string left, string right) => Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right));

    public List<ModelVersion> VersionsOf(string key) => _keys.TryGetValue(key, out var versions) ? versions : [];

    public ModelVersion? Latest(string key) => VersionsOf(key).FirstOrDefault();

    public void Put(string key, string versionId, string body) => Push(key, new ModelVersion(versionId, IsMarker: false, body));

    public void Delete(string key, string? markerId)
    {
        if (Versioning == VersioningState.Unversioned)
        {
            _keys.Remove(key);
        }
        else
        {
            Push(key, new ModelVersion(markerId!, IsMarker: true, ""));
        }
    }

    public void DeleteVersion(string key, string versionId)
    {
        VersionsOf(key).RemoveAll(version => version.VersionId == versionId);
        if (VersionsOf(key).Count == 0)
        {
            _keys.Remove(key);
        }
    }

    /// <summary>Every key that has an object now, or its common prefix, in order.</summary>
    public List<(string Name, bool IsPrefix)> Objects(string prefix, string? delimiter) =>
        RollUp(_keys.Where(pair => !pair.Value[0].IsMarker).Select(pair => pair.Key), prefix, delimiter);

    /// <summary>Every version, or its common prefix, in order: <c>key id latest</c> or the prefix.</summary>
    public List<string> Versions(string prefix, string? delimiter) =>
        [.. RollUp(_keys.Keys, prefix, delimiter).SelectMany(entry => entry.IsPrefix
            ? [entry.Name]
            : VersionsOf(entry.Name).Select((version, index) => Describe(entry.Name, version.VersionId, index == 0, version.IsMarker)))];

    public static string Describe(string key, string versionId, bool isLatest, bool isMarker) => $"{key} {versionId} latest={isLatest} marker={isMarker}";

    private static List<(string Name, bool IsPrefix)> RollUp(IEnumerable<string> keys, string prefix, string? delimiter)
    {
        var entries = new List<(string, bool)>();
        foreach (var key in keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)))
        {
            var cut = delimiter is null ? -1 : key.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal);
            var entry = cut < 0 ? (key, false) : (key[..(cut + delimiter!.Length)], true);
            if (entries.Count == 0 || entries[^1] != entry)
            {
                entries.Add(entry);
            }
        }

        return entries;
    }

    private void Push(string key, ModelVersion version)
    {
        if (!_keys.TryGetValue(key, out var versions))
        {
            _keys.Add(key, versions = []);
        }

        if (version.VersionId == "null")
        {
            versions.RemoveAll(old => old.VersionId == "null");
        }

        versions.Insert(0, version);
    }
}
