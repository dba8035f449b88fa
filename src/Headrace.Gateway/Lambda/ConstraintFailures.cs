using System.Globalization;
using Headrace.Functions.Registry;

namespace Headrace.Gateway.Lambda;

/// <summary>Gathers what a request breaks of the API's constraints, in AWS's words; AWS tells all at once.</summary>
internal sealed class ConstraintFailures
{
    private readonly List<string> _failures = [];

    public void Matches(string at, string? value, bool holds, string pattern) =>
        Check(holds, value, at, $"Member must satisfy regular expression pattern: {pattern}");

    public void AtMost(string at, string? value, int length) =>
        Check(value is null || value.Length <= length, value, at, $"Member must have length less than or equal to {length}");

    public void AtLeast(string at, string? value, int length) =>
        Check(value is null || value.Length >= length, value, at, $"Member must have length greater than or equal to {length}");

    public void Between(string at, int? value, int least, int most)
    {
        var text = value?.ToString(CultureInfo.InvariantCulture);
        Check(value is null || value >= least, text, at, $"Member must have value greater than or equal to {least}");
        Check(value is null || value <= most, text, at, $"Member must have value less than or equal to {most}");
    }

    public void OneOf(string at, string? value, params ReadOnlySpan<string> allowed) =>
        Check(value is null || allowed.Contains(value), value, at, $"Member must satisfy enum value set: [{string.Join(", ", allowed!)}]");

    public void NotNull(string at, object? value)
    {
        if (value is null)
        {
            _failures.Add($"Value null at '{at}' failed to satisfy constraint: Member must not be null");
        }
    }

    public void Check(bool holds, string? value, string at, string constraint)
    {
        if (!holds)
        {
            _failures.Add($"Value '{value}' at '{at}' failed to satisfy constraint: {constraint}");
        }
    }

    public LambdaException ToException() => LambdaErrors.Validation(_failures);

    /// <exception cref="LambdaException">ValidationException, if anything was broken.</exception>
    public void Throw()
    {
        if (_failures.Count > 0)
        {
            throw ToException();
        }
    }
}
