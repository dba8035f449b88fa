namespace Headrace.Calibration;

/// <summary>Units of discharge.</summary>
public static class FlowUnit
{
    public static IReadOnlyList<string> Names { get; } = ["m3/s", "ft3/s", "l/s"];

    /// <summary>How many cubic metres a second one is.</summary>
    public static double CubicMetres(string unit) => unit switch
    {
        "m3/s" => 1,
        "ft3/s" => 0.3048 * 0.3048 * 0.3048,
        "l/s" => 0.001,
        _ => throw new CalibrationException($"'{unit}' is no unit of discharge; there are: {string.Join(", ", Names)}."),
    };
}
