namespace Headrace.Lab.Load.Results;

/// <summary>A result that is waited for.</summary>
/// <param name="Place">Bucket or table.</param>
/// <param name="Key">The object's key; the values of a row's key in their order, with U+0000 between.</param>
internal readonly record struct ResultName(string Place, string Key);
