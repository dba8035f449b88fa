namespace Headrace.Vision.Detection;

/// <summary>Keeps the most certain of boxes that show the same thing.</summary>
/// <remarks>As OpenCV's <c>NMSBoxes</c>: greedy, by falling score, equal ones in the order they came in.</remarks>
internal static class NonMaximumSuppression
{
    /// <summary>No image shows that many objects; what a hostile or broken model puts out stays computable.</summary>
    private const int MostCandidates = 8192;

    /// <param name="overlap">The most two kept boxes may overlap.</param>
    /// <param name="perClass">Whether boxes of different classes leave each other alone.</param>
    public static IReadOnlyList<Candidate> Apply(List<Candidate> candidates, double overlap, bool perClass)
    {
        var kept = new List<Candidate>();
        foreach (var candidate in candidates.OrderByDescending(static candidate => candidate.Score).Take(MostCandidates))
        {
            if (kept.TrueForAll(better => (perClass && better.Class != candidate.Class) || better.Box.Overlap(candidate.Box) <= overlap))
            {
                kept.Add(candidate);
            }
        }

        return kept;
    }
}
