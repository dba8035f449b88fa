using System.Globalization;

namespace Headrace.Gateway.CloudWatch;

/// <summary>CloudWatch's error catalogue. Codes are those of the Query protocol; the others' shapes have longer names (<see cref="ShapeOf"/>).</summary>
/// <remarks>https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CommonErrors.html, words as recorded from AWS.</remarks>
internal static class CloudWatchErrors
{
    public static WireException Invalid(string message) => new("InvalidParameterValue", 400, message);

    public static WireException InvalidValue(string value, string parameter) => Invalid($"The value {value} for parameter {parameter} is invalid.");

    public static WireException Combination(string message) => new("InvalidParameterCombination", 400, message);

    public static WireException Exclusive(string one, string other) =>
        Combination($"The parameters {one} and {other} are mutually exclusive and you have specified both.");

    public static WireException Missing(string parameter) => new("MissingParameter", 400, $"The parameter {parameter} is required.");

    public static WireException Validation(string message) => new("ValidationError", 400, message);

    public static WireException TooManyPoints(long requested, int most) => Combination(string.Create(
        CultureInfo.InvariantCulture,
        $"You have requested up to {requested} datapoints, which exceeds the limit of {most}. You may reduce the datapoints requested by increasing Period, or decreasing the time range."));

    public static WireException InvalidToken() => new("InvalidNextToken", 400, "The next token specified is invalid.");

    public static WireException Serialization(string message) => new("SerializationException", 400, message);

    public static WireException NotImplemented(string what) => new("NotImplemented", 501, $"{what} is not implemented by Headrace.");

    /// <summary>The error's shape in the JSON and CBOR protocols.</summary>
    public static string ShapeOf(string code) => code switch
    {
        "InvalidParameterValue" or "InvalidParameterCombination" => $"com.amazonaws.cloudwatch.v2010_08_01#{code}Exception",
        "MissingParameter" => "com.amazonaws.cloudwatch.v2010_08_01#MissingRequiredParameterException",
        "ValidationError" => "com.amazon.coral.validate#ValidationException",
        "InvalidNextToken" => "com.amazonaws.cloudwatch.v2010_08_01#InvalidNextToken",
        _ => code,
    };
}
