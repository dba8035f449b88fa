namespace Headrace.Calibration;

/// <summary>Units of stage.</summary>
public static class LengthUnit
{
    public static IReadOnlyList<string> Names { get; } = ["m", "cm", "mm", "ft", "in"];

    /// <summary>How many metres one is. A foot is 0.3048 m exactly.</summary>
    public static double Metres(string unit) => unit switch
    {
        "m" => 1,
        "cm" => 0.01,
        "mm" => 0.001,
        "ft" => 0.3048,
        "in" => 0.0254,
        _ => throw new CalibrationException($"'{unit}' is no unit of length; there are: {string.Join(", ", Names)}."),
    };
}
