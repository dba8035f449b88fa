namespace Headrace.Cli.Demo;

/// <summary>A picture that the demo uploads, and the truth about it.</summary>
internal sealed record GaugeDemoImage(string SiteId, string Bucket, string Key, string Path, DateTimeOffset Time, double Stage);
