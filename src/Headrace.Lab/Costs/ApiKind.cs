namespace Headrace.Lab.Costs;

/// <summary>What stands between a caller and the function.</summary>
public enum ApiKind
{
    None,
    Rest,
    Http,
}
