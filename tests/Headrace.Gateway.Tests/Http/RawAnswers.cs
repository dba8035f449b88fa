using System.Globalization;
using System.Text;

namespace Headrace.Gateway.Tests.Http;

/// <summary>Reads HTTP/1.1 answers off a stream: enough of the protocol to see what stands on it.</summary>
internal sealed class RawAnswers(Stream stream)
{
    private readonly StringBuilder _text = new();
    private readonly byte[] _buffer = new byte[4096];

    /// <returns>Null when the connection has been closed instead.</returns>
    public async Task<(int Status, string Body)?> NextAsync()
    {
        int end;
        while ((end = _text.ToString().IndexOf("\r\n\r\n", StringComparison.Ordinal)) < 0)
        {
            if (!await FillAsync())
            {
                return null;
            }
        }

        string head = _text.ToString(0, end);
        _text.Remove(0, end + 4);
        int status = int.Parse(head.AsSpan(9, 3), CultureInfo.InvariantCulture);
        if (status == 100)
        {
            return (status, "");
        }

        return (status, head.Contains("Transfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase) ? await ChunkedAsync() : await TakeAsync(LengthOf(head)));
    }

    private static int LengthOf(string head)
    {
        string? line = head.Split("\r\n").FirstOrDefault(static line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        return line is null ? 0 : int.Parse(line.AsSpan(15), CultureInfo.InvariantCulture);
    }

    private async Task<string> ChunkedAsync()
    {
        var body = new StringBuilder();
        while (true)
        {
            int end;
            while ((end = _text.ToString().IndexOf("\r\n", StringComparison.Ordinal)) < 0)
            {
                await FillAsync();
            }

            int size = int.Parse(_text.ToString(0, end), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            _text.Remove(0, end + 2);
            body.Append(await TakeAsync(size));
            await TakeAsync(2);
            if (size == 0)
            {
                return body.ToString();
            }
        }
    }

    private async Task<string> TakeAsync(int length)
    {
        while (_text.Length < length && await FillAsync())
        {
        }

        string taken = _text.ToString(0, Math.Min(length, _text.Length));
        _text.Remove(0, taken.Length);
        return taken;
    }

    private async Task<bool> FillAsync()
    {
        int read = await stream.ReadAsync(_buffer);
        _text.Append(Encoding.Latin1.GetString(_buffer, 0, read));
        return read > 0;
    }
}
