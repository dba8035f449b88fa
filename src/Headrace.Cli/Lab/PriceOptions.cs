using System.CommandLine;
using System.Globalization;
using Headrace.Lab;
using Headrace.Lab.Costs;

namespace Headrace.Cli.Lab;

/// <summary>Which prices a command counts with, and how the function is set up as far as they depend on it.</summary>
internal sealed class PriceOptions
{
    private readonly Option<string?> _prices = new("--prices") { Description = "Another price file than the one that ships (headrace lab cost --print-prices)", HelpName = "FILE" };

    private readonly Option<string> _architecture = new Option<string>("--arch") { Description = "Lambda's processors", HelpName = "x86|arm", DefaultValueFactory = _ => "x86" }.OneOf("x86", "arm");

    private readonly Option<int> _storage = new Option<int>("--ephemeral-storage") { Description = "MB of /tmp; 512 are in the price", HelpName = "MB", DefaultValueFactory = _ => LambdaSettings.FreeStorage }.Between(512, 10_240);

    public void AddTo(Command command)
    {
        command.Add(_prices);
        command.Add(_architecture);
        command.Add(_storage);
    }

    /// <exception cref="LabException">The price file is wrong.</exception>
    public Calculation Read(ParseResult parsed, LambdaSettings settings) => new(
        parsed.GetValue(_prices) is { } file ? PriceFile.Read(file) : PriceList.Default,
        settings with
        {
            Architecture = parsed.GetValue(_architecture) == "arm" ? Architecture.Arm : Architecture.X86,
            EphemeralStorage = parsed.GetValue(_storage),
        });

    /// <summary>GB as Lambda counts them: <c>512</c> and <c>512MB</c> are half a one, <c>6.2GB</c> six and a fifth.</summary>
    public static double? ParseMemory(string text)
    {
        var (number, perGigabyte) = text.EndsWith("GB", StringComparison.OrdinalIgnoreCase) ? (text[..^2], 1)
            : text.EndsWith("MB", StringComparison.OrdinalIgnoreCase) ? (text[..^2], 1024) : (text, 1024);
        return double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && amount > 0 ? amount / perGigabyte : null;
    }

    public static string Dollars(double amount) => amount.ToString(Math.Abs(amount) >= 1 ? "$0.00" : Math.Abs(amount) >= 0.01 ? "$0.0000" : "$0.000000000", CultureInfo.InvariantCulture);
}
