using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Headrace.Identity;

/// <summary>An ECR repository: a record. There is no image registry behind it.</summary>
public sealed record Repository(string Account, string Region, string RepositoryName, DateTimeOffset CreatedAt)
{
    public string ImageTagMutability { get; init; } = "MUTABLE";

    public bool ScanOnPush { get; init; }

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    [JsonIgnore]
    public string Arn => $"arn:aws:ecr:{Region}:{Account}:repository/{RepositoryName}";

    [JsonIgnore]
    public string Uri => $"{Account}.dkr.ecr.{Region}.amazonaws.com/{RepositoryName}";
}
