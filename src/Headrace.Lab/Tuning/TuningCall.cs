namespace Headrace.Lab.Tuning;

/// <summary>One invocation: what the caller saw and what REPORT says. Milliseconds.</summary>
/// <param name="Init">Not a number on a warm one.</param>
/// <param name="MaxMemoryUsed">MB.</param>
/// <param name="Error">Empty when it succeeded.</param>
internal readonly record struct TuningCall(double Response, double Init, double Duration, double Billed, int MaxMemoryUsed, string Error)
{
    public bool IsCold => !double.IsNaN(Init);
}
