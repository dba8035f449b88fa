namespace Headrace.Lab.Plans;

/// <summary>Where a result appears, and how it is asked for.</summary>
/// <param name="Every">Between two looks: the resolution of what is measured.</param>
/// <param name="Within">After the upload; what has not come by then is lost.</param>
public abstract record ResultPlace(TimeSpan Every, TimeSpan Within);

/// <summary>An object (ListObjectsV2).</summary>
public sealed record ObjectResult(Template Bucket, Template Key, TimeSpan Every, TimeSpan Within) : ResultPlace(Every, Within);

/// <summary>A row of a DynamoDB table (BatchGetItem by its whole key).</summary>
/// <param name="Key">Attributes that are texts, with their values.</param>
public sealed record RowResult(string Table, IReadOnlyList<KeyValuePair<string, Template>> Key, TimeSpan Every, TimeSpan Within) : ResultPlace(Every, Within);
