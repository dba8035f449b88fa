namespace Headrace.Lab.Load.Http;

/// <summary>What came back, as far as a generator needs it; valid until its connection's next exchange.</summary>
internal sealed class HttpAnswer
{
    private const int Kept = 4096;

    private readonly byte[] _start = new byte[Kept];
    private int _startLength;

    public int Status { get; set; }

    public string RequestId { get; set; } = "";

    /// <summary>Lambda's <c>X-Amz-Function-Error</c>.</summary>
    public bool IsFunctionError { get; set; }

    public long BodyLength { get; private set; }

    /// <summary>The body's first bytes: for the sentence of an error.</summary>
    public ReadOnlySpan<byte> BodyStart => _start.AsSpan(0, _startLength);

    public void Clear() => (Status, RequestId, IsFunctionError, BodyLength, _startLength) = (0, "", false, 0, 0);

    public void AddBody(ReadOnlySpan<byte> bytes)
    {
        BodyLength += bytes.Length;
        bytes = bytes[..Math.Min(bytes.Length, Kept - _startLength)];
        bytes.CopyTo(_start.AsSpan(_startLength));
        _startLength += bytes.Length;
    }
}
