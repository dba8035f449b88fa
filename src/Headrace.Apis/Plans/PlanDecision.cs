namespace Headrace.Apis.Plans;

/// <summary>What becomes of a request that needs an API key.</summary>
public enum PlanDecision
{
    Pass,

    /// <summary>No key, an unknown or disabled one, or none whose plan opens the stage.</summary>
    Forbidden,
    Throttled,
    QuotaExceeded,
}
