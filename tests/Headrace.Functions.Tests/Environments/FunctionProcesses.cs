namespace Headrace.Functions.Tests.Environments;

internal static class FunctionProcesses
{
    /// <summary>The processes, children included, that have the function's name in their environment.</summary>
    public static List<int> Of(string function)
    {
        List<int> found = [];
        foreach (var process in Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _)))
        {
            try
            {
                if (File.ReadAllText($"/proc/{process}/environ").Contains($"AWS_LAMBDA_FUNCTION_NAME={function}\0", StringComparison.Ordinal))
                {
                    found.Add(int.Parse(process!, null));
                }
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                // Ended meanwhile, or another user's.
            }
        }

        return found;
    }
}
