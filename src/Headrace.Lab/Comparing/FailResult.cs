namespace Headrace.Lab.Comparing;

/// <param name="Condition">As it was given.</param>
/// <param name="Failed">Beyond the limit; where it is a change's and can be tested, also more than chance.</param>
/// <param name="Sentence">The figures, and why it does not fail although it is beyond.</param>
public sealed record FailResult(string Condition, bool Failed, string Sentence);
