using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Headrace.Cli;

/// <summary>Checks of option values that say the option's name and what it takes.</summary>
internal static class OptionChecks
{
    public static Option<int> Between(this Option<int> option, int least, int most) => option.Check(
        text => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most,
        string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}"));

    /// <param name="above">Exclusive.</param>
    public static Option<double> Between(this Option<double> option, double above, double most) => option.Check(
        text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value > above && value <= most,
        string.Create(CultureInfo.InvariantCulture, $"a number above {above}, at most {most}"));

    public static Option<string> OneOf(this Option<string> option, params string[] values)
    {
        option.CompletionSources.Add(values);
        return option.Check(text => values.Contains(text, StringComparer.Ordinal), string.Join(" or ", values));
    }

    /// <param name="what">Completes the sentence: <c>--since must be …</c>.</param>
    public static TOption Check<TOption>(this TOption option, Func<string, bool> isValid, string what)
        where TOption : Option
    {
        option.Validators.Add(Validate);
        return option;

        void Validate(OptionResult result)
        {
            if (result.Tokens is [var token] && !isValid(token.Value))
            {
                result.AddError($"{option.Name} must be {what}, not '{token.Value}'.");
            }
        }
    }
}
