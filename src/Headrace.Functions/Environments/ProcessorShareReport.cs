namespace Headrace.Functions.Environments;

/// <summary>Whether functions can have the processor share that their memory buys on Lambda: what <c>doctor</c> tells.</summary>
/// <param name="Summary">How, or why not.</param>
public sealed record ProcessorShareReport(bool IsPossible, string Summary)
{
    /// <summary>Tries it out; nothing is left of it.</summary>
    public static ProcessorShareReport Make()
    {
        try
        {
            var groups = ProcessorGroups.Open();
            groups.Close();
            return new ProcessorShareReport(true, groups.Summary);
        }
        catch (ProcessorShareException failure)
        {
            return new ProcessorShareReport(false, failure.Message);
        }
    }
}
