namespace Headrace.Cli.Lab;

/// <summary>What a reader must know before a run's figures, on standard error.</summary>
internal static class Remarks
{
    public static void Say(IEnumerable<string> remarks)
    {
        foreach (var remark in remarks)
        {
            Console.Error.WriteLine($"headrace: {remark}");
        }
    }
}
