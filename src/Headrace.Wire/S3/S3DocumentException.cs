namespace Headrace.Wire.S3;

/// <summary>A request document that S3 refuses with 400; <paramref name="code"/> is the wire code, <paramref name="details"/> its extra elements.</summary>
public sealed class S3DocumentException(string code, string message, params KeyValuePair<string, string>[] details) : Exception(message)
{
    private const string MalformedMessage = "The XML you provided was not well-formed or did not validate against our published schema";

    public string Code { get; } = code;

    public IReadOnlyList<KeyValuePair<string, string>> Details { get; } = details;

    public static S3DocumentException Malformed() => new("MalformedXML", MalformedMessage);

    public static S3DocumentException MalformedAcl() => new("MalformedACLError", MalformedMessage);

    public static S3DocumentException InvalidArgument(string message, string name, string value) =>
        new("InvalidArgument", message, new("ArgumentName", name), new("ArgumentValue", value));
}
