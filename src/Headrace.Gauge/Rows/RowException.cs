namespace Headrace.Gauge.Rows;

/// <summary>A row could not be written.</summary>
/// <param name="code">What a caller tells the failures apart by: SQLSTATE, or a name.</param>
public sealed class RowException(string code, string message, Exception? innerException = null) : Exception(message, innerException)
{
    public string Code { get; } = code;
}
